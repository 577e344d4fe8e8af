"""The headline rule: by cases, and against another implementation of it on anything hypothesis thinks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strikelog import derive
from strikelog.package import Package, Table, load_package
from strikelog.targets import arrow, ddl
from tests.helpers import EVENT, REPOSITORY, ROWS, SOURCE, numbered, read_package, write_package

PACKAGE = load_package(REPOSITORY)
WEAPONS = (None, "wp-big", "wp-small")
# Each source, with the root that it reprints.
SOURCES = {"so-aaaaaa": None, "so-bbbbbb": "so-aaaaaa", "so-cccccc": None, "so-dddddd": None}


@dataclass(frozen=True)
class Said:
    """A claim of how many were launched."""

    state: str
    least: int | None = None
    most: int | None = None
    standing: str = "accepted"
    source: str = "so-aaaaaa"
    weapon: str | None = None
    asserter: str | None = None

    def row(self) -> dict[str, Any]:
        return {
            "event_id": "ev-aaaaaa", "field": "launched", "basis": "stated", "state": self.state, "standing": self.standing,
            "value_min": self.least, "value_max": self.most, "source_id": self.source, "qualifier": self.weapon,
            "asserter_id": self.asserter}


def derived(package: Package, tables: dict[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    enums = ddl.enums(package)
    for statement in ddl.create_types(enums):
        connection.execute(statement)

    def fill(table: Table, data: pa.Table) -> None:
        connection.execute(ddl.create_table(table, enums))
        connection.register("incoming", data)
        connection.execute(f"INSERT INTO {table.name} FROM incoming")
        connection.unregister("incoming")

    for table in package.tables:
        fill(table, tables[table.name])
    for table, data in derive.derived(connection, package):
        fill(table, data)
    for view in package.views:
        connection.execute(ddl.create_view(view, derive.view(package, view)))
    return connection


def of_claims(said: Iterable[Said]) -> duckdb.DuckDBPyConnection:
    day = date(2022, 1, 4)
    rows = ROWS | {
        "tallies": [],
        "events": [EVENT | {"date_earliest": day, "date_latest": day}],
        "claims": [s.row() for s in said],
        "sources": [SOURCE | {"source_id": source, "root_source_id": root, "published": day} for source, root in SOURCES.items()],
        "links": [], "recodings": []}
    return derived(PACKAGE, {
        t.name: pa.Table.from_pylist(numbered(t, rows.get(t.name, [])), schema=arrow.schema(t)) for t in PACKAGE.tables})


Figure = tuple[str | None, int | None, int | None, int | None]


def figure(said: Sequence[Said]) -> Figure:
    with of_claims(said) as connection:
        [found] = connection.execute("SELECT state, best, min, max FROM munitions WHERE weapon_id IS NULL").fetchall()
    return found  # type: ignore[no-any-return]


def total(said: Sequence[Said]) -> Figure:
    with of_claims(said) as connection:
        [found] = connection.execute("SELECT launched_state, launched_best, launched_min, launched_max FROM events_wide").fetchall()
    return found  # type: ignore[no-any-return]


TWO, THREE, NONE, SOME = Said("counted", 2, 2), Said("counted", 3, 3), Said("none"), Said("some")
AT_LEAST_TWO, AT_MOST_FOUR, TWO_OR_THREE = Said("counted", 2), Said("counted", None, 4), Said("counted", 2, 3)


@pytest.mark.parametrize(("said", "expected"), [
    ([TWO], ("counted", 2, 2, 2)),
    ([TWO, TWO], ("counted", 2, 2, 2)),
    ([TWO, THREE], ("counted", None, 2, 3)),
    ([TWO, replace(THREE, standing="preferred")], ("counted", 3, 2, 3)),
    ([TWO, replace(TWO_OR_THREE, standing="preferred")], ("counted", None, 2, 3)),
    ([TWO, replace(SOME, standing="preferred")], ("some", None, 2, None)),
    ([TWO, replace(THREE, standing="rejected")], ("counted", 2, 2, 2)),
    ([TWO, replace(THREE, standing="superseded")], ("counted", 2, 2, 2)),
    ([TWO_OR_THREE], ("counted", None, 2, 3)),
    ([AT_LEAST_TWO, THREE], ("counted", None, 2, None)),
    ([AT_MOST_FOUR], ("counted", None, 0, 4)),
    ([TWO, SOME], ("counted", None, 2, None)),
    ([NONE], ("none", 0, 0, 0)),
    ([NONE, NONE], ("none", 0, 0, 0)),
    ([NONE, TWO], ("counted", None, 0, 2)),
    ([SOME], ("some", None, None, None)),
    ([NONE, SOME], ("some", None, 0, None)),
    ([replace(NONE, standing="preferred"), TWO], ("none", 0, 0, 2)),
    ([replace(NONE, standing="preferred"), SOME], ("none", 0, 0, None)),
])
def test_a_figure(said: list[Said], expected: Figure) -> None:
    assert figure(said) == expected


BIG, SMALL = replace(TWO, weapon="wp-big"), replace(THREE, weapon="wp-small")
ELSEWHERE = {"source": "so-cccccc"}


@pytest.mark.parametrize(("said", "expected"), [
    ([BIG, SMALL], ("counted", 5, 5, 5)),
    ([BIG, SMALL, replace(TWO, least=6, most=6)], ("counted", 6, 6, 6)),
    ([BIG, SMALL, replace(TWO, least=6, most=6, **ELSEWHERE)], ("counted", None, 5, 6)),
    ([BIG, SMALL, replace(TWO, least=6, most=6, asserter="ac-office")], ("counted", None, 5, 6)),
    ([BIG, replace(SMALL, standing="preferred"), replace(TWO, least=6, most=6, **ELSEWHERE)], ("counted", 5, 5, 6)),
    ([replace(BIG, standing="preferred"), replace(SMALL, standing="preferred", **ELSEWHERE)], ("counted", None, 2, 3)),
    ([BIG, replace(SOME, weapon="wp-small")], ("counted", None, 2, None)),
    ([replace(NONE, weapon="wp-big"), replace(NONE, weapon="wp-small")], ("none", 0, 0, 0)),
    ([replace(NONE, weapon="wp-big"), replace(SOME, weapon="wp-small")], ("some", None, 0, None)),
    # A reprint of the source is the same version, not another one to add.
    ([BIG, replace(BIG, source="so-bbbbbb"), SMALL], ("counted", 5, 5, 5)),
    ([], (None, None, None, None)),
])
def test_a_total(said: list[Said], expected: Figure) -> None:
    assert total(said) == expected


@dataclass(frozen=True)
class Range:
    """What one claim or version comes to, for the other implementation."""

    state: str
    least: int | None
    most: int | None
    exactly: int | None
    preferred: bool


def range_of(said: Said) -> Range:
    preferred = said.standing == "preferred"
    if said.state == "none":
        return Range("none", 0, 0, 0, preferred)
    if said.state == "some":
        return Range("some", None, None, None, preferred)
    least = said.least or 0
    return Range("counted", least, said.most, least if said.most == least else None, preferred)


def one_state(states: set[str]) -> str:
    return "counted" if "counted" in states else "none" if states == {"none"} else "some"


def rule(ranges: list[Range]) -> Range:
    state = one_state({r.state for r in [r for r in ranges if r.preferred] or ranges})
    least = min((r.least for r in ranges if r.least is not None), default=None)
    bounds = [r.most for r in ranges]
    most = None if None in bounds else max(b for b in bounds if b is not None)
    agreed = {r.exactly for r in [r for r in ranges if r.preferred] or ranges}
    return Range(state, least, most, agreed.pop() if len(agreed) == 1 else None, any(r.preferred for r in ranges))


def version(parts: dict[str | None, list[Range]]) -> Range:
    if None in parts:
        whole = rule(parts[None])
        return Range(whole.state, whole.least, whole.most, whole.exactly, any(r.preferred for ranges in parts.values() for r in ranges))
    ranges = [rule(p) for p in parts.values()]
    state = one_state({r.state for r in ranges})
    lows, highs, numbers = ([getattr(r, name) for r in ranges] for name in ("least", "most", "exactly"))
    return Range(
        state, sum(low or 0 for low in lows) if set(lows) != {None} else None, None if None in highs else sum(highs), None if None in numbers else sum(numbers),
        any(r.preferred for r in ranges))


def expected_total(said: list[Said]) -> Figure:
    versions: dict[Any, dict[str | None, list[Range]]] = defaultdict(lambda: defaultdict(list))
    for s in said:
        if s.standing in ("preferred", "accepted"):
            versions[SOURCES[s.source] or s.source, s.asserter][s.weapon].append(range_of(s))
    if not versions:
        return (None, None, None, None)
    found = rule([version(parts) for parts in versions.values()])
    return (found.state, found.exactly, found.least, found.most)


@st.composite
def claims(draw: st.DrawFn) -> Said:
    state = draw(st.sampled_from(["counted", "counted", "none", "some"]))
    least = most = None
    if state == "counted":
        least, most = sorted((draw(st.integers(0, 4)), draw(st.integers(0, 4))))
        least, most = draw(st.sampled_from([(least, most), (most, most), (least, None), (None, most)]))
    return Said(state, least, most, draw(st.sampled_from(["accepted", "accepted", "preferred", "rejected", "superseded"])),
                draw(st.sampled_from(sorted(SOURCES))), draw(st.sampled_from(WEAPONS)), draw(st.sampled_from([None, "ac-office"])))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(claims(), max_size=8))
def test_both_implementations_agree(said: list[Said]) -> None:
    with of_claims(said) as connection:
        wide = connection.execute("SELECT launched_state, launched_best, launched_min, launched_max FROM events_wide").fetchall()
        figures = connection.execute("SELECT weapon_id, state, best, min, max, independent_sources FROM munitions").fetchall()
        counted = connection.execute("SELECT standing_claims, sources, independent_sources FROM events_wide").fetchall()
    standing = [s for s in said if s.standing in ("preferred", "accepted")]
    assert wide == [expected_total(said)]
    expected = []
    for weapon in {s.weapon for s in standing}:
        of_weapon = [s for s in standing if s.weapon == weapon]
        r = rule([range_of(s) for s in of_weapon])
        expected.append((weapon, r.state, r.exactly, r.least, r.most, len({SOURCES[s.source] or s.source for s in of_weapon})))
    assert sorted(figures, key=str) == sorted(expected, key=str)
    assert counted == [(len(standing), len({s.source for s in standing}), len({SOURCES[s.source] or s.source for s in standing}))]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    package = write_package(tmp_path_factory.mktemp("package"))
    return derived(package, read_package(package))


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_events_wide_joins_names_in(made_up: duckdb.DuckDBPyConnection) -> None:
    columns = "site, targets, weapons, damage_state, claimed_by, attributed_to, answer_to, latitude"
    assert rows(made_up, f"SELECT {columns} FROM events_wide") == [
        ("Made Up", "Force", None, "some", "Group", "Brigade; Group", None, 33.0),
        ("Made Up", None, "Big rocket", None, None, None, "ev-aaaaaa", 33.5),
        (None, None, None, None, None, None, None, None)]
    assert rows(made_up, "SELECT standing_claims, sources, independent_sources FROM events_wide") == [(8, 3, 2), (4, 1, 1), (0, 0, 0)]


def test_casualties_are_by_party(made_up: duckdb.DuckDBPyConnection) -> None:
    assert rows(made_up, "FROM casualties") == [("ev-aaaaaa", "killed", "ac-force", "Force", "none", 0, 0, 0, 1)]


def test_responsibility_keeps_each_claim(made_up: duckdb.DuckDBPyConnection) -> None:
    found = rows(made_up, "SELECT event_id, relation, actor, state, strength FROM responsibility")
    assert found == [
        ("ev-aaaaaa", "claimed_by", "Group", "some", None),
        ("ev-aaaaaa", "attributed_to", "Brigade", "some", "suspected"),
        ("ev-aaaaaa", "attributed_to", "Group", "some", "stated"),
        ("ev-bbbbbb", "claimed_by", None, "none", None)]


def test_agreement_leaves_out_what_neither_states(made_up: duckdb.DuckDBPyConnection) -> None:
    # Two units, of four values 2, 2, 3 and not stated: observed disagreement 1/2, expected 5/6.
    assert rows(made_up, "FROM agreement") == [("r-1", "launched", 2, 1, 0.4), ("r-1", "target", 1, 1, None)]


def test_views(made_up: duckdb.DuckDBPyConnection) -> None:
    assert [(str(month), *rest) for month, *rest in rows(made_up, "FROM attacks_by_month")] == [
        ("2022-01-01", "IQ", "rocket", 1), ("2022-01-01", "IQ", "drone", 1), ("2022-01-01", "SY", "drone", 3)]
    assert rows(made_up, "FROM disagreements") == [("ev-aaaaaa", "launched", None, 2, "2; at least 3")]
    assert rows(made_up, "SELECT event_id, other_event_id, days FROM answers") == [("ev-bbbbbb", "ev-aaaaaa", 1)]
    said = {says for (says,) in rows(made_up, "SELECT says FROM claims_readable")}
    assert {"2", "at least 3", "none", "Group", "Force", "Big rocket", "some"} <= said


def test_columns_are_those_of_the_descriptor(made_up: duckdb.DuckDBPyConnection) -> None:
    enums = ddl.enums(PACKAGE)
    for table in (*PACKAGE.derived, *PACKAGE.views):
        relation = made_up.sql(f"FROM {table.name}")
        assert relation.columns == list(table.columns)
        for kind, field in zip(relation.types, table.fields, strict=True):
            assert str(kind).startswith("ENUM") if field.codes else str(kind) == ddl.type_of(field, enums)


def test_no_helper_is_left(made_up: duckdb.DuckDBPyConnection) -> None:
    assert rows(made_up, "SELECT table_name FROM duckdb_tables() WHERE temporary") == []


def test_a_file_for_each_derived_table_and_view() -> None:
    folder = Path(derive.__file__).parent / "sql"
    described = {t.name for t in (*PACKAGE.derived, *PACKAGE.views)} - {"agreement"}
    assert {p.stem for p in folder.glob("[!_]*.sql")} == described
