"""Tables to be filled in, as workbooks that explain themselves and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from analysis.reading.files import Column
from analysis.reading.text_rules import LONGEST_TEXT

EXPLAINING_SHEET: Final = "Forklaring"

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


def explanation(template: Template, column: Column) -> str:
    """What a column of a template has to hold, in Danish."""
    return EXPLANATIONS.get(f"{template.stem}.{column.name}") or EXPLANATIONS[column.name]


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
