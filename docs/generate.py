"""Write docs/reference/: the pages that come from the schema, the rules, the commands and the data.

Plain Python before `mkdocs build`, so that the site does not depend on one builder's plugins. Needs
a release for the pages that show the data: `dist/`, or the folder given as the first argument. The
answers below the queries in README.md are written afresh too.
"""

from __future__ import annotations

import io
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path

import duckdb

from strikelog.cli import VERBS, main
from strikelog.issues import catalogue
from strikelog.package import load_package
from strikelog.targets import markdown

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"


def pages(release: Path) -> dict[str, str]:
    """Every generated page by its file name, with the data of the release in that folder."""
    package = load_package(ROOT)
    with duckdb.connect(str(release / "strikelog.duckdb"), read_only=True) as database:
        return {
            "tables.md": markdown.dictionary(package, package.tables, "Tables", "The tables that people edit, as CSV files in `data/`. They are published in the same form as Parquet, CSV and DuckDB."),
            "derived.md": markdown.dictionary(package, (*package.derived, *package.views), "Derived tables and views", "Made from the tables at build time, never by hand. The views are in the DuckDB file."),
            "rules.md": markdown.rules(catalogue().values()),
            "commands.md": commands(),
            "recipes.md": recipes(database),
            "agreement.md": agreement(database),
            "contributing.md": (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("docs/codebook.md", "../codebook.md"),
            "changelog.md": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
        }


def commands() -> str:
    """The help of every verb, as the command itself prints it."""
    parts = ["# Command line", "", "What `strikelog --help` and `strikelog VERB --help` print.", ""]
    for verb in ("", *VERBS):
        said = io.StringIO()
        with redirect_stdout(said):
            main([*([verb] if verb else []), "--help"])
        parts += [f"## strikelog {verb}".rstrip(), "", "```text", said.getvalue().rstrip(), "```", ""]
    return "\n".join(parts)


def recipes(database: duckdb.DuckDBPyConnection) -> str:
    """Each query of docs/recipes with the answer that the present data gives."""
    parts = ["# Recipes", "", "Queries for `strikelog.duckdb`, each with its answer from the data of this version.", ""]
    for file in sorted((ROOT / "docs" / "recipes").glob("*.sql")):
        comment, _, query = file.read_text(encoding="utf-8").partition("\n")
        parts += [f"## {comment.removeprefix('-- ')}", "", "```sql", query.strip(), "```", "", table(database.sql(query)), ""]
    return "\n".join(parts)


def agreement(database: duckdb.DuckDBPyConnection) -> str:
    """Agreement of coders for each field, and every disagreement with its settlement."""
    figures = database.sql("SELECT round, field, events, agreed, alpha FROM agreement ORDER BY round, field")
    differ = database.sql("""SELECT event_id AS event, field, coalesce(first_value, 'not stated') AS first, coalesce(second_value, 'not stated') AS second,
        coalesce(settled_value, 'not stated') AS settled, settlement AS why
        FROM recodings WHERE first_value IS DISTINCT FROM second_value ORDER BY field, event_id""")
    return "\n".join([
        "# Agreement of coders", "",
        "Events coded a second time by a coder who had not seen the first coding ([codebook, rule 33](../codebook.md#second-coding)). "
        "Alpha is Krippendorff's, nominal, over the events to which at least one of the two gave a value; 'not stated' is a value of its own, "
        "so that silence against a number counts as a disagreement and silence against silence counts for nothing. "
        "It is empty where every value is the same, for there it is not defined.", "",
        table(figures), "", "## Disagreements and how they were settled", "", table(differ), ""])


def table(result: duckdb.DuckDBPyRelation) -> str:
    """A query's answer as a Markdown table; nulls are empty cells."""
    def cell(value: object) -> str:
        return "" if value is None else re.sub(r"([|<])", r"\\\1", str(value))

    lines = [result.columns, ["---"] * len(result.columns), *result.fetchall()]
    return "\n".join("| " + " | ".join(cell(v) for v in line) + " |" for line in lines)


def answered(text: str, database: duckdb.DuckDBPyConnection) -> str:
    """The text with the answer of each SQL block written below it, in place of the one that stood there."""
    def with_answer(found: re.Match[str]) -> str:
        return f"```sql\n{found['query']}```\n\n{table(database.sql(found['query']))}\n"

    return re.sub(r"```sql\n(?P<query>.*?)```\n(?:\n(?:\|[^\n]*\n)+)?", with_answer, text, flags=re.DOTALL)


if __name__ == "__main__":
    release = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "dist"
    with duckdb.connect(str(release / "strikelog.duckdb"), read_only=True) as opened:
        readme = ROOT / "README.md"
        readme.write_text(answered(readme.read_text(encoding="utf-8"), opened), encoding="utf-8")
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for old in REFERENCE.glob("*.md"):
        old.unlink()
    for name, text in pages(release).items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
