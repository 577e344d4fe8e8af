"""The page on the command line: the help of every verb, as the command itself prints it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stdout

from strikelog.cli import VERBS, main
from website.site import File, Site


def pages(site: Site) -> Iterator[File]:
    """`strikelog --help` and `strikelog VERB --help`."""
    parts = ["# Command line", "", "What `strikelog --help` and `strikelog VERB --help` print.", ""]
    for verb in ("", *VERBS):
        said = io.StringIO()
        with redirect_stdout(said):
            main([*([verb] if verb else []), "--help"])
        parts += [f"## strikelog {verb}".rstrip(), "", "```text", said.getvalue().rstrip(), "```", ""]
    yield File("reference/commands.md", "\n".join(parts))
