"""The published descriptor is the source's schema, of the published files."""

from strikelog.package import load_package, parse_package
from strikelog.targets import frictionless
from tests.helpers import REPOSITORY


def test_reading_it_back_gives_the_same_tables() -> None:
    package = load_package(REPOSITORY)
    again = parse_package(frictionless.descriptor(package), REPOSITORY)
    assert not again.flaws
    assert [t.name for t in again.tables] == [t.name for t in package.published]
    for made, table in zip(again.tables, package.published, strict=True):
        assert made.fields == table.fields
        assert (made.primary_key, made.unique_keys, made.foreign_keys) == (table.primary_key, table.unique_keys, table.foreign_keys)
        assert made.path == f"{table.name}.csv"


def test_it_names_version_and_licence() -> None:
    package = load_package(REPOSITORY)
    made = frictionless.descriptor(package)
    assert made["version"] == package.version
    assert made["licenses"] == package.descriptor["licenses"]
