"""A pattern that is let through means one thing to Python, to polars and to DuckDB; any other is refused."""

from __future__ import annotations

import re
import warnings

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strikelog.package import load_package, patterns
from strikelog.targets.pandera import full_match
from tests.helpers import REPOSITORY


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d+",
        r"\w",
        r"\s",
        r"\bx",
        r"(?i)AB",
        r"A(?i)B",
        r"\p{L}",
        r"a\z",
        r"\Aa",
        r"(?!none)x",
        r"(a)\1",
        r"(?P<a>x)",
        r"a++",
        r"a**",
        r"*a",
        r"^*",
        r"a{,3}",
        r"a{3",
        r"a}",
        r"a]",
        r"(a",
        r"a)",
        r"[a",
        r"[]",
        r"[^]",
        r"[]a]",
        r"[[:alpha:]]",
        r"[a&&b]",
        r"[a--b]",
        r"[a-c-e]",
        r"[z-a]",
        r"[\d]",
        r"a{1001}",
        r"(a{100}){11}",
        r"a{2,1}",
        "a" * 501,
        "\\",
        r"\<a",
    ],
)
def test_what_engines_read_each_in_its_way_is_refused(pattern: str) -> None:
    assert patterns.trouble(pattern)


@pytest.mark.parametrize("pattern", [r"^ev-[2-9a-z]{6}$", r"a+|b", r"(a|b)*?c", r"[^/ ]", r"[a-z0-9._-]+", r"[-a]", r"\.\-\[", r"a{2,}", "", r"é+"])
def test_what_they_all_read_is_taken(pattern: str) -> None:
    assert patterns.trouble(pattern) is None


def test_the_projects_own() -> None:
    for table in load_package(REPOSITORY).tables:
        for field in table.fields:
            assert field.pattern is None or patterns.trouble(field.pattern) is None


PIECES = [*"ab-^$|()[]{}*+?.,1&~:é\\ ", "(?:", "[^", "[a-", "{1,2}", "{2}", r"\.", r"\d", r"\]", "&&", "--", "(?i)", "a|"]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.text("ab-^$|.,1&~é ]", max_size=5))
def test_all_engines_agree(pattern: str, value: str) -> None:
    if patterns.trouble(pattern):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        python = re.fullmatch(pattern, value) is not None
    assert pl.Series([value]).str.contains(full_match(pattern)).to_list() == [python]
    assert duckdb.execute("SELECT regexp_full_match(?, ?)", [value, pattern]).fetchall() == [(python,)]
