"""Findings as text, JSON, GitHub annotations or Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from strikelog.issues import Issue, count

Renderer = Callable[[Sequence[Issue]], str]


def text(issues: Sequence[Issue]) -> str:
    """One line a finding, as compilers write them: `path:line:field: severity code message; hint`."""
    return "".join(f"{_place(i)}: {i.severity} {i.code} {_one_line(i.message)}; {_one_line(i.hint)}\n" for i in issues)


def as_json(issues: Sequence[Issue]) -> str:
    """An array of objects with exactly the fields of Issue."""
    return json.dumps([asdict(i) for i in issues], ensure_ascii=False, indent=1) + "\n"


def github(issues: Sequence[Issue]) -> str:
    """Workflow commands that GitHub shows beside the line in a pull request."""
    return "".join(
        f"::{i.severity} file={_property(i.path)},line={max(1, i.line)},title={_property(f'{i.code} {i.field}'.strip())}::{_data(f'{i.message}; {i.hint}')}\n"
        for i in issues)


def markdown(issues: Sequence[Issue]) -> str:
    """A table for a comment on a pull request."""
    if not issues:
        return "No findings.\n"
    head = f"{tally(issues)}\n\n| Where | Rule | What is wrong | What to do |\n| --- | --- | --- | --- |\n"
    return head + "".join(f"| `{_cell(_place(i))}` | {i.severity} {i.code} | {_cell(i.message)} | {_cell(i.hint)} |\n" for i in issues)


RENDERERS: Mapping[str, Renderer] = {"text": text, "json": as_json, "github": github, "markdown": markdown}


def tally(issues: Sequence[Issue]) -> str:
    """The number of errors and warnings in words."""
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for word in ("error", "warning") for n in (count(issues, word),))


def _place(issue: Issue) -> str:
    return ":".join([issue.path, *([str(issue.line)] if issue.line else []), *([issue.field] if issue.field else [])])


def _one_line(words: str) -> str:
    """Bad values reach the terminal: whatever could move the cursor or break the line is spelled out."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in words)


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def _cell(words: str) -> str:
    return _one_line(words).replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("`", "'")
