"""What verbs share: the place of the package, and a progress line that only a person sees."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from pathlib import Path


def existing(text: str) -> Path:
    """The type of an argument that names a folder or file that is there."""
    try:
        if (path := Path(text)).exists():
            return path
    except OSError as why:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be opened: {why.strerror}") from None
    raise argparse.ArgumentTypeError(f"there is no {text!r}")


def day(text: str) -> date:
    """The type of an argument that is a day."""
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"there is no day {text!r}: write YYYY-MM-DD") from None
    raise argparse.ArgumentTypeError(f"{text!r} is not a day: write YYYY-MM-DD")


def add_package(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "package", nargs="?", type=existing, default=Path(), metavar="PACKAGE", help="folder with datapackage.json (default: this folder)"
    )


def progress(stage: str, done: int, total: int) -> None:
    """One line on standard error, rewritten as the work goes on; nothing where no person watches."""
    if sys.stderr.isatty():
        width = 24
        bar = "█" * (width * done // max(1, total))
        end = f"\r\x1b[K{bar:░<{width}} {stage}" if done < total else "\r\x1b[K"
        print(end, end="", file=sys.stderr, flush=True)
