"""What a descriptor may say: nothing passes that is not held to, and whatever passes can be published."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from strikelog.check import check_package
from strikelog.issues import Issue
from strikelog.package import DescriptorError, load_package
from strikelog.publish import build
from tests.counterexamples import CLEAN, materialise

Descriptor = dict[str, Any]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return materialise(CLEAN, tmp_path / "package")


def change(package: Path, edit: Callable[[Descriptor], object]) -> None:
    file = package / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    edit(descriptor)
    file.write_text(json.dumps(descriptor, indent=1), encoding="utf-8")


def found(package: Path) -> list[Issue]:
    return check_package(package, today=date(2026, 11, 20), texts=package / "texts").issues


def schema(descriptor: Descriptor, table: str) -> Descriptor:
    tables = [*descriptor["resources"], *descriptor["derived"], *descriptor["views"]]
    made: Descriptor = next(t["schema"] for t in tables if t["name"] == table)
    return made


def field(descriptor: Descriptor, table: str, name: str) -> Descriptor:
    made: Descriptor = next(f for f in schema(descriptor, table)["fields"] if f.get("name") == name)
    return made


@pytest.mark.parametrize("name", ["site", "sources", "killed_best", "answer_to"])
def test_a_new_column_may_not_have_the_name_of_a_derived_one(package: Path, name: str) -> None:
    change(package, lambda d: schema(d, "events")["fields"].append({"name": name, "type": "string"}))
    [issue] = found(package)
    assert (issue.code, issue.value) == ("E002", name)
    assert issue.message == f"events_wide would have two columns named {name}: one of its own, and one that it takes over"


@pytest.mark.parametrize("name", ["events_wide", "answers", "_about", "_codes", "Events", "a" * 61, "é", "a b", "1a"])
def test_names_of_tables(package: Path, name: str) -> None:
    change(package, lambda d: d["resources"].append({"name": name, "path": "data/new.csv", "schema": {"fields": [{"name": "a", "type": "string"}]}}))
    assert {i.code for i in found(package)} == {"E002"}


@pytest.mark.parametrize("name", ["rowid", "_row", "Note", "{x}", "a.b", "a\nb", ""])
def test_names_of_fields(package: Path, name: str) -> None:
    change(package, lambda d: schema(d, "sites")["fields"].append({"name": name, "type": "string"}))
    assert {i.code for i in found(package)} == {"E002"}


def edits() -> list[tuple[str, Callable[[Descriptor], object]]]:
    def traits(descriptor: Descriptor, **more: object) -> None:
        field(descriptor, "claims", "field")["categories"][0].update(more)

    return [
        ("a trait that no code reads", lambda d: traits(d, takse="count")),
        ("takes what is no field", lambda d: traits(d, takes="events.nothing")),
        ("a qualifier that is no field", lambda d: traits(d, qualifier="weapons")),
        ("a flag in words", lambda d: traits(d, responsibility="yes")),
        ("another stage", lambda d: traits(d, stage="sideways")),
        ("part of text", lambda d: field(d, "tallies", "iraq").update(part_of="scope")),
        ("part of nothing", lambda d: field(d, "tallies", "iraq").update(part_of="total")),
        ("part of itself", lambda d: field(d, "tallies", "iraq").update(part_of="iraq")),
        ("a label of numbers", lambda d: traits(d, label=[1])),
        ("contributors in a text", lambda d: d.update(contributors="we all")),
        ("a licence without text", lambda d: d.update(licenses=[{"name": None}])),
        ("a version that is a number", lambda d: d.update(version=1)),
        ("a package's property", lambda d: d.update(resurces=[])),
        ("compression", lambda d: d["resources"][0].update(compression="gz")),
        ("a key's property", lambda d: schema(d, "links")["foreignKeys"][0].update(onDelete="cascade")),
        ("a form without a pattern", lambda d: field(d, "sources", "publisher").update(format="uri")),
        ("an example that is a list", lambda d: field(d, "sources", "publisher").update(example=["x"])),
        ("an empty list of codes", lambda d: field(d, "sources", "publisher").update(constraints={"enum": []})),
        ("one file for two tables", lambda d: d["resources"][0].update(path=d["resources"][1]["path"])),
        ("a derived type", lambda d: field(d, "munitions", "weapon").update(type="varchar")),
        ("a derived key", lambda d: d["derived"][0].update(primaryKey=["nothing"])),
        ("a derived table in a text", lambda d: d["derived"].append("x")),
        ("a derived title", lambda d: d["views"][0].update(title=None)),
        ("a property of a taken over field", lambda d: field(d, "answers", "basis").update(type="string")),
    ]


@pytest.mark.parametrize(("edit"), [pytest.param(edit, id=name) for name, edit in edits()])
def test_what_nothing_holds_to_is_refused(package: Path, edit: Callable[[Descriptor], object]) -> None:
    change(package, edit)
    issues = found(package)
    assert {i.code for i in issues} == {"E002"}
    assert all(i.hint for i in issues)


def test_what_can_still_be_read_can_be_loaded(package: Path) -> None:
    """An older version may say what is refused today; to compare with it, it need only be read."""
    change(package, lambda d: field(d, "sites", "note")["constraints"].update(minLength=3) if "constraints" in field(d, "sites", "note")
           else field(d, "sites", "note").update(constraints={"minLength": 3}))
    [flaw] = load_package(package).flaws
    assert (flaw.kind, flaw.value) == ("unsupported", "minLength")


def test_numbers_that_json_does_not_have(package: Path) -> None:
    file = package / "datapackage.json"
    text = file.read_text(encoding="utf-8")
    for number, code in (("NaN", "E001"), ("-Infinity", "E001"), ("1e999", "E002"), ("1" * 5000, "E001")):
        file.write_text(text.replace('"example": 33.8', f'"example": {number}', 1), encoding="utf-8")
        assert {i.code for i in found(package)} == {code}


def test_nesting_that_python_can_decode_and_not_follow(package: Path) -> None:
    change(package, lambda d: d.update(keywords=json.loads("[" * 300 + "]" * 300)))
    with pytest.raises(DescriptorError, match="nested more than 50 deep"):
        load_package(package)


def test_a_file_that_is_a_link_out_of_the_package_is_not_read(package: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    file = package / "data/sites.csv"
    secret.write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to(secret)
    assert ("E003", "data/sites.csv") in {(i.code, i.path) for i in found(package)}


def test_a_folder_that_is_a_link_out_of_the_package_is_not_read(package: Path, tmp_path: Path) -> None:
    (package / "data").rename(tmp_path / "elsewhere")
    (package / "data").symlink_to(tmp_path / "elsewhere")
    assert {i.code for i in found(package)} == {"E003"}


def test_a_link_within_the_package_is_read(package: Path) -> None:
    (package / "data/sites.csv").rename(package / "sites.csv")
    (package / "data/sites.csv").symlink_to(package / "sites.csv")
    assert found(package) == []


def test_which_standings_stand_is_said_once(package: Path) -> None:
    """A standing that no longer stands is neither counted by the check nor by the headlines."""
    loaded = load_package(package)
    assert loaded.codes_with("claims.standing", stands=True) == loaded.codes_with("tallies.standing", stands=True) == ("preferred", "accepted")
    change(package, lambda d: [c.pop("stands", None) for c in field(d, "claims", "standing")["categories"] if c["value"] == "accepted"])
    assert "E505" in {i.code for i in found(package)}


def test_parts_of_a_total_are_those_that_say_so(package: Path) -> None:
    def more(descriptor: Descriptor) -> None:
        fields = schema(descriptor, "tallies")["fields"]
        fields.append({"name": "elsewhere", "type": "integer", "title": "Elsewhere", "part_of": "total_max"})

    change(package, more)
    file = package / "data/tallies.csv"
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("".join(f"{line}\n" for line in [f"{head},elsewhere", *(f"{r},999999" for r in rows)]), encoding="utf-8")
    assert "E805" in {i.code for i in found(package)}


def test_odd_names_that_pass_are_published(tmp_path: Path) -> None:
    """Names that mean something to SQL or to DuckDB, and the longest."""
    names = ["select", "date", "time", "integer", "enum", "a" * 60, "counts", "made", "main", "temp", "duckdb_tables", "memory", "map"]
    fields = [{"name": n, "type": "string", "constraints": {"enum": [n, f"{n}'\""]}} for n in names]
    descriptor = {"name": "odd", "title": "Odd", "version": "1", "resources": [
        {"name": n, "path": f"data/{n}.csv", "schema": {"fields": fields, "primaryKey": [n]}} for n in names]}
    root = tmp_path / "odd"
    (root / "data").mkdir(parents=True)
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for name in names:
        (root / f"data/{name}.csv").write_text(",".join(names) + "\n" + ",".join(names) + "\n", encoding="utf-8")
    report = check_package(root)
    assert report.issues == [] and report.package is not None
    made = build(report.package, report.tables(), tmp_path / "dist")
    assert set(made["tables"]) == set(names)
