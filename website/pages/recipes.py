"""Questions for the data: a page for each with its code in three languages, its answer and a picture of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import indent
from typing import Any

from markupsafe import Markup

from website.pictures.charts import Chart, draw
from website.recipes import SCRIPTS, Recipe, load_recipes
from website.render import console, front_matter, grid, page, part, relative
from website.site import File, Site

LANGUAGES = {"sql": ("SQL", "sql"), "python": ("Python", "python"), "r": ("R", "r")}
META = {"hide": ["navigation", "toc"], "styles": ["recipes.css"]}
EVENT = re.compile(r"ev-[a-z0-9]{6}")
# In pixels: a picture for a wide page, for a telephone, and for the list of all.
WIDE, NARROW, SMALL = 640, 340, 300
# A small picture shows only so many rows of names.
FEW = 7
# A table on a page shows only so many rows, and says so.
MOST = 25


@dataclass(frozen=True, slots=True)
class Answer:
    """What a recipe's query gives."""

    recipe: Recipe
    columns: list[str]
    rows: list[tuple[Any, ...]]

    @property
    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def pages(site: Site) -> Iterator[File]:
    """The list of questions, and a page for each. Raises BadRecipe, NotDrawn, and duckdb.Error where a query is wrong."""
    answers = [_answer(site, recipe) for recipe in load_recipes(site.root)]
    drawn = iter(draw([chart for answer in answers for chart in _charts(answer)]))
    pictures = [(next(drawn), next(drawn), next(drawn)) for _ in answers]
    yield page(
        "recipes/index.md", "recipes/index.html", title="Recipes", meta=META,
        description="Questions for the data, each answered in SQL, Python and R.",
        recipes=[(answer.recipe, small) for answer, (_, _, small) in zip(answers, pictures, strict=True)])
    recipes = [None, *(answer.recipe for answer in answers), None]
    for answer, (wide, narrow, _), before, after in zip(answers, pictures, recipes, recipes[2:], strict=False):
        yield _page(answer, wide, narrow, before, after)


def _answer(site: Site, recipe: Recipe) -> Answer:
    found = site.database.cursor().execute(recipe.sql)
    return Answer(recipe, [column[0] for column in found.description or ()], found.fetchall())


def _charts(answer: Answer) -> Iterator[Chart]:
    """The answer drawn for a wide page, for a telephone, and for the list of all."""
    recipe, rows = answer.recipe, answer.records
    spec = recipe.chart
    label = f"{spec['mark'].capitalize()} chart of {spec['y']} by {spec['x']}{', coloured by ' + spec['colour'] if 'colour' in spec else ''}: {recipe.title}"
    for width in (WIDE, NARROW):
        yield Chart({**spec, "width": width}, label, rows)
    names = bool(rows) and isinstance(rows[0][spec["x"]], str) and "colour" not in spec
    yield Chart({**spec, "width": SMALL}, label, rows[:FEW] if names else rows)


def _page(answer: Answer, wide: Markup, narrow: Markup, before: Recipe | None, after: Recipe | None) -> File:
    recipe = answer.recipe
    path = f"recipes/{recipe.slug}.md"
    tabs = [line for key, (name, lexer) in LANGUAGES.items() for line in (
        f'=== "{name}"', "", indent(f"``` {{.{lexer} title=\"{SCRIPTS[key]}\"}}\n{getattr(recipe, key)}```", "    "), "")]
    return File(path, "\n".join([
        front_matter(title=recipe.title, description=" ".join(recipe.text.replace("`", "").split()), **META),
        part(path, "recipes/crumbs.html"), "",
        f"# {recipe.title}", "", recipe.text, "",
        *tabs,
        part(path, "recipes/answer.html", wide=wide, narrow=narrow, before=before, after=after, rows=len(answer.rows), most=MOST,
             console=relative(path, console(recipe.sql.strip())),
             table=Markup(grid(answer.columns, [[_cell(path, value) for value in row] for row in answer.rows[:MOST]]))), ""]))


def _cell(path: str, value: object) -> object:
    """A value as the table shows it: a day is kept in one line, and the id of an event leads to its page."""
    if isinstance(value, date):
        return Markup("<time>{}</time>").format(value)
    if isinstance(value, str) and EVENT.fullmatch(value):
        return Markup('<a href="{}"><code>{}</code></a>').format(relative(path, f"events/{value}.md"), value)
    return value
