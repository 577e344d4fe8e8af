"""Findings as text, JSON, GitHub annotations or Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from strikelog.issues import Issue, count

Renderer = Callable[[Sequence[Issue]], str]


def text(issues: Sequence[Issue]) -> str:
    """One line a finding, as compilers write them: `path:line:field: severity code message; hint`."""
    return "".join(f"{one_line(_place(i))}: {i.severity} {i.code} {one_line(i.message)}; {one_line(i.hint)}\n" for i in issues)


def as_json(issues: Sequence[Issue]) -> str:
    """An array of objects with exactly the fields of Issue."""
    array = json.dumps([asdict(i) for i in issues], ensure_ascii=False, indent=1)
    # Half a character, which JSON can spell and UTF-8 cannot.
    return array.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def github(issues: Sequence[Issue]) -> str:
    """Workflow commands that GitHub shows beside the line in a pull request."""
    return "".join(
        f"::{i.severity} file={_property(i.path)},line={max(1, i.line)},title={_property(f'{i.code} {i.field}'.strip())}"
        f"::{_data(f'{i.message}; {i.hint}')}\n"
        for i in issues
    )


def markdown(issues: Sequence[Issue]) -> str:
    """A table for a comment on a pull request."""
    if not issues:
        return "No findings.\n"
    head = f"{tally(issues)}\n\n| Where | Rule | What is wrong | What to do |\n| --- | --- | --- | --- |\n"
    return head + "".join(
        f"| `{markdown_cell(_place(i))}` | {i.severity} {i.code} | {markdown_cell(i.message)} | {markdown_cell(i.hint)} |\n" for i in issues
    )


RENDERERS: Mapping[str, Renderer] = {"text": text, "json": as_json, "github": github, "markdown": markdown}


def tally(issues: Sequence[Issue]) -> str:
    """The number of errors and warnings in words."""
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for word in ("error", "warning") for n in (count(issues, word),))


def _place(issue: Issue) -> str:
    return ":".join([issue.path, *([str(issue.line)] if issue.line else []), *([issue.field] if issue.field else [])])


def one_line(words: str) -> str:
    """Bad values reach the terminal: whatever could move the cursor or break the line is spelled out."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)


def _data(words: str) -> str:
    return one_line(words).replace("%", "%25")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def markdown_cell(words: str) -> str:
    return one_line(words).replace("&", "&amp;").replace("<", "&lt;").replace("\\", "\\\\").replace("|", "\\|").replace("`", "'")
