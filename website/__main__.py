"""Write what the builder makes the site of: prose, generated pages, data for the browser, bundled scripts.

    python -m website [--release dist] [--package .] [--out build/docs] [--address URL] [--repository URL]

Exit status 1 if something is missing, which is then named.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb

from website.browser import NotBundled, bundle
from website.pages import (
    actors,
    agreement,
    changes,
    commands,
    console,
    coverage,
    dictionary,
    evaluation,
    events,
    examples,
    explore,
    home,
    metadata,
    prose,
    quality,
    recipes,
    rules,
    sites,
    use,
    weapons,
)
from website.site import ROOT, File, Site, open_site

FAMILIES: tuple[Callable[[Site], Iterator[File]], ...] = (
    home.pages, explore.pages, metadata.pages, changes.pages, quality.pages, prose.pages, dictionary.pages, rules.pages, commands.pages, recipes.pages, use.pages, console.pages, agreement.pages, coverage.pages, examples.pages, evaluation.pages,
    events.pages, sites.pages, actors.pages, weapons.pages,
)


def write(site: Site, out: Path) -> int:
    """Write every file of the site below `out`, which is emptied first; returns how many.

    Raises ValueError if two pages want one path, NotBundled if the scripts cannot be made.
    """
    shutil.rmtree(out, ignore_errors=True)
    written: set[str] = set()
    for family in FAMILIES:
        for file in family(site):
            if file.path in written:
                raise ValueError(f"two pages are {file.path}")
            written.add(file.path)
            path = out / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content if isinstance(file.content, bytes) else file.content.encode())
    bundle(out / "assets")
    return len(written)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m website", description="Write what the builder makes the site of.")
    parser.add_argument("--release", type=Path, default=ROOT / "dist", help="the published folder (default: dist)")
    parser.add_argument("--package", type=Path, default=ROOT, help="the data package it was published from (default: this repository)")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs", help="where to write; emptied first (default: build/docs)")
    parser.add_argument("--address", default=os.environ.get("STRIKELOG_SITE", ""), help="where the site will stand, for what needs whole addresses (default: $STRIKELOG_SITE)")
    parser.add_argument("--repository", default=os.environ.get("STRIKELOG_REPOSITORY", ""), help="where issues are opened (default: $STRIKELOG_REPOSITORY)")
    options = parser.parse_args(argv)
    try:
        with open_site(options.release, options.package, options.address, options.repository) as site:
            number = write(site, options.out)
    except (OSError, duckdb.IOException, NotBundled) as why:
        print(f"{why}; make docs makes all that is needed", file=sys.stderr)
        return 1
    print(f"{options.out}: {number:,} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
