"""Municipalities, regions and report areas, and which belongs to which on a day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.reference.typed_tables import Files, Tables, cell_problems, repeated_problems, unknown_problems

MUNICIPALITIES: Final = 98
CHRISTIANSOE: Final = "411"
BORNHOLM: Final = "400"
COUNTRY: Final = "dk"
KNOWN: Final = "a code that the reference files hold"
SLUG: Final = r"^[a-z]+(-[a-z]+)*$"
LANDSDELE: Final = {
    "DK011": "Byen København",
    "DK012": "Københavns omegn",
    "DK013": "Nordsjælland",
    "DK014": "Bornholm",
    "DK021": "Østsjælland",
    "DK022": "Vest- og Sydsjælland",
    "DK031": "Fyn",
    "DK032": "Sydjylland",
    "DK041": "Vestjylland",
    "DK042": "Østjylland",
    "DK050": "Nordjylland",
}


class Regions(dy.Schema):
    """A row per region and validity."""

    code = dy.String(nullable=True, regex=r"^10[0-9]{2}$")
    name = dy.String()
    slug = dy.String(primary_key=True, regex=SLUG)
    order = dy.Int64(min=1)
    valid_from = dy.Date()
    valid_to = dy.Date(nullable=True)


class Municipalities(dy.Schema):
    """A row per municipality."""

    municipality_code = dy.String(primary_key=True, regex=r"^[0-9]{3}$")
    municipality = dy.String()
    landsdel_code = dy.String()
    landsdel = dy.String()
    report_area_code = dy.String(nullable=True)
    lon = dy.Float64(min=7, max=16)
    lat = dy.Float64(min=54, max=58)


class MunicipalityRegions(dy.Schema):
    """A row per municipality and the time it belongs to a region."""

    municipality_code = dy.String(primary_key=True)
    region_code = dy.String()
    valid_from = dy.Date(primary_key=True)
    valid_to = dy.Date(nullable=True)


class ReportAreas(dy.Schema):
    """A row per area of the published report."""

    slug = dy.String(primary_key=True, regex=SLUG)
    name = dy.String()
    region_code = dy.String()
    order = dy.Int64(min=1)


def valid_on(day: date | pl.Expr) -> pl.Expr:
    """Whether `valid_from` and `valid_to` (null: still valid) enclose the day."""
    return (pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))


def days_of_change(tables: dict[str, pl.DataFrame]) -> tuple[list[date], list[date]]:
    """The first days and the last days of what is valid for a time, each in order."""
    limited = [tables[stem].select("valid_from", "valid_to") for stem in ("regions", "municipality_regions")]
    days = pl.concat(limited)
    first, last = (days[name].drop_nulls().unique().sort().to_list() for name in days.columns)
    return first, last


def geography_on(tables: dict[str, pl.DataFrame], day: date) -> pl.DataFrame:
    """The geography valid on a day, a row per municipality by code; columns as in `Reference.geography`."""
    regions = tables["regions"].filter(valid_on(day))
    areas = tables["report_areas"]
    return (
        tables["municipality_regions"]
        .filter(valid_on(day))
        .join(tables["municipalities"], on="municipality_code")
        .join(
            regions.select(
                region_code=pl.coalesce("code", "slug"), region=pl.col("name"), region_order=pl.col("order")
            ),
            on="region_code",
        )
        .join(
            areas.select(
                report_area_code=pl.col("slug"), report_area=pl.col("name"), report_area_order=pl.col("order")
            ),
            on="report_area_code",
            how="left",
        )
        .select(
            "municipality_code",
            "municipality",
            "region_code",
            "region",
            "region_order",
            "report_area_code",
            "report_area",
            "report_area_order",
        )
        .sort("municipality_code")
    )


def geography_problems(geography: pl.DataFrame, file: str, day: date) -> list[Problem]:
    """A geography that is not 98 different municipalities."""
    different = geography["municipality_code"].n_unique()
    if geography.height == different == MUNICIPALITIES:
        return []
    found = f"{geography.height} rows for {different} municipalities on {day}"
    return [Problem(file, None, None, found, f"{MUNICIPALITIES} municipalities, each in one region")]


def region_codes(tables: Tables) -> list[str]:
    """The codes of all regions, now and then; a slug where none is published."""
    return tables["regions"].select(pl.coalesce("code", "slug")).to_series().to_list()


def region_problems(tables: Tables, files: Files) -> list[Problem]:
    """Regions with other days than their municipalities', the same names, or no numbers from 1 up."""
    regions, file = tables["regions"], files["regions"]
    problems = _interval_problems(regions, file)
    problems += repeated_problems(regions.drop_nulls("code"), file, ["code"])
    problems += repeated_problems(regions, file, ["name"])
    members = (
        tables["municipality_regions"]
        .group_by("region_code")
        .agg(
            begins=pl.col("valid_from").min(),
            ends=pl.when(pl.col("valid_to").is_null().any()).then(None).otherwise(pl.col("valid_to").max()),
        )
    )
    joined = regions.join(
        members, left_on=pl.coalesce("code", "slug"), right_on="region_code", maintain_order="left"
    )
    for column, bound in (("valid_from", "begins"), ("valid_to", "ends")):
        differs = pl.col(column).ne_missing(pl.col(bound))
        expected = "the first day" if column == "valid_from" else "the last day"
        problems += cell_problems(
            joined, file, column, differs, f"{expected} of its municipalities in municipality_regions"
        )
    for day in sorted(set(regions["valid_from"])):
        valid = regions.filter(valid_on(day))
        if sorted(valid["order"]) != list(range(1, valid.height + 1)):
            found = f"{', '.join(map(str, sorted(valid['order'])))} on {day}"
            problems.append(Problem(file, None, "order", found, f"1 to {valid.height}, each once"))
    return problems


def municipality_problems(tables: Tables, files: Files) -> list[Problem]:
    """Municipalities that share a name, lie in an unknown landsdel or report area, or are too few or many."""
    table, file = tables["municipalities"], files["municipalities"]
    landsdel = pl.col("landsdel_code").replace_strict(LANDSDELE, default=None)
    problems = repeated_problems(table, file, ["municipality"])
    problems += unknown_problems(table, file, "landsdel_code", LANDSDELE, "the code of a landsdel")
    problems += cell_problems(
        table, file, "landsdel", pl.col("landsdel") != landsdel, "the name that belongs to landsdel_code"
    )
    problems += unknown_problems(table, file, "report_area_code", tables["report_areas"]["slug"], KNOWN)
    if table.height != MUNICIPALITIES:
        found = f"{table.height} municipalities"
        problems.append(Problem(file, None, "municipality_code", found, f"{MUNICIPALITIES}"))
    return problems


def membership_problems(tables: Tables, files: Files) -> list[Problem]:
    """Municipalities in two regions or in none on a day, or in a region on a day it does not exist."""
    table, file = tables["municipality_regions"], files["municipality_regions"]
    known = tables["municipalities"]["municipality_code"]
    problems = _interval_problems(table, file)
    problems += unknown_problems(table, file, "municipality_code", known, KNOWN)
    problems += unknown_problems(table, file, "region_code", region_codes(tables), KNOWN)
    problems += [
        Problem(file, None, "municipality_code", f"no row of {code}", "every municipality")
        for code in sorted(set(known) - set(table["municipality_code"]))
    ]
    memberships: dict[str, list[Membership]] = {}
    columns = ("municipality_code", *Membership._fields)
    for code, *days in table.sort("valid_from").select(columns).iter_rows():
        memberships.setdefault(code, []).append(Membership(*days))
    for rows in memberships.values():
        problems += _succession_problems(rows, file)
    regions = tables["regions"].select(
        region_code=pl.coalesce("code", "slug"), begins="valid_from", ends="valid_to"
    )
    joined = table.join(regions, on="region_code", maintain_order="left")
    problems += cell_problems(
        joined,
        file,
        "valid_from",
        pl.col("valid_from") < pl.col("begins"),
        "a day on which the region exists",
    )
    late = pl.col("ends").is_not_null() & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("ends"))
    )
    return problems + cell_problems(joined, file, "valid_to", late, "a day on which the region exists")


def report_area_problems(tables: Tables, files: Files) -> list[Problem]:
    """Report areas that are empty, leave out or cross a region, or are not numbered 1, 2, 3."""
    areas, file = tables["report_areas"], files["report_areas"]
    problems = unknown_problems(areas, file, "region_code", region_codes(tables), KNOWN)
    problems += repeated_problems(areas, file, ["name"])
    if sorted(areas["order"]) != list(range(1, areas.height + 1)):
        found = ", ".join(map(str, sorted(areas["order"])))
        problems.append(Problem(file, None, "order", found, f"1 to {areas.height}, each once"))
    used = tables["municipalities"]["report_area_code"]
    problems += cell_problems(
        areas, file, "slug", ~pl.col("slug").is_in(used.to_list()), "an area of municipalities"
    )
    region_of = dict(areas.select("slug", "region_code").iter_rows())
    regions: dict[str, set[str]] = {}
    for code, region in tables["municipality_regions"].select("municipality_code", "region_code").iter_rows():
        regions.setdefault(code, set()).add(region)
    for row, code, area in (
        tables["municipalities"].select("file_row", "municipality_code", "report_area_code").iter_rows()
    ):
        own = regions.get(code, set())
        divided = sorted(own & set(region_of.values()))
        wrong = area in region_of and region_of[area] not in own
        if wrong or (area is None and divided):
            expected = f"a report area of {' or '.join(divided or sorted(own))}"
            problems.append(Problem(files["municipalities"], row, "report_area_code", quoted(area), expected))
    return problems


def _interval_problems(table: pl.DataFrame, file: str) -> list[Problem]:
    """Rows whose `valid_to` does not come after `valid_from`."""
    return cell_problems(
        table, file, "valid_to", pl.col("valid_to") <= pl.col("valid_from"), "a day after valid_from"
    )


class Membership(NamedTuple):
    """The days on which a municipality lay in one region, and the row that says so."""

    file_row: int
    valid_from: date
    valid_to: date | None


def _succession_problems(rows: Sequence[Membership], file: str) -> Iterator[Problem]:
    """Rows of one municipality, oldest first, that do not begin the day after the one before ended."""
    before: date | None = None
    for place, (row, start, end) in enumerate(rows):
        if place and before is None:
            yield Problem(file, row, "valid_from", f"'{start}', beside a row without valid_to", "no overlap")
        elif place and before is not None and start != before + timedelta(days=1):
            yield Problem(
                file, row, "valid_from", f"'{start}'", f"{before + timedelta(days=1)}, the next day"
            )
        before = end
    if before is not None:
        yield Problem(file, rows[-1].file_row, "valid_to", f"'{before}'", "an empty cell in the last row")
