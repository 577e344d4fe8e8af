"""Write README.md afresh: the answers below its queries and what its example prints, from the present data and commands.

    python -m website.readme [RELEASE]
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from strikelog.evaluate import COUNTS, read_lines
from strikelog.grounding import spans_of
from website.site import ROOT, open_site


def grid(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Rows as a Markdown table; nulls are empty cells."""
    def cell(value: object) -> str:
        return "" if value is None else re.sub(r"([|<])", r"\\\1", str(value))

    head = list(columns)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(v) for v in line) + " |" for line in lines)


def answered(text: str, database: duckdb.DuckDBPyConnection) -> str:
    """The text with the answer of each SQL block written below it, in place of the one that stood there."""
    def answer(query: str) -> str:
        rows = database.sql(query)
        return grid(rows.columns, rows.fetchall())

    def with_answer(found: re.Match[str]) -> str:
        return f"```sql\n{found['query']}```\n\n{answer(found['query'])}\n"

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
    with open_site(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "dist") as site:
        readme = ROOT / "README.md"
        readme.write_text(replayed(answered(readme.read_text(encoding="utf-8"), site.database)), encoding="utf-8")
