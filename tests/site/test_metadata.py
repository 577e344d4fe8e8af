"""What machines are told: Croissant, schema.org, social cards, the feed, and that none of it can be broken out of."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image

from strikelog.package import load_package
from strikelog.publish import build
from tests.helpers import REPOSITORY, change_descriptor, read_package, write_package
from tests.site.reader import Reader
from website.pages import changes, home, metadata
from website.publication.dataset import croissant
from website.publication.downloads import downloads
from website.site import Site, open_site

PACKAGE = load_package(REPOSITORY)
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/strikelog"
HOSTILE = "</script><script>window.bad=1</script>\"'><img src=x onerror=alert(1)> & ]]>"


def named(site: Path, page: str) -> dict[str, str]:
    """The meta elements of a page by name or property."""
    text = (site / page).read_text(encoding="utf-8")
    return {name: content for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', text)}


def test_the_croissant_file_is_valid_and_reads_every_row(site: Path, tmp_path: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    told = json.loads((site / "croissant.json").read_text(encoding="utf-8"))
    assert {f["contentUrl"] for f in told["distribution"]} == {f"{SITE}/data/{f.name}" for f in (site.parent / "dist").iterdir()}
    assert all(re.fullmatch("[0-9a-f]{64}", f["sha256"]) for f in told["distribution"])
    # With relative addresses, so that it is read from here.
    (tmp_path / "data").symlink_to(site.parent / "dist")
    with open_site(site.parent / "dist") as opened:
        (tmp_path / "croissant.json").write_text(json.dumps(croissant(opened, downloads(opened))), encoding="utf-8")
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    for table in PACKAGE.published:
        with (site.parent / "dist" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            wanted = list(csv.DictReader(file))
        records = list(dataset.records(record_set=table.name))
        assert len(records) == len(wanted), table.name
        for record, row in list(zip(records, wanted, strict=True))[:3]:
            assert set(record) == {f"{table.name}/{f.name}" for f in table.fields}
            first = record[f"{table.name}/{table.columns[0]}"]
            assert (first.decode() if isinstance(first, bytes) else str(first)) == row[table.columns[0]]


def test_references_between_tables_are_told(site: Path) -> None:
    told = json.loads((site / "croissant.json").read_text(encoding="utf-8"))
    fields = {field["@id"]: field for record_set in told["recordSet"] for field in record_set["field"]}
    for table in PACKAGE.tables:
        for key in table.foreign_keys:
            if key.to_table != table.name:
                assert fields[f"{table.name}/{key.fields[0]}"]["references"] == {"fileObject": {"@id": f"{key.to_table}.csv"}, "extract": {"column": key.to_fields[0]}}


def test_the_front_page_tells_search_engines_of_the_data(reader: Reader, site: Path) -> None:
    reader.go("index.html")
    [told] = [json.loads(text) for text in reader.js("return [...document.head.querySelectorAll('script[type=\"application/ld+json\"]')].map(s => s.textContent)")]
    assert told["@type"] == "Dataset"
    assert (told["name"], told["version"]) == (PACKAGE.title, PACKAGE.version)
    assert 50 <= len(told["description"]) <= 5000
    assert told["license"] == PACKAGE.descriptor["licenses"][0]["path"]
    assert [v["name"] for v in told["variableMeasured"]] == list(PACKAGE.table("events_wide").columns)
    with (site.parent / "dist" / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert told["temporalCoverage"] == f"{min(r['date_earliest'] for r in rows)}/{max(r['date_latest'] for r in rows)}"
    codes = PACKAGE.lookup("events.country")
    assert {p["name"] for p in told["spatialCoverage"]} == {codes.code(r["country"]).label for r in rows}
    for file_ in told["distribution"]:
        assert file_["contentUrl"].startswith(f"{SITE}/data/")
        assert (site / "data" / file_["name"]).exists()


def test_links_to_every_page_have_a_title_and_a_picture(site: Path) -> None:
    with (site.parent / "dist" / "events.csv").open(encoding="utf-8", newline="") as file:
        event = next(csv.DictReader(file))["event_id"]
    for page in ("index.html", "reference/tables.html", "codebook.html", f"events/{event}.html"):
        told = named(site, page)
        assert told["og:title"] and told["og:description"], page
        assert told["og:image"] == f"{SITE}/assets/card.png"
        assert told["og:url"].startswith(SITE)
        assert told["twitter:card"] == "summary_large_image"
    assert named(site, f"events/{event}.html")["og:title"] != named(site, "index.html")["og:title"]


def test_the_card_is_of_the_size_that_is_told(site: Path) -> None:
    picture = Image.open(site / "assets" / "card.png")
    assert picture.size == (1200, 630)
    assert (site / "assets" / "card.png").stat().st_size < 300_000
    # Points, words and land: more than a blank ground.
    colours = [number for number, _ in picture.convert("RGB").getcolors(1200 * 630) or ()]
    assert len(colours) > 500 and max(colours) < 1200 * 630 * 0.8


def test_crawlers_find_the_sitemap(site: Path) -> None:
    assert f"Sitemap: {SITE}/sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")
    places = {e.text or "" for e in ET.parse(site / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    with (site.parent / "dist" / "events.csv").open(encoding="utf-8", newline="") as file:
        assert {f"{SITE}/events/{row['event_id']}.html" for row in csv.DictReader(file)} <= places
    assert not any("404" in place for place in places)
    for place in places:
        assert (site / (place.removeprefix(SITE).strip("/") or "index.html")).is_file(), place


def test_the_mark_is_ours_and_is_found(reader: Reader) -> None:
    reader.go("events/index.html")
    icon = reader.js("return document.querySelector('link[rel=icon]').href")
    assert urllib.request.urlopen(icon).headers["content-type"].startswith("image/svg")
    assert reader.js("return document.querySelector('.md-logo img').naturalWidth") > 0


def test_the_feed_is_atom(site: Path, reader: Reader) -> None:
    feed = ET.parse(site / "changes.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    with open_site(site.parent / "dist") as opened:
        versions = [release.version for release in opened.releases]
    assert len(entries) == len(versions)
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert re.fullmatch(r"tag:[a-z.]+,\d{4}(-\d\d){0,2}:[\w./:-]+", element.findtext(f"{ATOM}id") or "")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
        for link in element.findall(f"{ATOM}link"):
            address, _, anchor = link.attrib["href"].partition("#")
            assert address.startswith(SITE)
            page = site / address.removeprefix(f"{SITE}/")
            assert page.is_file()
            assert not anchor or f'id="{anchor}"' in page.read_text(encoding="utf-8")
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert feed.find(f"{ATOM}link[@rel='self']") is not None
    assert len({e.findtext(f"{ATOM}id") for e in entries}) == len(entries)
    assert [e.findtext(f"{ATOM}title") for e in entries] == [f"Version {v}" for v in reversed(versions)]
    reader.go("codebook.html")
    assert reader.js("return document.querySelector('link[type=\"application/atom+xml\"]').href") == f"{reader.address}/changes.xml"


@pytest.fixture
def vandalised(tmp_path: Path) -> Path:
    """The front page built of a package whose own words are hostile."""
    write_package(tmp_path / "package")

    def spoil(descriptor: dict) -> None:  # type: ignore[type-arg]
        descriptor["description"] = f"Made up {HOSTILE}. More."
        descriptor["title"] = f"Made up: {HOSTILE}"
        descriptor["contributors"] = [{"title": HOSTILE, "role": "author"}]

    package = change_descriptor(tmp_path / "package", spoil)
    build(package, read_package(package).values(), tmp_path / "dist")
    docs = tmp_path / "docs"
    with open_site(tmp_path / "dist", tmp_path / "package", SITE) as opened:
        for family in (home.pages, metadata.pages, changes.pages):
            for file in family(opened):
                path = docs / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.content if isinstance(file.content, bytes) else file.content.encode())
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--no-strict", "--config-file", str(REPOSITORY / "mkdocs.yml"), "--site-dir", str(tmp_path / "site")],
        env=os.environ | {"STRIKELOG_DOCS": str(docs), "STRIKELOG_SITE": SITE, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return tmp_path / "site"


def test_hostile_words_stay_words(vandalised: Path) -> None:
    page = (vandalised / "index.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page and "<script>window.bad" not in page
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(told)["description"] == f"Made up {HOSTILE}. More."
    assert json.loads((vandalised / "croissant.json").read_text(encoding="utf-8"))["creator"] == [{"@type": "Organization", "name": HOSTILE}]
    feed = ET.parse(vandalised / "changes.xml").getroot()
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == HOSTILE


def test_where_the_address_is_not_known_nothing_claims_one(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package")
    build(package, read_package(package).values(), tmp_path / "dist")
    with open_site(tmp_path / "dist", tmp_path / "package") as opened:
        files = {file.path: file.content for file in metadata.pages(opened)}
        feed = ET.fromstring(changes.feed(opened))
        without_releases = Site(opened.root, opened.package, opened.release, opened.database)
        assert len(ET.fromstring(changes.feed(without_releases)).findall(f"{ATOM}entry")) == 0
    assert "robots.txt" not in files
    assert {f["contentUrl"] for f in json.loads(files["croissant.json"])["distribution"]} >= {"data/events.csv"}
    assert not any("://" in link.attrib["href"] for link in feed.iter(f"{ATOM}link"))
    assert Image.open(io.BytesIO(files["assets/card.png"])).size == (1200, 630)  # type: ignore[arg-type]
