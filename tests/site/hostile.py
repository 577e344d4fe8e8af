"""The repository's data as a vandal would leave them: every free text ends in markup that runs if it is taken for markup."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polars as pl

from strikelog.package import Package, Table, load_package
from tests.helpers import REPOSITORY
from website.pages.examples import EXAMPLES

# Told from all else by its mark; ends an attribute, an element, a script, a cell and a template.
MARK = "pwned"
TAIL = f""" '"></td></script></title><img src=x onerror="window.{MARK}=1"><script>window.{MARK}=1</script>[x](javascript:window.{MARK}=1) <a href=javascript:window.{MARK}=1>`*_|_*` {{{{ 7*7 }}}} ${{7*7}}"""
# Cells whose text is compared with others, so that a change would be an error of the data and not of the site.
LEFT = {("claims", "value"), ("claims", "qualifier"), ("recodings", "first_value"), ("recodings", "second_value"), ("recodings", "settled_value")}
MERGED, RETRACTED = "ev-zzzzz2", "ev-zzzzz3"


def texts(package: Package, table: Table) -> list[str]:
    """The columns of a table that hold free text."""
    keys = {name for key in table.foreign_keys for name in key.fields}
    return [
        f.name for f in table.fields
        if f.type == "string" and not (f.codes or f.pattern or f.format) and f.name not in keys and (table.name, f.name) not in LEFT]


def vandalise(folder: Path) -> Path:
    """A package below `folder` with that text in every cell that can hold it, and two retired events."""
    package = load_package(REPOSITORY)
    root = folder / "package"
    root.mkdir(parents=True)
    shutil.copy(REPOSITORY / "datapackage.json", root)
    # The worked examples are looked up by the names of their sites.
    kept = set(re.findall(r"site = '([^']+)'", " ".join(e.where for e in EXAMPLES)))
    for table in package.tables:
        frame = pl.read_csv(package.path(table), infer_schema=False)
        spared = pl.col("name").is_in(kept) if "name" in frame.columns else pl.lit(False)
        if table.name == "retractions":
            rows = [{"event_id": MERGED, "reason": "merged"}, {"event_id": RETRACTED, "reason": package.lookup("retractions.reason").enum[-1]}]
            event = pl.read_csv(package.path(package.table("events")), infer_schema=False)["event_id"][0]
            frame = pl.DataFrame([{c: {"retracted_on": "2026-11-01", "note": "Retired.", "replaced_by": event if r["reason"] == "merged" else None, **r}.get(c) for c in frame.columns} for r in rows])
        changed = [
            pl.when(pl.col(c).is_not_null() & ~spared).then(pl.col(c) + TAIL).otherwise(pl.col(c)).alias(c)
            for c in texts(package, table) if frame[c].dtype == pl.String]
        path = root / table.path
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.with_columns(changed).write_csv(path, quote_style="necessary")
    return root
