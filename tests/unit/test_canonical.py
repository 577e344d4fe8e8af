"""The canonical form holds the same records, is its own canonical form, and no damage makes it lose one."""

import random
import unicodedata
from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strikelog import rows
from strikelog.canonical import MENDABLE, format_table, to_csv
from strikelog.issues import Findings, catalogue
from strikelog.package import Field, Table
from strikelog.rows import parse_rows

COLUMNS = ("thing_id", "word", "note")
TABLE = Table("things", "Things", "", "base", tuple(Field(c, "string", c, "") for c in COLUMNS), "data/things.csv",
              primary_key=("thing_id",), order=("word", "thing_id"))
HEADER = b"thing_id,word,note\n"
MARKS = ',;\t|"\ufeff'
STRAY = [b'"', b'""', b",", b";", b"\n", b"\n\n", b"\r", b"\0", b"\xff", b" ", b"\xef\xbb\xbf"]

CELL = st.one_of(
    st.sampled_from(["", " ", "a", 'say "so"', "a, b", "two\nlines", "a;b", "e\u0301", "\u2126", "\xa0x\u3000", '"', "=1", "'", "\u2028x"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12))
RECORDS = st.lists(st.tuples(CELL, CELL, CELL), max_size=8)


def characters(text: str) -> Counter[str]:
    """What must survive whatever is done to quotes, delimiters and spaces."""
    return Counter(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and c not in MARKS)


def read(data: bytes) -> list[tuple[str | None, ...]]:
    findings = Findings()
    frame = parse_rows(TABLE, data, findings).frame
    assert not findings.sorted()
    return frame.rows()


def made(data: bytes) -> bytes:
    formatted = format_table(TABLE, data)
    assert formatted.data is not None, formatted.issues
    return formatted.data


@st.composite
def files(draw: st.DrawFn) -> tuple[list[tuple[str, str, str]], bytes]:
    """Records, and a file that holds them in some careless but unmistakable form."""
    records = draw(RECORDS)
    delimiter, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    order = draw(st.permutations(range(3)))
    everywhere = draw(st.booleans())

    def cell(value: str) -> str:
        bare = not everywhere and not set(value) & {delimiter, '"', "\n", "\r"}
        return value if bare else '"' + value.replace('"', '""') + '"'

    lines = [delimiter.join(COLUMNS[i] for i in order)]
    for record in records:
        lines += [""] * draw(st.integers(0, 1)) + [delimiter.join(cell(record[i]) for i in order)]
    return records, (b"\xef\xbb\xbf" if draw(st.booleans()) else b"") + end.join([*lines, ""]).encode()


@given(files())
def test_the_records_are_the_same(case: tuple[list[tuple[str, str, str]], bytes]) -> None:
    records, data = case

    def told(rows: list[tuple[str | None, ...]]) -> Counter[tuple[frozenset[tuple[str, int]], ...]]:
        return Counter(told for row in rows if any(told := tuple(frozenset(characters_in(c).items()) for c in row)))

    def characters_in(cell: str | None) -> Counter[str]:
        return Counter(c for c in unicodedata.normalize("NFC", cell or "") if not c.isspace())

    assert told(read(made(data))) == told(list(records))


@given(files())
def test_the_canonical_form_is_its_own(case: tuple[list[tuple[str, str, str]], bytes]) -> None:
    once = made(case[1])
    assert made(once) == once
    read_back = read(once)
    assert read_back == sorted(read_back, key=lambda r: (r[1] or "", r[0] or "", r[2] or ""))
    assert once.startswith(HEADER) and once.endswith(b"\n") and b"\r" not in once
    for cell in (c for row in read_back for c in row if c is not None):
        assert cell == cell.strip() == unicodedata.normalize("NFC", cell) and "\n" not in cell


@settings(max_examples=400)
@given(files(), st.data())
def test_damage_loses_nothing(case: tuple[list[tuple[str, str, str]], bytes], data: st.DataObject) -> None:
    damaged = bytearray(case[1])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(damaged) - 1)))
        match data.draw(st.sampled_from(["insert", "replace", "delete", "cut"])):
            case "insert":
                damaged[at:at] = data.draw(st.sampled_from(STRAY))
            case "replace":
                damaged[at:at + 1] = data.draw(st.binary(min_size=1, max_size=1))
            case "delete":
                del damaged[at:at + data.draw(st.integers(1, 5))]
            case _:
                del damaged[at:]
    formatted = format_table(TABLE, bytes(damaged))
    if formatted.data is None:
        assert formatted.issues and all(i.code in catalogue() for i in formatted.issues)
    else:
        assert not formatted.issues
        assert characters(bytes(damaged).decode()) == characters(formatted.data.decode())
        assert made(formatted.data) == formatted.data


def test_a_careless_file_mended() -> None:
    careless = (
        '\ufeffnote;"thing_id";word\r\n'
        "\r\n"
        '"one\r\n two" ; t2;zebra\r\n'.replace('" ;', '";')
        + "cafe\u0301, noir;t1;zebra\r\n"
        ";;\r\n"
        'said ""x"";t3;apple'.replace('said ""x""', '"said ""x"""')).encode()
    assert made(careless).decode() == 'thing_id,word,note\nt3,apple,"said ""x"""\nt1,zebra,"café, noir"\nt2,zebra,one two\n'


@pytest.mark.parametrize(("damage", "code"), [
    (b"", "E102"),
    (b"nothing,of,this\n1,2,3\n", "E102"),
    (b"thing_id,note\nt1,x\n", "E103"),
    (b"thing_id,word,note,remark\nt1,a,b,c\n", "E104"),
    (b"thing_id,word,note,note\nt1,a,b,c\n", "E105"),
    (HEADER + b"t1,a\n", "E107"),
    (HEADER + b't1,a,"open\n', "E108"),
    (HEADER + b"t1,a,caf\xe9\n", "E109"),
    (HEADER + b"t1,a,\0\n", "E112"),
    (HEADER + b't1,a,"' + b"x" * 60_000 + b"\n" + b"y" * 60_000 + b'"\n', "E118"),
])
def test_a_file_in_doubt_has_no_canonical_form(damage: bytes, code: str) -> None:
    formatted = format_table(TABLE, damage)
    assert formatted.data is None
    assert code in {i.code for i in formatted.issues}


def test_what_is_mended_is_named_in_the_catalogue() -> None:
    assert set(catalogue()) >= MENDABLE


def test_a_large_file_takes_the_same_form(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    words = ["plain", 'with "quotes"', "with, comma", "é", None]
    frame = pl.DataFrame([[f"t{n}", chance.choice(words), chance.choice(words)] for n in range(20_000)], schema=list(COLUMNS), orient="row")
    data = to_csv(frame)
    assert len(data) > rows.SMALL_FILE
    fast = made(data)
    monkeypatch.setattr(rows, "SMALL_FILE", len(data) + 1)
    assert made(data) == fast == made(fast)


def test_rows_are_added_in_their_place() -> None:
    formatted = format_table(TABLE, HEADER + b"t1,a,\nt3,c,\n", [{"thing_id": "t2", "word": " b ", "note": ""}])
    assert formatted.data == HEADER + b"t1,a,\nt2,b,\nt3,c,\n"
