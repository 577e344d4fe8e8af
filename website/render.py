"""Pages and tables as HTML in which nothing that comes from the data can be markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from website.site import File


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"ticked": ticked, "number": number, "size": size}
    return made


def relative(source: str, target: str) -> str:
    """The address of one file of the site as seen from another; `.md` becomes `.html`, an anchor stays.

    Links are relative throughout, so that the site stands at any path of any host.
    """
    path, mark, anchor = target.partition("#")
    path = re.sub(r"\.md$", ".html", path)
    up = "../" * (len(PurePosixPath(source).parts) - 1)
    return f"{up}{path}{mark}{anchor}"


def console(query: str) -> str:
    """The console with a query in it, as a path for `relative`; the theme takes `q` for its own search."""
    return f"console.html?sql={quote(query, safe='')}"


def page(path: str, template: str, *, title: str, description: str = "", meta: Mapping[str, Any] | None = None, **values: Any) -> File:
    """A page whose body is the HTML that a template of `templates/` makes of the values.

    In the template `href(path)` links to another file of the site. `meta` goes into the page's front
    matter: `hide` (parts of the theme), `scripts` and `styles` (files of `assets/`), `search`.
    """
    return File(path, front_matter(title=title, description=description, **(meta or {})) + part(path, template, title=title, **values) + "\n")


def part(path: str, template: str, **values: Any) -> str:
    """What a template makes of the values for the page at `path`, as one block of HTML for a page in Markdown."""
    return raw(_templates().get_template(template).render(href=lambda target: relative(path, target), **values))


def ticked(text: object) -> Markup:
    """Text in which backticks mark code, as in the descriptions of the schema."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def number(value: float) -> str:
    """A number for people: thousands parted by commas, and no fraction where there is none."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def size(number_of_bytes: int) -> str:
    """The size of a file for people, in units of a thousand."""
    return f"{number_of_bytes:,} bytes" if number_of_bytes < 1000 else f"{number_of_bytes / 1000:,.0f} kB" if number_of_bytes < 999_500 else f"{number_of_bytes / 1e6:,.1f} MB"


def front_matter(**values: Any) -> str:
    """The head of a page. The builder writes titles and descriptions into HTML as they stand, so they are escaped here."""
    lines = [f"{key}: {json.dumps(str(escape(value)) if isinstance(value, str) else value, ensure_ascii=False)}" for key, value in values.items() if value]
    return "\n".join(["---", *lines, "---", "", ""])


def raw(html: str) -> str:
    """HTML as one block that Markdown leaves alone: it must begin and end with a block element and hold no empty line, nor a fence of code."""
    html = re.sub(r"`{3,}|~{3,}", lambda fence: f"&#{ord(fence[0][0])};" * len(fence[0]), html)
    return re.sub(r"\n\s*\n+", "\n", html.strip())


def words(text: object) -> str:
    """Text from the data for a Markdown page, with nothing in it that Markdown or HTML would take for its own."""
    return re.sub(r"[^\w\s,.;]", lambda found: f"&#{ord(found[0])};", str(text)).replace("_", "&#95;").replace("\n", " ")


def table(answer: duckdb.DuckDBPyRelation) -> str:
    """A query's answer as an HTML table for a Markdown page; nulls are empty cells, numbers stand to the right."""
    return grid(answer.columns, answer.fetchall())


def grid(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Rows as an HTML table. A cell that is Markup stays as it is, everything else is escaped."""
    listed = [list(row) for row in rows]
    numbers = {n for row in listed for n, value in enumerate(row) if _is_number(value)}
    head = Markup("").join(Markup("<th{}>{}</th>").format(Markup(' class="number"') if n in numbers else "", name) for n, name in enumerate(columns))
    body = Markup("").join(Markup("<tr>{}</tr>\n").format(Markup("").join(map(_cell, row))) for row in listed)
    return raw(Markup("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table>").format(head, body))


def _cell(value: object) -> Markup:
    if _is_number(value):
        return Markup('<td class="number">{}</td>').format(f"{value:,}" if isinstance(value, int) and abs(value) > 9999 else value)
    return Markup("<td>{}</td>").format("" if value is None else value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
