"""A small package of made-up rows under the real descriptor."""

import csv
import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from strikelog.canonical import format_table
from strikelog.package import load_package

REPOSITORY = Path(__file__).parents[2]
Row = dict[str, str]

DRONE = {
    "event_id": "ev-aaaaaa", "event_type": "drone", "date_earliest": "2022-01-04", "date_latest": "2022-01-04", "date_precision": "day",
    "country": "IQ", "site_id": "st-made-up", "location_precision": "site", "target_type": "foreign_forces", "occurrence": "probable",
    "summary": "A drone was shot down.", "coding_method": "hand", "record_status": "coded"}
ROCKETS = DRONE | {
    "event_id": "ev-bbbbbb", "event_type": "rocket", "date_earliest": "2022-01-05", "date_latest": "2022-01-05",
    "summary": "Two rockets fell short."}
CLAIM = {
    "claim_id": "cl-aaaaaaaa", "event_id": "ev-aaaaaa", "source_id": "so-aaaaaa", "field": "event_type", "value": "drone",
    "standing": "accepted", "basis": "stated"}
SOURCE = {
    "source_id": "so-aaaaaa", "publisher": "Made Up News", "url": "https://example.org/1", "published": "2022-01-06", "language": "en",
    "source_kind": "news_outlet", "read_scope": "full_text"}
SITE = {"site_id": "st-made-up", "name": "Made Up", "site_type": "base", "country": "IQ"}
RETIRED = {"event_id": "ev-zzzzzz", "retracted_on": "2022-02-01", "reason": "not_an_event"}

ROWS: dict[str, list[Row]] = {"events": [DRONE, ROCKETS], "claims": [CLAIM], "sources": [SOURCE], "sites": [SITE], "retractions": [RETIRED]}


def write_package(root: Path, **rows: Sequence[Row]) -> Path:
    """Write a package in canonical form; tables that are not given hold what `ROWS` says."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REPOSITORY / "datapackage.json", root / "datapackage.json")
    package = load_package(root)
    for table in package.tables:
        out = io.StringIO()
        writer = csv.DictWriter(out, table.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.get(table.name, ROWS.get(table.name, [])))
        made = format_table(table, out.getvalue().encode())
        assert made.data is not None, made.issues
        package.path(table).parent.mkdir(exist_ok=True)
        package.path(table).write_bytes(made.data)
    return root


def change_descriptor(root: Path, table: str, field: str, **changes: object) -> None:
    """Give a field of a table's schema other properties."""
    file = root / "datapackage.json"
    descriptor = json.loads(file.read_text())
    schema = next(r["schema"] for r in descriptor["resources"] if r["name"] == table)
    next(f for f in schema["fields"] if f["name"] == field).update(changes)
    file.write_text(json.dumps(descriptor))


def files(root: Path) -> dict[str, bytes]:
    """Every data file of a package, stray ones too."""
    return {p.name: p.read_bytes() for p in sorted((root / "data").iterdir())}
