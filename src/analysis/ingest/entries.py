"""Judges the entries of `delivery.toml`: totals, withheld figures, breaks, answers, leaks, facts, English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import Any, Final

import polars as pl

from analysis.core.problems import Problem, quoted
from analysis.core.quarters import Quarter
from analysis.ingest.area_sums import TOTALS, area_sums
from analysis.ingest.areas import COUNTRY, area_names
from analysis.ingest.cells import area_code, code_of
from analysis.ingest.counts import BREAKABLE, STATED_BY, WITHHOLDABLE
from analysis.ingest.delivery_file import ENTRIES, DeliveryFile
from analysis.reading.files import DeliveredTable
from analysis.reading.text_rules import unmarked
from analysis.reference.facts import delivered_problems
from analysis.reference.files import Reference

MOST_LISTED: Final = 12
NEAR: Final = 3
SETTLED_BY: Final = {"leak": "accepted_leak"}


def total_problems(
    runners: pl.DataFrame | None, file: DeliveryFile, geography: pl.DataFrame, *, all_read: bool = True
) -> list[Problem]:
    """The publisher's totals of active runners that the municipalities do not add up to.

    Where some are not known, a total is at least what the others add up to. A part that has a total of its
    own counts with that, unless the total is wrong itself.

    Args:
        runners: Active runners by municipality, or None when they could not be read: then only the codes are
            judged.
        file: With the totals.
        geography: As `Reference.geography`.
        all_read: Whether every cell of them is a number or says that it is not known; a total of an area that
            is a single municipality is not judged otherwise.
    """
    if not file.totals:
        return []
    codes = {key: code_of(key) for key in file.totals}
    placed = geography.sort("region_order", "report_area_order", nulls_last=True)
    regions, report_areas = (
        placed[name].drop_nulls().unique(maintain_order=True) for name in ("region_code", "report_area_code")
    )
    known = [COUNTRY[0], *regions, *report_areas]
    problems = [
        Problem(file.name, file.row(key), key, "an unknown area", f"only {', '.join(known)}")
        for key, code in codes.items()
        if code not in known
    ]
    if runners is None or _plainly_added_up(runners, geography, file, codes):
        return problems
    faults: dict[str, str] = {}
    sums, without = _sums(runners, totals_frame(file), geography), 0
    for level in ("report_area", "region", "country"):
        if len(faults) > without:
            sound = totals_frame(file).remove(pl.col("area_code").is_in([codes[key] for key in faults]))
            sums, without = _sums(runners, sound, geography), len(faults)
        rows = {row["area_code"]: row for row in sums if row["level"] == level}
        for key, code in codes.items():
            judged = code in rows and (all_read or rows[code]["municipalities"] > 1)
            if judged and (fault := _fault_of_total(file.totals[key], rows[code])):
                faults[key] = fault
    return problems + [
        Problem(file.name, file.row(key), key, quoted(file.totals[key]), faults[key])
        for key in codes
        if key in faults
    ]


def _plainly_added_up(
    runners: pl.DataFrame, geography: pl.DataFrame, file: DeliveryFile, codes: Mapping[str, str]
) -> bool:
    """Whether every municipality is known and every total is their plain sum, as in most deliveries.

    Args:
        runners: Active runners by municipality.
        geography: As `Reference.geography`.
        file: With the totals.
        codes: What each total is given for → the area's code.
    """
    if runners["active_runners"].null_count():
        return False
    placed = runners.join(geography, on="municipality_code")
    sums = {COUNTRY[0]: placed["active_runners"].sum()}
    for name in ("region_code", "report_area_code"):
        sums |= dict(placed.group_by(name).agg(pl.col("active_runners").sum()).iter_rows())
    return all(sums.get(codes[key]) == total for key, total in file.totals.items())


def _sums(runners: pl.DataFrame, totals: pl.DataFrame, geography: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of `area_sums` for one delivery."""
    own = pl.lit("").alias("quarter")
    sums = area_sums(runners.select(own, pl.all()), totals.select(own, pl.all()), geography)
    return list(sums.iter_rows(named=True))


def _fault_of_total(total: int, row: Mapping[str, Any]) -> str | None:
    """What was expected in place of a publisher's total; None where it may be right.

    Args:
        total: The total.
        row: Of `area_sums`, from the totals of parts that may be right.
    """
    if total == row["parts"]:
        return None
    if row["parts"] is None and row["municipalities"] == 1:
        return "no total of an area that is a single municipality: its number stands in runners"
    if row["parts"] is None:
        bound = f"at least {row['known']}, the sum of those of its parts that are known"
        return None if total >= row["known"] else bound
    parts = "areas" if row["unknown"] else "municipalities in runners"
    return f"{row['parts']}, the sum of its {parts}"


def totals_frame(file: DeliveryFile) -> pl.DataFrame:
    """The publisher's own totals of active runners as `Delivery.totals`."""
    frame = pl.DataFrame(list(file.totals.items()), schema=TOTALS, orient="row")
    codes = frame.with_columns(area_code=area_code(pl.col("area_code")))
    return codes.unique("area_code", keep="first", maintain_order=True)


def one_of(names: Iterable[str], written: str) -> str:
    """Which name was expected: all there are, or of many those that are most like what was written."""
    known = list(names)
    if len(known) <= MOST_LISTED:
        return f"one of {', '.join(known)}"
    near = get_close_matches(written, known, n=NEAR, cutoff=0)
    return f"a count or share that docs/codebook.md lists, such as {', '.join(near)}"


def withheld_places(file: DeliveryFile | None) -> list[tuple[str, str]]:
    """Indicator and area code of each withheld figure."""
    entries = file.entries["withheld"] if file else ()
    return [(entry["indicator"], code_of(entry["area"])) for entry in entries]


def withheld_problems(
    file: DeliveryFile, tables: Mapping[str, DeliveredTable | None], reference: Reference
) -> list[Problem]:
    """Withheld figures of an unknown indicator or area, named twice, or delivered anyway."""
    names = area_names(reference)
    municipal = pl.col("level") == "municipality"
    areas = {
        "runners": ("the code of a municipality", names.filter(municipal)),
        "activations": ("dk or the code of a region", names.filter(~municipal)),
    }
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for occurrence, entry in enumerate(file.entries["withheld"]):
        indicator, code = entry["indicator"], code_of(entry["area"])
        stem, columns = WITHHOLDABLE.get(indicator, ("", ()))
        known = code in names["area_code"]
        which, allowed = areas.get(stem, ("the code of an area", names))
        fitting = not known or code in allowed["area_code"]
        checks = [
            ("indicator", bool(stem), one_of(WITHHOLDABLE, indicator)),
            ("area", known, "the code of an area"),
            ("area", fitting, f"{which}, as {stem} has no other areas"),
            ("area", (indicator, code) not in seen, "each indicator and area once"),
        ]
        seen.add((indicator, code))
        problems += [
            Problem(
                file.name,
                file.entry_row("withheld", occurrence, key),
                key,
                quoted(entry[key]),
                expected,
            )
            for key, fits, expected in checks
            if not fits
        ]
        table = tables.get(stem)
        if table:
            key = "municipality_code" if stem == "runners" else "area_code"
            delivered = table.frame.filter(area_code(pl.col(key)) == code)
            problems += [
                Problem(
                    table.file,
                    record["row"],
                    table.headers.get(column, column),
                    quoted(record[column]),
                    f"an empty cell, as delivery.toml withholds {indicator} for {code}",
                )
                for record in delivered.iter_rows(named=True)
                for column in columns
                if record[column] is not None
            ]
    return problems


def break_problems(file: DeliveryFile, reference: Reference) -> list[Problem]:
    """Breaks of an unknown indicator or area."""
    areas = area_names(reference)["area_code"]
    problems = []
    for occurrence, entry in enumerate(file.entries["break"]):
        code = code_of(entry["area"])
        checks = [
            ("indicator", entry["indicator"] in BREAKABLE, one_of(BREAKABLE, entry["indicator"])),
            ("area", code in areas, "the code of an area"),
        ]
        problems += [
            Problem(
                file.name,
                file.entry_row("break", occurrence, key),
                key,
                quoted(entry[key]),
                expected,
            )
            for key, fits, expected in checks
            if not fits
        ]
    return problems


def answer_problems(file: DeliveryFile) -> list[Problem]:
    """Answers to a warning that has one already, or that another entry settles."""
    named = [entry["warning"] for entry in file.entries["answer"]]
    problems = []
    for place, name in enumerate(named):
        kind, _, cell = name.partition("/")
        code, _, indicator = cell.partition("/")
        checks = [
            (name not in named[:place], "each warning once"),
            (
                kind not in SETTLED_BY,
                f"an entry [[{SETTLED_BY.get(kind)}]] with {indicator or 'indicator'} and "
                f"{code if indicator else 'area'}: no answer settles this warning",
            ),
        ]
        row = file.entry_row("answer", place, "warning")
        problems += [
            Problem(file.name, row, "warning", quoted(name), expected)
            for fits, expected in checks
            if not fits
        ]
    return problems


def accepted_problems(file: DeliveryFile, reference: Reference) -> list[Problem]:
    """Accepted leaks of an unknown indicator or area, or named twice."""
    areas = area_names(reference)["area_code"]
    problems = []
    seen: set[tuple[str, str]] = set()
    for occurrence, entry in enumerate(file.entries["accepted_leak"]):
        indicator, code = entry["indicator"], code_of(entry["area"])
        checks = [
            ("indicator", indicator in STATED_BY, one_of(STATED_BY, indicator)),
            ("area", code in areas, "the code of an area"),
            ("area", (indicator, code) not in seen, "each indicator and area once"),
        ]
        seen.add((indicator, code))
        row = partial(file.entry_row, "accepted_leak", occurrence)
        problems += [
            Problem(file.name, row(key), key, quoted(entry[key]), expected)
            for key, fits, expected in checks
            if not fits
        ]
    return problems


def given_fact_problems(file: DeliveryFile, reference: Reference, quarter: Quarter) -> list[Problem]:
    """Facts that are unknown or stand twice, of a later quarter, or with values and days that cannot be."""
    if not file.entries["fact"]:
        return []
    rows = [file.entry_row("fact", place, "indicator") for place in range(len(file.entries["fact"]))]
    frame = entries_frame(file, "fact").with_columns(file_row=pl.Series(rows, dtype=pl.Int64))
    problems = []
    for place, entry in enumerate(file.entries["fact"]):
        given_for = entry["given_for"]
        try:
            fits = Quarter.parse(given_for) <= quarter
        except ValueError:
            fits = False
        if not fits:
            row = file.entry_row("fact", place, "given_for")
            problems.append(
                Problem(file.name, row, "given_for", quoted(given_for), f"a quarter up to {quarter}")
            )
    place_of = {row: place for place, row in enumerate(rows)}
    return problems + [
        replace(one, row=file.entry_row("fact", place_of[one.row], one.column or ""))
        for one in delivered_problems(frame, reference.facts, file.name)
    ]


def english_problems(file: DeliveryFile, written: pl.Series) -> list[Problem]:
    """English twins of a text that the delivery does not hold as it stands, or that has one already.

    Args:
        file: With the source, and the reasons and answers of their entries.
        written: Notes of the tables and reasons of corrections.
    """
    texts = [entry["text"] for entry in file.entries["english"]]
    known = {file.values["source"], *written.drop_nulls()}
    known |= {file.values[key] for key in ("publisher_address", "contact") if key in file.values}
    for table in ("withheld", "break", "accepted_leak"):
        known |= {entry["reason"] for entry in file.entries[table]}
    known |= {entry["text"] for entry in file.entries["answer"]}
    known |= {entry[key] for entry in file.entries["fact"] for key in ("source", "note") if key in entry}
    known |= {unmarked(text) for text in known}
    problems = []
    for place, text in enumerate(texts):
        checks = [
            (
                text in known,
                "a source, reason, answer, note, address or contact of this delivery, letter by letter",
            ),
            (text not in texts[:place], "each text once"),
        ]
        row = file.entry_row("english", place, "text")
        problems += [
            Problem(file.name, row, "text", quoted(text), expected) for fits, expected in checks if not fits
        ]
    return problems


def entries_frame(file: DeliveryFile, table: str) -> pl.DataFrame:
    """The entries of one kind as the frames of `Delivery` hold them."""
    kinds = {str: pl.String, date: pl.Date, int: pl.Float64}
    schema = {key.name: kinds[key.kinds[0]] for key in ENTRIES[table]}
    rows = [{name: entry.get(name) for name in schema} for entry in file.entries[table]]
    frame = pl.DataFrame(rows, schema=schema, strict=False)
    if "area" not in schema:
        return frame
    return frame.rename({"area": "area_code"}).with_columns(area_code=area_code(pl.col("area_code")))
