"""Write docs/reference/: the pages that come from the schema, the rules, the commands and the data.

Plain Python before `mkdocs build`, so that the site does not depend on one builder's plugins. Needs
a release for the pages that show the data: `dist/`, or the folder given as the first argument. The
answers below the queries in README.md, and what its example prints, are written afresh too.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from textwrap import indent
from typing import Any

import coverage
import duckdb
import worked_examples

from strikelog import corpus
from strikelog.cli import VERBS, main
from strikelog.evaluate import COUNTS, Evaluation, read_lines
from strikelog.evaluation_report import listing
from strikelog.evaluation_report import markdown as figures
from strikelog.grounding import spans_of
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
            "coverage.md": coverage.page(database, table),
            "worked-examples.md": worked_examples.page(database, table),
            "evaluation.md": evaluation(ROOT / "corpus"),
            "contributing.md": (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("docs/codebook.md", "../codebook.md").replace("docs/sheets.md", "../sheets.md"),
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
        "It is empty where every value is the same, for there it is not defined. "
        "In `event` the first value is always yes, so only the count of agreements says anything there: it is low where one report tells several attacks and the second coder took another of them.", "",
        table(figures), "", "## Disagreements and how they were settled", "", table(differ), ""])


# A field with fewer values than this in the gold of a part is too rare to be called weak.
RARE = 10
WEAKEST = 5


def evaluation(folder: Path) -> str:
    """What the corpus holds, and how the default engine does on each of its parts."""
    dev, test = corpus.measure(folder, ROOT, "dev"), corpus.measure(folder, ROOT, "test")
    return "\n".join([
        "# Evaluation", "",
        "How well the rules, the default engine of `strikelog extract`, find the events of a text. The figures were computed when this page was "
        "made. In a clone of the repository these two commands print them:", "",
        "```sh", "strikelog evaluate corpus --split dev", "strikelog evaluate corpus --split test --totals", "```", "",
        "## The corpus", "",
        "Short texts in the manner of news, written for this project. The places are real, the attacks are made up. Each text has one gold coding, "
        "made by the [codebook](../codebook.md). Parts are split by voice and outlet, never by text: no outlet is in both.", "",
        grid(["", "development", "test"], corpus_counts(folder)), "",
        "A text of difficulty 1 has one event with everything stated. One of difficulty 2 has relative dates, several figures or an event in passing. "
        "One of difficulty 3 has several events, conflicting versions, totals and traps.", "",
        "## What the figures mean", "",
        "- **Precision** is the share of what was proposed that is right, **recall** the share of what is in the gold that was found.",
        "- Events are matched one to one within a text. **Leniently** a pair counts if two of date, place and kind agree, where dates of at most two "
        "days agree if they overlap. **Strictly** all three must agree, and the date exactly.",
        "- **A field** is right only if the whole value is. A missed event counts against the recall of each of its fields.",
        "- **A total** is a running count, such as attacks since a day. It is no event, and to tell it as one is an error of its own.",
        "- **A span** is the characters given for a value. That a span carries its value shows that the value is not invented, not that it belongs to this event.",
        "- **The development part** is what the grammar was written on. Of a text that nobody has seen, expect the figures of **the test part** at best: "
        "these texts are short and made up, and news as it comes is not.", "",
        "## What it does badly", "",
        *shortcomings(dev, test), "",
        "This is why every candidate goes before a person.", "",
        "## The development part", "", figures(dev, lists=False),
        '??? note "Every miss and false alarm of the development part"', "",
        indent("\n".join(["```text", *listing(dev), "```"]), "    "), "",
        "## The test part", "",
        "Figures only: whoever writes grammar by what is missed here cannot test with it again.", "", figures(test, lists=False)])


def corpus_counts(folder: Path) -> Iterator[list[object]]:
    """Texts, events and totals of each part, and texts of each language, difficulty and manner of outlet."""
    about, gold = corpus.by_id(folder / "texts.jsonl"), corpus.by_id(folder / "gold.jsonl")

    def row(name: str, counts: Counter[str]) -> list[object]:
        return [name, counts["dev"], counts["test"]]

    yield row("texts", Counter(t["split"] for t in about.values()))
    for key, name in (("events", "events"), ("tallies", "totals")):
        yield row(name, Counter(about[one]["split"] for one, g in gold.items() for _ in g[key]))
    manners = {one: {**t, "voice": t["voice"].rpartition("-")[0]} for one, t in about.items()}
    for key in corpus.GROUPS:
        for value in sorted({t[key] for t in manners.values()}):
            yield row(f"texts of {key} {value}", Counter(t["split"] for t in manners.values() if t[key] == value))
    yield ["outlets", *(len({t["voice"] for t in about.values() if t["split"] == part}) for part in ("dev", "test"))]


def shortcomings(dev: Evaluation, test: Evaluation) -> Iterator[str]:
    """The weak points of the engine, in words, from the figures."""
    def share(figure: float | None) -> str:
        return "none" if figure is None else f"{figure:.2f}"

    lenient, strict = test.lenient, test.strict
    yield f"- **New outlets.** F1 falls from {share(dev.lenient.f1)} on the development part to {share(lenient.f1)} on the test part, strictly from {share(dev.strict.f1)} to {share(strict.f1)}."
    yield f"- **Events not found.** On the test part {lenient.expected - lenient.right} of {lenient.expected} events are missed, and {lenient.proposed - lenient.right} of {lenient.proposed} proposals are no event of the gold."
    yield f"- **Events half right.** Of the {lenient.right} found there, {lenient.right - strict.right} have another date, place or kind than the gold."
    yield f"- **Totals.** {test.tallies.expected - test.tallies.right} of {test.tallies.expected} are not found with their number."
    known = [(name, s) for name, s in test.fields.items() if s.expected >= RARE]
    weakest = sorted(known, key=lambda pair: (pair[1].f1 or 0, pair[0]))[:WEAKEST]
    yield f"- **Weakest fields** of the test part, of those with at least {RARE} values in the gold: {'; '.join(f'`{name}` (precision {share(s.precision)}, recall {share(s.recall)})' for name, s in weakest)}."


def table(result: duckdb.DuckDBPyRelation) -> str:
    """A query's answer as a Markdown table; nulls are empty cells."""
    return grid(result.columns, result.fetchall())


def grid(columns: list[str], rows: Iterable[Iterable[object]]) -> str:
    def cell(value: object) -> str:
        return "" if value is None else re.sub(r"([|<])", r"\\\1", str(value))

    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(cell(v) for v in line) + " |" for line in lines)


def answered(text: str, database: duckdb.DuckDBPyConnection) -> str:
    """The text with the answer of each SQL block written below it, in place of the one that stood there."""
    def with_answer(found: re.Match[str]) -> str:
        return f"```sql\n{found['query']}```\n\n{table(database.sql(found['query']))}\n"

    return re.sub(r"```sql\n(?P<query>.*?)```\n(?:\n(?:\|[^\n]*\n)+)?", with_answer, text, flags=re.DOTALL)


EXAMPLE = "## From an article to rows\n"
# What the example shows of a candidate: not what only follows from the place.
SHOWN = ("event_type", "date_earliest", "part_of_day", "site_id", "weapons", *COUNTS, "claimed_by", "attributed_to")


def replayed(text: str) -> str:
    """The text with its example run afresh: the article, the candidate's values and what the last commands print.

    The commands are run as they stand there, but for the one that opens a page; the decisions taken on
    that page are beside the article.
    """
    before, heading, rest = text.partition(EXAMPLE)
    example, following, after = rest.partition("\n## ")
    article = (ROOT / "docs" / "example" / "article.txt").read_text(encoding="utf-8")
    extract, review, apply = re.findall(r"```sh\n(.*?)```", example, re.DOTALL)
    assert review.startswith("strikelog review ")
    with tempfile.TemporaryDirectory() as folder:
        run(extract, ROOT, TMPDIR=folder)
        [made] = Path(folder).glob("*/candidates.jsonl")
        [candidate] = read_lines(made)
        printed = run(apply, made.parent)
    if "new event" not in printed:
        raise SystemExit("docs/example/decisions.jsonl decides nothing that the engine finds now; decide the example again with strikelog review")
    values = grid(["field", "value", "who says so", "in the text"], candidate_values(candidate, article))
    example = re.sub(r"(?m)^(> .*\n)+", lambda _: f"> {article.strip()}\n", example, count=1)
    example = re.sub(r"(?m)^(\|.*\n)+", lambda _: f"{values}\n", example, count=1)
    example = re.sub(r"```text\n.*?```", lambda _: f"```text\n{printed}```", example, count=1, flags=re.DOTALL)
    return before + heading + example + following + after


def run(commands: str, folder: Path, **environment: str) -> str:
    """What shell commands print, in a folder, with this interpreter's strikelog."""
    script = f'set -e\nstrikelog() {{ "{sys.executable}" -m strikelog "$@"; }}\n{commands}'
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{commands}{done.stdout}")
    return done.stdout


def candidate_values(candidate: dict[str, Any], text: str) -> Iterator[list[object]]:
    """Field, value, asserter and words of each value that the example shows."""
    for name, span, value in sorted((s for s in spans_of(candidate) if s[0] in SHOWN), key=lambda s: SHOWN.index(s[0])):
        shown, asserter = value, None
        if isinstance(value, dict):
            numbers = [str(n) for n in dict.fromkeys((value.get("min"), value.get("max"))) if n is not None]
            shown = "–".join(numbers) or value.get("actor_id") or value.get("state")
            asserter = value.get("asserter_id") or value.get("asserter")
        yield [name, shown, asserter, text[span["start"]:span["end"]]]


if __name__ == "__main__":
    release = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "dist"
    with duckdb.connect(str(release / "strikelog.duckdb"), read_only=True) as opened:
        readme = ROOT / "README.md"
        readme.write_text(replayed(answered(readme.read_text(encoding="utf-8"), opened)), encoding="utf-8")
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for old in REFERENCE.glob("*.md"):
        old.unlink()
    for name, text in pages(release).items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
