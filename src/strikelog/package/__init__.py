"""The schema as frozen records: `datapackage.json` read once, known to no engine.

Everything the project knows of a column, a code or a key comes from here. The descriptor is a
Frictionless Data Package; on top of the standard it holds `derived` and `views` (tables made at
build time, described in the same way), in `categories` what each code means, and in a schema's
`order` the columns by which the rows of the file are sorted.
"""

from strikelog.package.reading import load_package, parse_package, unsafe_path
from strikelog.package.records import DESCRIPTOR, FLAWS, TYPES, Code, DescriptorError, Field, Flaw, ForeignKey, Package, Table
from strikelog.package.vetting import ABOUT

__all__ = [
    "ABOUT",
    "DESCRIPTOR",
    "FLAWS",
    "TYPES",
    "Code",
    "DescriptorError",
    "Field",
    "Flaw",
    "ForeignKey",
    "Package",
    "Table",
    "load_package",
    "parse_package",
    "unsafe_path",
]
