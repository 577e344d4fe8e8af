"""`check` and `explain` as commands: formats, exit status, usage, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from strikelog.cli import VERBS, main
from strikelog.issues import Issue, catalogue
from strikelog.package import Table, load_package
from tests.counterexamples import CLEAN, DESCRIPTOR, TODAY, command, expected, materialise

Capture = pytest.CaptureFixture[str]
STRIKELOG = [sys.executable, "-m", "strikelog"]
DESCRIBED = load_package(DESCRIPTOR)


def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run([*STRIKELOG, *arguments], capture_output=True, check=False, **more)  # type: ignore[call-overload]
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done  # type: ignore[no-any-return]


def test_json_has_exactly_the_fields_of_a_finding(tmp_path: Path, capsys: Capture) -> None:
    assert main([*command(materialise("E203", tmp_path / "package")), "--format", "json"]) == 1
    [found] = json.loads(capsys.readouterr().out)
    assert list(found) == [f.name for f in fields(Issue)]
    assert found == {
        "code": "E203",
        "severity": "error",
        "path": "data/events.csv",
        "line": 4,
        "field": "date_latest",
        "record": "ev-aaa222",
        "value": "2022-01-04",
        "message": "before date_earliest (2022-01-04 < 2022-01-05)",
        "hint": "swap them or correct one",
    }


def test_json_of_nothing_is_an_empty_array(tmp_path: Path, capsys: Capture) -> None:
    assert main([*command(materialise(CLEAN, tmp_path / "package")), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_github_annotations_stand_at_the_line(tmp_path: Path, capsys: Capture) -> None:
    assert main([*command(materialise("E203", tmp_path / "package")), "--format", "github"]) == 1
    assert capsys.readouterr().out == (
        "::error file=data/events.csv,line=4,title=E203 date_latest"
        "::before date_earliest (2022-01-04 < 2022-01-05); swap them or correct one\n"
    )


def test_github_annotations_cannot_be_forged(tmp_path: Path, capsys: Capture) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    names = package / "data/names.csv"
    names.write_text(names.read_text(encoding="utf-8") + 'st-camp-alder,en,x,"100%\n::error file=a::b",\n', encoding="utf-8")
    main([*command(package), "--format", "github"])
    out = capsys.readouterr().out
    assert "100%25\\n::error" in out
    assert all(line.startswith(("::error file=data/names.csv,line=13,", "::warning file=data/")) for line in out.splitlines())


def test_markdown_is_a_table(tmp_path: Path, capsys: Capture) -> None:
    assert main([*command(materialise("E203", tmp_path / "package")), "--format", "markdown"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "1 error, 0 warnings",
        "",
        "| Where | Rule | What is wrong | What to do |",
        "| --- | --- | --- | --- |",
        "| `data/events.csv:4:date_latest` | error E203 | before date_earliest (2022-01-04 &lt; 2022-01-05) | swap them or correct one |",
    ]


def test_markdown_of_bad_cells_stays_a_table(tmp_path: Path, capsys: Capture) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    names = package / "data/names.csv"
    names.write_text(names.read_text(encoding="utf-8") + 'st-camp-alder,en,x,"a|b\\|c`d`<img>",\n', encoding="utf-8")
    main([*command(package), "--format", "markdown"])
    [row] = [line for line in capsys.readouterr().out.splitlines() if "E303" in line]
    assert row.replace("\\\\", "").replace("\\|", "").count("|") == 5 and row.count("`") == 2 and "<img>" not in row


def test_text_has_no_control_characters(tmp_path: Path, capsys: Capture) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    file = package / "data/names.csv"
    file.write_bytes(file.read_bytes().replace(b"note\n", b"no\x1b[31mte\n", 1) + "st-camp-alder,en,x\x1b[2J,\u202ealias\u0007,\n".encode())
    main(command(package))
    out = capsys.readouterr().out
    assert "no\\x1b[31mte" in out and "\\u202e" in out
    assert all(c.isprintable() or c == "\n" for c in out)


def test_a_package_given_by_its_descriptor(tmp_path: Path, capsys: Capture) -> None:
    package = materialise("E203", tmp_path / "package")
    assert main(["check", str(package / "datapackage.json"), "--today", TODAY]) == 1
    assert capsys.readouterr().out == expected("E203")


def test_the_day_of_the_check_can_be_set(tmp_path: Path, capsys: Capture) -> None:
    package = str(materialise(CLEAN, tmp_path / "package"))
    assert main(["check", package, "--today", "2026-11-09"]) == 1
    assert "E206 2026-11-10 is after today (2026-11-09)" in capsys.readouterr().out
    assert main(["check", package, "--today", "2026-11-10"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["chekc"],
        ["check", "/no/such/folder"],
        ["check", "x" * 5000],
        ["check", "--format", "html"],
        ["check", "--texts", "/no/such/folder"],
        ["check", "--today", "today"],
        ["check", "--today", "2020-13-01"],
        ["check", str(Path(__file__).parent)],
        ["new"],
        ["explain", "events.event_type.rockets"],
        ["check", "--nonsense"],
        ["check", ".", "more"],
        ["explain"],
        ["explain", "E999"],
        ["explain", "events.date"],
        ["explain", ""],
        ["explain", "events", "--package", "/no/such"],
    ],
)
def test_a_call_that_makes_no_sense_has_status_2(arguments: list[str], capsys: Capture) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.err or "usage" in said.out
    assert "Traceback" not in said.err


@pytest.mark.parametrize("code", catalogue())
def test_every_rule_can_be_explained(code: str, capsys: Capture) -> None:
    assert main(["explain", code.lower()]) == 0
    out = capsys.readouterr().out
    rule = catalogue()[code]
    assert all(words in out for words in (code, rule.title, rule.severity, rule.bad, rule.good))
    assert rule.why.split()[0] in out


TABLES = (*DESCRIBED.published, *DESCRIBED.views)


@pytest.mark.parametrize("table", TABLES, ids=[t.name for t in TABLES])
def test_every_table_and_field_can_be_explained(table: Table, capsys: Capture) -> None:
    assert main(["explain", table.name, "--package", str(DESCRIPTOR)]) == 0
    out = capsys.readouterr().out
    assert table.title in out and all(f.name in out for f in table.fields)
    for field in table.fields:
        assert main(["explain", f"{table.name}.{field.name}", "--package", str(DESCRIPTOR)]) == 0
        out = capsys.readouterr().out
        assert field.title in out and all(code.value in out for code in field.codes)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("E2O3", "E203"), ("event.date_latest", "events.date_latest"), ("claim", "claims"), ("events.data_latest", "events.date_latest")],
)
def test_what_is_unknown_brings_the_nearest(wrong: str, near: str, capsys: Capture) -> None:
    assert main(["explain", wrong, "--package", str(DESCRIPTOR)]) == 2
    assert f"did you mean {near}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--today", "2020-13-01"], "there is no day '2020-13-01': write YYYY-MM-DD"),
        (["check", "--today", "20200101"], "'20200101' is not a day: write YYYY-MM-DD"),
        (["check", str(Path(__file__).parent)], f"there is no datapackage.json in {Path(__file__).parent}"),
        (["new"], "required: KIND\n"),
    ],
)
def test_a_wrong_call_is_answered_in_plain_words(arguments: list[str], words: str, capsys: Capture) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert words in said.err and not said.out


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("rocket", ["events.event_type.rocket", "weapons.weapon_class.rocket", "Unguided rockets"]),
        ("events.event_type.rocket", ["events.event_type.rocket"]),
        ("iq", ["events.country.IQ  Iraq"]),
        ("_about", ["_about  About", "value"]),
        ("_fields", ["_fields", "refers_to"]),
        ("_codes.label", ["_codes.label  Label", "The value in words."]),
    ],
)
def test_codes_and_the_guide_can_be_explained(what: str, words: list[str], capsys: Capture) -> None:
    assert main(["explain", what, "--package", str(DESCRIPTOR)]) == 0
    out = capsys.readouterr().out
    assert all(w in out for w in words)
    assert ("weapon_class" in out) == (what == "rocket")


@pytest.mark.parametrize("arguments", [["check", "--format", "json"], ["explain", "E203"], ["--version"]])
def test_where_nothing_can_be_written(arguments: list[str], tmp_path: Path) -> None:
    package = materialise("E203", tmp_path / "package")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*STRIKELOG, *arguments], stdout=full, stderr=subprocess.PIPE, cwd=package, check=False)
    assert (done.returncode, done.stderr) == (1, b"strikelog: the output could not be written: No space left on device\n")


def test_a_path_that_the_locale_cannot_spell(tmp_path: Path) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    (package / "data/links.csv").rename(package / "data/größe.csv")
    descriptor = package / "datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace("data/links.csv", "data/größe.csv"), encoding="utf-8")
    done = run(*command(package), env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.returncode == 1
    assert b"E119 the file's name has letters that this system is not set up for; set LC_ALL=C.UTF-8, or PYTHONUTF8=1" in done.stdout
    assert run(*command(package)).returncode == 0


def test_as_a_program(tmp_path: Path) -> None:
    done = run(*command(materialise("E203", tmp_path / "package")))
    assert (done.returncode, done.stdout.decode()) == (1, expected("E203"))
    assert done.stderr.decode() == "1 error, 0 warnings; strikelog explain CODE says more\n"


def test_where_the_terminal_cannot_say_it(tmp_path: Path) -> None:
    done = run(*command(materialise("E301", tmp_path / "package")), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 1 and b"'\\u0661\\u0661' is not a whole number; did you mean 11?" in done.stdout


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    file = package / "data/names.csv"
    file.write_bytes(file.read_bytes() + b"".join(b"st-camp-alder,xx,%s,nickname,\n" % (b"n" * 60_000) for n in range(60)))
    with subprocess.Popen(
        [*STRIKELOG, "check", str(package), "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, b"PK\x03\x04" + b"\0" * 500, b"\xff\xd8\xff\xe0JFIF", b"{}", b"<html></html>\n"],
)
def test_a_file_of_another_kind(content: bytes, tmp_path: Path, capsys: Capture) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    (package / "data/links.csv").write_bytes(content)
    (package / "texts/report-1.txt").write_bytes(content)
    assert main(command(package)) == 1
    out = capsys.readouterr().out
    assert "data/links.csv:1: error E102" in out and "data/sources.csv:2:sha256: error E904" in out


@pytest.mark.parametrize("spoil", ["folder", "pipe", "nowhere", "circle"])
def test_a_file_that_cannot_be_opened(spoil: str, tmp_path: Path, capsys: Capture) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    file = package / "data/links.csv"
    file.unlink()
    match spoil:
        case "folder":
            file.mkdir()
        case "pipe":
            os.mkfifo(file)
        case "nowhere":
            file.symlink_to("nowhere.csv")
        case _:
            file.symlink_to(file.name)
    assert main(command(package)) == 1
    assert capsys.readouterr().out.startswith(f"data/links.csv: error {'E101' if spoil == 'nowhere' else 'E119'} ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path, capsys: Capture) -> None:
    package = materialise(CLEAN, tmp_path / "package")
    (package / "data/links.csv").chmod(0)
    assert main(command(package)) == 1
    assert capsys.readouterr().out.startswith("data/links.csv: error E119 ")
    (package / "data").chmod(0)
    assert main(command(package)) == 1
    (package / "data").chmod(0o700)


@pytest.mark.parametrize("arguments", [["--help"], ["explain", "E203"]])
def test_help_waits_for_no_engine(arguments: list[str]) -> None:
    """What makes a program slow to answer is what it imports: no engine for help, or to explain a rule."""
    script = f"import sys; from strikelog.cli import main; main({arguments!r}); print(*sorted(m for m in sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"polars", "pandera", "duckdb", "pyarrow", "numpy", "shapely", "krippendorff"} & set(done.stderr.split())
    if arguments == ["--help"]:
        assert all(verb in done.stdout for verb in VERBS)
