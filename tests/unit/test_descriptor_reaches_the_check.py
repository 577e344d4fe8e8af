"""A column or a code is added in the descriptor alone, and the check knows it; packages of others can be checked too."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from strikelog.check import check_package
from strikelog.issues import Issue
from tests.counterexamples import CLEAN, materialise


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return materialise(CLEAN, tmp_path / "package")


def found(package: Path) -> list[Issue]:
    return check_package(package, today=date(2026, 11, 20), texts=package / "texts").issues


def change(package: Path, table: str, edit: Any) -> None:
    """Edit the schema of a table in the package's own descriptor."""
    file = package / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    edit(next(r["schema"] for r in descriptor["resources"] if r["name"] == table))
    file.write_text(json.dumps(descriptor, indent=2), encoding="utf-8")


def add_column(package: Path, table: str, column: str, cells: list[str]) -> None:
    file = package / f"data/{table}.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("".join(f"{line},{cell}\n" for line, cell in zip(lines, [column, *cells], strict=True)), encoding="utf-8")


def test_a_new_column_with_new_codes(package: Path) -> None:
    codes = [{"value": v, "label": v, "description": f"The sky was {v}."} for v in ("clear", "dusty")]
    change(
        package,
        "events",
        lambda schema: schema["fields"].append(
            {
                "name": "sky",
                "type": "string",
                "title": "Sky",
                "description": "What the sky was like.",
                "categories": codes,
                "constraints": {"enum": ["clear", "dusty"]},
            }
        ),
    )
    assert {i.code for i in found(package)} == {"E103"}  # the data lack the column yet
    add_column(package, "events", "sky", ["clear", "", "dusty", "dusk"])
    [issue] = found(package)
    assert (issue.code, issue.path, issue.line, issue.field, issue.value) == ("E303", "data/events.csv", 5, "sky", "dusk")
    assert issue.hint == "did you mean dusty? allowed: clear, dusty"


@pytest.mark.parametrize(
    ("kind", "limits", "good", "bad", "code"),
    [
        ("integer", {"minimum": 1, "maximum": 9}, "9", "10", "E306"),
        ("number", {}, "1.50", "1.5e3", "E302"),
        ("date", {}, "2022-01-05", "2022-02-30", "E202"),
        ("boolean", {}, "true", "yes", "E307"),
        ("year", {"maximum": 2022}, "2022", "2023", "E306"),
        ("time", {}, "23:59:59", "24:00:00", "E307"),
        ("datetime", {}, "2022-01-05T00:00:00Z", "2022-01-05", "E307"),
        ("string", {"pattern": "a+|b"}, "aa", "ab", "E304"),
        ("string", {"unique": True}, "x", "c1", "E406"),
        ("string", {"required": True}, "x", "", "E305"),
        ("string", {"enum": ["1", "2"]}, "2", "3", "E303"),
    ],
)
def test_a_new_column_of_each_type(kind: str, limits: dict[str, Any], good: str, bad: str, code: str, package: Path) -> None:
    change(package, "links", lambda schema: schema["fields"].append({"name": "added", "type": kind, "constraints": limits}))
    links = package / "data/links.csv"
    before = links.read_bytes()
    add_column(package, "links", "added", ["c1" if limits.get("unique") else good, good])
    assert found(package) == []
    links.write_bytes(before)
    add_column(package, "links", "added", ["c1" if limits.get("unique") else good, bad])
    [issue] = found(package)
    assert (issue.code, issue.line, issue.field, issue.value) == (code, 3, "added", bad)


def test_a_new_code_reaches_rules_too(package: Path) -> None:
    """A precision that spans a week: its length stands in the descriptor, and the rule on intervals reads it there."""

    def add_week(schema: dict[str, Any]) -> None:
        field = next(f for f in schema["fields"] if f["name"] == "date_precision")
        field["constraints"]["enum"].append("week")
        field["categories"].append({"value": "week", "label": "Week", "description": "Seven days.", "days_min": 7, "days_max": 7})

    events = package / "data/events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace(",range,", ",week,"), encoding="utf-8")
    assert [i.code for i in found(package)] == ["E303"]
    change(package, "events", add_week)
    [issue] = found(package)
    assert (issue.code, issue.hint) == ("E204", "week is: seven days")


def test_a_new_kind_of_claim(package: Path) -> None:
    claims = package / "data/claims.csv"
    claims.write_text(
        claims.read_text(encoding="utf-8").replace(",impacted,", ",failed,").replace(",damage,,,,,some,", ",displaced,,,3,3,counted,"),
        encoding="utf-8",
    )
    assert [(i.code, i.value) for i in found(package)] == [("E303", "displaced")]

    def add(schema: dict[str, Any]) -> None:
        field = next(f for f in schema["fields"] if f["name"] == "field")
        field["constraints"]["enum"].append("displaced")
        field["categories"].append(
            {
                "value": "displaced",
                "label": "Displaced",
                "description": "People displaced.",
                "takes": "count",
                "qualifier": "actors.actor_id",
            }
        )

    change(package, "claims", add)
    assert found(package) == []
    claims.write_text(claims.read_text(encoding="utf-8").replace("displaced,,", "displaced,wp-rocket,"), encoding="utf-8")
    assert [i.code for i in found(package)] == ["E508"]


def test_a_new_reference(package: Path) -> None:
    def add(schema: dict[str, Any]) -> None:
        schema["fields"].append({"name": "maker_id", "type": "string"})
        schema["foreignKeys"].append({"fields": "maker_id", "reference": {"resource": "actors", "fields": "actor_id"}})

    change(package, "weapons", add)
    add_column(package, "weapons", "maker_id", ["ac-grey-banner", "ac-gray-banner"])
    [issue] = found(package)
    assert (issue.code, issue.line, issue.field) == ("E403", 3, "maker_id")
    assert issue.hint.startswith("did you mean ac-grey-banner?")


def write(folder: Path, descriptor: dict[str, Any], **files: str) -> Path:
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def test_a_package_that_is_not_ours(tmp_path: Path) -> None:
    fields = [
        {"name": n, "type": t}
        for n, t in (
            ("first", "string"),
            ("lat_long", "number"),
            ("x", "string"),
            ("near", "integer"),
            ("frame", "date"),
            ("second", "string"),
        )
    ]
    descriptor = {
        "name": "birds",
        "resources": [{"name": "birds", "path": "birds.csv", "schema": {"fields": fields, "primaryKey": ["first", "second"]}}],
    }
    header = ",".join(f["name"] for f in fields)
    package = write(tmp_path / "birds", descriptor, birds=f"{header}\nrobin,1.5,,3,2022-01-05,a\nrobin,x,{{y}},y,z,a\n")
    assert [(i.code, i.field) for i in found(package)] == [("E401", "first"), ("E201", "frame"), ("E302", "lat_long"), ("E301", "near")]
    assert "line 2: robin, a" in next(i.message for i in found(package) if i.code == "E401")


def test_tables_that_share_only_their_names_with_ours(tmp_path: Path) -> None:
    """Rules that do not fit such tables say so; nothing fails, and nothing is published."""
    tables = (
        "events",
        "claims",
        "sources",
        "links",
        "sites",
        "actors",
        "weapons",
        "names",
        "tallies",
        "retractions",
        "occupants",
        "recodings",
    )
    resources = [
        {
            "name": t,
            "path": f"{t}.csv",
            "schema": {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}], "primaryKey": "id"},
        }
        for t in tables
    ]
    package = write(tmp_path / "other", {"name": "other", "resources": resources}, **{t: "id,name\n1,x\n2,y\n" for t in tables})
    issues = found(package)
    assert {i.code for i in issues} == {"E006"} and {i.path for i in issues} == {"datapackage.json"}


def test_a_table_refers_to_itself_and_to_two_columns(tmp_path: Path) -> None:
    text = [{"name": n, "type": "string"} for n in ("country", "town", "parent")]
    schema = {
        "fields": text,
        "primaryKey": ["country", "town"],
        "foreignKeys": [{"fields": ["country", "parent"], "reference": {"resource": "", "fields": ["country", "town"]}}],
    }
    package = write(
        tmp_path / "towns",
        {"name": "towns", "resources": [{"name": "towns", "path": "towns.csv", "schema": schema}]},
        towns="country,town,parent\nIQ,a,\nIQ,b,a\nSY,b,a\n",
    )
    assert [(i.code, i.line) for i in found(package)] == [("E403", 4)]
