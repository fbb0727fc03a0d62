"""Pairs of municipalities that share a border, or that a bridge or a ferry joins."""

from math import cos, hypot, radians
from typing import Final

import dataframely as dy
import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.reference.geography import KNOWN
from analysis.reference.typed_tables import Files, Tables, cell_problems, unknown_problems

PAIR: Final = ("municipality_code_a", "municipality_code_b")
KILOMETRES_A_DEGREE: Final = 111.2
FARTHEST: Final = {"neighbours": 75, "crossings": 200}


class Neighbours(dy.Schema):
    """A row per pair of municipalities."""

    municipality_code_a = dy.String(primary_key=True)
    municipality_code_b = dy.String(primary_key=True)


class Crossings(dy.Schema):
    """A row per pair of municipalities that water parts."""

    municipality_code_a = dy.String(primary_key=True)
    municipality_code_b = dy.String(primary_key=True)
    crossing = dy.String(regex="^(bridge|ferry)$")


def pair_problems(tables: Tables, files: Files) -> list[Problem]:
    """Pairs of one municipality, of unknown ones, or that stand twice; municipalities that are in no pair."""
    known = tables["municipalities"]["municipality_code"]
    problems: list[Problem] = []
    seen: set[frozenset[str]] = set()
    for stem in ("neighbours", "crossings"):
        table, file = tables[stem], files[stem]
        for column in PAIR:
            problems += unknown_problems(table, file, column, known, KNOWN)
        itself = pl.col(PAIR[0]) == pl.col(PAIR[1])
        problems += cell_problems(table, file, PAIR[1], itself, "another municipality than its pair's first")
        for row, one, two in table.select("file_row", *PAIR).iter_rows():
            if frozenset((one, two)) in seen:
                found = f"{quoted(one)} and {quoted(two)}, a pair that stands twice"
                problems.append(Problem(file, row, ", ".join(PAIR), found, "each pair once, in one order"))
            seen.add(frozenset((one, two)))
    joined = {code for pair in seen for code in pair}
    return problems + [
        Problem(
            files["neighbours"], None, None, f"no pair of {code}", "each municipality, here or in crossings"
        )
        for code in sorted(set(known) - joined)
    ]


def point_problems(tables: Tables, files: Files) -> list[Problem]:
    """Pairs whose municipalities' points lie too far apart: a wrong code, or a wrong point."""
    points = {
        code: (lon, lat)
        for code, lon, lat in tables["municipalities"].select("municipality_code", "lon", "lat").iter_rows()
    }
    return [
        Problem(
            files[stem],
            row,
            ", ".join(PAIR),
            f"{quoted(one)} and {quoted(two)}, {apart:.0f} km apart by lon and lat in municipalities",
            f"at most {FARTHEST[stem]} km",
        )
        for stem in ("neighbours", "crossings")
        for row, one, two in tables[stem].select("file_row", *PAIR).iter_rows()
        if one in points
        and two in points
        and (apart := _kilometres(points[one], points[two])) > FARTHEST[stem]
    ]


def _kilometres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """About how far two points (longitude, latitude) of Denmark lie apart."""
    east = (one[0] - two[0]) * cos(radians((one[1] + two[1]) / 2))
    return KILOMETRES_A_DEGREE * hypot(east, one[1] - two[1])
