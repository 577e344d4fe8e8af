"""The codebook speaks of tables, fields and codes by their names; a renamed one must not leave it behind."""

import re
from pathlib import Path

import pytest

from strikelog.package import DESCRIPTOR, load_package

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = load_package(ROOT)
NAMED = re.compile(r"`([a-z][a-z0-9_]*(?:\.[a-z_]+)?)`")


def vocabulary() -> set[str]:
    words = {"min", "max", "best", "make", "new", DESCRIPTOR}
    for table in (*PACKAGE.published, *PACKAGE.views):
        words.add(table.name)
        for field in table.fields:
            words |= {field.name, f"{table.name}.{field.name}", *field.enum}
    return words


@pytest.mark.parametrize("page", ["docs/codebook.md", "CONTRIBUTING.md"])
def test_every_name_in_the_prose_exists(page: str) -> None:
    unknown = set(NAMED.findall((ROOT / page).read_text(encoding="utf-8"))) - vocabulary()
    assert not unknown, f"{page} names what the schema does not have: {sorted(unknown)}"


def test_the_rules_of_the_codebook_are_numbered_in_order() -> None:
    numbers = [int(n) for n in re.findall(r"^\*\*(\d+)\. ", (ROOT / "docs/codebook.md").read_text(encoding="utf-8"), re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_field_is_described_and_every_code_explained() -> None:
    for table in (*PACKAGE.published, *PACKAGE.views):
        assert table.description
        for field in table.fields:
            assert field.title and field.description, f"{table.name}.{field.name}"
            for code in field.codes:
                assert code.description, f"{table.name}.{field.name} {code.value}"
