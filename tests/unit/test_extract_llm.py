"""The engine `llm` without a network: the library's own FunctionModel answers, and what it says is held to the text."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pydantic_ai", reason="the extra `llm` is not installed")

from pydantic_ai import models
from pydantic_ai.messages import ModelMessage, ModelResponse, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from strikelog.extract.candidate import COUNTS, PARTIES
from strikelog.extract.documents import Document
from strikelog.extract.llm.answer import Answer, NoAnswer, answer_type, schema_hash
from strikelog.extract.llm.building import candidates_of
from strikelog.extract.llm.cache import Cache, Key
from strikelog.extract.llm.endpoint import Client, Endpoint
from strikelog.extract.llm.names import Names
from strikelog.extract.llm.quotes import Quoted
from strikelog.grounding import spans_of
from strikelog.package import load_package
from tests.unit.extracting import REPOSITORY, WEDNESDAY, engine, lexicon

CANDIDATE = json.loads((REPOSITORY / "src/strikelog/extract/candidate.schema.json").read_text(encoding="utf-8"))
SCHEMA = jsonschema.Draft202012Validator(CANDIDATE, format_checker=jsonschema.FormatChecker())
KIND = {"event_type": {"value": "drone", "quote": "drones"}, "status": "asserted"}


@pytest.fixture(autouse=True)
def _nobody_is_asked() -> Iterator[None]:
    with models.override_allow_model_requests(False):
        yield


@lru_cache
def form() -> type[Answer]:
    return answer_type(load_package(REPOSITORY))


def candidates(text: str, answer: dict[str, Any], language: str = "en") -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Candidates and refusals for an answer that a model gave by the library's own means."""

    def reply(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        return ModelResponse(parts=[ToolCallPart(info.output_tools[0].name, answer)])

    document = Document("made-up", text, WEDNESDAY, language)
    given_ = asyncio.run(client(reply).ask(document))
    made, refused = candidates_of(engine(), document, given_)
    for candidate in made:
        SCHEMA.validate(candidate)
        for _, span, _ in spans_of(candidate):
            assert 0 <= span["start"] < span["end"] <= len(text)
    return made, refused


def client(reply: Callable[[list[ModelMessage], AgentInfo], ModelResponse], retries: int = 0) -> Client:
    return Client(FunctionModel(reply), form(), "tool", 5, retries)


def event(text: str, language: str = "en", **values: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    made, refused = candidates(text, {"events": [{**KIND, **values}]}, language)
    (one,) = made
    return one, refused


def quoted(text: str) -> Quoted:
    return Quoted.of(text, lexicon("en"))


def said(text: str, span: dict[str, Any]) -> str:
    return text[span["start"] : span["end"]]


def counted(least: int | None, most: int | None, quote: str, **more: Any) -> list[dict[str, Any]]:
    return [{"state": "counted", "min": least, "max": most, "quote": quote, **more}]


def test_every_list_of_codes_is_that_of_the_package() -> None:
    package, shapes = load_package(REPOSITORY), form().model_json_schema()["$defs"]

    def enum(shape: str, name: str) -> tuple[str, ...]:
        field = shapes[shape]["properties"][name]
        return tuple(field.get("enum") or next(option["enum"] for option in field["anyOf"] if "enum" in option))

    for name in ("event_type", "part_of_day", "country"):
        assert enum(f"Coded_{name}", "value") == package.lookup(f"events.{name}").enum
    assert enum("Days", "precision") == package.lookup("events.date_precision").enum
    assert enum("Figure", "state") == package.lookup("claims.state").enum
    assert enum("Party", "strength") == package.lookup("claims.strength").enum
    assert enum("Total", "counted") == package.lookup("tallies.counted").enum
    assert list(enum("Event", "status")) == CANDIDATE["properties"]["status"]["enum"]
    assert {*COUNTS, *PARTIES} <= set(shapes["Event"]["properties"])
    assert not {"start", "end", "offset"} & {name for shape in shapes.values() for name in shape["properties"]}


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("Two drones fell.", "Two drones", "Two drones"),
        ("Des drones ont visé l’aéroport d’Erbil.", "l'aeroport d'Erbil", "l’aéroport d’Erbil"),
        ("Plus de 1\u00a0200 roquettes", "1 200 roquettes", "1\u00a0200 roquettes"),
        ("near\u202fAin al\u2011Asad,\nsaid", "Ain al-Asad, said", "Ain al\u2011Asad,\nsaid"),
        ("Two  drones", "two drones", "Two  drones"),
        ("A total of 175 and 5", "5", "5"),
        ("Two rockets and a rocket", "rocket", "rocket"),
        ("Two rockets.", "rocket", "rocket"),
        ("A total of 175.", "17", None),
        ("A total of 1,750.", "750", None),
        ("A total of 1.5.", "5", None),
        ("A total of 1\u00a0750.", "750", None),
        ("Two drones fell.", "three drones", None),
        ("Two drones fell.", "  ", None),
    ],
)
def test_a_quote_is_found_as_it_is_or_folded_or_not(text: str, quote: str, found: str | None) -> None:
    place = quoted(text).find(quote)
    assert (text[slice(*place)] if place else None) == found


def test_of_several_places_the_whole_word_and_then_the_nearest() -> None:
    text = quoted("rockets; rocket A; rocket B; rocket")
    assert text.find("rocket") == (9, 15)
    anchor = text.anchor(["rocket", "B", "A"])
    assert anchor is not None and text.raw[slice(*anchor)] == "B"
    assert text.find("rocket", anchor) == (19, 25)
    # As near on either side: the earlier. A folded quote is no part of a word.
    assert quoted("two A two").find("two", (4, 5)) == (0, 3)
    assert quoted("The House because").find("US") is None


def test_a_number_told_twice_is_that_of_its_own_event() -> None:
    text = "Two drones hit Harir and killed two people. A roadside bomb, the second since Monday, killed two people."
    killed = {"killed": counted(2, 2, "two people")}
    bomb = {"event_type": {"value": "bomb", "quote": "A roadside bomb"}, "status": "asserted", **killed}
    made, refused = candidates(text, {"events": [{**KIND, **killed}, bomb]})
    assert refused == ()
    assert [c["killed"]["evidence"][0]["start"] for c in made] == [text.index("two people"), text.rindex("two people")]


@given(st.text(min_size=1, max_size=60), st.data())
def test_any_part_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : data.draw(st.integers(start + 1, len(text)))].strip()
    place = quoted(text).find(quote)
    assert text[slice(*place)] == quote if place else not quote or any(c.isdigit() for c in text)


def test_each_value_has_the_characters_that_say_it() -> None:
    text = (
        "BAGHDAD - On Monday evening, at about 8:30 pm, two drones were shot down near the Harir base, a US official said. "
        "Saraya Awliya al-Dam claimed the attack. Iran denied any part. Ten of more than 40 attacks since December 1 hit Harir."
    )
    made, refused = candidates(
        text,
        {
            "events": [
                {
                    **KIND,
                    "date": {"earliest": "2022-01-03", "latest": "2022-01-03", "precision": "day", "quote": "On Monday"},
                    "part_of_day": {"value": "evening", "quote": "evening"},
                    "time_local": {"value": "20:30", "quote": "8:30 pm"},
                    "place": {"quote": "the Harir base", "near": True},
                    "weapons": [{"quote": "drones"}, {"quote": "drones"}],
                    "intercepted": counted(2, 2, "two drones", asserter="a US official"),
                    "claimed_by": [{"name": "Saraya Awliya al-Dam", "quote": "Saraya Awliya al-Dam claimed the attack"}],
                    "denied_by": [{"name": "Iran", "quote": "Iran denied", "asserter": "Iran"}],
                }
            ],
            "tallies": [
                {
                    "counted": "attacks",
                    "min": 41,
                    "quote": "more than 40 attacks",
                    "since": {"value": "2021-12-01", "quote": "since December 1"},
                }
            ],
        },
    )
    one, total = made
    assert refused == ()
    assert (one["time_local"], one["site_id"], one["location_precision"], one["admin1"]) == ("20:30", "st-harir", "near_site", "IQ-AR")
    assert one["weapons"] and all(w.startswith("wp-") for w in one["weapons"]) and len(one["evidence"]["weapons"]) == 1
    assert one["intercepted"]["asserter"] == "a US official"
    assert said(text, one["claimed_by"][0]["evidence"][0]).startswith("Saraya") and one["claimed_by"][0]["actor_id"]
    rules = {span["rule"] for _, span, _ in spans_of(one)}
    assert {"llm.event_type", "llm.date", "llm.place", "llm.intercepted", "llm.denied_by"} <= rules
    assert (total["total_min"], total["total_max"], total["since"], total["as_of"]) == (41, None, "2021-12-01", "2022-01-05")
    assert said(text, total["evidence"]["since"][0]) == "since December 1"


@pytest.mark.parametrize(
    ("language", "text", "quote", "least", "most", "stands"),
    [
        ("en", "At least five drones fell.", "At least five drones", 5, None, True),
        ("en", "More than 175 drones fell.", "More than 175", 176, None, True),
        ("en", "Two or three drones fell.", "Two or three", 2, 3, True),
        ("en", "The third of the drones fell.", "third", 3, 3, True),
        ("en", "Both drones fell.", "Both drones", 2, 2, True),
        ("fr", "Vingt et un drones sont tombés.", "Vingt et un drones", 21, 21, True),
        ("fr", "Vingt et un drones sont tombés.", "Vingt et un drones", 20, 21, False),
        ("en", "Several drones fell.", "Several drones", 3, 3, False),
        ("en", "Two drones fell.", "drones", 2, 2, False),
        ("en", "Two drones fell.", "Two drones", 2, 4, False),
        ("en", "Two drones fell.", "Two drones", None, None, False),
        ("en", "Two or three drones fell.", "Two or three", 3, 2, False),
        ("en", "25 drones fell.", "5 drones", 5, 5, False),
    ],
)
def test_a_number_stands_if_its_words_say_it(
    language: str, text: str, quote: str, least: int | None, most: int | None, stands: bool
) -> None:
    one, refused = event(text, language, launched=counted(least, most, quote))
    assert ((one["launched"] is not None), bool(refused)) == (stands, not stands)
    if stands:
        assert (one["launched"]["min"], one["launched"]["max"]) == (least, most)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"place": {"quote": "Camp Victory"}}, "place: its quote is not in the text"),
        (
            {"date": {"earliest": "2022-01-04", "latest": "2022-01-03", "precision": "day", "quote": "On Monday"}},
            "date: its end lies before",
        ),
        ({"date": {"earliest": "0001-01-01", "latest": "0001-01-01", "precision": "day", "quote": "On Monday"}}, "date: it lies after"),
        ({"date": {"earliest": "2022-01-10", "latest": "2022-01-10", "precision": "day", "quote": "On Monday"}}, "date: it lies after"),
        ({"place": {"quote": ""}}, "place: its quote is not in the text"),
        ({"time_local": {"value": "04:30", "quote": "On Monday"}}, "time_local: its number is not in its quote"),
        ({"admin1": {"quote": "On Monday"}}, "admin1: no governorate of that name"),
        ({"admin1": {"quote": "Diyala"}, "country": {"value": "SY", "quote": "drones"}}, "admin1: it lies in another country"),
        ({"composite_count": {"value": 3, "quote": "Two drones"}}, "composite_count: its number is not in its quote"),
        ({"killed": [{"state": "none", "quote": "no casualties"}]}, "killed: its quote is not in the text"),
        ({"killed": [{"state": "some", "quote": "fell", "asserter": "the Pentagon"}]}, "killed: its asserter is not in the text"),
        ({"claimed_by": [{"name": "Hezbollah", "quote": "On Monday"}]}, "claimed_by: its name is not in the text"),
        ({"answer_to": {"event": 1, "quote": "fell"}}, "answer_to: there is no such other event"),
    ],
)
def test_what_does_not_stand_is_refused_and_the_rest_is_kept(values: dict[str, Any], words: str) -> None:
    one, refused = event("On Monday Two drones fell in Diyala.", weapons=[{"quote": "drones"}], **values)
    assert len(refused) == 1 and refused[0].startswith(f"event 1, {words}")
    assert one["weapons"] and one["event_type"] == "drone"
    (name,) = [n for n in values if n != "country"]
    assert one[name] in (None, []) if name != "date" else one["date_earliest"] is None


def test_an_event_of_which_no_quote_stands_is_none() -> None:
    made, refused = candidates("Nothing happened.", {"events": [{**KIND, "place": {"quote": "Harir"}}], "tallies": []})
    assert made == [] and len(refused) == 3


def test_other_versions_stand_beside_the_first_that_stands() -> None:
    text = "Two drones, the army said; three drones, officials said."
    one, refused = event(
        text,
        launched=counted(9, 9, "Two drones") + counted(2, 2, "Two drones", asserter="the army") + counted(3, 3, "three drones"),
        damage=[{"state": "counted", "min": 4, "max": 4, "quote": "drones"}],
    )
    assert one["launched"]["min"] == 2 and [a["min"] for a in one["launched"]["alternatives"]] == [3]
    assert one["damage"]["state"] == "some" and len(refused) == 1


def test_nobody_has_claimed_it_and_an_answer() -> None:
    text = "Two drones hit Harir. US jets struck back. Nobody has claimed the first."
    made, refused = candidates(
        text,
        {
            "events": [
                {**KIND, "claimed_by": [{"quote": "Nobody has claimed", "name": "", "asserter": ""}], "attributed_to": []},
                {
                    "event_type": {"value": "air_strike", "quote": "struck", "basis": "inferred"},
                    "status": "asserted",
                    "answer_to": {"event": 1, "quote": "struck back"},
                },
            ]
        },
    )
    first, second = made
    assert refused == () and second["answer_to"] == first["candidate_id"] != second["candidate_id"]
    assert (first["claimed_by"][0]["state"], first["claimed_by"][0]["actor_id"]) == ("none", None)
    assert second["evidence"]["event_type"][0]["basis"] == "inferred"


def test_names_have_the_ids_of_the_table_and_no_others() -> None:
    names = Names(engine().gazetteer, lexicon("en"))
    assert names.entity("site", "the Harir base") == names.entity("site", "HARIR") == "st-harir"
    assert names.entity("site", "Harir Hezbollah") is None
    assert names.entity("site", "Nowhere-on-the-Wold") is None
    assert names.entity("actor", "The Islamic Resistance in Iraq") == "ac-islamic-resistance-in-iraq"
    assert names.entity("actor", "Islamic Resistance in Iraq defectors") is None
    assert names.entity("weapon", "two drones") == names.entity("weapon", "a drone")
    one, refused = event(
        "Drones of Zork hit Zorkville with a zork bow.",
        place={"quote": "Zorkville"},
        weapons=[{"quote": "zork bow"}],
        claimed_by=[{"name": "Zork", "quote": "Drones of Zork"}],
        event_type={"value": "drone", "quote": "Drones"},
    )
    assert refused == () and (one["site_id"], one["place"], one["weapons"]) == (None, "Zorkville", ["zork bow"])
    assert (one["claimed_by"][0]["actor_id"], one["claimed_by"][0]["text"]) == (None, "Zork")


def test_a_settlement_is_not_what_stands_in_it() -> None:
    names = Names(engine().gazetteer, lexicon("en"))
    towns = [s for s, row in engine().gazetteer.sites.items() if row["site_type"] == "settlement"]
    known = [engine().gazetteer.canonical[s] for s in towns]
    assert any(names.entity("site", town) for town in known)
    assert all(names.entity("site", f"{town} refinery") not in towns for town in known)


QUOTES = st.sampled_from(
    ["Two drones", "two", "on Monday", "Harir", "the army", "U.S.", "at 8 pm", "Diyala", "", "invented", "dr", "1 200"]
)
NUMBERS = st.none() | st.integers(0, 4) | st.just(1200)
DAYS = st.dates().map(str)
FIGURES = st.lists(
    st.fixed_dictionaries(
        {
            "quote": QUOTES,
            "state": st.sampled_from(["counted", "none", "some"]),
            "min": NUMBERS,
            "max": NUMBERS,
            "asserter": st.none() | QUOTES,
        }
    ),
    max_size=2,
)
EVENTS = st.fixed_dictionaries(
    {"event_type": st.builds(lambda q: {"value": "drone", "quote": q}, QUOTES), "status": st.just("asserted")},
    optional={
        "date": st.fixed_dictionaries({"earliest": DAYS, "latest": DAYS, "precision": st.just("range"), "quote": QUOTES}),
        "time_local": st.builds(lambda q: {"value": "20:00", "quote": q}, QUOTES),
        "place": st.fixed_dictionaries({"quote": QUOTES, "near": st.booleans()}),
        "admin1": st.builds(lambda q: {"quote": q}, QUOTES),
        "country": st.builds(lambda q: {"value": "SY", "quote": q}, QUOTES),
        "weapons": st.lists(st.builds(lambda q: {"quote": q}, QUOTES), max_size=2),
        "launched": FIGURES,
        "damage": FIGURES,
        "attributed_to": st.lists(
            st.fixed_dictionaries({"quote": QUOTES, "name": st.none() | QUOTES, "strength": st.just("blamed")}), max_size=2
        ),
        "answer_to": st.builds(lambda n, q: {"event": n, "quote": q}, st.integers(1, 4), QUOTES),
    },
)
TOTALS = st.fixed_dictionaries({"counted": st.just("attacks"), "quote": QUOTES, "min": NUMBERS, "max": NUMBERS})


@given(
    st.lists(EVENTS, max_size=3), st.lists(TOTALS, max_size=2), st.lists(QUOTES, max_size=12).map(" ".join), st.sampled_from(["en", "fr"])
)
def test_whatever_a_model_says_candidates_have_their_form(
    events: list[dict[str, Any]], totals: list[dict[str, Any]], text: str, language: str
) -> None:
    answer = form().model_validate({"events": events, "tallies": totals})
    made, refused = candidates_of(engine(), Document("made-up", text, WEDNESDAY, language), answer)
    for candidate in made:
        SCHEMA.validate(candidate)
        for _, span, _ in spans_of(candidate):
            assert 0 <= span["start"] < span["end"] <= len(text)
    assert len({c["candidate_id"] for c in made}) == len(made)
    assert (made, refused) == candidates_of(engine(), Document("made-up", text, WEDNESDAY, language), answer)


def test_known_events_are_matched() -> None:
    one, _ = event(
        "Two drones were shot down on approach to Ain al-Asad on Tuesday.",
        date={"earliest": "2022-01-04", "latest": "2022-01-04", "precision": "day", "quote": "on Tuesday"},
        place={"quote": "Ain al-Asad"},
    )
    assert "same site" in one["matches"][0]["reasons"]


def test_a_malformed_answer_is_asked_for_as_often_as_it_may_be() -> None:
    asked = []

    def reply(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        asked.append(info)
        return ModelResponse(parts=[ToolCallPart(info.output_tools[0].name, {"events": 5})])

    with pytest.raises(NoAnswer, match="in 3 attempts"):
        asyncio.run(client(reply, retries=2).ask(Document("x", "Nothing.", WEDNESDAY, "en")))
    assert len(asked) == 3
    assert asked[0].instructions and "copied letter by letter" in asked[0].instructions


def test_the_switch_against_real_requests_holds() -> None:
    real = Client(Endpoint("http://127.0.0.1:9/v1", "small", "key").open(), form(), "tool", 5, 0)
    with pytest.raises(RuntimeError, match="ALLOW_MODEL_REQUESTS"):
        asyncio.run(real.ask(Document("x", "Nothing.", WEDNESDAY, "en")))
    assert "key" not in repr(Endpoint("http://there", "small", "key")).replace("key=", "")


def test_a_cache_gives_back_what_it_was_given_and_nothing_broken(tmp_path: Path) -> None:
    cache, key = Cache(tmp_path / "answers", form()), Key("m", "p", schema_hash(form()), "s" * 64, "2022-01-05")
    answer = form().model_validate({"events": [{**KIND, "place": {"quote": "قاعدة"}}]})
    assert cache.read(key) is None
    cache.write(key, answer)
    assert cache.read(key) == answer
    assert [f.name for f in (tmp_path / "answers").iterdir()] == [key.file]
    for other in (Key("n", *key_rest(key)), Key("m", "q", *key_rest(key)[1:])):
        assert cache.read(other) is None and other.file != key.file
    file = tmp_path / "answers" / key.file
    for broken in (b"", b"{", b"[]", b'{"key": {}}', b"\xff", file.read_bytes().replace(b"drones", b"").replace(b'"drone"', b'"comet"')):
        file.write_bytes(broken)
        assert cache.read(key) is None


def key_rest(key: Key) -> tuple[str, str, str, str]:
    return key.prompt, key.schema, key.sha256, key.published
