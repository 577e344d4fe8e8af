"""Time expressions as days, from a Wednesday on which a report was published."""

from datetime import date

import pytest

from strikelog.extract.dates import find_timexes
from strikelog.extract.days import Interval, resolve
from strikelog.folding import fold
from tests.unit.extracting import WEDNESDAY, lexicon

ANCHOR = Interval(date(2021, 12, 30), date(2021, 12, 30), "day")

TABLE = [
    ("fr", "tôt mercredi", "2022-01-05", "2022-01-05", "day", "early_morning", None),
    ("fr", "dans la nuit de mardi à mercredi", "2022-01-04", "2022-01-05", "night", "night", None),
    ("fr", "jeudi soir", "2021-12-30", "2021-12-30", "day", "evening", None),
    ("fr", "vendredi vers 2h50 du matin", "2021-12-31", "2021-12-31", "day", "early_morning", "02:50"),
    ("fr", "le 23 mai", "2021-05-23", "2021-05-23", "day", None, None),
    ("fr", "le 3 janvier 2020", "2020-01-03", "2020-01-03", "day", None, None),
    ("fr", "le même jour", "2021-12-30", "2021-12-30", "day", None, None),
    ("fr", "un jour plus tôt", "2021-12-29", "2021-12-29", "day", None, None),
    ("fr", "la veille", "2021-12-29", "2021-12-29", "day", None, None),
    ("fr", "le lendemain", "2021-12-31", "2021-12-31", "day", None, None),
    ("fr", "trois jours plus tard", "2022-01-02", "2022-01-02", "day", None, None),
    ("fr", "une semaine plus tôt", "2021-12-23", "2021-12-23", "day", None, None),
    ("fr", "il y a trois jours", "2022-01-02", "2022-01-02", "day", None, None),
    ("fr", "hier, vers 16 h 30", "2022-01-04", "2022-01-04", "day", None, "16:30"),
    ("fr", "avant-hier soir", "2022-01-03", "2022-01-03", "day", "evening", None),
    ("fr", "ce matin à l'aube", "2022-01-05", "2022-01-05", "day", "early_morning", None),
    ("fr", "la nuit du 3 au 4 juin", "2021-06-03", "2021-06-04", "night", "night", None),
    ("fr", "fin octobre", "2021-10-21", "2021-10-31", "range", None, None),
    ("fr", "début mars 2021", "2021-03-01", "2021-03-10", "range", None, None),
    ("fr", "à la mi-avril", "2021-04-11", "2021-04-20", "range", None, None),
    ("fr", "en avril", "2021-04-01", "2021-04-30", "month", None, None),
    ("fr", "le mois dernier", "2021-12-01", "2021-12-31", "month", None, None),
    ("fr", "en juin de l'an dernier", "2021-06-01", "2021-06-30", "month", None, None),
    ("fr", "cet hiver", "2021-12-01", "2022-02-28", "range", None, None),
    ("fr", "samedi, à la mi-journée", "2022-01-01", "2022-01-01", "day", "midday", None),
    ("fr", "samedi 1er", "2022-01-01", "2022-01-01", "day", None, None),
    ("en", "early on Tuesday", "2022-01-04", "2022-01-04", "day", "early_morning", None),
    ("en", "late on Monday", "2022-01-03", "2022-01-03", "day", "evening", None),
    ("en", "overnight Thursday to Friday", "2021-12-30", "2021-12-31", "night", "night", None),
    ("en", "in the night of June 3 to 4", "2021-06-03", "2021-06-04", "night", "night", None),
    ("en", "on the evening of August 8", "2021-08-08", "2021-08-08", "day", "evening", None),
    ("en", "on Feb. 6, at about 11:45 p.m. local time", "2021-02-06", "2021-02-06", "day", None, "23:45"),
    ("en", "on Jan. 2 at 1937 hours local time", "2022-01-02", "2022-01-02", "day", None, "19:37"),
    ("en", "20 March 2020", "2020-03-20", "2020-03-20", "day", None, None),
    ("en", "that same night", "2021-12-30", "2021-12-30", "day", "night", None),
    ("en", "the day before", "2021-12-29", "2021-12-29", "day", None, None),
    ("en", "two days later", "2022-01-01", "2022-01-01", "day", None, None),
    ("en", "two days ago, on Monday", "2022-01-03", "2022-01-03", "day", None, None),
    ("en", "the following Monday", "2022-01-03", "2022-01-03", "day", None, None),
    ("en", "last Wednesday", "2021-12-29", "2021-12-29", "day", None, None),
    ("en", "in mid-April", "2021-04-11", "2021-04-20", "range", None, None),
    ("en", "in late February", "2021-02-21", "2021-02-28", "range", None, None),
    ("en", "June of last year", "2021-06-01", "2021-06-30", "month", None, None),
    ("en", "at dawn today", "2022-01-05", "2022-01-05", "day", "early_morning", None),
]


@pytest.mark.parametrize(("language", "text", "earliest", "latest", "precision", "part", "clock"), TABLE)
def test_days(language: str, text: str, earliest: str, latest: str, precision: str, part: str | None, clock: str | None) -> None:
    (timex,) = find_timexes(fold(text), lexicon(language))
    days = resolve(timex, WEDNESDAY, ANCHOR)
    assert days is not None
    assert (days.earliest.isoformat(), days.latest.isoformat(), days.precision, days.part, days.clock) == (
        earliest,
        latest,
        precision,
        part,
        clock,
    )


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("fr", "depuis le 1er décembre", "since"),
        ("fr", "avant le 31 décembre", "future"),
        ("fr", "d’ici vendredi", "future"),
        ("en", "since Oct. 17", "since"),
        ("en", "by Friday", "future"),
        ("en", "next Wednesday", "future"),
    ],
)
def test_a_day_that_is_not_the_events(language: str, text: str, role: str) -> None:
    assert [t.role for t in find_timexes(fold(text), lexicon(language))] == [role]


@pytest.mark.parametrize(("language", "text"), [("en", "the base may be closed"), ("fr", "le 31 juin 2021"), ("en", "February 30, 2021")])
def test_no_day(language: str, text: str) -> None:
    assert [d for t in find_timexes(fold(text), lexicon(language)) if (d := resolve(t, WEDNESDAY))] == []
