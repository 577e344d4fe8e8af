"""Two readers, one result; true lines; and a fault that costs one row and not the file."""

from __future__ import annotations

import csv
import io
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strikelog import rows
from strikelog.fast_reading import read_fast
from strikelog.issues import Findings, Issue
from strikelog.package import Field, Table
from strikelog.rows import Rows, parse_rows


def table(*columns: str) -> Table:
    return Table("things", "Things", "", "base", tuple(Field(c, "string", c, "") for c in columns), "data/things.csv")


THINGS = table("a", "b", "c")


def read(data: bytes, of: Table = THINGS, *, fast: bool = False) -> tuple[Rows, list[Issue]]:
    findings = Findings()
    with patch.object(rows, "SMALL_FILE", -1 if fast else 1 << 62):
        return parse_rows(of, data, findings), findings.sorted()


def cells(read_rows: Rows) -> list[tuple[str | None, ...]]:
    return read_rows.frame.rows()


def lines(read_rows: Rows) -> list[int]:
    return [read_rows.line(n) for n in range(read_rows.frame.height)]


TEXT = st.text(st.sampled_from('ab ,";\n\r\t\0é\u0301\ufeff\x01صاروخ🚀'), max_size=6) | st.text(max_size=6)
TABLES = st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=6)


def written(records: list[tuple[str, ...]], **form: object) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", **form).writerows([THINGS.columns, *records])  # type: ignore[arg-type]
    return out.getvalue().encode("utf-8", "replace")


def assert_alike(data: bytes) -> None:
    slow, faults = read(data)
    quick, quick_faults = read(data, fast=True)
    assert cells(quick) == cells(slow)
    assert lines(quick) == lines(slow)
    assert (quick_faults, quick.whole, quick.absent) == (faults, slow.whole, slow.absent)


@given(TABLES)
def test_both_readers_give_the_same_rows(records: list[tuple[str, ...]]) -> None:
    assert_alike(written(records))
    assert_alike(written(records, quoting=csv.QUOTE_ALL))


@given(st.lists(st.sampled_from(["a", "b", '"', '""', ",", ",", ",", "\n", "\n", " ", "é", "\x01"]), max_size=30).map("".join))
def test_both_readers_give_the_same_rows_of_what_no_writer_wrote(body: str) -> None:
    assert_alike(b"a,b,c\n" + body.encode())
    assert_alike(b"a,b,c\n" + body.encode() + b"\n")


@given(st.lists(st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8)] * 3), max_size=8))
def test_what_is_written_is_read(records: list[tuple[str, ...]]) -> None:
    got, _ = read(written(records))
    kept = [r for r in records if any(r)]
    assert cells(got) == [tuple(c or None for c in r) for r in kept]


@pytest.mark.parametrize(
    "body",
    [
        'x,y"z,w\n',
        '"x"y,z,w\n',
        '"x,y"z,w,v\n',
        '"x\ny",z,w\n',
        '"x,\ny",z,w\n',
        '"a"""b,c,d\n',
        'a"b"c,"x","y"\n',
        '"",,\n',
        "a,b\n",
        '"x"y,z,w\na,b\n',
        'x,"y, z",w\na,b\n',
        "\n",
        "  \n",
        "a,b,c",
    ],
)
def test_the_quick_reader_leaves_odd_files_to_the_other(body: str) -> None:
    assert read_fast(b"a,b,c\n" + body.encode(), THINGS, rows.LONGEST_LINE) is None
    assert_alike(b"a,b,c\n" + body.encode())


def test_the_quick_reader_reads_what_is_in_order() -> None:
    data = written([("x", "", 'a "b", c'), ("", "é", ","), ("1", "2", '"')])
    frame = read_fast(data, THINGS, rows.LONGEST_LINE)
    assert frame is not None and frame.rows() == [("x", None, 'a "b", c'), (None, "é", ","), ("1", "2", '"')]


@pytest.mark.parametrize("long", ["x" * (rows.LONGEST_LINE + 1), '"' * rows.LONGEST_LINE])
def test_both_readers_see_a_line_that_is_too_long(long: str) -> None:
    assert_alike(written([("1", long, ""), ("2", "", "")]))
    got, faults = read(written([("1", long, ""), ("2", "", "")]))
    assert [(f.code, f.line) for f in faults] == [("E118", 2)]
    assert cells(got) == [("2", None, None)] and not got.whole


def test_one_column_files_have_blank_rows_too() -> None:
    one = table("a")
    for fast in (False, True):
        got, faults = read(b"a\n1\n\n2\n", one, fast=fast)
        assert (cells(got), lines(got), [f.code for f in faults]) == ([("1",), ("2",)], [2, 4], ["E113"])


def test_a_record_is_at_the_line_where_it_starts() -> None:
    got, faults = read(b'a,b,c\n1,"x\ny\n\nz",\n\n2,,\n"3",\n4,"p\n""q""",r\n5,,\n')
    assert cells(got) == [("1", "x\ny\n\nz", None), ("2", None, None), ("4", 'p\n"q"', "r"), ("5", None, None)]
    assert lines(got) == [2, 7, 9, 11]
    assert [(f.code, f.line) for f in faults] == [("E114", 2), ("E113", 6), ("E107", 8), ("E114", 9)]


@pytest.mark.parametrize("open_quote", ['1,"x,y', '1,x,"', '"1,x,y', '1,"",",'])
@pytest.mark.parametrize("later", ['2,"p, q",', '2,p,"q"', '2,"say ""so""",', '2,"","x, y"', '"2",p,q'])
def test_an_unclosed_quote_costs_one_row(open_quote: str, later: str) -> None:
    body = f"a,b,c\n0,,\n{open_quote}\n8,x,y\n9,,\n{later}\n7,,z\n"
    got, faults = read(body.encode())
    assert [(f.code, f.line, f.field) for f in faults] == [("E108", 3, "")]
    assert "never closed" in faults[0].message
    assert [r[0] for r in cells(got)] == ["0", "8", "9", "2", "7"]
    assert lines(got) == [2, 4, 5, 6, 7]
    assert not got.whole


def test_a_quote_open_to_the_end_of_a_long_file_is_found() -> None:
    body = 'a,b,c\n1,"x,y\n' + "".join(f"{n},,\n" for n in range(2, 2000))
    got, faults = read(body.encode())
    assert [(f.code, f.line) for f in faults] == [("E108", 2)]
    assert got.frame.height == 1998


def test_headers_in_disorder() -> None:
    got, faults = read(b"c,b,b,d\n3,2,x,y\n")
    assert cells(got) == [(None, "2", "3")]
    assert got.absent == {"a"}
    assert sorted((f.code, f.field) for f in faults) == [("E103", "a"), ("E104", "d"), ("E105", "b"), ("E106", "c")]


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(data: bytes) -> None:
    for start in (b"", b"a,b,c\n"):
        got, faults = read(start + data)
        last = max(1, (start + data).replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1)
        assert all(1 <= line <= last for line in lines(got)) and lines(got) == sorted(set(lines(got)))
        assert all(0 <= f.line <= last for f in faults)
        assert_alike(start + data)
