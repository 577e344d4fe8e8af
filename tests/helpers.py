"""A small package of made-up rows, and a reader of it that shares no code with the check's."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv

from strikelog.package import Package, Table, load_package
from strikelog.targets import arrow

REPOSITORY = Path(__file__).parents[1]
Row = dict[str, Any]

EVENT = {
    "event_id": "ev-aaaaaa", "event_type": "drone", "date_earliest": "2022-01-04", "date_latest": "2022-01-04", "date_precision": "day",
    "country": "IQ", "site_id": "st-made-up", "location_precision": "site", "target_type": "foreign_forces", "occurrence": "probable",
    "summary": "Two drones came, and one fell.", "coding_method": "hand", "record_status": "coded"}
CLAIM = {"source_id": "so-aaaaaa", "standing": "accepted", "basis": "stated"}
SOURCE = {"language": "en", "source_kind": "news_outlet", "read_scope": "full_text", "published": "2022-01-06"}
ROWS: dict[str, list[Row]] = {
    "events": [
        EVENT,
        EVENT | {"event_id": "ev-bbbbbb", "event_type": "rocket", "date_earliest": "2022-01-05", "date_latest": "2022-01-06",
                 "date_precision": "night", "latitude": 33.5, "longitude": 42.25, "location_precision": "exact",
                 "summary": 'Rockets, "several" of them – صاروخ 🚀.'},
        EVENT | {"event_id": "ev-cccccc", "site_id": None, "country": "SY", "location_precision": "country", "composite_count": 3},
    ],
    "claims": [
        CLAIM | {"event_id": "ev-aaaaaa", "field": "launched", "state": "counted", "value_min": 2, "value_max": 2},
        CLAIM | {"event_id": "ev-aaaaaa", "field": "launched", "state": "counted", "value_min": 3, "source_id": "so-cccccc",
                 "asserter_id": "ac-office"},
        CLAIM | {"event_id": "ev-aaaaaa", "field": "launched", "state": "counted", "value_min": 9, "value_max": 9, "standing": "rejected"},
        CLAIM | {"event_id": "ev-aaaaaa", "field": "killed", "state": "none", "qualifier": "ac-force"},
        CLAIM | {"event_id": "ev-aaaaaa", "field": "claimed_by", "state": "some", "value": "ac-group"},
        CLAIM | {"event_id": "ev-aaaaaa", "field": "attributed_to", "state": "some", "value": "ac-other", "strength": "suspected"},
        CLAIM | {"event_id": "ev-aaaaaa", "field": "attributed_to", "state": "some", "value": "ac-group", "strength": "stated"},
        CLAIM | {"event_id": "ev-aaaaaa", "field": "target", "value": "ac-force", "source_id": "so-bbbbbb"},
        CLAIM | {"event_id": "ev-aaaaaa", "field": "damage", "state": "some", "note": "a wall, and a roof"},
        CLAIM | {"event_id": "ev-bbbbbb", "field": "launched", "state": "counted", "value_min": 2, "value_max": 2, "qualifier": "wp-big"},
        CLAIM | {"event_id": "ev-bbbbbb", "field": "launched", "state": "counted", "value_min": 1, "value_max": 1, "qualifier": "wp-small"},
        CLAIM | {"event_id": "ev-bbbbbb", "field": "weapon", "value": "wp-big"},
        CLAIM | {"event_id": "ev-bbbbbb", "field": "claimed_by", "state": "none"},
    ],
    "sources": [
        SOURCE | {"source_id": "so-aaaaaa", "publisher": "Made Up News", "url": "https://example.org/1"},
        SOURCE | {"source_id": "so-bbbbbb", "publisher": "Copied, Inc.", "root_source_id": "so-aaaaaa"},
        SOURCE | {"source_id": "so-cccccc", "published": None},
    ],
    "links": [{"link_id": "ln-aaaaaa", "event_id": "ev-bbbbbb", "link_type": "answer_to", "other_event_id": "ev-aaaaaa",
               "source_id": "so-aaaaaa", "basis": "stated"}],
    "tallies": [{"tally_id": "ta-aaaaaa", "counter_id": "ac-office", "source_id": "so-aaaaaa", "counted": "attacks", "scope": "made up",
                 "since": "2022-01-01", "as_of": "2022-01-31", "total_min": 8, "total_max": 8, "iraq": 2, "standing": "accepted"}],
    "sites": [{"site_id": "st-made-up", "name": "Made Up", "site_type": "base", "country": "IQ", "latitude": 33.0, "longitude": 43.0}],
    "actors": [
        {"actor_id": "ac-force", "name": "Force", "actor_kind": "force"},
        {"actor_id": "ac-group", "name": "Group", "actor_kind": "armed_group"},
        {"actor_id": "ac-office", "name": "Office", "actor_kind": "office"},
        {"actor_id": "ac-other", "name": "Brigade", "actor_kind": "armed_group"},
    ],
    "weapons": [
        {"weapon_id": "wp-big", "name": "Big rocket", "weapon_class": "rocket", "calibre_mm": 122.4},
        {"weapon_id": "wp-small", "name": "Small rocket", "weapon_class": "rocket", "calibre_mm": 107},
    ],
    "recodings": [
        {"round": "r-1", "event_id": "ev-aaaaaa", "field": "launched", "first_value": "2", "second_value": "2"},
        {"round": "r-1", "event_id": "ev-bbbbbb", "field": "launched", "first_value": "3", "second_value": None},
        {"round": "r-1", "event_id": "ev-cccccc", "field": "launched"},
        {"round": "r-1", "event_id": "ev-aaaaaa", "field": "target", "first_value": "a | b", "second_value": "b | a"},
    ],
}


def opaque(prefix: str, number: int, length: int) -> str:
    """A well-formed id with that number in it."""
    return f"{prefix}-{number:0{length}d}".translate(str.maketrans("01", "xy"))


def write_package(root: Path, rows: Mapping[str, Iterable[Row]] = ROWS) -> Package:
    """Write a package with these rows under the real descriptor, and load it."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REPOSITORY / "datapackage.json", root / "datapackage.json")
    package = load_package(root)
    for table in package.tables:
        path = package.path(table)
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(numbered(table, rows.get(table.name, ())))
    return package


def numbered(table: Table, rows: Iterable[Row]) -> list[Row]:
    """The rows, with ids for claims that have none."""
    if table.name != "claims":
        return list(rows)
    return [{"claim_id": opaque("cl", number, 8)} | row for number, row in enumerate(rows)]


def read_csv(table: Table, path: Path) -> pa.Table:
    """One table as typed Arrow, read by pyarrow alone."""
    options = pyarrow.csv.ConvertOptions(
        column_types={f.name: arrow.TYPES[f.type] for f in table.fields}, strings_can_be_null=True, null_values=[""])
    return arrow.typed(table, pyarrow.csv.read_csv(path, convert_options=options))


def read_package(package: Package) -> dict[str, pa.Table]:
    return {t.name: read_csv(t, package.path(t)) for t in package.tables}


def change_descriptor(root: Path, change: Any) -> Package:
    """Let `change` alter the decoded descriptor, and load the package anew."""
    file = root / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    change(descriptor)
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    return load_package(root)
