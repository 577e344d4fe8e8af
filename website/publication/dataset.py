"""The data set as machines are told of it: schema.org in the front page, and a Croissant file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from strikelog.package import Field, Package, Table
from website.facts.figures import figures
from website.publication import citation
from website.publication.downloads import Download
from website.site import Site

CROISSANT = "croissant.json"
# The table whose columns are the variables of the data set.
FLAT = "events_wide"
TYPES: Mapping[str, str] = {
    "string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date", "datetime": "sc:DateTime",
    "time": "sc:Text", "year": "sc:Integer"}
# As version 1.0 of the format asks for it, word for word.
CONTEXT: Mapping[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject", "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform"}


def dataset(site: Site, files: Mapping[str, Download]) -> dict[str, Any]:
    """The data set in the words of schema.org, for search engines. Addresses are whole where the site's is known."""
    package, told = site.package, figures(site)
    about: dict[str, Any] = {"@context": "https://schema.org/", "@type": "Dataset", **_about(site), "isAccessibleForFree": True}
    if told.first and told.last:
        about["temporalCoverage"] = f"{told.first}/{told.last}"
    about["spatialCoverage"] = [{"@type": "Place", "name": site.label("events.country", row["country"]), **_box(row)} for row in site.rows(
        "SELECT country, min(latitude) AS south, min(longitude) AS west, max(latitude) AS north, max(longitude) AS east, count(*) AS rows "
        "FROM events_wide GROUP BY country ORDER BY rows DESC, country")]
    about["variableMeasured"] = [
        {"@type": "PropertyValue", "name": f.name, "description": f"{f.title}. {f.description}"} for f in package.table(FLAT).fields]
    about["distribution"] = [{"@type": "DataDownload", "name": f.name, "description": f.about, "contentUrl": whole(site, f.path), "encodingFormat": f.media_type,
                              "contentSize": f"{f.size} B", "sha256": f.sha256} for f in files.values()]
    return about


def croissant(site: Site, files: Mapping[str, Download]) -> dict[str, Any]:
    """The data set as Croissant: every published file, and each table as a record set with its fields, their meanings and references."""
    package = site.package
    return {
        "@context": dict(CONTEXT), "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", **_about(site), "citeAs": citation.bibtex(package, site.address),
        "datePublished": str(package.descriptor.get("created", ""))[:10],
        "distribution": [{"@type": "cr:FileObject", "@id": f.name, "name": f.name, "description": f.about, "contentUrl": whole(site, f.path),
                          "contentSize": f"{f.size} B", "encodingFormat": f.media_type, "sha256": f.sha256} for f in files.values()],
        "recordSet": [_record_set(package, table) for table in package.published],
    }


def whole(site: Site, path: str) -> str:
    """The address of a file of the site, relative to its front page where nobody knows where the site stands."""
    return f"{site.address}/{path}" if site.address else path


def _about(site: Site) -> dict[str, Any]:
    descriptor = site.package.descriptor
    made: dict[str, Any] = {
        "name": site.package.title, "alternateName": site.package.name, "description": site.package.description, "version": site.package.version,
        "license": next((x.get("path") or x.get("name") for x in descriptor.get("licenses", ())), None),
        "creator": [{"@type": "Organization", "name": name} for name in citation.authors(site.package)],
        "keywords": list(descriptor.get("keywords", ())), "dateModified": str(descriptor.get("created", ""))[:10], "url": f"{site.address}/" if site.address else None}
    return {name: value for name, value in made.items() if value}


def _box(row: Mapping[str, float | None]) -> dict[str, Any]:
    """The events' own bounds within a country; nothing where no event has a point."""
    bounds = [row[name] for name in ("south", "west", "north", "east")]
    return {} if None in bounds else {"geo": {"@type": "GeoShape", "box": " ".join(f"{value:g}" for value in bounds)}}


def _record_set(package: Package, table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "cr:RecordSet", "@id": table.name, "name": table.name, "description": f"{table.title}. {table.description}",
        "field": [_field(package, table, field) for field in table.fields]}
    if table.primary_key:
        made["key"] = [{"@id": f"{table.name}/{name}"} for name in table.primary_key]
    return made


def _field(package: Package, table: Table, field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "cr:Field", "@id": f"{table.name}/{field.name}", "name": field.name, "description": f"{field.title}. {field.description}{_codes(field.enum)}",
        "dataType": TYPES[field.type], "source": {"fileObject": {"@id": f"{table.name}.csv"}, "extract": {"column": field.name}}}
    key = table.reference(field.name)
    if key and key.to_table != table.name and key.to_table in {t.name for t in package.published}:
        # By the column of the file and not by the field of the record set: there readers that join tables lose rows.
        made["references"] = {"fileObject": {"@id": f"{key.to_table}.csv"}, "extract": {"column": key.to_fields[0]}}
    return made


def _codes(codes: Iterable[str]) -> str:
    listed = ", ".join(codes)
    return f" One of: {listed}." if listed else ""
