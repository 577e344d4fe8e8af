"""What changed between two versions of the data, row by row and value by value."""

from strikelog.compare.changes import Comparison, TableChanges, compare
from strikelog.compare.versions import NoVersion, Version, open_version

__all__ = ["Comparison", "NoVersion", "TableChanges", "Version", "compare", "open_version"]
