"""General rules of the grammar, each on made-up sentences in both languages."""

from datetime import date
from typing import Any

import pytest

from tests.unit.extracting import count, events, extract

MONDAY = date(2024, 2, 5)


def possible(text: str, language: str) -> list[tuple[Any, ...]]:
    return [(c["event_type"], c["site_id"], c["date_earliest"]) for c in extract(text, language) if c["status"] == "hypothetical"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le groupe menace de tirer des roquettes sur la base de Harir.", [("rocket", "st-harir", None)]),
        ("en", "The group warned that it would fire rockets at Harir air base if the talks failed.", [("rocket", "st-harir", None)]),
        ("fr", "Si un seul missile tombait sur Taji, le camp serait évacué.", [("missile", "st-taji", None)]),
        ("en", "Should a drone hit Al-Tanf, the garrison would be moved.", [("drone", "st-al-tanf", None)]),
        ("fr", "Le groupe promet de nouvelles attaques.", []),
        ("en", "The group promised more attacks.", []),
    ],
)
def test_what_is_only_possible_is_a_candidate_and_no_event(language: str, text: str, expected: list[tuple[Any, ...]]) -> None:
    assert events(text, language) == []
    assert possible(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Trois roquettes ont visé lundi la base de Balad, et l’armée pourrait renforcer la garde."),
        ("en", "Three rockets hit Balad air base on Monday, and the army could move the guard."),
    ],
)
def test_what_was_told_before_a_threat_stands(language: str, text: str) -> None:
    (event,) = events(text, language)
    assert (event["event_type"], event["site_id"], event["status"]) == ("rocket", "st-balad", "asserted")


@pytest.mark.parametrize(
    ("language", "text", "places", "country"),
    [
        ("fr", "Un drone est tombé lundi à Vornak, en Irak.", ["Vornak"], "IQ"),
        ("en", "A drone fell at Vornak in Iraq on Monday.", ["Vornak"], "IQ"),
        ("fr", "L’aviation a frappé lundi des dépôts à Vornak, Talmek et Dorvan, en Irak.", ["Dorvan", "Talmek", "Vornak"], "IQ"),
        ("en", "Jets hit Vornak, Talmek and Dorvan in Iraq on Monday.", ["Dorvan", "Talmek", "Vornak"], "IQ"),
        ("fr", "Le calme est revenu en Syrie. Une mine a explosé lundi près de Talmek.", ["Talmek"], "SY"),
        ("en", "A mine exploded near Talmek on Monday. The town lies in Iraq.", ["Talmek"], "IQ"),
    ],
)
def test_places_that_no_table_has(language: str, text: str, places: list[str], country: str) -> None:
    made = events(text, language)
    assert sorted(c["place"] for c in made) == places
    assert {c["country"] for c in made} == {country}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Un drone a frappé lundi la base Omar Sabri, à Ramadi."),
        ("en", "A drone hit the base Omar Sabri, in Ramadi, on Monday."),
    ],
)
def test_a_base_goes_before_its_town(language: str, text: str) -> None:
    assert [c["place"] for c in events(text, language)] == ["Omar Sabri"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Bilan\n- Lundi : un drone tombe sur Harir.\n- Mardi : une roquette tombe sur Taji.\n- Dimanche : une mine explose à Samarra.",
        ),
        ("en", "The week\n- Monday: a drone hit Harir.\n- Tuesday: a rocket hit Taji.\n- Sunday: a mine exploded in Samarra."),
        (
            "fr",
            "Du lundi 29 janvier au dimanche 4 février.\nLundi, un drone est tombé sur Harir. Mardi, une roquette est tombée sur Taji. "
            "Dimanche, une mine a explosé à Samarra.",
        ),
    ],
)
def test_weekdays_of_a_list_run_on(language: str, text: str) -> None:
    assert [c["date_earliest"] for c in events(text, language, MONDAY)] == ["2024-01-29", "2024-01-30", "2024-02-04"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "- Lundi 1er janvier, un drone a touché Harir\n- le 2 janvier, une roquette a touché Taji ;\n- le 3, une mine a explosé à Samarra",
        ),
        ("en", "- On January 1 a drone hit Harir\n- on January 2 a rocket hit Taji;\n- on January 3 a mine exploded in Samarra"),
    ],
)
def test_an_item_of_a_list_is_no_heading(language: str, text: str) -> None:
    assert [c["date_earliest"] for c in events(text, language, MONDAY)] == ["2024-01-01", "2024-01-02", "2024-01-03"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "L’armée a déclaré avoir déjoué lundi trois attaques en Irak et en Syrie. Elles n’ont fait aucune victime. "
            "Dimanche, un drone est tombé sur Harir.",
        ),
        ("en", "The army foiled three attacks in Iraq and Syria on Monday. There were no casualties. On Sunday a drone fell on Harir."),
    ],
)
def test_a_small_number_that_nobody_takes_apart_is_one_event(language: str, text: str) -> None:
    several = [c for c in events(text, language) if c["composite_count"]]
    assert [(c["composite_count"], c["date_earliest"], c["country"]) for c in several] == [(3, "2022-01-03", None)]
    assert count(several[0], "intercepted") == ("some", None, None)
    assert count(several[0], "killed") == ("none", None, None)


@pytest.mark.parametrize(
    ("language", "text", "field", "expected"),
    [
        ("fr", "Une bombe a visé lundi un bus militaire à Samarra, faisant sept blessés.", "injured", ("counted", 7, 7)),
        ("fr", "Une bombe a visé lundi un bus militaire à Samarra, faisant sept blessés.", "killed", None),
        ("fr", "Trois des cinq roquettes lancées lundi sur Taji ont touché un hangar.", "launched", ("counted", 5, 5)),
        ("fr", "Trois des cinq roquettes lancées lundi sur Taji ont touché un hangar.", "impacted", ("counted", 3, 3)),
        ("en", "Three of the five rockets fired at Taji on Monday hit a hangar.", "launched", ("counted", 5, 5)),
        ("en", "Three of the five rockets fired at Taji on Monday hit a hangar.", "impacted", ("counted", 3, 3)),
        ("fr", "Une roquette tombée lundi sur Taji a tué trois soldats et un garde.", "killed", ("counted", 4, 4)),
        ("en", "A rocket that fell on Taji on Monday killed three soldiers and a guard.", "killed", ("counted", 4, 4)),
        ("fr", "Deux roquettes sont tombées lundi sur Taji, blessant cinq soldats. L’un des blessés va mal.", "injured", ("counted", 5, 5)),
        ("fr", "Deux roquettes sont tombées lundi sur Taji. Il y a de légers blessés.", "injured", ("some", None, None)),
        ("fr", "L’armée a intercepté lundi deux drones qui se dirigeaient vers Harir.", "intercepted", ("counted", 2, 2)),
    ],
)
def test_counts(language: str, text: str, field: str, expected: tuple[Any, ...] | None) -> None:
    (event,) = events(text, language)
    assert count(event, field) == expected


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fr", "Une frappe américaine a touché lundi un dépôt à Al-Qaïm.", "air_strike"),
        ("en", "A US strike hit a depot at Al-Qaim on Monday.", "air_strike"),
        ("fr", "Des missiles balistiques et des drones ont visé lundi Taji.", "mixed"),
        ("fr", "Deux obus de type Katioucha sont tombés lundi sur Taji.", "rocket"),
        ("fr", "Un soldat a été tué lundi par un tireur à Samarra.", "ground_attack"),
        ("en", "A soldier was killed by a gunman in Samarra on Monday.", "ground_attack"),
    ],
)
def test_kinds(language: str, text: str, kind: str) -> None:
    assert [c["event_type"] for c in events(text, language)] == [kind]


@pytest.mark.parametrize(
    ("language", "text", "claimed", "acknowledged"),
    [
        ("fr", "La Résistance islamique en Irak a annoncé lundi avoir visé Harir par un drone.", ["ac-islamic-resistance-in-iraq"], []),
        ("en", "The Islamic Resistance in Iraq said on Monday it had struck Harir with a drone.", ["ac-islamic-resistance-in-iraq"], []),
        (
            "fr",
            "Un drone a frappé lundi Harir. Le tir a été revendiqué par un groupe peu connu, Ashab al-Kahf.",
            ["ac-ashab-al-kahf"],
            [],
        ),
        ("fr", "L’armée israélienne a annoncé lundi avoir frappé Palmyre.", [], ["ac-israeli-army"]),
        ("fr", "Un drone a frappé lundi Harir. Personne n’a revendiqué ce tir.", [None], []),
    ],
)
def test_groups_claim_and_forces_acknowledge(language: str, text: str, claimed: list[str | None], acknowledged: list[str]) -> None:
    (event,) = events(text, language)
    assert [p["actor_id"] for p in event["claimed_by"]] == claimed
    assert [p["actor_id"] for p in event["acknowledged_by"]] == acknowledged


def test_the_day_of_an_event_in_passing_is_not_carried_on() -> None:
    text = (
        "Deux roquettes sont tombées lundi sur la base de Harir. Un drone avait visé le camp de Taji en décembre. "
        "Une mine a explosé près de Samarra, a dit la police."
    )
    made = {c["site_id"]: c["date_earliest"] for c in events(text, "fr")}
    assert made["st-samarra"] == made["st-harir"] == "2022-01-03"


def test_a_likeness_of_names_does_not_cross_a_border() -> None:
    (event,) = events("Un drone est tombé lundi à al-Simirah, dans la province de Deir Ezzor.", "fr")
    assert (event["site_id"], event["place"], event["admin1"]) == (None, "al-Simirah", "SY-DY")
