"""Starts a delivery: a folder with `delivery.toml` and a template for each table, for people to fill in."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl

from analysis.core.folders import OutputFolderError, assert_data_folder
from analysis.core.left_overs import side_folder
from analysis.core.problems import InputError, Problem, collect_problems, shown_path
from analysis.core.quarters import Quarter
from analysis.guidance.codes import load_codes
from analysis.ingest.areas import area_names
from analysis.ingest.contracts import (
    ACTIVATIONS_COLUMNS,
    AEDS_COLUMNS,
    CANCELLATIONS_COLUMNS,
    RESPONSE_TIMES_COLUMNS,
    RUNNERS_COLUMNS,
    area_code,
)
from analysis.ingest.corrections import CORRECTIONS_COLUMNS
from analysis.ingest.counts import BREAKABLE, WITHHOLDABLE
from analysis.ingest.delivery_file import DeliveryFile, read_delivery_file
from analysis.reading.files import DELIVERY_FILE, Column, available_quarters, find_table, read_table
from analysis.reading.text_rules import CARRIED_OVER, LONGEST_NAME, LONGEST_TEXT
from analysis.reference.files import read_reference
from analysis.reference.population import latest_published_period
from analysis.reference.population_tables import complete_periods

CSV_FOLDER: Final = "csv"
LASTING_ANSWERS: Final = ("neighbours/",)
OPTIONAL_FOLDER: Final = "valgfri"
EXPLAINING_SHEET: Final = "Forklaring"
MONTHS: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
UNKNOWN: Final = "Lad cellen stå tom, hvis tallet ikke kendes."
FILLED_IN: Final = "Er udfyldt og skal ikke ændres."
PERCENT: Final = "Skriv 16 for 16 procent, uden procenttegn. Kan udelades."
EXPLANATIONS: Final[Mapping[str, str]] = {
    "municipality_code": f"Kommunens nummer hos Danmarks Statistik. {FILLED_IN}",
    "municipality": f"Kommunens navn. {FILLED_IN}",
    "active_runners": (
        "Antal aktive hjerteløbere i kommunen på opgørelsesdatoen. Helt tal. Skal udfyldes for alle kommuner."
    ),
    "area_code": (
        "Områdets kode: dk for hele landet, ellers regionens eller kommunens nummer. En region, der endnu "
        f"ikke har et nummer, har et kort navn. {FILLED_IN}"
    ),
    "area": f"Områdets navn. {FILLED_IN}",
    "activations": (
        "Antal aktiveringer fra period_start til og med opgørelsesdatoen, uden de annullerede. Helt tal. "
        f"{UNKNOWN}"
    ),
    "cancelled": (
        "Antal annullerede alarmer i samme periode. De tælles ikke med under Aktiveringer. Helt tal. "
        f"{UNKNOWN}"
    ),
    "cancelled_percent": (
        f"De annullerede i procent af alle alarmer: de annullerede og aktiveringerne tilsammen. {PERCENT}"
    ),
    "accepted_by_one": (
        f"Antal af aktiveringerne, som mindst én hjerteløber har accepteret. Helt tal. {UNKNOWN}"
    ),
    "accepted_by_one_percent": f"Det samme i procent af aktiveringerne. {PERCENT}",
    "accepted_by_two": (
        f"Antal af aktiveringerne, som mindst to hjerteløbere har accepteret. Helt tal. {UNKNOWN}"
    ),
    "accepted_by_two_percent": f"Det samme i procent af aktiveringerne. {PERCENT}",
    "aed_registered": (
        "Antal registrerede hjertestartere i området på opgørelsesdatoen. Helt tal. Skal stå i hver række. "
        "Rækker for regioner og kommuner kan tilføjes eller slettes; rækken for hele landet skal være der."
    ),
    "aed_24_7": f"Hvor mange af dem der er tilgængelige hele døgnet. Helt tal. {UNKNOWN}",
    "aed_open_hours": (
        "Hvor mange timer om ugen områdets hjertestartere kan hentes, lagt sammen for dem alle: 168 for en, "
        f"der altid kan hentes. Helt tal. {UNKNOWN}"
    ),
    "reason_code": f"Årsagens kode. {FILLED_IN} Alle årsager skal have en række.",
    "reason": f"Hvad koden betyder. {FILLED_IN}",
    "minutes": (
        "Hele minutter fra alarmen, til den første hjerteløber var fremme, rundet ned. Én række for hvert "
        "minuttal, der forekommer i området."
    ),
    "alarms": (
        "Hvor mange af områdets alarmer der havde en hjerteløber fremme i netop det minut. Helt tal. Alle "
        "rækker skal være på samme niveau: kommuner, regioner eller landet. Resten lægges sammen."
    ),
    "cancellations.cancelled": (
        "Antal alarmer, der er annulleret af denne årsag i hele landet, fra period_start til og med "
        "opgørelsesdatoen. Helt tal. Årsagen skal være registreret af dem, der annullerede; den må aldrig "
        "gættes. Lad cellen stå tom, hvis årsagen ikke registreres for sig, og tæl dens alarmer med under "
        "Ukendt. Tilsammen skal tallene give alle annullerede alarmer. Rapporten skjuler små tal; tabellen "
        "gør ikke og må ikke offentliggøres."
    ),
    "cancellations.note": (
        "Bemærkning, som følger tallet i indicators.csv, medmindre tallet er skjult. Kan stå tom."
    ),
    "note": (
        "Bemærkning, som rapporten viser ved området. Kan stå tom. Begynder den med »Overført fra«, stod den "
        "i en tidligere leverance: læs den igennem, ret eller slet den, og fjern de indledende ord."
    ),
}
RULES: Final = (
    "Et tal, der ikke kendes, er en tom celle. Skriv aldrig 0 for et ukendt tal.",
    "Et tal, der er tilbageholdt i delivery.toml, er også en tom celle.",
    "Lad overskrifterne stå i første række, og skriv hverken titler, summer eller kilder i arket.",
    f"En tekst står på én linje og har højst {LONGEST_TEXT} tegn, alle af dem, som rapportens skrift kan "
    "vise: ingen emoji og ingen andre alfabeter.",
)
TOP_LINES: Final = """\
# Leverance for {quarter}. Filen læses af programmet og kan rettes i Notesblok eller en anden teksteditor.
#
# Sådan er den bygget op:
#   - En linje, der begynder med #, er en forklaring. Programmet springer den over.
#   - Tekst står i "anførselstegn". Datoer står uden: 2025-06-03 er den 3. juni 2025.
#   - Tal skrives uden tusindtalspunktum: 57307, ikke 57.307.
#   - En tekst står på én linje og har højst {longest_text} tegn, publisher højst {longest_name}.
#
# Ved siden af ligger tre tabeller, som skal udfyldes i Excel:
#   runners.xlsx      aktive hjerteløbere, én række for hver af de 98 kommuner
#   activations.xlsx  aktiveringer for hele landet og hver region
#   aeds.xlsx         hjertestartere for hele landet, gerne også for regioner og kommuner
# Arket "Forklaring" i hver af dem siger, hvad kolonnerne skal indeholde.
# De samme tabeller ligger som CSV i mappen csv. Vil du hellere udfylde CSV, så flyt filen herop, og slet den
# XLSX-fil, som den træder i stedet for. Mappen csv kan slettes, når den ikke skal bruges.
# En celle, hvor tallet ikke kendes, skal være tom. Skriv aldrig 0 for et ukendt tal.
# Kør `statusrapport check {quarter}`, når noget er ændret: så vises alle fejl på én gang.

# Kvartalet. Skal være det samme som mappens navn.
quarter = "{quarter}"

# Den dag, bestanden af hjerteløbere og hjertestartere er gjort op.
# Den ligger i kvartalet eller højst 31 dage efter.
as_of = {as_of}

# Den første dag, aktiveringerne tæller fra. De tæller til og med as_of.
period_start = {period_start}

# Hvor tallene kommer fra. Teksten står som kilde i rapporten og skal udfyldes mellem anførselstegnene.
source = {source}

# Opdigtede tal til prøver skal have true. De må aldrig ligge sammen med rigtige leverancer.
simulated = {simulated}

# De næste to linjer kan udelades. Fjern # foran for at bruge dem.
# Uden population_period bruges det seneste folketal, der var offentliggjort på opgørelsesdatoen.
# population_period = "{population_period}"
# Uden publisher står der i rapporten, at den er en uafhængig genberegning.
{publisher}

# Udgiverens egne summer af aktive hjerteløbere. Kan udelades.
# Passer kommunerne ikke med dem, afvises leverancen.
# Fjern # foran linjerne, og skriv tallene efter lighedstegnene. Slet de linjer, der ikke er en sum til.
# [totals]
{totals}
"""
CARRIED_ENTRY: Final = (
    "# Fra en tidligere leverance: læs den igennem, ret eller slet den, og fjern de indledende ord."
)
WITHHELD_LINES: Final = """
# Tal, der findes, men endnu ikke må offentliggøres: én blok for hvert. Cellen i tabellen skal være tom.
{indicators}
#   area       områdets kode, som den står i tabellerne
#   reason     begrundelsen, som den skal stå i rapporten
#   until      den sidste dag, tallet holdes tilbage
"""
WITHHELD_EXAMPLE: Final = """\
# [[withheld]]
# indicator = "accepted_by_one"
# area = "dk"
# reason = "Hvorfor tallet endnu ikke må offentliggøres."
# until = {as_of}
"""
LAST_LINES: Final = """
# Brud: fra og med denne leverance kan tallene ikke sammenlignes med tidligere, fordi de er gjort op på en
# ny måde. Én blok for hvert tal og område; dk er hele landet. Fjern # foran for at bruge den.
{breakable}
# [[break]]
# indicator = "active_runners"
# area = "dk"
# reason = "Hvad der er ændret i opgørelsen."

# Svar på en advarsel: `check` kan advare om noget usædvanligt, som ikke behøver at være en fejl. Når det er
# undersøgt, skrives svaret her under advarslens navn, som `check` viser det. Én blok for hver advarsel.
# [[answer]]
# warning = "advarslens navn"
# text = "Hvad undersøgelsen viste."

# Er årsagerne til de annullerede alarmer talt op, kan tallene for hele landet stå i en tabel for sig,
# cancellations. Skabelonen ligger i mappen {optional}, hvor den ikke bliver læst: udfyld den, og flyt den
# herop. Uden den viser rapporten kun, hvor mange alarmer der blev annulleret. Mappen kan slettes.
# I samme mappe ligger response_times: hvor mange alarmer der havde en hjerteløber fremme i hvert minut.

# Tal, der ikke vises, men kan regnes ud af dem, der vises: `check` finder dem. Er det i orden, siges det her
# med en begrundelse, som rapporten viser. Én blok for hvert tal (navnene er de samme som for brud) og område.
# [[accepted_leak]]
# indicator = "activations"
# area = "1084"
# reason = "Hvorfor tallet gerne må kunne regnes ud."

# Den engelske udgave viser tekster herfra på dansk, medmindre de står her på engelsk. Én blok for hver tekst:
# kilden, en begrundelse, et svar eller en bemærkning, skrevet nøjagtigt som i leverancen.
# [[english]]
# text = "Teksten på dansk."
# english = "The text in English."

# Skal enkelte tal i en modtaget tabel rettes, uden at tabellen ændres, kan rettelserne stå i en tabel for
# sig, corrections (CSV eller XLSX), med kolonnerne
# {corrections}.
"""


@dataclass(frozen=True)
class Template:
    """A table to be filled in.

    Attributes:
        stem: `runners`, `activations`, `aeds` or `cancellations`.
        title: Name of the sheet.
        columns: Its columns.
        rows: For each area or reason: code, name, note (None for none).
    """

    stem: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True)
class Started:
    """A delivery folder that was made.

    Attributes:
        folder: The folder.
        warnings: What the person who fills it in should know, each on one line.
    """

    folder: Path
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Last:
    """What the newest earlier delivery holds: its quarter, its file, area code → note (or None) by table."""

    quarter: Quarter
    file: DeliveryFile
    notes: Mapping[str, Mapping[str, str | None]]


def start_delivery(data: Path, quarter: Quarter, as_of: date) -> Started:
    """Make `raw/<quarter>` with templates, on the geography that is valid on a day.

    Notes, the publisher and withheld figures come from the newest earlier delivery where they still hold.

    Args:
        data: The data root.
        quarter: Whose delivery.
        as_of: The day of its stock counts; has to fit the quarter.

    Raises:
        OutputFolderError: The folder exists, or lies where no delivery belongs; nothing was written.
        InputError: The folder cannot be made, or the reference or the newest earlier delivery cannot be
            read; nothing was written.
    """
    folder = data / "raw" / str(quarter)
    shown = shown_path(folder, data)
    if os.path.lexists(folder):
        raise OutputFolderError(f"{shown} is there already; what is there is never replaced")
    if folder.parent.is_dir():
        try:
            assert_data_folder(folder)
        except OSError as error:
            raise _unwritable(shown, error) from None
    problems: list[Problem] = []
    reference = collect_problems(problems, partial(read_reference, data, as_of))
    last = collect_problems(problems, partial(_read_last, data, quarter))
    if reference is None or problems:
        raise InputError(problems)
    names = area_names(reference)
    file = last.file if last else None
    text = delivery_text(quarter, as_of, file, names)
    if last:
        text += carried_entries(last.file, last.quarter, names)
    files = {DELIVERY_FILE: text.encode()}
    for template in templates(names, last):
        files[f"{template.stem}.xlsx"] = workbook(template, as_of)
        files[f"{CSV_FOLDER}/{template.stem}.csv"] = semicolon_csv(template)
    reasons = cancellations_template()
    for optional in (reasons, response_times_template(names)):
        files[f"{OPTIONAL_FOLDER}/{optional.stem}.xlsx"] = workbook(optional, as_of)
    try:
        _write_folder(folder, files)
    except OSError as error:
        raise _unwritable(shown, error) from None
    period, warnings = latest_published_period(as_of), []
    if period not in complete_periods(reference.population):
        warnings.append(
            f"no population of {period} for rates yet: run `statusrapport population update` before `check`"
        )
    return Started(folder, tuple(warnings))


def _unwritable(shown: str, error: OSError) -> InputError:
    found = f"a folder that cannot be made ({error.strerror or 'unknown reason'})"
    return InputError([Problem(shown, None, None, found, "a place that can be written to")])


def _read_last(data: Path, quarter: Quarter) -> _Last | None:
    earlier = [other for other in available_quarters(data) if other < quarter]
    if not earlier:
        return None
    folder = data / "raw" / str(earlier[-1])
    problems: list[Problem] = []
    file = collect_problems(problems, lambda: read_delivery_file(folder / DELIVERY_FILE, data))
    notes = {
        stem: collect_problems(problems, partial(_notes, folder, stem, columns, data))
        for stem, columns in (
            ("runners", RUNNERS_COLUMNS),
            ("activations", ACTIVATIONS_COLUMNS),
            ("aeds", AEDS_COLUMNS),
        )
    }
    if file is None or problems:
        raise InputError(problems)
    return _Last(earlier[-1], file, {stem: noted for stem, noted in notes.items() if noted is not None})


def _notes(folder: Path, stem: str, columns: Sequence[Column], data: Path) -> dict[str, str | None]:
    frame = read_table(find_table(folder, stem, data), columns, data).frame
    return dict(frame.select(area_code(pl.col(columns[0].name)), "note").iter_rows())


def templates(names: pl.DataFrame, last: _Last | None) -> list[Template]:
    """The three tables, their areas filled in.

    AEDs have rows for the levels that the newest earlier delivery has; without one, for the country alone,
    because a row without a count is refused.

    Args:
        names: `level`, `area_code`, `area`: the areas valid on the day.
        last: The newest earlier delivery.
    """
    before = last.notes if last else {}
    aed_areas = names.filter(pl.col("area_code").is_in(list(before.get("aeds", {}))))["level"].to_list()
    wanted = {
        "runners": ("Hjerteløbere", RUNNERS_COLUMNS, {"municipality"}),
        "activations": ("Aktiveringer", ACTIVATIONS_COLUMNS, {"country", "region"}),
        "aeds": ("Hjertestartere", AEDS_COLUMNS, {"country", *aed_areas}),
    }
    return [
        Template(
            stem,
            title,
            columns,
            tuple(
                (code, name, carried_note(before.get(stem, {}).get(code), last.quarter) if last else None)
                for level, code, name in names.iter_rows()
                if level in levels
            ),
        )
        for stem, (title, columns, levels) in wanted.items()
    ]


def cancellations_template() -> Template:
    """The table of reasons why alarms were cancelled, which a delivery may do without."""
    rows = tuple((code.name, code.danish, None) for code in load_codes().values())
    return Template("cancellations", "Annullerede", CANCELLATIONS_COLUMNS, rows)


def response_times_template(names: pl.DataFrame) -> Template:
    """The table of response times, which a delivery may do without: a row per municipality to begin with."""
    municipalities = names.filter(pl.col("level") == "municipality")
    rows = tuple((code, name, None) for _, code, name in municipalities.iter_rows())
    return Template("response_times", "Responstider", RESPONSE_TIMES_COLUMNS, rows)


def explanation(template: Template, column: Column) -> str:
    """What a column of a template has to hold, in Danish."""
    return EXPLANATIONS.get(f"{template.stem}.{column.name}") or EXPLANATIONS[column.name]


def carried_note(note: str | None, quarter: Quarter) -> str | None:
    """A note marked with the quarter it was written for; one that is marked already stays as it is."""
    return note if note is None or note.startswith(CARRIED_OVER) else f"{CARRIED_OVER}{quarter}: {note}"


def carried_source(source: str) -> str:
    """A source that names no time; otherwise nothing, because the next delivery has another one."""
    return "" if re.search(rf"[0-9]|kvartal|\b({MONTHS})\b", source.casefold()) else source


def delivery_text(quarter: Quarter, as_of: date, last: DeliveryFile | None, names: pl.DataFrame) -> str:
    """The text of `delivery.toml`, each key explained.

    Args:
        quarter: The quarter.
        as_of: The day of its stock counts.
        last: The newest earlier delivery's file.
        names: `level`, `area_code`, `area`: the areas valid on the day.
    """
    before: Mapping[str, Any] = last.values if last else {}
    publisher = before.get("publisher")
    whole = names.filter(pl.col("level") != "municipality")
    withheld = [
        entry
        for entry in (last.entries["withheld"] if last else ())
        if entry["until"] >= as_of
        and pl.select(area_code(pl.lit(entry["area"]))).item() in names["area_code"]
    ]
    top = TOP_LINES.format(
        longest_text=LONGEST_TEXT,
        longest_name=LONGEST_NAME,
        quarter=quarter,
        as_of=as_of,
        period_start=date(quarter.year, 1, 1),
        source=toml_value(carried_source(before.get("source", ""))),
        simulated=toml_value(before.get("simulated", False)),
        population_period=latest_published_period(as_of),
        publisher=f"publisher = {toml_value(publisher)}"
        if publisher
        else '# publisher = "Navnet på udgiveren"',
        totals="\n".join(f"# {toml_value(code)} =  # {area}" for _, code, area in whole.iter_rows()),
    )
    blocks = [
        "\n".join(["[[withheld]]", *(f"{key} = {toml_value(value)}" for key, value in entry.items()), ""])
        for entry in withheld
    ]
    last_lines = LAST_LINES.format(
        breakable=_indicator_lines(BREAKABLE),
        optional=OPTIONAL_FOLDER,
        corrections=", ".join(column.header for column in CORRECTIONS_COLUMNS),
    )
    withheld_lines = WITHHELD_LINES.format(indicators=_indicator_lines(tuple(WITHHOLDABLE)))
    return top + withheld_lines + ("\n".join(blocks) or WITHHELD_EXAMPLE.format(as_of=as_of)) + last_lines


def carried_entries(file: DeliveryFile, quarter: Quarter, names: pl.DataFrame) -> str:
    """Accepted leaks and lasting answers of an earlier delivery as entries, their texts to be confirmed.

    Args:
        file: The delivery file of the earlier delivery.
        quarter: Its quarter.
        names: `level`, `area_code`, `area`: the areas valid on the new delivery's day.
    """
    known = set(names["area_code"])
    entries = [
        ("answer", "text", entry)
        for entry in file.entries["answer"]
        if entry["warning"].startswith(LASTING_ANSWERS)
    ] + [
        ("accepted_leak", "reason", entry)
        for entry in file.entries["accepted_leak"]
        if pl.select(area_code(pl.lit(entry["area"]))).item() in known
    ]
    blocks = []
    for table, text, entry in entries:
        values = {**entry, text: carried_note(entry[text], quarter)}
        lines = (f"{key} = {toml_value(value)}" for key, value in values.items())
        blocks.append("\n".join(["", CARRIED_ENTRY, f"[[{table}]]", *lines, ""]))
    return "".join(blocks)


def _indicator_lines(names: Sequence[str]) -> str:
    """The indicators an entry may name, as comment lines of `delivery.toml`."""
    return textwrap.fill(
        ", ".join(names), 100, initial_indent="#   indicator  ", subsequent_indent=f"#{' ' * 14}"
    )


def toml_value(value: str | bool | date) -> str:
    """A value as TOML writes it; its basic strings are those of JSON."""
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def semicolon_csv(template: Template) -> bytes:
    """A template as CSV that Danish Excel opens right: semicolons, UTF-8 with a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([column.header for column in template.columns])
    blanks = [""] * (len(template.columns) - 3)
    writer.writerows([code, name, *blanks, note or ""] for code, name, note in template.rows)
    return text.getvalue().encode("utf-8-sig")


def workbook(template: Template, as_of: date) -> bytes:
    """A template as XLSX: the table, and a sheet that explains its columns.

    The day of the counts stands as the day it was made, so that the same template has the same bytes.
    """
    import xlsxwriter  # only this command pays for this import

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(as_of.year, as_of.month, as_of.day)})
        header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _fill_table(book, book.add_worksheet(template.title), template, header, wrapped)
        _fill_explanation(book.add_worksheet(EXPLAINING_SHEET), template, header, wrapped)
    return content.getvalue()


def _fill_table(book: Any, sheet: Any, template: Template, header: Any, wrapped: Any) -> None:
    count = book.add_format({"num_format": "#,##0"})
    last_row, last_column = len(template.rows), len(template.columns) - 1
    sheet.freeze_panes(1, 2)
    sheet.ignore_errors({"number_stored_as_text": f"A2:A{last_row + 1}"})
    for position, column in enumerate(template.columns):
        sheet.write_string(0, position, column.header, header)
        if position < 2 or position == last_column:
            continue
        percent = column.name.endswith("_percent")
        sheet.set_column(position, position, 17, None if percent else count)
        limits: dict[str, Any] = (
            {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
            if percent
            else {"validate": "integer", "criteria": ">=", "value": 0}
        )
        message = (
            "Skriv en procent fra 0 til 100 uden procenttegn, eller lad cellen stå tom."
            if percent
            else "Skriv et helt tal på 0 eller mere, eller lad cellen stå tom."
        )
        sheet.data_validation(
            1,
            position,
            last_row,
            position,
            {**limits, "error_title": column.header[:32], "error_message": message},
        )
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 22)
    sheet.set_column(last_column, last_column, 60)
    for row, (code, name, note) in enumerate(template.rows, start=1):
        sheet.write_string(row, 0, code)
        sheet.write_string(row, 1, name)
        if note is not None:
            sheet.write_string(row, last_column, note, wrapped)


def _fill_explanation(sheet: Any, template: Template, header: Any, wrapped: Any) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 100)
    for position, title in enumerate(("Kolonne", "Forklaring")):
        sheet.write_string(0, position, title, header)
    lines = [(column.header, explanation(template, column)) for column in template.columns]
    for row, (title, text) in enumerate([*lines, *(("Hele arket", rule) for rule in RULES)], start=1):
        sheet.write_string(row, 0, title, wrapped)
        sheet.write_string(row, 1, text, wrapped)


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder that appears whole or not at all."""
    with side_folder(folder.parent, [f"fresh/{name}" for name in files]) as side:
        for name, content in files.items():
            (side / "fresh" / name).parent.mkdir(parents=True, exist_ok=True)
            (side / "fresh" / name).write_bytes(content)
        os.rename(side / "fresh", folder)
