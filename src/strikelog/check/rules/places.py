"""Places: points in their country, precision that fits, events that stand where their site stands."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from strikelog.check.tables import ROW, Hits, Tables, rule

LATITUDE, LONGITUDE, ADMIN1, COUNTRY = pl.col("latitude"), pl.col("longitude"), pl.col("admin1"), pl.col("country")
PRECISION = pl.col("location_precision")


@rule("E601", reads="events sites")
def half_a_point(tables: Tables) -> Iterator[Hits]:
    for table in ("events", "sites"):
        for there, gone in (("latitude", "longitude"), ("longitude", "latitude")):
            wrong = tables[table].filter(pl.col(there).is_not_null() & pl.col(gone).is_null())
            yield Hits(table, wrong, gone, f"there is a {there} and no {gone}", "give both or neither")


def _astray(tables: Tables) -> list[tuple[str, pl.DataFrame]]:
    """Points outside their stated country, with `swapped`: whether they lie inside the other way round."""
    return tables.kept("points astray", lambda: list(_points_astray(tables)))


def _points_astray(tables: Tables) -> Iterator[tuple[str, pl.DataFrame]]:
    for table in ("events", "sites"):
        points = tables[table].select(ROW, "latitude", "longitude", "country").drop_nulls()
        for (country,), group in points.group_by("country", maintain_order=True):
            from strikelog import geo  # shapely is slow to import, and a package may have no points

            places = group.unique(["latitude", "longitude"])
            x, y = places["longitude"].to_numpy(), places["latitude"].to_numpy()
            inside, swapped = geo.lies_in(str(country), x, y), geo.lies_in(str(country), y, x)
            places = places.select("latitude", "longitude", inside=pl.Series(inside), swapped=pl.Series(swapped))
            astray = group.join(places.filter(~pl.col("inside")), on=["latitude", "longitude"], maintain_order="left")
            if astray.height:
                yield table, astray


@rule("E602", reads="events sites")
def swapped_coordinates(tables: Tables) -> Iterator[Hits]:
    for table, astray in _astray(tables):
        yield Hits(
            table,
            astray.filter("swapped"),
            "latitude",
            "latitude {latitude} and longitude {longitude} lie outside {country}, and inside it the other way round",
            "swap them: latitude {longitude}, longitude {latitude}",
        )


@rule("E603", reads="events sites")
def outside_country(tables: Tables) -> Iterator[Hits]:
    for table, astray in _astray(tables):
        yield Hits(
            table,
            astray.filter(~pl.col("swapped")),
            "latitude",
            "latitude {latitude} and longitude {longitude} lie outside {country}",
            "correct the point or the country",
        )


@rule("E604", reads="events")
def precision_against_place(tables: Tables) -> Iterator[Hits]:
    events, site, own = (
        tables.sound("events", "site_id", "admin1", "latitude", "longitude"),
        pl.col("site_id"),
        LATITUDE.is_not_null() | LONGITUDE.is_not_null(),
    )
    for wrong, message, hint in (
        (
            (PRECISION == "exact") & ~own,
            "the precision is exact and the event has no point of its own",
            "give latitude and longitude, or write site",
        ),
        (
            PRECISION.is_in(["site", "near_site", "area"]) & site.is_null(),
            "the precision is {location_precision} and there is no site_id",
            "name the site, or write admin1 or country",
        ),
        (
            PRECISION.is_in(["admin1", "country"]) & site.is_not_null(),
            "the precision is {location_precision} and there is a site",
            "write site, near_site or area",
        ),
        (
            (PRECISION == "admin1") & ADMIN1.is_null(),
            "the precision is admin1 and there is no governorate",
            "give its code, or write country",
        ),
        (
            PRECISION.is_in(["admin1", "country"]) & own,
            "the precision is {location_precision} and there is a point",
            "empty latitude and longitude, or give the place",
        ),
    ):
        yield Hits("events", events.filter(wrong), "location_precision", message, hint)


@rule("E605", reads="events sites")
def governorate_of_country(tables: Tables) -> Iterator[Hits]:
    # Where there is a site, its country and governorate say what the event's must be.
    for table, rows in (("events", tables["events"].filter(pl.col("site_id").is_null())), ("sites", tables["sites"])):
        wrong = rows.filter(ADMIN1.str.head(2) != COUNTRY)
        yield Hits(table, wrong, "admin1", "{admin1} is not in {country}", "correct one of the two")


@rule("E606", reads="events sites", whole="sites")
def place_of_site(tables: Tables) -> Iterator[Hits]:
    sites, row = tables["sites"], tables.referred("events", "site_id")
    events = tables["events"].select(
        ROW, "country", "admin1", site_country=sites["country"].gather(row), site_admin1=sites["admin1"].gather(row)
    )
    for column in ("country", "admin1"):
        given, wanted = pl.col(column), pl.col(f"site_{column}")
        wrong = events.filter(given.ne_missing(wanted) & wanted.is_not_null()).with_columns(said=given.fill_null("nothing"))
        yield Hits(
            "events",
            wrong,
            column,
            f"the site {{site_id}} is in {{site_{column}}}, and the event says {{said}}",
            f"write {{site_{column}}}, or correct the site",
        )


@rule("E607", reads="sites")
def point_without_source(tables: Tables) -> Iterator[Hits]:
    for column in ("coordinate_precision", "coordinate_source_id"):
        wrong = tables["sites"].filter(LATITUDE.is_not_null() & pl.col(column).is_null())
        yield Hits("sites", wrong, column, "the site has coordinates and no " + column, "say what the point marks, and where it was read")
