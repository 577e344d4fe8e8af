"""Wheel build hook: check the data, publish them, and put the release into the wheel.

An editable install gets none: there, `make build` makes `dist/`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE = "strikelog/release"
KEPT = ("*.parquet", "*.duckdb", "*.json")


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the release to standard wheels."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        # Only now can these be imported: what is being built is not installed yet.
        sys.path.insert(0, str(root / "src"))
        from strikelog.check import check_package
        from strikelog.package import load_package
        from strikelog.publish import build

        report = check_package(root)
        errors = [issue for issue in report.issues if issue.severity == "error"]
        if errors:
            shown = "\n".join(f"{i.path}:{i.line}:{i.field}: error {i.code} {i.message}; {i.hint}" for i in errors[:20])
            raise SystemExit(f"the data have {len(errors)} errors, so no wheel is made:\n{shown}")
        self.folder = Path(tempfile.mkdtemp(prefix="strikelog-"))
        release = self.folder / "release"
        build(load_package(root), report.tables(), release)
        for pattern in KEPT:
            for file in sorted(release.glob(pattern)):
                build_data["force_include"][str(file)] = f"{INSIDE}/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if folder := getattr(self, "folder", None):
            shutil.rmtree(folder, ignore_errors=True)
