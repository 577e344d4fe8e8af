"""The recipes: questions of `docs/recipes/`, each answered in SQL, Python and R.

A folder is a recipe: `question.toml` asks and says what to mind, `recipe.sql`, `recipe.py` and `recipe.R`
answer, each on its own, and all three alike.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path("docs") / "recipes"
QUESTION = "question.toml"
SCRIPTS = {"sql": "recipe.sql", "python": "recipe.py", "r": "recipe.R"}
KEYS: Mapping[str, type] = {"order": int, "title": str, "text": str, "chart": dict}
# What a picture needs and may have; website/browser/src/chart draws it.
CHART_NEEDS = ("mark", "x", "y")
CHART_KEYS = (*CHART_NEEDS, "colour")
MARKS = ("bar", "line", "dot")


class BadRecipe(ValueError):
    """A recipe cannot be read; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A question, what to mind, and its three answers. `chart` says how the answer is drawn: a mark and columns of the answer."""

    slug: str
    title: str
    text: str
    sql: str
    python: str
    r: str
    chart: Mapping[str, str]


def load_recipes(root: Path) -> tuple[Recipe, ...]:
    """The recipes of the repository at `root`, in their order. Raises BadRecipe."""
    found: dict[int, Recipe] = {}
    for folder in sorted(p for p in (root / FOLDER).iterdir() if p.is_dir()):
        order, recipe = _load(folder)
        if order in found:
            raise BadRecipe(f"{folder / QUESTION}: order: {order} is also that of {found[order].slug}")
        found[order] = recipe
    return tuple(found[order] for order in sorted(found))


def _load(folder: Path) -> tuple[int, Recipe]:
    """A recipe and its place among the others."""
    file = folder / QUESTION
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", folder.name):
        raise BadRecipe(f"{folder}: a recipe's folder is named in small letters, figures and single hyphens")
    question = _question(file)
    scripts = {}
    for language, name in SCRIPTS.items():
        try:
            scripts[language] = (folder / name).read_text(encoding="utf-8").strip() + "\n"
        except OSError as why:
            raise BadRecipe(f"{folder / name}: cannot be read: {why.strerror}") from why
    return question["order"], Recipe(folder.name, question["title"], question["text"], **scripts, chart=question["chart"])


def _question(file: Path) -> dict[str, Any]:
    try:
        question = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as why:
        raise BadRecipe(f"{file}: {why}") from why
    for key in {**KEYS, **question}:
        if key not in KEYS:
            raise BadRecipe(f"{file}: {key}: no such key; there are {', '.join(KEYS)}")
        if key not in question:
            raise BadRecipe(f"{file}: {key}: is missing")
        if not isinstance(question[key], KEYS[key]) or isinstance(question[key], bool):
            raise BadRecipe(f"{file}: {key}: is not of type {KEYS[key].__name__}")
    if not question["title"].endswith("?"):
        raise BadRecipe(f"{file}: title: is not a question")
    chart = question["chart"]
    for key in (*CHART_NEEDS, *chart):
        if key not in CHART_KEYS:
            raise BadRecipe(f"{file}: chart.{key}: no such key; there are {', '.join(CHART_KEYS)}")
        if not isinstance(chart.get(key), str):
            raise BadRecipe(f"{file}: chart.{key}: is missing or no text")
    if chart["mark"] not in MARKS:
        raise BadRecipe(f"{file}: chart.mark: {chart['mark']} is not one of {', '.join(MARKS)}")
    return question
