"""The site's code: imports run one way, modules stay small, and nothing makes markup of data."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.helpers import REPOSITORY
from tests.unit.test_architecture import LONGEST, imported

WEBSITE = REPOSITORY / "website"
PYTHON = sorted(p for p in WEBSITE.rglob("*.py") if "node_modules" not in p.parts)
BROWSER = WEBSITE / "browser" / "src"
SCRIPTS = sorted(p for p in BROWSER.rglob("*.ts") if not p.name.endswith(".test.ts"))
# What would make markup or code of a text.
MARKUP = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|eval)\b|new Function\(")


def name(path: Path) -> str:
    return path.relative_to(WEBSITE).as_posix()


def module(path: Path) -> str:
    return ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__")


def test_python_modules_do_not_import_each_other_in_a_circle() -> None:
    known = {module(p) for p in PYTHON}
    graph = {}
    for path in PYTHON:
        names = set(imported(ast.parse(path.read_text(encoding="utf-8"))))
        names |= {n.rpartition(".")[0] for n in names}
        graph[module(path)] = (names & known) - {module(path)}
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", [p for p in PYTHON if p.parent.name != "pages" and p.name != "__main__.py"], ids=name)
def test_only_the_generator_imports_pages(path: Path) -> None:
    if "pages" not in path.relative_to(WEBSITE).parts:
        assert not any(n.startswith("website.pages") for n in imported(ast.parse(path.read_text(encoding="utf-8"))))


def test_the_package_knows_nothing_of_the_site() -> None:
    for path in sorted((REPOSITORY / "src").rglob("*.py")):
        names = imported(ast.parse(path.read_text(encoding="utf-8")))
        assert not any(n.split(".")[0] == "website" for n in names), path.name


@pytest.mark.parametrize("path", [*PYTHON, *SCRIPTS], ids=name)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_no_script_makes_markup_of_text(path: Path) -> None:
    found = MARKUP.search(re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
    assert not found, f"{found[0]} would run what a hostile row holds"


def imports_of(path: Path) -> set[Path]:
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""", text)
    return {(path.parent / name).resolve() for name in found if name.endswith(".ts")}


def test_scripts_do_not_import_each_other_in_a_circle() -> None:
    assert list(TopologicalSorter({p: imports_of(p) for p in SCRIPTS}).static_order())


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_one_page_s_scripts_import_what_is_shared_and_not_another_page_s(path: Path) -> None:
    area = path.relative_to(BROWSER).parts[0]
    for other in imports_of(path):
        shared = other.relative_to(BROWSER).parts[0] in ("lib", "chart", area)
        assert shared, f"{name(path)} imports {other.name} of another page"
