"""What `build` publishes: the same tables in every format, explained, reproducible, and open to outsiders' tools."""

from __future__ import annotations

import hashlib
import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strikelog.package import Package, load_package
from strikelog.publish import DATABASE, MANIFEST, Changed, Manifest, NotARelease, Original, build, content_hash
from strikelog.publish.files import write_csv
from strikelog.targets import arrow, ddl
from tests.helpers import REPOSITORY, change_descriptor, read_csv, read_package, write_package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return write_package(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def release(package: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("release") / "dist"
    build(package, read_package(package).values(), out)
    return out


@pytest.fixture(scope="module")
def manifest(release: Path) -> Manifest:
    found: Manifest = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def database(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(release / DATABASE), read_only=True) as connection:
        yield connection


def test_all_formats_agree(package: Package, release: Path, manifest: Manifest, database: duckdb.DuckDBPyConnection) -> None:
    assert list(manifest["tables"]) == [t.name for t in package.published]
    in_database = {n for (n,) in database.execute("SELECT table_name FROM duckdb_tables() WHERE table_name[1] <> '_'").fetchall()}
    assert in_database == set(manifest["tables"])
    for table in package.published:
        copies = {
            "parquet": pyarrow.parquet.read_table(release / f"{table.name}.parquet"),
            "csv": read_csv(table, release / f"{table.name}.csv"),
            "duckdb": database.table(table.name).to_arrow_table(),
        }
        said = manifest["tables"][table.name]
        for kind, copy in copies.items():
            assert copy.column_names == list(table.columns), (table.name, kind)
            assert len(copy) == said["rows"], (table.name, kind)
            assert arrow.typed(table, copy).equals(copies["parquet"]), (table.name, kind)
            assert content_hash(copy) == said["content_sha256"], (table.name, kind)


def test_base_tables_are_published_as_they_were_given(package: Package, release: Path) -> None:
    for name, table in read_package(package).items():
        assert pyarrow.parquet.read_table(release / f"{name}.parquet").equals(table, check_metadata=True)


def test_csv_is_plain(release: Path, package: Package) -> None:
    for table in package.published:
        data = (release / f"{table.name}.csv").read_bytes()
        assert data.startswith(",".join(table.columns).encode() + b"\n")
        assert b"\r" not in data
        assert data.endswith(b"\n")
    assert '"Rockets, ""several"" of them – صاروخ 🚀."'.encode() in (release / "events.csv").read_bytes()


def test_csv_has_times_in_iso_form(tmp_path: Path) -> None:
    at = datetime(2022, 1, 5, 4, 30, tzinfo=UTC).replace(tzinfo=None)
    write_csv(pa.table({"at": pa.array([at], pa.timestamp("us")), "clock": pa.array([time(4, 30)], pa.time64("us")), "yes": [True]}),
              tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == 'at,clock,yes\n"2022-01-05T04:30:00Z",04:30:00.000000,true\n'


def test_two_builds_give_the_same_bytes(package: Package, release: Path, tmp_path: Path) -> None:
    build(package, read_package(package).values(), tmp_path / "dist")
    names = {p.name for p in release.iterdir()}
    assert {p.name for p in (tmp_path / "dist").iterdir()} == names
    for name in names - {DATABASE, "SHA256SUMS"}:
        assert (tmp_path / "dist" / name).read_bytes() == (release / name).read_bytes(), name


def test_parquet_bytes_do_not_depend_on_chunks(package: Package, release: Path, tmp_path: Path) -> None:
    chunked = {name: pa.concat_tables([table.slice(0, 1), table.slice(1)]) for name, table in read_package(package).items()}
    build(package, chunked.values(), tmp_path / "dist")
    assert (tmp_path / "dist" / "claims.parquet").read_bytes() == (release / "claims.parquet").read_bytes()


def test_sums_verify(release: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert len(done.stdout.splitlines()) == len(list(release.iterdir())) - 1


def test_manifest_names_every_file_that_is_the_same_in_each_build(release: Path, manifest: Manifest) -> None:
    assert set(manifest["files"]) == {p.name for p in release.iterdir()} - {DATABASE, MANIFEST, "SHA256SUMS"}
    assert all((release / name).stat().st_size == size for name, size in manifest["files"].items())
    assert str(release.parent) not in json.dumps(manifest)


def test_everything_in_the_database_has_a_comment(database: duckdb.DuckDBPyConnection) -> None:
    for query in ("SELECT table_name, comment FROM duckdb_tables()",
                  "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal",
                  "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE NOT internal"):
        found = database.execute(query).fetchall()
        assert found
        assert [name for name, comment in found if not comment] == []


def test_the_guide_describes_every_column(package: Package, database: duckdb.DuckDBPyConnection) -> None:
    columns = "SELECT table_name, column_name, column_index FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    assert database.execute("SELECT table_name, column_name, position FROM _fields ORDER BY ALL").fetchall() == (
        database.execute(columns).fetchall())
    required = "SELECT table_name, column_name FROM _fields WHERE required AND table_name IN (SELECT table_name FROM duckdb_tables())"
    not_null = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND NOT is_nullable"
    assert sorted(database.execute(required).fetchall()) == sorted(database.execute(not_null).fetchall())
    assert database.execute("SELECT code FROM _codes WHERE table_name = 'events' AND column_name = 'country'").fetchall() == [
        (code,) for code in package.lookup("events.country").enum]
    about = dict(database.execute("FROM _about").fetchall())
    assert about["version"] == package.version
    assert {"title", "description", "licence", "how to cite", "headline rule", "docs"} <= set(about)


def test_database_opens_in_old_clients(database: duckdb.DuckDBPyConnection) -> None:
    [(tags,)] = database.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'strikelog'").fetchall()
    assert str(tags["storage_version"]).startswith("v1.0.0")


def test_views_work_when_the_database_is_attached(package: Package, release: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {ddl.literal(str(release / DATABASE))} AS other (READ_ONLY)")
        for view in package.views:
            assert connection.execute(f"FROM other.{view.name}").fetchall()


def test_coverage_sets_a_total_beside_what_is_coded(database: duckdb.DuckDBPyConnection) -> None:
    """Three rows of attacks on foreign forces, of which one stands for three."""
    found = database.sql("SELECT counter, total_min, coded, coded_claimed_only, share, iraq, iraq_coded, syria_coded, jordan_coded FROM coverage")
    assert found.fetchall() == [("Office", 8, 5, 0, 0.63, 2, 2, 3, 0)]


def test_parquet_carries_the_meaning_of_each_column(package: Package, release: Path) -> None:
    for table in package.published:
        assert pyarrow.parquet.read_schema(release / f"{table.name}.parquet").equals(arrow.schema(table), check_metadata=True)


def test_stock_frictionless_accepts_the_release(release: Path) -> None:
    program = "from frictionless import Package; r = Package('datapackage.json').validate(); assert r.valid, r"
    done = subprocess.run([sys.executable, "-c", program], cwd=release, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_change_of_the_descriptor_alone_reaches_every_format(tmp_path: Path) -> None:
    root = write_package(tmp_path / "package").root
    moon = {
        "name": "moon", "type": "string", "title": "Moon", "description": "Phase of the moon.",
        "constraints": {"enum": ["new", "full"]},
        "categories": [{"value": v, "label": v.title(), "description": f"It was {v}."} for v in ("new", "full")]}

    def change(descriptor: dict[str, Any]) -> None:
        tables = {r["name"]: r["schema"]["fields"] for r in descriptor["resources"]}
        tables["events"].append(moon)
        field = next(f for f in tables["claims"] if f["name"] == "field")
        field["categories"].append({"value": "stalled", "label": "Stalled", "description": "Munitions that hung in the air.",
                                    "takes": "count", "qualifier": "weapons.weapon_id"})
        field["constraints"]["enum"].append("stalled")

    package = change_descriptor(root, change)
    events, claims = root / "data/events.csv", root / "data/claims.csv"
    header, *lines = events.read_text(encoding="utf-8").splitlines()
    events.write_text("\n".join([f"{header},moon", *(f"{line},full" for line in lines)]) + "\n", encoding="utf-8")
    claims.write_text(claims.read_text(encoding="utf-8").replace(",launched,", ",stalled,", 1), encoding="utf-8")
    out = tmp_path / "dist"
    build(package, read_package(package).values(), out)

    wide = pyarrow.parquet.read_table(out / "events_wide.parquet")
    assert wide.column("moon").to_pylist() == ["full"] * 3
    assert wide.column("stalled_best").to_pylist() == [2, None, None]
    assert b"It was full." in wide.schema.field("moon").metadata[b"codes"]
    assert "moon" in (out / "events.csv").read_text(encoding="utf-8").splitlines()[0]
    published = {t.name: t.columns for t in load_package(out).tables}
    assert "moon" in published["events"]
    assert {"moon", "stalled_max"} <= set(published["events_wide"])
    with duckdb.connect(str(out / DATABASE), read_only=True) as connection:
        assert connection.execute("SELECT DISTINCT moon, typeof(moon) FROM events").fetchall() == [("full", "ENUM('new', 'full')")]
        assert connection.execute("SELECT best FROM munitions WHERE stage = 'stalled'").fetchall() == [(2,)]
        [(comment,)] = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'events_wide' AND column_name = 'stalled_best'").fetchall()
        assert "Munitions that hung in the air." in comment


def test_an_empty_package_is_published_too(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package", {})
    made = build(package, read_package(package).values(), tmp_path / "dist")
    assert {table["rows"] for table in made["tables"].values()} == {0}
    assert pyarrow.parquet.read_table(tmp_path / "dist" / "events_wide.parquet").column_names[0] == "event_id"


def test_progress_counts_to_the_end(package: Package, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    build(package, read_package(package).values(), tmp_path / "dist", lambda stage, done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert {total for _, total in seen} == {len(seen)}


def test_a_failed_build_leaves_nothing_behind(package: Package, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    build(package, read_package(package).values(), out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    tables = read_package(package)
    at = tables["events"].column_names.index("country")
    broken = tables["events"].set_column(at, tables["events"].schema.field(at), pa.array(["XX"] * len(tables["events"])))
    with pytest.raises(duckdb.Error):
        build(package, (tables | {"events": broken}).values(), out)
    with pytest.raises(ValueError):
        build(package, [], out)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["dist"]


def test_a_folder_that_is_no_release_is_left_alone(package: Package, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(NotARelease, match="not a release"):
        build(package, read_package(package).values(), tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_the_content_hash_sees_values_and_nothing_else() -> None:
    table = pa.table({"a": pa.array(["x", None, "yz"]), "n": pa.array([1, None, 3])})
    known = content_hash(table)
    same = pa.table({"a": table["a"].dictionary_encode(), "n": table["n"].cast(pa.int8())})
    assert content_hash(same) == known
    assert content_hash(pa.concat_tables([table.slice(0, 1), table.slice(1)])) == known
    assert content_hash(pa.concat_tables([table, table]).slice(3)) == known
    texts, numbers = ["x", None, "yz"], [1, None, 3]
    for other in ({"a": ["x", "", "yz"], "n": numbers}, {"a": ["xy", None, "z"], "n": numbers}, {"a": texts, "n": [1, 0, 3]},
                  {"b": texts, "n": numbers}, {"n": numbers, "a": texts}):
        assert content_hash(pa.table(other)) != known
    assert len(known) == len(hashlib.sha256().hexdigest())


WIDEST = {"string": "", "int64": "<q", "double": "<d", "date32[day]": "<i", "uint8": "<B"}
CELLS = {
    "string": st.text(st.characters(codec="utf-8"), max_size=4), "int64": st.integers(-(2**63), 2**63 - 1),
    "double": st.floats(allow_nan=False), "date32[day]": st.integers(0, 40_000), "uint8": st.booleans()}
COLUMNS = st.sampled_from(list(WIDEST)).flatmap(lambda kind: st.tuples(st.just(kind), st.lists(st.none() | CELLS[kind], min_size=3, max_size=3)))


def hash_as_described(columns: list[tuple[str, list[Any]]]) -> str:
    """The content hash by its docstring, cell by cell."""
    lines = []
    for number, (kind, values) in enumerate(columns):
        if kind == "string":
            texts = [None if v is None else v.encode() for v in values]
            one, two = b"".join(struct.pack("<i", -1 if t is None else len(t)) for t in texts), b"".join(t or b"" for t in texts)
        else:
            one, two = bytes(v is not None for v in values), b"".join(struct.pack(WIDEST[kind], 0 if v is None else v) for v in values)
        lines.append(f"c{number} {kind} {len(values)} {hashlib.sha256(one).hexdigest()} {hashlib.sha256(two).hexdigest()}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@given(st.lists(COLUMNS, min_size=1, max_size=4), st.integers(0, 3))
def test_the_content_hash_is_what_it_says(columns: list[tuple[str, list[Any]]], cut: int) -> None:
    types = {"string": pa.large_string(), "int64": pa.int64(), "double": pa.float64(), "date32[day]": pa.int32(), "uint8": pa.bool_()}
    arrays = [pa.array(values, types[kind]).cast(pa.date32() if kind == "date32[day]" else types[kind]) for kind, values in columns]
    table = pa.table({f"c{number}": array for number, array in enumerate(arrays)})
    assert content_hash(pa.concat_tables([table.slice(0, cut), table.slice(cut)])) == hash_as_described(columns)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_what_lies_under_an_empty_cell_is_not_hashed(kind: pa.DataType) -> None:
    said = pa.array(["ab", "hidden", "c"], kind)
    size, ends, text = len(said), *said.buffers()[1:]
    covered = pa.Array.from_buffers(kind, size, [pa.py_buffer(bytes([0b101])), ends, text])
    assert covered.to_pylist() == ["ab", None, "c"]
    assert content_hash(pa.table({"c0": covered})) == hash_as_described([("string", ["ab", None, "c"])])


def test_real_data_build(tmp_path: Path) -> None:
    """Whatever the real tables hold today can be published."""
    package = load_package(REPOSITORY)
    made = build(package, read_package(package).values(), tmp_path / "dist")
    assert made["tables"]["events_wide"]["rows"] == made["tables"]["events"]["rows"]


def test_the_csv_of_a_base_table_is_the_file_that_was_checked(tmp_path: Path) -> None:
    package = load_package(REPOSITORY)
    originals = {t.name: Original.of(package.path(t)) for t in package.tables}
    build(package, read_package(package).values(), tmp_path / "dist", originals=originals)
    for table in package.tables:
        assert (tmp_path / "dist" / f"{table.name}.csv").read_bytes() == package.path(table).read_bytes()


def test_a_file_changed_during_the_build_stops_it(tmp_path: Path) -> None:
    package = load_package(REPOSITORY)
    file = tmp_path / "events.csv"
    file.write_bytes(package.path(package.table("events")).read_bytes())
    original = Original.of(file)
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(Changed):
        build(package, read_package(package).values(), tmp_path / "dist", originals={"events": original})
    assert not (tmp_path / "dist").exists()
