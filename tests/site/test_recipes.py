"""The recipes: each answered in SQL, Python and R on the release, and all three alike."""

from __future__ import annotations

import csv
import math
import os
import runpy
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.helpers import REPOSITORY
from tests.site.reader import Reader
from website.pages.recipes import MOST
from website.pictures.charts import Chart, draw
from website.recipes import FOLDER, BadRecipe, Recipe, load_recipes

RECIPES = load_recipes(REPOSITORY)
each = pytest.mark.parametrize("recipe", RECIPES, ids=[recipe.slug for recipe in RECIPES])
# A half is rounded up by SQL and to the even figure by Python and R.
ROUNDING = 0.1 + 1e-9
# A page shows fewer, and says so.
MOST_ROWS = 40

Answer = tuple[list[str], list[list[Any]]]


def plain(value: Any) -> Any:
    """A value as the three languages can share it: nothing, a number, or text; days are ISO."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        return float(value)
    return value.item() if hasattr(value, "item") else value


def in_sql(recipe: Recipe, release: Path) -> Answer:
    with duckdb.connect(str(release / "strikelog.duckdb"), read_only=True) as database:
        answer = database.sql(recipe.sql)
        return answer.columns, [[plain(value) for value in row] for row in answer.fetchall()]


def in_python(recipe: Recipe, release: Path) -> Answer:
    here = Path.cwd()
    os.chdir(release)
    try:
        answer = runpy.run_path(str(REPOSITORY / FOLDER / recipe.slug / "recipe.py"))["answer"]
    finally:
        os.chdir(here)
    return list(answer.columns), [[plain(value) for value in row] for row in answer.itertuples(index=False)]


@cache
def rscript() -> str:
    """R with what the recipes use. Skips the test where it is not installed."""
    found = shutil.which("Rscript")
    if not found:
        pytest.skip("R is not installed")
    if subprocess.run([found, "-e", "library(dplyr); library(jsonlite)"], capture_output=True, check=False).returncode:
        pytest.skip("dplyr or jsonlite is not installed for R")
    return found


def in_r(recipe: Recipe, release: Path, out: Path) -> Answer:
    script = REPOSITORY / FOLDER / recipe.slug / "recipe.R"
    run_r(f"options(warn = 2)\nsource({str(script)!r})\nstopifnot(is.data.frame(answer))\nwrite.csv(answer, {str(out)!r}, row.names = FALSE, na = '')", release)
    with out.open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    return columns, [[plain(value) for value in row] for row in rows]


def run_r(commands: str, folder: Path) -> str:
    """What R prints. Ties are sorted as SQL and Python sort them, by code point; the page on recipes says so."""
    locale = {"LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LC_COLLATE": "C"}
    done = subprocess.run([rscript(), "-e", commands], cwd=folder, env={**os.environ, **locale}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_same(found: Answer, wanted: Answer) -> None:
    """Columns, number and order of rows, and values; numbers may be text where a CSV file lay between."""
    assert found[0] == wanted[0]
    assert len(found[1]) == len(wanted[1])
    for line, (row, other) in enumerate(zip(found[1], wanted[1], strict=True), 1):
        for column, value, right in zip(wanted[0], row, other, strict=True):
            if isinstance(right, int | float) and value is not None:
                tolerance = ROUNDING if isinstance(right, float) else 0
                assert abs(float(value) - right) <= tolerance, f"row {line}, {column}: {value} for {right}"
            else:
                assert value == right, f"row {line}, {column}: {value} for {right}"


def test_there_are_enough_questions() -> None:
    assert len(RECIPES) >= 14
    assert len({recipe.title for recipe in RECIPES}) == len(RECIPES)


@each
def test_sql_gives_an_answer_that_can_be_read_and_drawn(recipe: Recipe, release: Path) -> None:
    columns, rows = in_sql(recipe, release)
    assert 1 < len(rows) <= MOST_ROWS
    assert {value for key, value in recipe.chart.items() if key != "mark"} <= set(columns)
    assert "ORDER BY" in recipe.sql, "the order of rows is part of the answer"


@each
def test_python_gives_the_same_answer(recipe: Recipe, release: Path) -> None:
    assert_same(in_python(recipe, release), in_sql(recipe, release))


@each
def test_r_gives_the_same_answer(recipe: Recipe, release: Path, tmp_path: Path) -> None:
    assert_same(in_r(recipe, release, tmp_path / "answer.csv"), in_sql(recipe, release))


def test_python_and_r_do_not_pass_the_query_on() -> None:
    assert sum("duckdb" in recipe.python for recipe in RECIPES) <= 1
    assert not any("duckdb" in recipe.r or "SELECT" in recipe.r for recipe in RECIPES)


def test_an_answer_that_differs_is_noticed() -> None:
    wanted: Answer = (["n", "share"], [[1, 0.5], [None, 2.0]])
    others: list[list[list[Any]]] = [[["1", "0.7"], [None, "2"]], [["2", "0.5"], [None, "2"]], [["1", "0.5"], ["0", "2"]], [["1", "0.5"]], [[None, "2"], ["1", "0.5"]]]
    assert_same((["n", "share"], [["1", "0.6"], [None, "2"]]), wanted)
    for other in others:
        with pytest.raises(AssertionError):
            assert_same((["n", "share"], other), wanted)


GOOD = 'order = 1\ntitle = "Why?"\ntext = "Because."\n[chart]\nmark = "bar"\nx = "a"\ny = "b"\n'


@pytest.mark.parametrize(("old", "new", "said"), [
    ("", "", None),
    ('title = "Why?"', "", "question.toml: title: is missing"),
    ('title = "Why?"', 'title = "Because"', "title: is not a question"),
    ("order = 1", 'order = "1"', "question.toml: order: is not of type int"),
    ('text = "Because."', 'text = "Because."\nnote = ""', "question.toml: note: no such key"),
    ('x = "a"', "", "question.toml: chart.x: is missing"),
    ('x = "a"', 'x = "a"\nz = "a"', "question.toml: chart.z: no such key"),
    ('mark = "bar"', 'mark = "pie"', "question.toml: chart.mark: pie is not one of bar, line, dot"),
    ("[chart]", "[chart", "question.toml: "),
])
def test_a_bad_question_is_named_by_file_and_key(tmp_path: Path, old: str, new: str, said: str | None) -> None:
    folder = tmp_path / FOLDER / "why"
    folder.mkdir(parents=True)
    (folder / "question.toml").write_text(GOOD.replace(old, new))
    for name in ("recipe.sql", "recipe.py", "recipe.R"):
        (folder / name).write_text("x")
    if said is None:
        [recipe] = load_recipes(tmp_path)
        assert (recipe.slug, recipe.title, recipe.sql) == ("why", "Why?", "x\n")
    else:
        with pytest.raises(BadRecipe, match=said.replace(".", r"\.").replace("[", r"\[")):
            load_recipes(tmp_path)


def test_a_missing_script_and_a_place_taken_twice_are_named(tmp_path: Path) -> None:
    for slug in ("one", "two"):
        folder = tmp_path / FOLDER / slug
        folder.mkdir(parents=True)
        (folder / "question.toml").write_text(GOOD)
        for name in ("recipe.sql", "recipe.py", "recipe.R"):
            (folder / name).write_text("x")
    with pytest.raises(BadRecipe, match=r"two.question\.toml: order: 1 is also that of one"):
        load_recipes(tmp_path)
    (tmp_path / FOLDER / "one" / "recipe.R").unlink()
    with pytest.raises(BadRecipe, match=r"one.recipe\.R: cannot be read"):
        load_recipes(tmp_path)


def test_names_in_a_picture_are_text() -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    [svg] = draw([Chart({"mark": "bar", "x": hostile, "y": "n", "colour": hostile}, hostile, [{hostile: hostile, "n": 1}])])
    assert "<script" not in svg and "<img" not in svg
    assert 'role="img"' in svg and 'viewBox="' in svg and "&lt;script&gt;" in svg


@each
def test_a_page_shows_the_answer_and_its_picture(reader: Reader, recipe: Recipe, release: Path) -> None:
    columns, rows = in_sql(recipe, release)
    reader.go(f"recipes/{recipe.slug}.html")
    assert reader.text("h1").startswith(recipe.title)
    assert [cell.text for cell in reader.all(".answer th")] == columns
    for row, line in zip(rows[:MOST], reader.all(".answer tbody tr"), strict=True):
        shown = [(cell.get_attribute("textContent") or "").replace(",", "") for cell in line.find_elements("css selector", "td")]
        assert shown == ["" if value is None else str(value).replace(",", "") for value in row]
    picture = reader.one(".answer .wide svg")
    assert picture.is_displayed() and picture.get_attribute("role") == "img"
    assert recipe.title in (picture.get_attribute("aria-label") or "")
    assert reader.all(".answer .wide :is(rect, circle, path[d])")
    assert reader.js("const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.length - new Set(ids).size") == 0
    assert not reader.foreign() and not reader.complaints()


@each
def test_a_page_leads_to_the_console_with_its_query(reader: Reader, recipe: Recipe) -> None:
    reader.go(f"recipes/{recipe.slug}.html")
    query = reader.js("return new URL(document.querySelector('.recipe a.md-button').href).searchParams.get('sql')")
    assert query == recipe.sql.strip()
    assert reader.js("return new URL(document.querySelector('.recipe a.md-button').href).pathname").endswith("/console.html")


def test_a_language_once_chosen_stays_chosen(reader: Reader) -> None:
    reader.go(f"recipes/{RECIPES[0].slug}.html")
    labels = reader.all(".tabbed-labels label")
    assert [label.text for label in labels] == ["SQL", "Python", "R"]
    labels[2].click()
    reader.wait("document.querySelectorAll('.tabbed-block')[2].checkVisibility()")
    assert "library(dplyr)" in reader.all(".tabbed-block")[2].text
    reader.go(f"recipes/{RECIPES[1].slug}.html")
    reader.wait("document.querySelectorAll('.tabbed-block')[2].checkVisibility()")
    reader.js("localStorage.clear(); sessionStorage.clear()")


def test_the_list_leads_to_every_question(reader: Reader) -> None:
    reader.go("recipes/index.html")
    assert [link.get_attribute("href") for link in reader.all(".questions a")] == [f"{reader.address}/recipes/{recipe.slug}.html" for recipe in RECIPES]
    assert reader.all(".questions h2")[0].text == RECIPES[0].title


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("page", ["recipes/index.html", f"recipes/{RECIPES[1].slug}.html", "recipes/waves.html"])
def test_everybody_can_read_the_recipes(phone: Reader, page: str, dark: bool) -> None:
    with phone.dark(dark):
        phone.go(page)
        assert not phone.too_wide()
        assert not phone.axe()


def test_a_telephone_gets_a_picture_that_it_can_show(phone: Reader) -> None:
    phone.go(f"recipes/{RECIPES[0].slug}.html")
    assert not phone.one(".answer .wide").is_displayed()
    narrow = phone.js("const s = document.querySelector('.answer .narrow svg'); return s.getBoundingClientRect().width / s.viewBox.baseVal.width")
    assert 0.85 < narrow <= 1.1, "the letters keep their size"


def test_the_id_of_an_event_leads_to_its_page(reader: Reader) -> None:
    reader.go("recipes/waves.html")
    reader.one(".answer tbody a").click()
    reader.wait("location.pathname.includes('/events/ev-')")
    assert reader.text("h1").strip()
