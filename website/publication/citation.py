"""How to cite the data, from the schema."""

from __future__ import annotations

import re

from strikelog.package import Package


def authors(package: Package) -> list[str]:
    """The names of those whom the schema calls authors."""
    return [c["title"] for c in package.descriptor.get("contributors", ()) if c.get("role", "author") == "author"]


def year(package: Package) -> str:
    return str(package.descriptor.get("created", ""))[:4]


def apa(package: Package, address: str = "") -> str:
    """The reference in the manner of the APA's seventh edition."""
    return f"{', & '.join(authors(package))}. ({year(package)}). {package.title} (Version {package.version}) [Data set].{f' {address}/' if address else ''}"


def bibtex(package: Package, address: str = "") -> str:
    """The reference for BibTeX and BibLaTeX; names of groups are not taken apart."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in authors(package)),
        "title": f"{{{_tex(package.title)}}}",
        "year": year(package),
        "date": str(package.descriptor.get("created", ""))[:10],
        "version": _tex(package.version),
        "note": f"Data set, version {_tex(package.version)}",
        "url": f"{address}/" if address else "",
    }
    lines = [f"  {name:<7} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{re.sub('[^A-Za-z0-9]+', '-', f'{package.name}-{package.version}')},", *lines, "}"])


def _tex(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
