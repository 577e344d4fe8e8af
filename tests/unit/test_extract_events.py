"""Texts of our own with the events, figures and voices that are in them."""

from datetime import date
from typing import Any

import pytest

from tests.unit.extracting import count, events, extract


def brief(c: dict[str, Any]) -> tuple[Any, ...]:
    return c["event_type"], c["date_earliest"], c["date_latest"], c["site_id"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Three rockets were fired at Harir air base on Monday evening, the ministry said on Tuesday.",
            [("rocket", "2022-01-03", "2022-01-03", "st-harir")],
        ),
        (
            "fr",
            "Trois roquettes ont été tirées lundi soir sur la base de Harir, a indiqué mardi le ministère.",
            [("rocket", "2022-01-03", "2022-01-03", "st-harir")],
        ),
        (
            "en",
            "A roadside bomb hit a convoy near Samarra on Sunday. The same day a drone was sent at Al-Tanf.",
            [("bomb", "2022-01-02", "2022-01-02", "st-samarra"), ("drone", "2022-01-02", "2022-01-02", "st-al-tanf")],
        ),
        (
            "fr",
            "Une bombe a explosé dimanche au passage d’un convoi près de Samarra. Le même jour, un drone a été lancé contre Al-Tanf.",
            [("bomb", "2022-01-02", "2022-01-02", "st-samarra"), ("drone", "2022-01-02", "2022-01-02", "st-al-tanf")],
        ),
        (
            "fr",
            "Un drone a été abattu samedi au-dessus de Bachiqa. On ignore ce que visait l’appareil.",
            [("interception", "2022-01-01", "2022-01-01", "st-bashiqa")],
        ),
        ("en", "An explosion shook Samarra on Friday. Its cause was not known.", [("explosion", "2021-12-31", "2021-12-31", "st-samarra")]),
    ],
)
def test_events(language: str, text: str, expected: list[tuple[Any, ...]]) -> None:
    assert [brief(c) for c in events(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The group warned that it would fire rockets at Harir air base if the talks failed."),
        ("fr", "Le groupe menace de tirer des roquettes sur la base de Harir si les pourparlers échouent."),
        ("en", "An exercise with live fire was held at Taji on Monday; explosions were heard in the town."),
        ("fr", "Un exercice de tir réel a eu lieu lundi à Taji ; des explosions ont été entendues."),
        ("en", "There was no attack on Harir air base."),
        ("fr", "« Il n’y a eu aucune attaque » contre la base de Harir, a dit le porte-parole."),
        ("en", "Rockets are often fired at bases in Iraq."),
    ],
)
def test_no_event(language: str, text: str) -> None:
    assert events(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "field", "expected"),
    [
        (
            "en",
            "Five drones were launched at Harir air base on Monday; four were shot down and one hit a store.",
            "launched",
            ("counted", 5, 5),
        ),
        (
            "en",
            "Five drones were launched at Harir air base on Monday; four were shot down and one hit a store.",
            "intercepted",
            ("counted", 4, 4),
        ),
        (
            "en",
            "Five drones were launched at Harir air base on Monday; four were shot down and one hit a store.",
            "impacted",
            ("counted", 1, 1),
        ),
        (
            "fr",
            "Cinq drones ont été lancés lundi contre la base de Harir ; quatre ont été abattus et un a percuté un hangar.",
            "intercepted",
            ("counted", 4, 4),
        ),
        (
            "fr",
            "Cinq drones ont été lancés lundi contre la base de Harir ; quatre ont été abattus et un a percuté un hangar.",
            "impacted",
            ("counted", 1, 1),
        ),
        ("en", "At least two rockets landed in Taji camp on Monday.", "impacted", ("counted", 2, None)),
        ("en", "Rockets landed in Taji camp on Monday.", "impacted", ("some", None, None)),
        ("en", "Two rockets landed in Taji camp on Monday, killing three soldiers and wounding five others.", "killed", ("counted", 3, 3)),
        ("en", "Two rockets landed in Taji camp on Monday, killing three soldiers and wounding five others.", "injured", ("counted", 5, 5)),
        (
            "fr",
            "Deux roquettes sont tombées lundi sur le camp de Taji, tuant trois soldats et en blessant cinq autres.",
            "killed",
            ("counted", 3, 3),
        ),
        (
            "fr",
            "Deux roquettes sont tombées lundi sur le camp de Taji, tuant trois soldats et en blessant cinq autres.",
            "injured",
            ("counted", 5, 5),
        ),
        ("en", "Two rockets landed in Taji camp on Monday. No casualties were reported.", "killed", ("none", None, None)),
        ("fr", "Deux roquettes sont tombées lundi sur le camp de Taji, sans faire de victime.", "injured", ("none", None, None)),
        ("fr", "Deux roquettes sont tombées lundi sur le camp de Taji, sans faire de victime.", "failed", None),
    ],
)
def test_figures(language: str, text: str, field: str, expected: tuple[Any, ...] | None) -> None:
    (event,) = events(text, language)
    assert count(event, field) == expected


def test_two_voices_are_two_versions() -> None:
    (event,) = events(
        "Rockets hit Taji camp on Monday. The ministry said that four soldiers were killed. A medical source spoke of six dead."
    )
    assert count(event, "killed") == ("counted", 4, 4)
    assert [a["min"] for a in event["killed"]["alternatives"]] == [6]
    assert "ministry" in event["killed"]["asserter"]


def test_claims_blame_and_nobody() -> None:
    (event,) = events("A drone hit Harir air base on Monday. The Islamic Resistance in Iraq claimed the attack.")
    assert [p["actor_id"] for p in event["claimed_by"]] == ["ac-islamic-resistance-in-iraq"]
    (event,) = events("Un drone a frappé lundi la base de Harir. L’attaque n’a pas été revendiquée.", "fr")
    assert [(p["actor_id"], p["state"]) for p in event["claimed_by"]] == [(None, "none")]
    (event,) = events("A drone hit Harir air base on Monday. The ministry accused Kataib Hezbollah.")
    assert [(p["actor_id"], p["strength"]) for p in event["attributed_to"]] == [("ac-kataib-hezbollah", "blamed")]


def test_a_running_total_is_no_event() -> None:
    made = extract("The Pentagon has counted more than 40 attacks on its troops since October 17.", published=date(2023, 11, 17))
    assert [(c["kind"], c["total_min"], c["total_max"], c["since"]) for c in made] == [("tally", 41, None, "2023-10-17")]


def test_menus_forms_and_a_second_printing_are_not_read() -> None:
    body = "Trois roquettes ont été tirées lundi soir sur la base de Harir, a indiqué mardi le ministère, sans faire de victime."
    text = f"Accueil | Politique | Sécurité | Sport\n\n{body}\n\n{body}\n\nLire aussi : dix roquettes sur Balad dimanche\nCommentaires (3)"
    (event,) = events(text, "fr")
    for span in event["evidence"]["date_earliest"]:
        assert span["end"] <= text.index(body) + len(body)


def test_one_and_the_other() -> None:
    text = "On Monday two roadside bombs went off beside convoys, one near Taji and the other near Samarra."
    assert sorted(c["site_id"] for c in events(text)) == ["st-samarra", "st-taji"]


def test_an_announcement_without_the_day() -> None:
    (event,) = events("On Tuesday the army announced that two soldiers had been killed in an ambush near Palmyra, without saying when.")
    assert (event["date_earliest"], event["date_latest"], event["date_precision"]) == ("2021-12-05", "2022-01-04", "range")
    assert event["evidence"]["date_latest"][0]["basis"] == "inferred"


@pytest.mark.parametrize(
    ("language", "text", "total"),
    [
        ("fr", "Le nombre d’attaques depuis le 17 octobre s’élève désormais à 94.", 94),
        ("fr", "Au total, 41 attaques ont été recensées en janvier.", 41),
        ("fr", "C’est la quatorzième attaque depuis le début du mois.", 14),
        ("en", "That brings the number of attacks this week to 12.", 12),
        ("en", "US forces were attacked 7 times in the past week.", 7),
        ("en", "Seventeen attacks have targeted Ain al-Asad since January.", 17),
    ],
)
def test_totals_in_many_words(language: str, text: str, total: int) -> None:
    assert [(c["kind"], c["total_min"]) for c in extract(text, language, date(2024, 3, 28))] == [("tally", total)]
