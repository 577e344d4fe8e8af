"""Whatever the bytes: the check ends, says only what the catalogue knows, and points into the file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from strikelog.check import check_package
from strikelog.check.report import RENDERERS
from strikelog.issues import Issue, catalogue
from tests.counterexamples import CLEAN, DESCRIPTOR, HERE

TODAY = date(2026, 11, 20)
FILES = {p.relative_to(HERE / CLEAN).as_posix(): p.read_bytes() for p in sorted((HERE / CLEAN / "data").iterdir())}
TEXTS = {p.relative_to(HERE / CLEAN).as_posix(): p.read_bytes() for p in sorted((HERE / CLEAN / "texts").iterdir())}
SCHEMA = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))

NASTY = [
    b"",
    b" ",
    b"  x",
    b'"',
    b'""',
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\t",
    b"=1+1",
    b"{",
    b"}",
    b"{0}",
    b"{event_id}",
    b"%s",
    b"99999999999999999999",
    b"-99999999999999999999",
    b"1e999",
    b"NaN",
    b"inf",
    b"-0",
    b"-0.0",
    b"0000-00-00",
    b"0000-01-01",
    b"9999-12-31",
    b"2022-02-29",
    b"2022-01-05/2022-01-04",
    b"2022-01-05/",
    b"counted",
    b"none",
    b"some",
    b"preferred",
    b"rejected",
    b"date",
    b"site_id",
    b"launched",
    b"ev-aaa222",
    b"ev-bbb333",
    b"ev-zzz999",
    b"EV-AAA222",
    b"so-aaa222",
    b"st-camp-alder",
    b"ac-grey-banner",
    b"wp-rocket",
    b"exact",
    b"answer_to",
    b"inferred",
    b"IQ",
    b"SY",
    b"../../etc/passwd",
    "\u202e".encode(),
    "\u2028".encode(),
    "é".encode(),
    "e\u0301".encode(),
    "٣".encode(),
    "👩‍👩‍👧".encode(),
    b"\x1b[2J",
    b"x" * 300,
    b"_row",
    b"a|b`c<d>",
]


# A check of a whole package takes longer than most that hypothesis tries.
FEW = settings(max_examples=settings().max_examples * 5 // 12)


def checked(files: dict[str, bytes], descriptor: bytes | None = None, *, twice: bool = False) -> list[Issue]:
    """Check a package of these files; hold what is found to what every finding must be."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in {**TEXTS, **files, "datapackage.json": descriptor or DESCRIPTOR.read_bytes()}.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_bytes(content)
        issues = check_package(root, today=TODAY, texts=root / "texts").issues
        assert not twice or issues == check_package(root, today=TODAY, texts=root / "texts").issues
        for issue in issues:
            assert issue.code in catalogue() and issue.severity == catalogue()[issue.code].severity
            assert issue.message and issue.hint and "\n" not in issue.code + issue.severity
            file = root / issue.path
            content = file.read_bytes() if file.is_file() else b""
            assert 0 <= issue.line <= max(1, len(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")))
    for render in RENDERERS.values():
        render(issues).encode("utf-8")
    assert json.loads(RENDERERS["json"](issues)) == [asdict(i) for i in issues]
    for form in ("text", "github", "markdown"):
        lines = RENDERERS[form](issues).split("\n")
        assert all(c.isprintable() for line in lines for c in line)
    assert len(RENDERERS["text"](issues).splitlines()) == len(RENDERERS["github"](issues).splitlines()) == len(issues)
    return issues


@st.composite
def damage(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes flipped, put in or taken out; cells and lines replaced, swapped, repeated; the end cut off."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        rows = [line.split(b",") for line in content.split(b"\n")]
        match draw(
            st.sampled_from(["cell", "cell", "cell", "cell", "byte", "insert", "delete", "truncate", "swap", "repeat", "drop", "order"])
        ):
            case "byte":
                content = content[:at] + bytes([draw(st.integers(0, 255))]) + content[at + 1 :]
            case "insert":
                content = content[:at] + draw(st.sampled_from(NASTY) | st.binary(max_size=4)) + content[at:]
            case "delete":
                content = content[:at] + content[at + draw(st.integers(1, 40)) :]
            case "truncate":
                content = content[:at]
            case kind:
                row = draw(st.integers(0, len(rows) - 1))
                other = draw(st.integers(0, len(rows) - 1))
                cell = draw(st.integers(0, len(rows[row]) - 1))
                if kind == "cell":
                    rows[row][cell] = draw(
                        st.sampled_from(NASTY)
                        | st.sampled_from(rows[other])
                        | st.text(max_size=4).map(lambda t: t.encode("utf-8", "replace"))
                    )
                elif kind == "swap":
                    end = draw(st.integers(0, len(rows[other]) - 1))
                    rows[row][cell], rows[other][end] = rows[other][end], rows[row][cell]
                elif kind == "repeat":
                    rows.insert(other, list(rows[row]))
                elif kind == "drop":
                    del rows[row]
                else:
                    rows[row], rows[other] = rows[other], rows[row]
                content = b"\n".join(b",".join(r) for r in rows)
    return content


@st.composite
def damaged_files(draw: st.DrawFn) -> dict[str, bytes]:
    files = dict(FILES)
    for name in draw(st.lists(st.sampled_from(sorted(FILES)), min_size=1, max_size=3, unique=True)):
        files[name] = draw(damage(files[name]))
    for name in draw(st.lists(st.sampled_from(sorted(FILES)), max_size=1)):
        if draw(st.integers(0, 5)) == 0:
            del files[name]
    return files


@FEW
@given(damaged_files())
def test_damaged_files(files: dict[str, bytes]) -> None:
    # With the project's own descriptor, no rule may fail to run.
    assert "E006" not in {i.code for i in checked(files, twice=True)}


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1e308,
        10**30,
        "",
        "x",
        "events",
        "event_id",
        "string",
        "date",
        "integer",
        "number",
        "boolean",
        "year",
        "[",
        "(?=x)",
        "\ud800",
        "{x}",
        "a.b",
        "_row",
        "a\nb",
        "../x",
        "data/claims.csv",
        [],
        [None],
        [[]],
        ["event_id"],
        ["event_id", "event_id"],
        {},
        {"x": 1},
        {"enum": 3},
        {"resource": "events", "fields": "event_id"},
    ]
)


def places(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items: list[tuple[str | int, Any]] = (
        list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
    )
    return [p for key, value in items for p in ((*path, key), *places(value, (*path, key)))]


SMALL = {
    **SCHEMA,
    "resources": [
        {
            **r,
            "schema": {
                **r["schema"],
                "fields": [{k: v for k, v in f.items() if k not in ("description", "example")} for f in r["schema"]["fields"]],
            },
        }
        for r in SCHEMA["resources"]
    ],
}
PLACES = places(SMALL)
STRUCTURE = [p for p in PLACES if "categories" not in p and "enum" not in p[:-1]]


@st.composite
def mutated_descriptor(draw: st.DrawFn) -> bytes:
    """The descriptor with something put in another's place, renamed, repeated or left out."""
    made = json.loads(json.dumps(SMALL))
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(STRUCTURE) | st.sampled_from(PLACES))
        node: Any = made
        try:
            for step in way:
                node = node[step]
            match draw(st.sampled_from(["put", "put", "drop", "rename", "repeat"])):
                case "put":
                    node[last] = draw(VALUES)
                case "drop":
                    del node[last]
                case "rename":
                    node[draw(st.sampled_from(["x", "name", "type"]))] = node[last]
                case _:
                    node.append(node[last])
        except (LookupError, TypeError, AttributeError):
            continue
    text = json.dumps(made)
    return draw(st.just(text.encode()) | damage_of_text(text)) if draw(st.integers(0, 9)) == 0 else text.encode()


def damage_of_text(text: str) -> st.SearchStrategy[bytes]:
    cut: Callable[[int], bytes] = lambda at: text.encode()[:at]  # noqa: E731
    return st.integers(0, len(text)).map(cut)


@FEW
@given(mutated_descriptor())
def test_mutated_descriptors(descriptor: bytes) -> None:
    checked(FILES, descriptor)


@settings(max_examples=FEW.max_examples // 2)
@given(damaged_files(), mutated_descriptor())
def test_all_at_once(files: dict[str, bytes], descriptor: bytes) -> None:
    checked(files, descriptor)


@FEW
@given(
    st.binary(max_size=60)
    | st.sampled_from([b"[]", b"{}", b"null", b"1" * 5000, b"[" * 100_000, b'{"resources": [null, 1, "x", {}]}', b"NaN"])
)
def test_any_descriptor(descriptor: bytes) -> None:
    assert {i.code for i in checked({}, descriptor or b" ")} <= {"E001", "E002"}
