"""Imports run one way, modules stay small, and none is imported late without a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from strikelog.package import load_package

SOURCE = Path(__file__).parents[2] / "src" / "strikelog"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 350

# Each layer may import those above it in this list, and its own.
LAYERS = (
    {"issues", "package", "folding", "geo", "atomic"},
    {"fast_reading", "rows", "targets", "canonical"},
    {"check", "derive"},
    {"stubs", "compare", "publish", "grounding", "extract", "evaluate", "evaluation_report", "corpus", "entry", "review", "api"},
    {"cli", "__main__"},
)
# Nothing of ours is imported by these.
GROUND = {"issues", "package", "folding", "geo", "atomic"}
EXTRA = "what reads texts is installed only with the extra `extract`"
MODEL = "what asks a model is loaded only where it is chosen; pydantic-ai is installed only with the extra `llm`"
# Imports inside functions, and why they may stand there.
LATE = {
    ("__init__.py", "strikelog.api"): "import strikelog must not load the engines before they are asked for",
    ("cli/__init__.py", "strikelog.__version__"): "the version comes with the descriptor, which only --version needs",
    ("check/engine.py", "strikelog.targets.arrow"): "pyarrow takes long to import, and only a build asks for Arrow tables",
    ("cli/extract.py", "strikelog.extract.documents.from_corpus"): EXTRA,
    ("extract/documents.py", "trafilatura"): "a page cleaner that takes long to import, and most documents are text",
    ("extract/documents.py", "pyarrow.parquet"): "only a corpus in Parquet needs it",
    ("cli/extract.py", "strikelog.extract.documents.from_paths"): EXTRA,
    ("cli/extract.py", "strikelog.extract.documents.from_stream"): EXTRA,
    ("cli/extract.py", "strikelog.extract.parallel.Settings"): EXTRA,
    ("cli/extract.py", "strikelog.extract.parallel.extract_all"): EXTRA,
    ("cli/extract_llm.py", "strikelog.extract.llm.answer.answer_type"): EXTRA,
    ("cli/extract_llm.py", "strikelog.extract.llm.cache.Cache"): EXTRA,
    ("cli/extract_llm.py", "strikelog.extract.llm.run.Answers"): EXTRA,
    ("cli/extract_llm.py", "strikelog.extract.llm.run.extract_all"): EXTRA,
    ("cli/extract_llm.py", "strikelog.extract.llm.endpoint.Client"): MODEL,
    ("cli/extract_llm.py", "strikelog.extract.llm.endpoint.Endpoint"): MODEL,
    ("cli/evaluate.py", "strikelog.corpus"): EXTRA,
    ("cli/evaluate.py", "strikelog.evaluate.evaluate"): EXTRA,
    ("cli/evaluate.py", "strikelog.evaluate.read_lines"): EXTRA,
    ("cli/evaluate.py", "strikelog.evaluation_report.RENDERERS"): EXTRA,
    ("cli/explain.py", "strikelog.publish.guide.GUIDE"): "explain answers without the engines that publish, but for tables of the guide",
    ("cli/review.py", "strikelog.review.server.Server"): "what the page needs is installed only by those who review",
    ("check/rules/places.py", "strikelog.geo"): "shapely is needed only where there are coordinates",
}


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def part(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of all that is imported anywhere in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports name the whole path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts(path: Path) -> set[str]:
    """Parts of the package that a module imports."""
    names = (n.split(".") for n in imported(ast.parse(path.read_text(encoding="utf-8"))))
    return {n[1] for n in names if n[0] == "strikelog" and len(n) > 1 and n[1] != "__version__"}


def layer(of: str) -> int:
    return next((number for number, names in enumerate(LAYERS) if of in names), len(LAYERS))


def test_every_part_has_its_layer() -> None:
    assert {part(p) for p in MODULES} - {"__init__"} <= set().union(*LAYERS)


@pytest.mark.parametrize("path", [p for p in MODULES if part(p) != "__init__"], ids=name)
def test_imports_run_one_way(path: Path) -> None:
    for other in parts(path) - {part(path)}:
        assert layer(other) <= layer(part(path)), f"{name(path)} imports {other}, which lies above it"
        assert part(path) not in GROUND, f"{name(path)} imports {other}, and may import nothing of ours"


def test_no_parts_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        if part(path) != "__init__":
            graph.setdefault(part(path), set()).update(parts(path) - {part(path)})
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST, "part it: a reader should know from the names what is where"


def test_codes_that_rules_know_are_codes_of_the_descriptor() -> None:
    """A rule that looks for a code by its name would hold nothing once the code were renamed."""
    package = load_package(SOURCE.parents[1])
    fields = [field for table in package.tables for field in table.fields]
    known = {code.value for field in fields for code in field.codes}
    traits = [pair for field in fields for code in field.codes for pair in code.traits.items()]
    known |= {word for pair in traits for word in pair if isinstance(word, str)}
    known |= {table.name for table in package.tables} | {field.name for field in fields}
    looked_for = set()
    for path in sorted((SOURCE / "check" / "rules").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for op in node.ops):
                parts_of = [node.left, *node.comparators]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "is_in":
                parts_of = node.args
            else:
                continue
            literals = [leaf for part_of in parts_of if not isinstance(part_of, ast.Call) for leaf in ast.walk(part_of)]
            looked_for |= {leaf.value for leaf in literals if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)}
    assert {"exact", "merged", "answer_to", "counted", "canonical"} <= looked_for
    assert looked_for <= known, f"no code of the descriptor: {sorted(looked_for - known)}"


def test_nothing_is_imported_late_without_a_reason() -> None:
    late = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                late |= {(name(path), found) for found in imported(node)}
    assert late == set(LATE)
