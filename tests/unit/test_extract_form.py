"""What holds for every text: valid spans, the schema, the same bytes twice; and a language by its folder alone."""

import json
import shutil
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strikelog.extract.candidate import Candidate
from strikelog.extract.documents import Document, Raw, Unreadable, prepare
from strikelog.extract.engine import Engine, load_engine
from strikelog.extract.lexicon import load_lexicon
from strikelog.extract.parallel import Settings, extract_all
from strikelog.extract.text import read_text
from strikelog.grounding import spans_of
from tests.unit.extracting import REPOSITORY, WEDNESDAY, extract

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((REPOSITORY / "src/strikelog/extract/candidate.schema.json").read_text(encoding="utf-8")),
    format_checker=jsonschema.FormatChecker(),
)
PIECES = st.sampled_from(
    [
        "two drones",
        "deux roquettes",
        "trois",
        "were shot down",
        "ont été abattus",
        "on Monday",
        "lundi soir",
        "the day before",
        "à Harir",
        "near Taji",
        "Ain al-Asad",
        "killing five soldiers",
        "sans faire de victime",
        "no casualties",
        "claimed",
        "a revendiqué",
        "the Islamic Resistance in Iraq",
        "since October 17",
        "plus de 40 attaques",
        "dans la nuit de mardi à mercredi",
        "an explosion",
        ".",
        ", ",
        "; ",
        "\n",
        "\n\n",
        "« ",
        " »",
        "“",
        "’",
        "l’",
        "- ",
        "1. ",
        "08h10 - ",
        "one",
        "the other",
        "le second",
        "ﬀ",
        "İ",
        "é",
        "🚀",
        "\u0301",
        "\u200f",
        "قاعدة عين الأسد",
        "\t",
        "\x00",
        "|",
        "<p>",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["fr", "en"]))
def test_any_text(text: str, language: str) -> None:
    made = extract(text, language)
    for candidate in made:
        SCHEMA.validate(candidate)
        for _, span, _ in spans_of(candidate):
            assert 0 <= span["start"] < span["end"] <= len(text)
    assert json.dumps(made) == json.dumps(extract(text, language))


@given(TEXTS)
def test_sentences_lie_in_the_text_in_order(text: str) -> None:
    read = read_text(text, load_lexicon(REPOSITORY / "src/strikelog/extract/languages/fr"))
    assert len(read.folded) == len(text)
    at = 0
    for sentence in read.sentences:
        assert at <= sentence.start < sentence.end <= len(text)
        at = sentence.end


def test_candidates_of_a_real_text_fit_the_schema() -> None:
    made = extract(
        "Two drones were shot down near Harir air base on Monday. Saraya Awliya al-Dam claimed the attack. "
        "More than 40 attacks have been counted since December 1."
    )
    assert {c["kind"] for c in made} == {"event", "tally"}
    for candidate in made:
        SCHEMA.validate(candidate)
    assert len({c["candidate_id"] for c in made}) == len(made)


def test_a_third_language_is_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "languages" / "xx"
    folder.mkdir(parents=True)
    (folder / "words.toml").write_text(
        """
[settings]
stop_words = ["zo", "bo"]
[numeral]
2 = ["dup"]
[grammar]
plural_ending = ["i"]
[weekday]
0 = ["lunko"]
[timex]
weekday = ["{weekday}"]
[weapon]
drone = ["flugi"]
[munition]
wp-drone = ["flugi"]
[stage]
launched = ["sendo"]
[event_verb]
attacked = ["sendo"]
[place_preposition]
at = ["al"]
""",
        encoding="utf-8",
    )
    engine = load_engine(REPOSITORY, tmp_path / "languages")
    raw = Raw("xx", "Zo dup flugi sendo bo al Tower 22 lunko.")
    document = prepare(raw, WEDNESDAY, None, tmp_path / "languages")
    assert document.language == "xx"
    (event,) = engine.extract(document)
    assert (event["event_type"], event["date_earliest"], event["site_id"], event["launched"]["min"]) == (
        "drone",
        "2022-01-03",
        "st-tower-22",
        2,
    )


def test_a_broken_language_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text("[numeral]\n2 = 'dup'", encoding="utf-8")
    with pytest.raises(ValueError, match=r"words\.toml: numeral\.2"):
        load_lexicon(tmp_path)


@pytest.mark.parametrize(
    ("raw", "published", "words"),
    [
        (Raw("a.txt", "A drone fell."), None, "day of publication is not known"),
        (Raw("a.txt", "A drone fell.", published="5 Jan"), None, "not a date"),
        (Raw("a.txt", "  "), WEDNESDAY, "no text"),
        (Raw("a.txt", "A drone fell.", language="tlh"), WEDNESDAY, "no grammar for the language 'tlh'"),
        (Raw("a.txt", "Zzz."), WEDNESDAY, "language was not recognised"),
    ],
)
def test_a_document_that_cannot_be_read_is_named(raw: Raw, published: date | None, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as why:
        prepare(raw, published)
    assert str(why.value).startswith("a.txt: ")


def test_html_is_cleaned_and_dated() -> None:
    page = """<html><head><title>Rockets at Taji</title><meta property="article:published_time" content="2022-01-05T10:00:00Z"></head><body>
    <nav><ul><li>Home</li><li>News</li></ul></nav><article><h1>Rockets at Taji</h1><p>Three
    rockets landed in the Taji camp on Monday evening, the army said
    in a statement on Tuesday,
    and nobody was hurt in the attack, which no group has claimed so far.</p>
    <p>The camp is home to soldiers and instructors who were not named by the army in the statement.</p></article>
    <footer>Copyright</footer></body></html>"""
    document = prepare(Raw("page.html", page, html=True))
    assert isinstance(document, Document)
    assert (document.published, document.language) == (WEDNESDAY, "en")
    assert "Three rockets" in document.text and "Copyright" not in document.text


def test_known_events_are_matched_and_never_merged(tmp_path: Path) -> None:
    from tests.unit.extracting import copy_names

    root = copy_names(tmp_path / "package")
    made = load_engine(root).extract(
        Document("x", "Two drones were shot down on approach to Ain al-Asad on Tuesday morning.", WEDNESDAY, "en")
    )
    (event,) = made
    assert event["matches"] and event["matches"][0]["score"] >= 0.8
    assert "same site" in event["matches"][0]["reasons"]
    shutil.rmtree(root)


def test_a_text_that_breaks_the_engine_is_named_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Engine.extract

    def broken(self: Engine, document: Document) -> list[Candidate]:
        if "broken" in document.text:
            raise IndexError("made up")
        return told(self, document)

    monkeypatch.setattr(Engine, "extract", broken)
    raws = [Raw(n, t, published="2022-01-05", language="en") for n, t in (("a", "A broken text."), ("b", "A drone hit Harir on Monday."))]
    one, other = extract_all(Settings(REPOSITORY), raws, jobs=1)
    assert (one.lines, len(other.lines), other.trouble) == ((), 1, "")
    assert one.trouble == "a: the engine failed on it (IndexError: made up); please report this text"


def test_half_a_surrogate_pair_can_be_written() -> None:
    raw = Raw("a\ud800", "A drone hit Harir on Monday.", published="2022-01-05", language="en")
    (outcome,) = extract_all(Settings(REPOSITORY), [raw], jobs=1)
    assert json.loads(outcome.lines[0].encode("utf-8"))["source"]["name"] == "a\ud800"
