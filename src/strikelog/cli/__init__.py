"""The command line: one module a verb, each with `register` and `run`. Only code here prints or exits."""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import NoReturn

# Modules are imported for the verb that runs, so that help answers at once.
VERBS = {
    "check": "check the data against every rule",
    "fmt": "write the data files in their canonical form",
    "build": "check, derive and publish to dist/",
    "diff": "say what changed between two versions of the data",
    "explain": "explain a rule, a field or a code",
    "new": "print a stub for a new event, source or claim",
    "enter": "turn coding sheets into rows of the data files",
    "extract": "read texts and propose candidate events",
    "evaluate": "compare candidates with a gold standard",
    "review": "decide on candidates, on a page of this machine",
    "apply": "turn decisions into rows of the data files",
}

CLEAN, FINDINGS, USAGE = 0, 1, 2


class _NotForUs(MetaPathFinder):
    """Has what pandera imports where it is installed, and the command has no use for, look as if it were not."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name in ("hypothesis", "pandas"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def command() -> NoReturn:
    """The installed command: `main`, and out at once. To give large tables back piece by piece takes Python a second."""
    # Half of a small check's time goes into imports, so there are fewer looks for garbage meanwhile.
    gc.set_threshold(50_000, 20, 20)
    sys.meta_path.insert(0, _NotForUs())
    status = main()
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns 0 if all is clean, 1 if there are findings, 2 if the call makes no sense."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # whatever a cell holds, it can be said
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The reader of our output has gone; what was to be said no longer matters.
        _mute()
        return CLEAN
    except OSError as why:
        _mute()
        complain(f"{f'{why.filename}: ' if why.filename else 'the output could not be written: '}{why.strerror or why}")
        return FINDINGS


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="strikelog", description="An open, versioned dataset of attacks and strikes in Iraq, Syria and their neighbours.",
                                     epilog="Exit status: 0 clean, 1 findings, 2 wrong usage.")
    parser.add_argument("--version", action="store_true", help="print the version of the data and exit")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    chosen = next((a for a in arguments if not a.startswith("-")), None)
    for verb, words in VERBS.items():
        sub = verbs.add_parser(verb, help=words, description=words[0].upper() + words[1:] + ".", formatter_class=argparse.RawDescriptionHelpFormatter)
        if verb == chosen:
            module = import_module(f"strikelog.cli.{verb}")
            sub.epilog = module.__doc__
            module.register(sub)
            sub.set_defaults(run=module.run)
    try:
        options, rest = parser.parse_known_args(arguments)
        # argparse takes no values after an option that stands behind the verb's first word.
        if rest and (not hasattr(options, "row") or any(a.startswith("-") for a in rest)):
            parser.error(f"unrecognized arguments: {' '.join(rest)}")
        if rest:
            options.row += rest
        if options.version:
            from strikelog import __version__

            print(__version__)
            return CLEAN
        if options.verb is None:
            parser.print_help()
            return USAGE
        return int(options.run(options))
    except SystemExit as exit_:
        return int(exit_.code or 0)
    except KeyboardInterrupt:
        return 130


def _mute() -> None:
    """Let what is still to be written go nowhere, so that Python does not complain of it at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> int:
    """Say what is wrong with the call; returns the status for it."""
    print(f"strikelog: {message}", file=sys.stderr)
    return USAGE
