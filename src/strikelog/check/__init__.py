"""The check: structure, types, keys and the rules of the codebook, with every finding at its file and line."""

from strikelog.check.engine import Report, check_package

__all__ = ["Report", "check_package"]
