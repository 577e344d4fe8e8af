"""Numbers in words and figures, and how exactly they are meant."""

import pytest

from strikelog.extract.numbers import find_quantities
from strikelog.folding import fold
from tests.unit.extracting import lexicon


@pytest.mark.parametrize(
    ("language", "text", "least", "most", "state"),
    [
        ("fr", "deux drones", 2, 2, "counted"),
        ("fr", "une vingtaine de roquettes", 20, 20, "counted"),
        ("fr", "vingt et un obus", 21, 21, "counted"),
        ("fr", "soixante et onze obus", 71, 71, "counted"),
        ("fr", "quatre-vingt-dix-sept attaques", 97, 97, "counted"),
        ("fr", "2 500 soldats", 2500, 2500, "counted"),
        ("fr", "2.500 soldats", 2500, 2500, "counted"),
        ("fr", "deux ou trois roquettes", 2, 3, "counted"),
        ("fr", "au moins cinq morts", 5, None, "counted"),
        ("fr", "plus de 175 tirs", 176, None, "counted"),
        ("fr", "une demi-douzaine de drones", 6, 6, "counted"),
        ("fr", "plusieurs blessés", None, None, "some"),
        ("en", "two drones", 2, 2, "counted"),
        ("en", "twenty-one rockets", 21, 21, "counted"),
        ("en", "one hundred and twenty rounds", 120, 120, "counted"),
        ("en", "2,500 troops", 2500, 2500, "counted"),
        ("en", "two or three rockets", 2, 3, "counted"),
        ("en", "at least two drones", 2, None, "counted"),
        ("en", "more than 40 attacks", 41, None, "counted"),
        ("en", "up to four missiles", None, 4, "counted"),
        ("en", "half a dozen rockets", 6, 6, "counted"),
        ("en", "several rockets", None, None, "some"),
    ],
)
def test_quantity(language: str, text: str, least: int | None, most: int | None, state: str) -> None:
    (found,) = find_quantities(fold(text), lexicon(language))
    assert (found.least, found.most, found.state) == (least, most, state)


@pytest.mark.parametrize(("language", "text"), [("fr", "la base K1"), ("fr", "un F-16"), ("en", "an F-16"), ("en", "the 3.5 km road")])
def test_a_number_in_a_name_or_a_fraction_is_none(language: str, text: str) -> None:
    assert [q for q in find_quantities(fold(text), lexicon(language)) if not q.article] == []
