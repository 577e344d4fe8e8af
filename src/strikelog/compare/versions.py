"""A version of the data, wherever it is kept: a package, a published folder, or a git revision."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from strikelog.canonical import faults
from strikelog.issues import Findings, Issue
from strikelog.package import DESCRIPTOR, DescriptorError, Package, Table, load_package
from strikelog.rows import read_rows


@dataclass(frozen=True, slots=True)
class Version:
    """The base tables of one version, with every cell as text, however it was stored."""

    name: str
    package: Package
    tables: Mapping[str, Table]
    frames: Mapping[str, pl.DataFrame]


class NoVersion(ValueError):
    """There is no such version, or it cannot be read; `issues` says where it is damaged."""

    def __init__(self, message: str, issues: tuple[Issue, ...] = ()):
        self.issues = issues
        super().__init__(message)


def open_version(name: str, within: Path = Path()) -> Version:
    """The version called `name`: a folder with a descriptor, else a git revision of the folder `within`.

    Raises NoVersion.
    """
    folder = within / name
    if folder.exists():
        return _read(name, folder)
    commit = _git(within, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}")
    if commit is None:
        raise NoVersion(f"{name} is neither a folder with {DESCRIPTOR} nor a revision of a git repository here")
    with TemporaryDirectory(prefix="strikelog-") as temporary:
        root = Path(temporary)
        _check_out(within, name, commit.decode().strip(), root)
        return _read(name, root)


def _check_out(within: Path, name: str, commit: str, root: Path) -> None:
    """Copy the descriptor and the files that it names from a commit into `root`."""
    descriptor = _git(within, "show", f"{commit}:./{DESCRIPTOR}")
    if descriptor is None:
        raise NoVersion(f"the revision {name} has no {DESCRIPTOR} in this folder")
    (root / DESCRIPTOR).write_bytes(descriptor)
    for table in _load(name, root).tables:
        data = _git(within, "show", f"{commit}:./{table.path}")
        if data is not None:
            file = root / table.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)


def _git(within: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=within, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _load(name: str, root: Path) -> Package:
    try:
        package = load_package(root)
    except DescriptorError as error:
        raise NoVersion(f"{name}: {error}") from None
    if unsafe := [flaw.message for flaw in package.flaws if flaw.kind == "unsafe_path"]:
        raise NoVersion(f"{name}: {'; '.join(unsafe)}")
    return package


def _read(name: str, root: Path) -> Version:
    package = _load(name, root)
    about = {r["name"]: r for r in package.descriptor["resources"]}
    # A published folder holds derived tables as well; they follow from the others.
    tables = {t.name: t for t in package.tables if about[t.name].get("kind", "base") == "base"}
    findings = Findings()
    frames = {}
    for table in tables.values():
        parquet = package.path(table).with_suffix(".parquet")
        if table.path.endswith(".parquet") or ("formats" in about[table.name] and parquet.exists()):
            frames[table.name] = _stored(name, table, parquet)
        else:
            frame = read_rows(package, table, findings).frame
            frames[table.name] = frame.with_columns(_as_text(f.name, pl.String, f.type) for f in table.fields)
    if issues := faults(findings):
        raise NoVersion(f"{name} cannot be read without fault, so nothing can be said of what changed", issues)
    return Version(name, package, tables, frames)


def _stored(name: str, table: Table, parquet: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(parquet, glob=False)
        return frame.select(_as_text(f.name, frame.schema[f.name], f.type) for f in table.fields)
    except (OSError, KeyError, pl.exceptions.PolarsError) as why:
        raise NoVersion(f"{name}: {parquet.name} cannot be read: {str(why).splitlines()[0]}") from None


def _as_text(name: str, stored: pl.DataType | type[pl.DataType], declared: str) -> pl.Expr:
    """A column as the text that stands in a canonical file, so that 33.80 and 33.8 are one value."""
    cell = pl.col(name)
    if stored == pl.Datetime:
        return cell.dt.to_string("%Y-%m-%dT%H:%M:%SZ")
    if stored == pl.Time:
        return cell.dt.to_string("%H:%M:%S")
    if declared == "number":
        plain = cell.cast(pl.Float64, strict=False).cast(pl.String).str.strip_suffix(".0")
        return pl.coalesce(plain, cell.cast(pl.String)).alias(name)
    return cell.cast(pl.String)


