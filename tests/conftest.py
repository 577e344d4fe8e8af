"""What tests share: a release of the present data, and how many examples hypothesis tries.

Few by default; HYPOTHESIS_PROFILE=thorough before a release.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.helpers import REPOSITORY

COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large], "print_blob": True}
settings.register_profile("quick", max_examples=60, derandomize=True, database=None, **COMMON)
settings.register_profile("thorough", max_examples=500, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own data, checked and published to a folder."""
    from strikelog.check import check_package
    from strikelog.publish import build

    report = check_package(REPOSITORY)
    assert report.package is not None and not report.errors, [i.message for i in report.issues]
    out = tmp_path_factory.mktemp("repository") / "dist"
    build(report.package, report.tables(), out)
    return out
