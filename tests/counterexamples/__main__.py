"""Write one example out as a whole package, so that a person can look at it and check it.

python -m tests.counterexamples E203 /tmp/example
python -m tests.counterexamples --expect E203   write its expected.txt afresh (or ALL); read the change before you commit it
python -m tests.counterexamples --columns       add new columns of datapackage.json to the files of all examples
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import tempfile
from pathlib import Path

from strikelog.cli import main
from tests.counterexamples import CLEAN, DESCRIPTOR, HERE, command, expected, folders, materialise


def expect(folder: str) -> None:
    """Write down what the check says of an example now."""
    out = io.StringIO()
    with tempfile.TemporaryDirectory() as place, contextlib.redirect_stdout(out):
        main(command(materialise(folder, Path(place) / folder)))
    (HERE / folder / "expected.txt").write_text(out.getvalue(), encoding="utf-8", newline="\n")


def add_columns() -> None:
    """Give new columns, which the descriptor has at the end of a table or in its midst, to the files that have all others."""
    for resource in json.loads(DESCRIPTOR.read_text(encoding="utf-8"))["resources"]:
        columns = [f["name"] for f in resource["schema"]["fields"]]
        old = (HERE / CLEAN / resource["path"]).read_bytes().split(b"\n")[0].decode().split(",")
        if columns == old or [c for c in columns if c in old] != old:
            continue
        for file in sorted(HERE.glob(f"*/{resource['path']}")):
            lines = file.read_bytes().split(b"\n")
            if lines[0] != ",".join(old).encode():
                print(f"left alone: {file}", file=sys.stderr)
            elif b'"' in file.read_bytes():
                print(f"has quotes, mend it by hand: {file}", file=sys.stderr)
            else:
                rows = [dict(zip(old, line.split(b","), strict=True)) for line in lines[1:-1]]
                made = [b",".join(row.get(c, b"") for c in columns) for row in rows]
                file.write_bytes(b"\n".join([",".join(columns).encode(), *made, b""]))


def run() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.counterexamples", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("example", nargs="?", choices=[CLEAN, *folders(), "ALL"], metavar="CODE", help="an example, by its folder's name")
    parser.add_argument("folder", nargs="?", type=Path, help="where to write it (default: a fresh temporary folder)")
    parser.add_argument("--expect", action="store_true", help="write expected.txt from what the check says now")
    parser.add_argument("--columns", action="store_true", help="add new columns of the descriptor to the files of all examples")
    options = parser.parse_args()
    if options.columns:
        add_columns()
    elif options.expect:
        for folder in folders() if options.example == "ALL" else [options.example]:
            expect(folder)
    elif options.example:
        package = materialise(options.example, options.folder or Path(tempfile.mkdtemp()) / options.example)
        print(f"strikelog {' '.join(command(package))}\n\n{expected(options.example)}", end="")
    else:
        parser.print_help()
        return 2
    return 0


sys.exit(run())
