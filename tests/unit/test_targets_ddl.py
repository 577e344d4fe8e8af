"""The SQL holds what the descriptor declares, and quotes whatever it is given."""

from pathlib import Path

import duckdb
import pytest

from strikelog.package import Code, Field, ForeignKey, Package, Table, load_package
from strikelog.publish.database import STORAGE_VERSION
from strikelog.targets import ddl
from tests.helpers import REPOSITORY

AWKWARD = """it's "so"; --"""


@pytest.fixture(scope="module")
def package() -> Package:
    return load_package(REPOSITORY)


def test_one_type_for_each_list_of_codes(package: Package) -> None:
    enums = ddl.enums(package)
    coded = {f.enum for t in (*package.published, *package.views) for f in t.fields if f.codes}
    assert set(enums) == coded
    assert len(set(enums.values())) == len(enums)
    assert enums[package.lookup("events.country").enum] == "country"
    assert ddl.type_of(package.lookup("sites.country"), enums) == ddl.type_of(package.lookup("events.country"), enums)


def test_constraints_are_in_force() -> None:
    table = Table("t", "T", "", "base", (
        Field("id", "string", "Id", "", required=True, pattern="[a-z]{2}"),
        Field("n", "integer", "N", "", minimum=1, maximum=3),
        Field("code", "string", "Code", "", codes=(Code("a", "A", ""), Code("b", "B", "")))))
    enums = {("a", "b"): "code"}
    with duckdb.connect() as connection:
        for statement in (*ddl.create_types(enums), ddl.create_table(table, enums)):
            connection.execute(statement)
        connection.execute("INSERT INTO t VALUES ('ab', 3, 'a'), ('cd', NULL, NULL)")
        for row in ("(NULL, 1, 'a')", "('abc', 1, 'a')", "('xaby', 1, 'a')", "('ab', 0, 'a')", "('ab', 4, 'a')", "('ab', 1, 'z')"):
            with pytest.raises(duckdb.Error):
                connection.execute(f"INSERT INTO t VALUES {row}")


@pytest.mark.parametrize("kind", ["base", "view"])
def test_awkward_names_and_words_are_quoted(kind: str) -> None:
    table = Table(AWKWARD, AWKWARD, AWKWARD, kind, (Field(AWKWARD, "string", AWKWARD, AWKWARD, codes=(Code(AWKWARD, AWKWARD, AWKWARD),)),))
    enums = {(AWKWARD,): AWKWARD}
    with duckdb.connect() as connection:
        for statement in ddl.create_types(enums):
            connection.execute(statement)
        made = ddl.create_table(table, enums) if kind == "base" else ddl.create_view(table, f"SELECT 1 AS {ddl.identifier(AWKWARD)}")
        for statement in (made, *ddl.comments(table)):
            connection.execute(statement)
        assert connection.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [AWKWARD]).fetchall() == [
            (AWKWARD, ddl.describe(table, table.fields[0]))]


def test_every_published_table_can_be_made(package: Package) -> None:
    enums = ddl.enums(package)
    with duckdb.connect() as connection:
        for statement in (*ddl.create_types(enums), *(ddl.create_table(t, enums) for t in package.published)):
            connection.execute(statement)


def test_a_description_says_what_codes_and_references_mean(package: Package) -> None:
    claims = package.table("claims")
    said = ddl.describe(claims, claims.field("state"))
    assert all(f"{code.value}: {code.description}" in said for code in claims.field("state").codes)
    assert "Refers to events.event_id." in ddl.describe(claims, claims.field("event_id"))
    assert "Key: claim_id." in ddl.describe_table(claims)


@pytest.mark.parametrize("kind", list(ddl.TYPES))
@pytest.mark.parametrize("keys", [(), (ForeignKey(("f",), "other", ("id",)),)], ids=["plain", "reference"])
def test_every_type_can_be_kept_in_a_file(kind: str, keys: tuple[ForeignKey, ...], tmp_path: Path) -> None:
    table = Table("t", "T", "", "base", (Field("f", kind, "F", ""),), foreign_keys=keys)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{tmp_path}/made.duckdb' AS made (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE made")
        connection.execute(ddl.create_table(table, {}))
        connection.execute("INSERT INTO t SELECT NULL FROM range(5000)")
        connection.execute("CHECKPOINT made")
        assert connection.execute("SELECT count(*), count(f) FROM t").fetchone() == (5000, 0)
