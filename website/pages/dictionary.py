"""The data dictionary: each table and field with its meaning, how it is filled and how its values are spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from strikelog.package import Field, Package, Table
from website.facts.profile import Profile, profiles, question
from website.pictures.relations import picture, references
from website.publication.downloads import downloads, first_sentence
from website.render import console, front_matter, part, words
from website.site import File, Site

PAGES = {"base": "reference/tables.md", "derived": "reference/derived.md", "view": "reference/derived.md"}
LEADS = {
    "reference/tables.md": ("Tables", "What people edit: CSV files in data/, published in the same form as Parquet, CSV and in the database."),
    "reference/derived.md": ("Derived tables and views", "Made from the tables when a release is built, never by hand. The views are in the database."),
}
META = {"styles": ["reference.css"]}


def pages(site: Site) -> Iterator[File]:
    """The tables that people edit, and those that are derived from them, with an anchor `table.field` for each field."""
    package = site.package
    measured = {t.name: profiles(site, t) for t in (*package.published, *package.views)}
    for path, (title, lead) in LEADS.items():
        tables = [t for t in (*package.published, *package.views) if PAGES[t.kind] == path]
        yield File(path, "\n".join([
            front_matter(title=title, description=lead, **META), f"# {title}", "",
            part(path, "dictionary/overview.html", lead=lead, tables=[_overview(package, path, t, measured) for t in tables],
                 picture=picture(tables, {t.name: _rows(measured, t) for t in tables}) if path == PAGES["base"] else "",
                 other=next(p for p in LEADS if p != path), other_title=next(v[0] for p, v in LEADS.items() if p != path)), "",
            *_sections(site, path, tables, measured)]))


def _sections(site: Site, path: str, tables: Sequence[Table], measured: Mapping[str, Mapping[str, Profile]]) -> Iterator[str]:
    files = downloads(site)
    for table in tables:
        fields = [_entry(site.package, path, table, field, measured[table.name][field.name]) for field in table.fields]
        names = [f"{table.name}.csv", f"{table.name}.parquet"] if table.kind != "view" else []
        yield f"## {words(table.title)} {{ #{table.name} }}\n"
        yield part(
            path, "dictionary/table.html", table=table, rows=_rows(measured, table), fields=fields, files=[files[n] for n in names],
            order=table.order if table.order != table.primary_key else (), console=console(f"SELECT *\nFROM {table.name}\nLIMIT 100"),
            keys=[(", ".join(key.fields), reference_link(site.package, path, key.to_table, key.to_fields[0])) for key in table.foreign_keys if len(key.fields) == 1]) + "\n"


def _overview(package: Package, path: str, table: Table, measured: Mapping[str, Mapping[str, Profile]]) -> dict[str, Any]:
    """A line of the list of tables."""
    by = [t.name for t in package.published if table.name in references(t)]
    return {
        "name": table.name, "about": first_sentence(table.description), "rows": _rows(measured, table), "fields": len(table.fields),
        "to": [reference_link(package, path, name) for name in references(table)], "by": [reference_link(package, path, name) for name in by]}


def _entry(package: Package, path: str, table: Table, field: Field, profile: Profile) -> dict[str, Any]:
    """What is said of one field."""
    facts = [*(["required"] if field.required else []), *(["unique"] if field.unique or table.primary_key == (field.name,) else [])]
    limits = [*([f"at least {field.minimum:g}"] if field.minimum is not None else []), *([f"at most {field.maximum:g}"] if field.maximum is not None else [])]
    key = table.reference(field.name)
    codes = [(bar, _code(field, bar.label)) for bar in profile.bars] if profile.kind == "codes" else []
    absent = [pair for pair in codes if not pair[0].rows]
    return {
        "field": field, "profile": profile, "facts": facts, "limits": ", ".join(limits), "anchor": f"{table.name}.{field.name}",
        "refers": reference_link(package, path, key.to_table, key.to_fields[0]) if key else "",
        "codes": codes if len(absent) < 4 else [pair for pair in codes if pair[0].rows], "absent": absent if len(absent) >= 4 else [],
        "said": said(profile), "console": console(question(table, field))}


def _code(field: Field, value: str) -> tuple[str, str]:
    """Label and meaning of a code; a value that is none of the schema's has neither."""
    return next(((c.label, c.description) for c in field.codes if c.value == value), ("", ""))


def said(profile: Profile) -> str:
    """A distribution in words, for those who cannot see its bars."""
    return "; ".join(f"{bar.label}: {bar.rows:,}" for bar in profile.bars)


def reference_link(package: Package, source: str, table: str, field: str = "") -> Markup:
    """A link from a page of the dictionary, or from another in its folder, to a table or a field."""
    page = PAGES[package.table(table).kind]
    name = f"{table}.{field}" if field else table
    return Markup('<a href="{}#{}"><code>{}</code></a>').format("" if page == source else page.removeprefix("reference/").replace(".md", ".html"), name, name)


def _rows(measured: Mapping[str, Mapping[str, Profile]], table: Table) -> int:
    return next((p.rows for p in measured[table.name].values()), 0)
