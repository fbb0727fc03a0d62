"""The tile map: a place in a grid and a short name for every municipality."""

import re
from typing import Final

import dataframely as dy

from analysis.core.problems import Problem, quoted
from analysis.reference.geography import KNOWN
from analysis.reference.typed_tables import Files, Tables, repeated_problems, unknown_problems

LAST_COLUMN: Final = 18
LAST_ROW: Final = 14
LONGEST_SHORT_NAME: Final = 10
FARTHEST_NEIGHBOUR: Final = 5
SHORT_NAME: Final = re.compile(r"[^\W\d_]([^\W\d_]|[. -])*")


class Tiles(dy.Schema):
    """A row per municipality's tile."""

    municipality_code = dy.String(primary_key=True)
    short_name = dy.String()
    column = dy.Int64(min=0, max=LAST_COLUMN)
    row = dy.Int64(min=0, max=LAST_ROW)


def tile_problems(tables: Tables, files: Files) -> list[Problem]:
    """Municipalities without a tile, tiles of none, two in one place, names of another municipality."""
    tiles, file = tables["tiles"], files["tiles"]
    names = dict(tables["municipalities"].select("municipality_code", "municipality").iter_rows())
    problems = unknown_problems(tiles, file, "municipality_code", names, KNOWN)
    problems += repeated_problems(tiles, file, ["column", "row"])
    problems += repeated_problems(tiles, file, ["short_name"])
    problems += [
        Problem(file, None, "municipality_code", f"no tile of {code} ({names[code]})", "every municipality")
        for code in sorted(set(names) - set(tiles["municipality_code"]))
    ]
    problems += [
        Problem(file, row, "short_name", quoted(short), f"a short form of {names[code]}")
        for row, code, short in tiles.select("file_row", "municipality_code", "short_name").iter_rows()
        if code in names and not is_short_form(short, names[code])
    ]
    return problems


def distance_problems(tables: Tables, files: Files) -> list[Problem]:
    """Tiles far from those of all municipalities that share a border with theirs."""
    places = {
        code: (row, column, line)
        for row, code, column, line in tables["tiles"]
        .select("file_row", "municipality_code", "column", "row")
        .iter_rows()
    }
    steps: dict[str, list[int]] = {}
    for one, two in tables["neighbours"].select("municipality_code_a", "municipality_code_b").iter_rows():
        if one in places and two in places:
            (_, column, row), (_, other_column, other_row) = places[one], places[two]
            step = max(abs(column - other_column), abs(row - other_row))
            for code in (one, two):
                steps.setdefault(code, []).append(step)
    return [
        Problem(
            files["tiles"],
            places[code][0],
            "column, row",
            f"{places[code][1]}, {places[code][2]}",
            f"at most {FARTHEST_NEIGHBOUR} tiles from the tile of a neighbour",
        )
        for code, found in steps.items()
        if min(found) > FARTHEST_NEIGHBOUR
    ]


def is_short_form(short: str, name: str) -> bool:
    """Whether a name of at most 10 characters has letters of the whole name, in order, with its first one."""
    if len(short) > LONGEST_SHORT_NAME or not SHORT_NAME.fullmatch(short):
        return False
    rest = iter(name.casefold())
    letters = [letter for letter in short.casefold() if letter.isalpha()]
    return name.casefold().startswith(letters[0]) and all(letter in rest for letter in letters)
