"""The Arrow schema says what the descriptor says."""

import json

import pyarrow as pa
import pytest

from strikelog.package import Field, Package, Table, load_package
from strikelog.targets import arrow
from tests.helpers import REPOSITORY


@pytest.fixture(scope="module")
def package() -> Package:
    return load_package(REPOSITORY)


def test_each_field_carries_its_meaning(package: Package) -> None:
    for table in (*package.published, *package.views):
        schema = arrow.schema(table)
        assert schema.names == list(table.columns)
        assert schema.metadata == {b"name": table.name.encode(), b"title": table.title.encode(), b"description": table.description.encode()}
        for field, made in zip(table.fields, schema, strict=True):
            assert made.type == arrow.TYPES[field.type]
            assert made.nullable is not field.required
            about = {key.decode(): value.decode() for key, value in made.metadata.items()}
            assert (about["title"], about["description"], about["type"]) == (field.title, field.description, field.type)
            assert json.loads(about["required"]) is field.required
            assert [c["value"] for c in json.loads(about.get("codes", "[]"))] == list(field.enum)


def test_typed_orders_casts_and_explains() -> None:
    table = Table("t", "T", "A table.", "base", (
        Field("day", "date", "Day", "The day."),
        Field("name", "string", "Name", "A name.", required=True),
        Field("n", "integer", "N", "A number.")))
    loose = pa.table({"n": pa.array([1, None], pa.int8()), "name": pa.array(["a", "b"]).dictionary_encode(), "day": ["2022-01-05", None]})
    made = arrow.typed(table, loose)
    assert made.schema.equals(arrow.schema(table), check_metadata=True)
    assert made.to_pydict()["n"] == [1, None]


@pytest.mark.parametrize("loose", [{"name": [None]}, {"nothing": ["a"]}])
def test_typed_refuses_what_does_not_fit(loose: dict[str, list[str | None]]) -> None:
    table = Table("t", "T", "A table.", "base", (Field("name", "string", "Name", "A name.", required=True),))
    with pytest.raises((KeyError, ValueError)):
        arrow.typed(table, pa.table({k: pa.array(v, pa.string()) for k, v in loose.items()})).validate(full=True)
