"""Broken packages, one for each rule: `_clean` with one thing changed, and the findings that this must give."""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
CLEAN = "_clean"
DESCRIPTOR = HERE.parents[1] / "datapackage.json"
# The day on which the examples are checked, for rules on the future.
TODAY = "2026-11-20"


def folders() -> list[str]:
    """Names of all examples: the code of a rule, and after a hyphen what is special in it."""
    return sorted(p.name for p in HERE.iterdir() if (p / "expected.txt").is_file() and p.name != CLEAN)


def code(folder: str) -> str:
    """The code of the rule that an example breaks."""
    return folder.partition("-")[0]


def expected(folder: str) -> str:
    """The findings that an example gives, as `check --format text` prints them."""
    return (HERE / folder / "expected.txt").read_text(encoding="utf-8")


def materialise(folder: str, target: Path) -> Path:
    """Write an example out as a whole package: `_clean`, and what the example changes. Returns `target`."""
    shutil.copytree(HERE / CLEAN, target, ignore=shutil.ignore_patterns("expected.txt"))
    shutil.copyfile(DESCRIPTOR, target / DESCRIPTOR.name)
    for source in sorted(HERE.joinpath(folder).rglob("*")):
        place = target / source.relative_to(HERE / folder)
        if source.name == "removed":
            for name in source.read_text(encoding="utf-8").split():
                (target / name).unlink()
        elif source.is_dir():
            if place.is_file():
                place.unlink()
            place.mkdir(exist_ok=True)
        elif source.name != "expected.txt":
            shutil.copyfile(source, place)
    return target


def command(package: Path) -> list[str]:
    """Arguments of `strikelog` with which an example is checked."""
    return ["check", str(package), "--today", TODAY, "--texts", str(package / "texts")]
