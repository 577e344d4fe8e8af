"""The pages of events, sites, actors and weapons, made from a small made-up package without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest

from strikelog.compare import compare, open_version
from strikelog.publish import DATABASE, build
from tests.helpers import CLAIM, EVENT, REPOSITORY, ROWS, SOURCE, Row, read_package, write_package
from website.entity import wording
from website.history import Release
from website.pages import actors, events, sites, weapons
from website.pictures.locator import Place, locator
from website.site import ROOT, Site

FAMILIES = (events, sites, actors, weapons)
HOSTILE = '<img src=x onerror="alert(1)">"><script>alert(2)</script>\' onmouseover=alert(3) [x](javascript:alert(4)) {{ 7*7 }} &lt;b&gt; \u202eabc\u200f `code` <!-- --> </div></section>'
FENCE = "\n\n```{.python onclick=alert(5)}\n<b>x</b>\n```\n~~~ {onclick=alert(6)}\n# head\n~~~\n"


class Parsed(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "li", "dt", "dd", "p", "h1"):
            self.said.append(" ")

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attributes)) for tag, attributes in self.elements]

    @property
    def links(self) -> list[str]:
        return [a["href"] or "" for tag, a in self.elements if tag == "a" and "href" in a]

    def classes(self, tag: str) -> list[str]:
        return [a.get("class") or "" for t, a in self.elements if t == tag]


def to_html(content: str) -> str:
    """A page as the builder makes it of the generated file, by the extensions of mkdocs.yml."""
    import markdown
    from mkdocs.config import load_config
    from mkdocs.utils.meta import get_data

    # Its folder of pages is there only once the site was made, and nothing is read from it here.
    config = load_config(str(REPOSITORY / "mkdocs.yml"), docs_dir=str(REPOSITORY / "docs"))
    body, _ = get_data(content)
    return markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs).convert(body)


@contextmanager
def opened(folder: Path, rows: Mapping[str, list[Row]] = ROWS, releases: tuple[Release, ...] = (), repository: str = "") -> Iterator[Site]:
    """A site of made-up rows."""
    package = write_package(folder / "package", rows)
    build(package, read_package(package).values(), folder / "release")
    with duckdb.connect(str(folder / "release" / DATABASE), read_only=True) as database:
        yield Site(ROOT, package, folder / "release", database, releases, "", repository)


def made(folder: Path, rows: Mapping[str, list[Row]] = ROWS, releases: tuple[Release, ...] = (), repository: str = "") -> dict[str, str]:
    """All pages of the four families, by path."""
    with opened(folder, rows, releases, repository) as site:
        return {file.path: str(file.content) for family in FAMILIES for file in family.pages(site)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return made(tmp_path_factory.mktemp("entities"))


# What pages look rows up by, or draw; every other text is anybody's.
KEYS = ("country", "admin1", "field", "value", "qualifier", "entity_id", "round")
RICH = ROWS | {
    "claims": [c | {"note": "a remark", "standing_reason": "a reason"} for c in ROWS["claims"]],
    "events": [e | {"note": "a remark", "place_detail": "a corner"} for e in ROWS["events"]],
    "sources": [s | {"note": "a remark", "url": "https://example.org/", "archive_url": "https://example.org/", "sha256": "0" * 64, "text_chars": 9} for s in ROWS["sources"]],
    "links": [link | {"note": "a remark"} for link in ROWS["links"]],
    "sites": [s | {"note": "a remark", "wikidata_id": "Q1"} for s in ROWS["sites"]],
    "actors": [a | {"note": "a remark", "wikidata_id": "Q1", "part_of_actor_id": "ac-other", "part_of_source_id": "so-aaaaaa"} for a in ROWS["actors"]],
    "weapons": [w | {"note": "a remark", "model": "a model", "wikidata_id": "Q1"} for w in ROWS["weapons"]],
    "names": [{"entity_id": key, "language": "ar", "name": "a name", "name_kind": "machine_translated"} for key in ("st-made-up", "ac-group", "wp-big")],
    "occupants": [{"site_id": "st-made-up", "actor_id": "ac-force", "source_id": "so-aaaaaa", "note": "a remark"}],
    "recodings": [{"round": "r", "event_id": "ev-aaaaaa", "field": "launched", "first_value": "1", "second_value": "2", "settled_value": "2", "settlement": "a reason"}],
    "retractions": [{"event_id": "ev-zzzzzz", "retracted_on": "2022-02-01", "reason": "not_an_event", "note": "a remark"}],
}


def poisoned(folder: Path, payload: str, address: str) -> dict[str, str]:
    """All pages of rows with a payload at the end of every text, past every check, and with an address wherever one stands."""
    package = write_package(folder / "package", RICH)
    build(package, read_package(package).values(), folder / "release")
    with duckdb.connect() as database:
        database.execute(f"ATTACH '{folder / 'release' / DATABASE}' AS release (READ_ONLY)")
        for table in (*package.tables, package.table("events_wide")):
            database.execute(f"CREATE TABLE {table.name} AS FROM release.{table.name}")
            for field in table.fields:
                if field.format == "uri":
                    database.execute(f"UPDATE {table.name} SET {field.name} = $1 WHERE {field.name} IS NOT NULL", [address])
                elif field.type == "string" and not field.codes and field.name not in KEYS and (not field.name.endswith("_id") or field.name == "wikidata_id"):
                    database.execute(f"UPDATE {table.name} SET {field.name} = {field.name} || $1 WHERE {field.name} IS NOT NULL", [payload])
        site = Site(ROOT, package, folder / "release", database, (), "", "https://example.org/code")
        return {file.path: str(file.content) for family in FAMILIES for file in family.pages(site)}


@pytest.mark.parametrize("payload", [HOSTILE, FENCE])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example/x", "https:alert(1)", "jAvAsCrIpT://example.org/%0aalert(1)"])
def test_nothing_in_the_data_becomes_an_element_an_attribute_or_a_script(tmp_path: Path, payload: str, address: str) -> None:
    plain, hostile = poisoned(tmp_path / "plain", "", "ftp://example.org/"), poisoned(tmp_path / "hostile", payload, address)
    assert plain.keys() == hostile.keys()
    for path, content in hostile.items():
        was, now = Parsed(to_html(plain[path])), Parsed(to_html(content))
        assert now.shape == was.shape, path
        for _, attributes in now.elements:
            for name, value in attributes.items():
                assert not name.startswith("on")
                assert name not in ("href", "src") or not re.match(r"\s*(javascript|data|vbscript|//|https?:(?!//))", value or "", re.IGNORECASE), value
    if payload == HOSTILE:
        assert "<img src=x onerror=" in Parsed(to_html(hostile["events/ev-aaaaaa.md"])).text
        assert "{{ 7*7 }}" in Parsed(to_html(hostile["sites/st-made-up.md"])).text


def test_the_head_of_a_page_holds_no_markup_from_the_data(tmp_path: Path) -> None:
    from mkdocs.utils.meta import get_data

    for content in poisoned(tmp_path, HOSTILE, "").values():
        _, head = get_data(content)
        assert not re.search(r"[<>\"]", head["title"] + head.get("description", ""))


@pytest.mark.parametrize(("url", "linked"), [
    ("https://example.org/a?b=1", True), ("http://example.org", True), ("HTTPS://example.org/", True), ("javascript:alert(1)", False), ("ftp://example.org", False),
    ("example.org", False), ("https:///path", False), ("http://[", False), ("", False), (None, False)])
def test_only_web_addresses_are_links(url: str | None, linked: bool) -> None:
    assert (wording.web_address(url) == url) is (linked or url is None)
    assert bool(wording.web_address(url)) is linked


def test_unknown_none_some_and_a_number_are_told_apart(pages: dict[str, str]) -> None:
    page = Parsed(to_html(pages["events/ev-aaaaaa.md"]))
    assert page.classes("li")[:7] == ["counted", "unknown", "unknown", "unknown", "none", "unknown", "some"]
    for words in ("at least 2", "not known", "no report says", "reports say none"):
        assert words in page.text
    assert wording.DASH in Parsed(to_html(pages["sites/st-made-up.md"])).text


def test_every_claim_is_on_the_page_of_its_event_and_what_does_not_stand_is_marked(tmp_path: Path) -> None:
    with opened(tmp_path) as site:
        made_pages = {f.path: str(f.content) for f in events.pages(site)}
        claims = site.rows("SELECT claim_id, event_id, standing FROM claims")
    assert claims
    for claim in claims:
        page = made_pages[f"events/{claim['event_id']}.md"]
        row = re.search(rf'<tr id="{claim["claim_id"]}">.*?</tr>', page, re.DOTALL)
        assert row and f'class="standing {claim["standing"]}"' in row[0]
    fallen = re.findall(r'<details class="version fallen".*?</details>', made_pages["events/ev-aaaaaa.md"], re.DOTALL)
    assert len(fallen) == 1 and ">9<" in fallen[0] and "does not stand" in fallen[0]


def test_reprints_of_one_report_count_once(tmp_path: Path) -> None:
    same = CLAIM | {"event_id": "ev-aaaaaa", "field": "injured", "state": "counted", "value_min": 5, "value_max": 5}
    rows = ROWS | {"claims": [same, same | {"source_id": "so-bbbbbb"}, same | {"source_id": "so-cccccc"}]}
    page = Parsed(to_html(made(tmp_path, rows)["events/ev-aaaaaa.md"])).text
    assert "5 headline 3 reports, 2 independent" in page
    assert "reprint of Made Up News" in page
    assert "reports differ" not in page


def test_versions_that_differ_are_said_to(pages: dict[str, str]) -> None:
    page = Parsed(to_html(pages["events/ev-aaaaaa.md"])).text
    assert "Launched at least 2 (no single figure) ≠ reports differ" in page
    assert "at least 3" in page


def test_a_claim_says_who_how_firmly_where_and_why(tmp_path: Path) -> None:
    claim = CLAIM | {"event_id": "ev-aaaaaa", "field": "attributed_to", "value": "ac-group", "state": "some", "strength": "suspected", "asserter_id": "ac-office",
                     "standing": "superseded", "standing_reason": "it said so later", "basis": "inferred", "note": "by its hour", "span_start": 12, "span_end": 20}
    rows = ROWS | {"claims": [claim], "sources": [SOURCE | {"source_id": "so-aaaaaa", "publisher": "Made Up News", "url": "https://example.org/1", "archive_url": "https://archive.example/1", "language": "fr", "read_scope": "opening"}]}
    content = made(tmp_path, rows)["events/ev-aaaaaa.md"]
    page = Parsed(to_html(content))
    for words in ("Office suspected", "Made Up News, 6 January 2022", "French · opening read · archived copy", "Superseded", "it said so later", "Inferred by the coder: by its hour", "characters 12–20"):
        assert words in page.text, words
    assert "../actors/ac-office.html" in page.links and "https://archive.example/1" in page.links
    assert all(a.get("rel") == "noopener nofollow" for tag, a in page.elements if tag == "a" and (a["href"] or "").startswith("http"))


@pytest.mark.parametrize(("precision", "admin1", "point", "drawn"), [
    ("exact", "IQ-BG", True, "dot"), ("site", "IQ-BG", True, "dot"), ("near_site", "IQ-BG", True, "ring"), ("area", "IQ-AN", True, "ring"),
    ("admin1", "IQ-AN", True, "region"), ("site", "IQ-AN", False, "region"), ("country", "IQ-AN", True, "region"), ("country", None, False, "region"), ("admin1", "JO-AZ", False, "region")])
def test_the_map_shows_a_place_as_closely_as_it_is_known(precision: str, admin1: str | None, point: bool, drawn: str) -> None:
    place = Place("JO" if admin1 == "JO-AZ" else "IQ", admin1, 44.4 if point else None, 33.3 if point else None, precision)
    picture = Parsed(locator(place, "where"))
    marks = [c for _, a in picture.elements if (c := a.get("class")) in ("dot", "ring", "region")]
    assert marks == [drawn]
    whole = place.drawn == "country"
    assert whole is (precision == "country" or admin1 == "JO-AZ")


def test_a_point_beyond_the_outline_is_still_in_the_picture() -> None:
    picture = Parsed(locator(Place("KW", None, 44.4, 33.3, "site"), "where"))
    width, height = (float(n) for n in (next(a["viewbox"] for t, a in picture.elements if t == "svg") or "").split()[2:])
    dot = next(a for t, a in picture.elements if t == "circle")
    assert 0 < float(dot["cx"] or -1) < width and 0 < float(dot["cy"] or -1) < height


def test_a_country_without_an_outline_has_no_map() -> None:
    assert locator(Place("US", None, None, None, "country"), "where") == ""


def test_links_are_told_from_both_ends(pages: dict[str, str]) -> None:
    answer, attack = (Parsed(to_html(pages[f"events/{key}.md"])) for key in ("ev-bbbbbb", "ev-aaaaaa"))
    assert "Answer to Drones, Made Up, 4 January 2022" in answer.text
    assert "Answered by Rockets, Made Up, night of 5–6 January 2022" in attack.text


def test_second_codings_are_told_with_their_settlement(tmp_path: Path) -> None:
    rows = ROWS | {"recodings": [
        {"round": "r", "event_id": "ev-aaaaaa", "field": "launched", "first_value": "2", "second_value": "3", "settled_value": "2", "settlement": "two were seen"},
        {"round": "r", "event_id": "ev-aaaaaa", "field": "target", "first_value": "ac-force | ac-group", "second_value": "ac-group | ac-force"}]}
    page = Parsed(to_html(made(tmp_path, rows)["events/ev-aaaaaa.md"])).text
    assert "They agree on 1 of 2 fields: Target." in page
    assert "Launched 2 3 2 two were seen" in page


def test_an_address_survives_merging_and_retraction(tmp_path: Path) -> None:
    retractions = [
        {"event_id": "ev-xxxxxx", "retracted_on": "2022-02-01", "reason": "merged", "replaced_by": "ev-yyyyyy"},
        {"event_id": "ev-yyyyyy", "retracted_on": "2022-03-01", "reason": "merged", "replaced_by": "ev-aaaaaa", "note": "the same evening"},
        {"event_id": "ev-zzzzzz", "retracted_on": "2022-04-01", "reason": "not_an_event"}]
    old = ROWS | {"events": [*ROWS["events"], EVENT | {"event_id": "ev-yyyyyy", "summary": "It was told twice."}]}
    write_package(tmp_path / "old", old)
    write_package(tmp_path / "new", ROWS | {"retractions": retractions})
    changes = compare(open_version(str(tmp_path / "old")), open_version(str(tmp_path / "new")))
    releases = (Release("0.1.0", date(2022, 1, 9), None), Release("0.2.0", date(2022, 3, 9), changes))
    pages = made(tmp_path, ROWS | {"retractions": retractions}, releases)
    chained, merged, gone = (Parsed(to_html(pages[f"events/ev-{letter * 6}.md"])) for letter in "xyz")
    assert "Replaced by ev-yyyyyy, which was retired in its turn, and is replaced by Drones, Made Up, 4 January 2022." in chained.text
    assert "../events/ev-yyyyyy.html" in chained.links and "../events/ev-aaaaaa.html" in chained.links
    assert "No release that is known" in chained.text
    assert "1 March 2022" in merged.text and "the same evening" in merged.text and "It was told twice." in merged.text
    assert "Not an event" in gone.text and "Replaced by" not in gone.text
    assert "ev-zzzzzz.html" in " ".join(Parsed(to_html(pages["events/index.md"])).links)


def test_merged_ids_that_point_in_a_circle_end(tmp_path: Path) -> None:
    retractions = [{"event_id": f"ev-{a * 6}", "retracted_on": "2022-02-01", "reason": "merged", "replaced_by": f"ev-{b * 6}"} for a, b in ("xy", "yx")]
    assert "ev-yyyyyy" in made(tmp_path, ROWS | {"retractions": retractions})["events/ev-xxxxxx.md"]


def test_the_history_tells_each_release_value_by_value(tmp_path: Path) -> None:
    kept = [c | {"claim_id": f"cl-{n:08}".replace("0", "x").replace("1", "y")} for n, c in enumerate(ROWS["claims"])]
    first = ROWS | {"events": ROWS["events"][:2], "claims": [c for c in kept if c["event_id"] != "ev-cccccc"][:-1], "links": []}
    now = ROWS | {"claims": [kept[0] | {"value_max": 4}, *kept[2:]], "events": [EVENT | {"occurrence": "confirmed"}, *ROWS["events"][1:]]}
    for name, rows in (("first", first), ("now", now)):
        write_package(tmp_path / name, rows)
    changes = compare(open_version(str(tmp_path / "first")), open_version(str(tmp_path / "now")))
    pages = made(tmp_path, now, (Release("0.1.0", date(2022, 1, 9), None), Release("0.2.0", date(2022, 2, 9), changes)))
    story = {key: Parsed(to_html(pages[f"events/ev-{key * 6}.md"])).text.partition("History")[2] for key in "abc"}
    assert story["a"].index("Version 0.1.0") < story["a"].index("Version 0.2.0")
    assert "In the record from the first version that is known." in story["a"]
    assert "Occurrence: Probable → Confirmed" in story["a"] and "Most of cl-" in story["a"] and ": 2 → 4" in story["a"]
    assert "1 claim removed" in story["a"] and "Launched: at least 3 (so-cccccc)" in story["a"] and "1 link added" in story["a"]
    assert "1 claim added" in story["b"]
    assert "Version 0.1.0" not in story["c"] and "Added, with 0 claims." in story["c"]


def test_links_out_of_a_page_are_filled_in(tmp_path: Path) -> None:
    pages = made(tmp_path, repository="https://example.org/code")
    links = Parsed(to_html(pages["events/ev-aaaaaa.md"])).links
    assert "https://example.org/code/issues/new?template=correction.yml&title=Correction%3A+Drones%2C+Made+Up%2C+4+January+2022&row=ev-aaaaaa" in links
    assert "../explore.html?site_id=st-made-up" in links
    assert any(link.startswith("../console.html?sql=SELECT%20%2A%0AFROM%20claims_readable") for link in links)
    assert "../events/ev-cccccc.html" in links
    assert "../explore.html?country=SY" in Parsed(to_html(pages["events/ev-cccccc.md"])).links


def test_without_a_repository_errors_are_reported_as_the_page_on_contributing_says(pages: dict[str, str]) -> None:
    assert "../reference/contributing.html" in Parsed(to_html(pages["events/ev-aaaaaa.md"])).links


def test_the_record_says_where_there_is_nothing(tmp_path: Path) -> None:
    rows = ROWS | {"sites": [*ROWS["sites"], {"site_id": "st-empty", "name": "Empty", "site_type": "area", "country": "IQ"}]}
    pages = made(tmp_path, rows)
    assert "in this record it only speaks" in Parsed(to_html(pages["actors/ac-office.md"])).text
    assert "No report quotes it" in Parsed(to_html(pages["actors/ac-force.md"])).text
    empty = Parsed(to_html(pages["sites/st-empty.md"])).text
    assert "No event is coded here" in empty and "there are no coordinates" in empty


def test_an_actor_page_tells_its_parts_apart(pages: dict[str, str]) -> None:
    group, force, office = (Parsed(to_html(pages[f"actors/ac-{name}.md"])).text for name in ("group", "force", "office"))
    assert "Claimed 1 event" in group and "Attributed to it 1 event" in group
    assert "Its people or property attacked 1 event" in force
    assert "1 claim in 1 event: launched 1" in office and "Totals it gave" in office and "made up" in office


def test_names_are_marked_with_their_language_and_direction(tmp_path: Path) -> None:
    names = [("ar", "قاعدة", "alias"), ("en", "Made Up", "canonical"), ("fr", "Inventé", "machine_translated"), ("ku", "Çêkirî", "alias")]
    rows = ROWS | {"names": [{"entity_id": "st-made-up", "language": lang, "name": name, "name_kind": kind} for lang, name, kind in names]}
    content = made(tmp_path, rows)["sites/st-made-up.md"]
    assert '<bdi dir="rtl" lang="ar">قاعدة</bdi>' in content
    assert '<bdi dir="ltr" lang="ku">Çêkirî</bdi>' in content
    assert re.search(r'lang="fr">Inventé</bdi> <small>\(machine-translated\)', content)


@pytest.mark.parametrize(("first", "last", "precision", "words", "within"), [
    ("2023-12-08", "2023-12-08", "day", "8 December 2023", "8"), ("2023-12-08", "2023-12-09", "night", "night of 8–9 December 2023", "8–9"),
    ("2023-12-31", "2024-01-01", "night", "night of 31 December 2023 – 1 January 2024", "31–1 Jan"), ("2023-11-30", "2023-12-02", "range", "30 November – 2 December 2023", "30–2 Dec"),
    ("2023-12-01", "2023-12-31", "month", "December 2023", "–"), ("2023-01-01", "2023-12-31", "year", "2023", "–")])
def test_dates_are_said_as_closely_as_they_are_known(first: str, last: str, precision: str, words: str, within: str) -> None:
    event = {"date_earliest": date.fromisoformat(first), "date_latest": date.fromisoformat(last), "date_precision": precision}
    assert wording.when(event) == words and wording.within(event) == within
    assert wording.interval("not a date") == "not a date"


def test_pages_take_few_queries(tmp_path: Path) -> None:
    with opened(tmp_path) as site:
        asked: list[str] = []

        class Counting:
            def cursor(self) -> Any:
                asked.append("")
                return site.database.cursor()

        counted = Site(site.root, site.package, site.release, Counting())  # type: ignore[arg-type]
        for family in FAMILIES:
            list(family.pages(counted))
    assert 0 < len(asked) < 60


def test_long_tables_are_kept_out_of_the_search(pages: dict[str, str]) -> None:
    for path, content in pages.items():
        inside = re.sub(r"<(section|figure|nav|p|small)(?= [^>]*data-search-exclude)[^>]*>.*?</\1>", "", content, flags=re.DOTALL)
        assert "<table" not in inside, path
        assert not re.search(r"<h[1-6][^>]* id=", content), path
