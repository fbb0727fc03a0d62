"""Every kind of bad delivery is refused with the lines that tell its owner what to mend."""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from analysis.core.problems import InputError
from analysis.core.quarters import Quarter
from analysis.ingest import delivery
from analysis.ingest.delivery import read_delivery
from analysis.reading.sidecars import seal, sidecar_path
from analysis.reference.files import Reference, read_reference
from analysis.texts.commands import Messages

Damage = Callable[[Path], None]
FOLDER = "data/raw/2025Q2"
TERMS = f"{FOLDER}/delivery.toml"
ENGLISH_NOTE = '[[english]]\ntext = "Langeland'
ENGLISH_SOURCE = '[[english]]\ntext = "TrygFonden, Statusrapport, 2. kvartal 2025"\nenglish = "x"\n\n'
RUNNERS = f"{FOLDER}/runners.csv"
ACTIVATIONS = f"{FOLDER}/activations.csv"
AEDS = f"{FOLDER}/aeds.csv"
PERIODS = ("_by_day", "_by_evening", "_by_night", "_in_weekends", "")
WITHIN = (
    *(f"aed_within_200m_share{period}" for period in PERIODS),
    *(f"aed_within_500m_share{period}" for period in (*PERIODS, "_always_open", "_any_hours")),
    *(f"aed_within_1800m_share{period}" for period in PERIODS),
)
CORRECTIONS = f"{FOLDER}/corrections.csv"
POPULATION = "data/raw/reference/population_folk1a.csv"
COUNT = "a whole number of 0 or more"
WITHOUT_DECIMALS = f"{COUNT} without decimals or commas, such as 1034"
COUNT_OR_UNKNOWN = f"{COUNT}, or ukendt and the reason in Bemærkning"
COUNT_OR_WHY = f"{COUNT}; where it is not known, ukendt here and the reason in Bemærkning"
COUNT_OR_EMPTY = f"{COUNT}, or an empty cell"
PERCENT_OR_EMPTY = "a percentage from 0 to 100, such as 99 or 98,5, or an empty cell"


def change(file: str, old: str, new: str, also: Damage | None = None) -> Damage:
    def damage(root: Path) -> None:
        if also:
            also(root)
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        sidecar_path(path).unlink(missing_ok=True)

    return damage


def write(file: str, content: bytes) -> Damage:
    def damage(root: Path) -> None:
        (root / file).write_bytes(content)
        sidecar_path(root / file).unlink(missing_ok=True)

    return damage


def append(file: str, text: str, also: Damage | None = None) -> Damage:
    def damage(root: Path) -> None:
        if also:
            also(root)
        path = root / file
        path.write_text(path.read_text(encoding="utf-8").rstrip() + f"\n\n{text}", encoding="utf-8")
        sidecar_path(path).unlink(missing_ok=True)

    return damage


def hidden(area: str) -> str:
    """An entry that withholds the active runners of an area."""
    lines = ("[[withheld]]", 'indicator = "active_runners"', f'area = "{area}"', 'reason = "Nej."')
    return "\n".join([*lines, "until = 2026-12-31", ""])


def broken(indicator: str = "active_runners", area: str = "482", reason: str = "Ny optælling") -> str:
    return f'[[break]]\nindicator = "{indicator}"\narea = "{area}"\nreason = "{reason}"\n'


def correction(row: str) -> bytes:
    header = "Tabel,Områdekode,Kolonne,Gammel værdi,Ny værdi,Begrundelse,Rettet af"
    return f"{header}\n{row}\n".encode()


def remove(file: str) -> Damage:
    return lambda root: (root / file).unlink()


SEALED = (Path(__file__).parents[2] / RUNNERS).read_bytes()
CHANGED = SEALED.replace(b"Langeland,21,", b"Langeland,22,")


def change_what_is_sealed(root: Path) -> None:
    (root / RUNNERS).write_bytes(CHANGED)


def swap_codes_and_names(root: Path) -> None:
    path = root / RUNNERS
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    swapped = [",".join([name, code, *rest]) for code, name, *rest in (row.split(",") for row in rows)]
    path.write_text("\n".join([head, *swapped, ""]), encoding="utf-8")
    sidecar_path(path).unlink()


def start_of_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def called_a_workbook(root: Path) -> None:
    (root / RUNNERS).rename(root / FOLDER / "runners.xlsx")


def folder_instead_of_file(root: Path) -> None:
    (root / AEDS).unlink()
    (root / AEDS).mkdir()


def remove_folder(root: Path) -> None:
    (root / FOLDER).rename(root / "elsewhere")


def simulated_neighbour(root: Path) -> None:
    other = root / "data/raw/2025Q1"
    other.mkdir()
    (other / "delivery.toml").write_text("simulated = true\n", encoding="utf-8")


def two_formats(root: Path) -> None:
    (root / FOLDER / "runners.xlsx").write_bytes(b"")
    (root / FOLDER / "~$runners.xlsx").write_bytes(b"")


def counts_for(area: str, old: str, new: str) -> Damage:
    return change(ACTIVATIONS, f"{area},{old}", f"{area},{new}")


AEDS_ALL_REGIONS = (
    "Områdekode,Område,Registrerede hjertestartere,Døgntilgængelige hjertestartere\n"
    "dk,Danmark,100,50\n1081,Region Nordjylland,20,10\n1082,Region Midtjylland,20,10\n"
    "1083,Region Syddanmark,20,10\n1085,Region Sjælland,20,10\n1084,Region Hovedstaden,21,10\n"
)

TABLE: dict[str, tuple[Damage, list[str]]] = {
    "no folder": (remove_folder, [f"{FOLDER}: found no such folder, expected a delivery folder"]),
    "no delivery file": (remove(TERMS), [f"{TERMS}: found no such file, expected a file with this name"]),
    "no table": (
        remove(RUNNERS),
        [
            f"{FOLDER}: found no table runners, expected exactly one of runners.csv, runners.xlsx, "
            "runners.ods, runners.parquet"
        ],
    ),
    "two tables": (
        two_formats,
        [
            f"{FOLDER}: found runners.csv and runners.xlsx, "
            "expected exactly one of runners.csv, runners.xlsx, runners.ods, runners.parquet"
        ],
    ),
    "empty file": (write(AEDS, b""), [f"{AEDS}: found an empty file, expected a file with content"]),
    "blank rows only": (
        write(AEDS, b",,\n,,\n"),
        [f"{AEDS}: found an empty table, expected a header and rows"],
    ),
    "header only": (
        write(AEDS, "Områdekode,Område,Registrerede hjertestartere\n".encode()),
        [f"{AEDS}: found a header and no rows, expected at least one row"],
    ),
    "cannot be opened": (
        folder_instead_of_file,
        [f"{AEDS}: found a folder, expected a regular file"],
    ),
    "not a workbook": (
        called_a_workbook,
        [
            f"{FOLDER}/runners.xlsx: found a file that is no workbook, "
            "expected a workbook, XLSX or ODS; text such as CSV ends in .csv"
        ],
    ),
    "column missing and column unknown": (
        change(RUNNERS, "Aktive hjerteløbere", "Aktive løbere"),
        [
            f"{RUNNERS}, row 1, column Aktive hjerteløbere: found no such column, "
            "expected a column Aktive hjerteløbere",
            f"{RUNNERS}, row 1, column Aktive løbere: found an unknown column, "
            "expected Aktive hjerteløbere, if that is meant",
        ],
    ),
    "column twice": (
        change(RUNNERS, "Bemærkning", "active_runners"),
        [f"{RUNNERS}, row 1, column Aktive hjerteløbere: found the column twice, expected the column once"],
    ),
    "unknown municipality": (
        change(RUNNERS, "482,Langeland", "483,Langeland"),
        [
            f"{RUNNERS}, column Kommunekode: found no row for 482 Langeland, "
            "expected a row for each municipality, 98 in all",
            f"{RUNNERS}, row 56, column Kommunekode: found '483', expected the code of a municipality",
        ],
    ),
    "municipality twice": (
        change(RUNNERS, "492,Ærø,26,", "492,Ærø,26,\n492,Ærø,26,"),
        [f"{RUNNERS}, row 58, column Kommunekode: found '492', expected each municipality once"],
    ),
    "code and name do not match": (
        change(RUNNERS, "101,København", "101,Aarhus"),
        [
            f"{RUNNERS}, row 2, column Kommune: found 'Aarhus', expected København, the name that "
            "belongs to 101"
        ],
    ),
    "municipality missing": (
        change(RUNNERS, "492,Ærø,26,\n", ""),
        [
            f"{RUNNERS}, column Kommunekode: found no row for 492 Ærø, "
            "expected a row for each municipality, 98 in all"
        ],
    ),
    "negative count": (
        change(RUNNERS, "Ærø,26", "Ærø,-26"),
        [f"{RUNNERS}, row 57, column Aktive hjerteløbere: found '-26', expected {COUNT_OR_UNKNOWN}"],
    ),
    "fractional count": (
        change(RUNNERS, "Ærø,26", 'Ærø,"2,6"'),
        [f"{RUNNERS}, row 57, column Aktive hjerteløbere: found '2,6', expected {WITHOUT_DECIMALS}"],
    ),
    "point that is no thousand point": (
        change(RUNNERS, "Ærø,26", "Ærø,2.6"),
        [f"{RUNNERS}, row 57, column Aktive hjerteløbere: found '2.6', expected {WITHOUT_DECIMALS}"],
    ),
    "text in a number": (
        change(RUNNERS, "Ærø,26", "Ærø,=cmd|' /C calc'!A0 and much more text after it"),
        [
            f"{RUNNERS}, row 57, column Aktive hjerteløbere: "
            f"found '=cmd|' /C calc'!A0 and much more text a…', expected {COUNT_OR_UNKNOWN}"
        ],
    ),
    "count missing": (
        change(RUNNERS, "Ærø,26", "Ærø,"),
        [f"{RUNNERS}, row 57, column Aktive hjerteløbere: found an empty cell, expected {COUNT_OR_WHY}"],
    ),
    "not known and no reason": (
        change(RUNNERS, "Ærø,26", "Ærø,ukendt"),
        [f"{RUNNERS}, row 57, column Aktive hjerteløbere: found 'ukendt', expected {COUNT_OR_WHY}"],
    ),
    "not known for the reason of another quarter": (
        change(RUNNERS, "Ærø,26,", "Ærø,UKENDT,Overført fra 2025Q1: Ø."),
        [
            f"{RUNNERS}, row 57, column Bemærkning: found 'Overført fra 2025Q1: Ø.', "
            "expected the reason why the number is not known in this quarter, without the words "
            "Overført fra … before it"
        ],
    ),
    "another word than ukendt": (
        change(RUNNERS, "Ærø,26,", "Ærø,mangler,Ikke talt."),
        [f"{RUNNERS}, row 57, column Aktive hjerteløbere: found 'mangler', expected {COUNT_OR_UNKNOWN}"],
    ),
    "ukendt misspelt": (
        change(RUNNERS, "Ærø,26,", "Ærø,ukent,Ikke talt."),
        [f"{RUNNERS}, row 57, column Aktive hjerteløbere: found 'ukent', expected {COUNT_OR_UNKNOWN}"],
    ),
    "half a runner": (
        change(RUNNERS, "Ærø,26", 'Ærø,"12,5"'),
        [f"{RUNNERS}, row 57, column Aktive hjerteløbere: found '12,5', expected {WITHOUT_DECIMALS}"],
    ),
    "a date that a spreadsheet keeps as a number": (
        change(RUNNERS, "Ærø,26", "Ærø,45905"),
        [
            f"{RUNNERS}, row 57, column Aktive hjerteløbere: found '45905', "
            "expected a count, not a date: a spreadsheet keeps 2025-09-05 as 45905",
        ],
    ),
    "codes and names swapped": (
        swap_codes_and_names,
        [
            f"{RUNNERS}: found names in column Kommunekode and codes in column Kommune, "
            "expected codes in column Kommunekode and names in column Kommune"
        ],
    ),
    "a wrong cell, and a total that other cells cannot make up": (
        change(RUNNERS, "Ærø,26", "Ærø,=26", also=change(TERMS, '"1083" = 10462', '"1083" = 10435')),
        [
            f"{TERMS}, row 41, column 1083: found '10435', "
            "expected at least 10436, the sum of those of its parts that are known",
            f"{RUNNERS}, row 57, column Aktive hjerteløbere: found '=26', expected {COUNT_OR_UNKNOWN}",
        ],
    ),
    "a row of AEDs with a note alone": (
        append(AEDS, "1083,Region Syddanmark,,,Kommer senere\n"),
        [
            f"{AEDS}, row 4, column Registrerede hjertestartere: found an empty cell, expected {COUNT}, or "
            "nothing else in the row either: no number and no note"
        ],
    ),
    "two faults in one note": (
        change(RUNNERS, "Ærø,26,", f"Ærø,26,\u200b{'x' * 500}"),
        [
            f"{RUNNERS}, row 57, column Bemærkning: found '\ufffd{'x' * 38}…' with 501 characters, "
            "expected at most 500",
            f"{RUNNERS}, row 57, column Bemærkning: found '\ufffd{'x' * 38}…' with U+200B, "
            "which is invisible, expected visible characters and plain spaces",
        ],
    ),
    "a cell without end": (
        append(RUNNERS, f'"{"x" * 200_000}'),
        [
            f"{RUNNERS}, row 101: found a cell of more than 131,072 characters, expected at most 500; "
            "a quote that nothing closes makes one cell of all that follows"
        ],
    ),
    "totals below what is known": (
        change(TERMS, '"1083" = 10462', '"1083" = 10435', also=change(RUNNERS, "Ærø,26,", "Ærø,,Ikke talt.")),
        [
            f"{TERMS}, row 41, column 1083: found '10435', "
            "expected at least 10436, the sum of those of its parts that are known",
        ],
    ),
    "a wrong total does not judge another": (
        change(
            TERMS,
            'dk = 57307\n"1081" = 5321',
            'dk = 100\n"1081" = 5',
            also=change(RUNNERS, "Frederikshavn,418,", "Frederikshavn,,Ikke talt."),
        ),
        [
            f"{TERMS}, row 38, column dk: found '100', "
            "expected at least 56889, the sum of those of its parts that are known",
            f"{TERMS}, row 39, column 1081: found '5', "
            "expected at least 4903, the sum of those of its parts that are known",
        ],
    ),
    "tables of a day that cannot be": (
        change(
            TERMS,
            "as_of = 2025-06-03",
            "as_of = 2025-06-03\naeds_as_of = 2015-06-03\ncoverage_as_of = 2025-06-02",
        ),
        [
            f"{TERMS}, row 20, column aeds_as_of: found '2015-06-03', "
            "expected a day from 2023-04-01 to 2025-07-31",
            f"{TERMS}, row 21, column coverage_as_of: found '2025-06-02', "
            "expected the day of the table coverage, which is not there",
        ],
    ),
    "answers that an older table is meant, and no day": (
        append(
            TERMS,
            "".join(
                f'\n[[answer]]\nwarning = "repeated/{one}"\ntext = "x"\n' for one in ("aeds", "*", "runners")
            ),
        ),
        [
            f"{TERMS}, row {row}, column warning: found 'repeated/{one}', expected aeds_as_of in "
            "delivery.toml too, the day of the counts; 2025-06-03 if they are new"
            for row, one in ((88, "aeds"), (92, "*"))
        ],
    ),
    "total of an area that is the unknown municipality": (
        change(
            TERMS,
            "dk = 57307",
            "dk = 57307\nbornholm = 340",
            also=change(RUNNERS, "Bornholm,340,", "Bornholm,,Nej."),
        ),
        [
            f"{TERMS}, row 39, column bornholm: found '340', "
            "expected no total of an area that is a single municipality: its number stands in runners"
        ],
    ),
    "runners of a region withheld": (
        append(TERMS, hidden("1083")),
        [
            f"{TERMS}, row 88, column area: found '1083', "
            "expected the code of a municipality, as runners has no other areas"
        ],
    ),
    "runners withheld and delivered": (
        append(TERMS, hidden("492")),
        [
            f"{RUNNERS}, row 57, column Aktive hjerteløbere: found '26', "
            "expected an empty cell, as delivery.toml withholds active_runners for 492"
        ],
    ),
    "runners withheld and said to be unknown": (
        append(TERMS, hidden("492"), also=change(RUNNERS, "Ærø,26,", "Ærø,ukendt,Ikke talt.")),
        [
            f"{RUNNERS}, row 57, column Aktive hjerteløbere: found 'ukendt', "
            "expected an empty cell, as delivery.toml withholds active_runners for 492"
        ],
    ),
    "cell under no header": (
        change(RUNNERS, "Ærø,26,", "Ærø,26,,7"),
        [f"{RUNNERS}, row 57: found 5 cells, the last '7', expected at most 4"],
    ),
    "thousand comma that splits a number": (
        change(RUNNERS, "101,København,6300,", "101,København,6,300"),
        [
            f"{RUNNERS}, row 2, column Bemærkning: found '300', "
            "expected a text; a number with a comma in it stands in quotes"
        ],
    ),
    "thousand comma that makes a cell more": (
        change(RUNNERS, "101,København,6300,", "101,København,6,300,"),
        [f"{RUNNERS}, row 2: found 5 cells, the last an empty cell, expected at most 4"],
    ),
    "quote not closed": (
        change(RUNNERS, "860,Hjørring,514,", '860,Hjørring,514,"'),
        [
            f"{RUNNERS}, row 99: found a row that breaks off (unexpected end of data), "
            'expected cells whose quotes are closed, and "" for a quote inside one'
        ],
    ),
    "control character": (
        change(RUNNERS, "Ærø,26,", "Ærø,26,a\x07b"),
        [
            f"{RUNNERS}, row 57, column Bemærkning: found 'a\N{REPLACEMENT CHARACTER}b' with "
            "control characters, "
            "expected plain text on one line"
        ],
    ),
    "sum of a region": (
        change(RUNNERS, "Ærø,26", "Ærø,27"),
        [
            f"{TERMS}, row 38, column dk: found '57307', "
            "expected 57308, the sum of its municipalities in runners",
            f"{TERMS}, row 41, column 1083: found '10462', "
            "expected 10463, the sum of its municipalities in runners",
        ],
    ),
    "total of an unknown area": (
        change(TERMS, "dk = 57307", "dk = 57307\n1099 = 1"),
        [
            f"{TERMS}, row 39, column 1099: found an unknown area, expected only dk, 1081, 1082, "
            "1083, 1085, 1084, midt-og-vestjylland, oestjylland, syd-og-soenderjylland, fyn-og-oeerne, "
            "midt-og-vestsjaelland, sydsjaelland-og-lolland-falster, nordsjaelland, vestegnen, koebenhavn, "
            "bornholm"
        ],
    ),
    "total with a point": (
        change(TERMS, "dk = 57307", "dk = 57.307"),
        [f"{TERMS}, row 38, column dk: found '57.307', expected a whole number of 0 or more, without points"],
    ),
    "region missing": (
        change(ACTIVATIONS, "1085,Region Sjælland,191,,,,99,,98,\n", ""),
        [
            f"{ACTIVATIONS}, column Områdekode: found no row for 1085 Region Sjælland, "
            "expected a row for each area, 6 in all"
        ],
    ),
    "municipality among the regions": (
        change(ACTIVATIONS, "dk,Danmark,1309", "101,København,1309"),
        [
            f"{ACTIVATIONS}, column Områdekode: found no row for dk Danmark, "
            "expected a row for each area, 6 in all",
            f"{ACTIVATIONS}, row 2, column Områdekode: found '101', "
            "expected an area code that this table may hold",
        ],
    ),
    "percentage over 100": (
        change(ACTIVATIONS, "dk,Danmark,1309,,16", "dk,Danmark,1309,,160"),
        [f"{ACTIVATIONS}, row 2, column Annullerede (pct.): found '160', expected {PERCENT_OR_EMPTY}"],
    ),
    "percentage below 0": (
        change(ACTIVATIONS, "dk,Danmark,1309,,16", "dk,Danmark,1309,,-16"),
        [f"{ACTIVATIONS}, row 2, column Annullerede (pct.): found '-16', expected {PERCENT_OR_EMPTY}"],
    ),
    "fraction for a percentage": (
        change(ACTIVATIONS, "1309,,16,,99,,98", '1309,,16,,"0,99",,"0,98"'),
        [
            f"{ACTIVATIONS}, row 2, column Mindst to accept (pct.): found '0,98', "
            "expected a percentage such as 99, not a fraction such as 0,99",
            f"{ACTIVATIONS}, row 2, column Mindst én accept (pct.): found '0,99', "
            "expected a percentage such as 99, not a fraction such as 0,99",
        ],
    ),
    "more accepted than activated": (
        counts_for("Region Nordjylland", "226,,,,99", "226,,,227,"),
        [
            f"{ACTIVATIONS}, row 3, column Mindst én accept: found '227', expected at most the "
            "activations, 226"
        ],
    ),
    "more by two than by one": (
        counts_for("Region Nordjylland", "226,,,,99,,98", "226,,,200,,201,"),
        [
            f"{ACTIVATIONS}, row 3, column Mindst to accept: found '201', "
            "expected at most those accepted by one, 200"
        ],
    ),
    "count and percentage disagree": (
        counts_for("Region Nordjylland", "226,,,,99,,98", "226,,,200,99,,"),
        [
            f"{ACTIVATIONS}, row 3, column Mindst én accept (pct.): found '99', "
            "expected the share that 200 are of 226"
        ],
    ),
    "cancelled count and percentage disagree": (
        change(ACTIVATIONS, "dk,Danmark,1309,,16", "dk,Danmark,1309,300,16"),
        [
            f"{ACTIVATIONS}, row 2, column Annullerede (pct.): found '16', "
            "expected the share that 300 cancelled are of 300 + 1309"
        ],
    ),
    "known regions exceed the country": (
        counts_for("Region Sjælland", "191", "1910"),
        [
            f"{ACTIVATIONS}, row 2, column Aktiveringer: found '1309', "
            "expected at least 2764, the sum of 4 of its 5 areas"
        ],
    ),
    "regions are not the country": (
        counts_for("Region Hovedstaden", "", "265"),
        [f"{ACTIVATIONS}, row 2, column Aktiveringer: found '1309', expected 1310, the sum of its 5 areas"],
    ),
    "more AEDs around the clock than registered": (
        change(AEDS, "26182,18656", "18656,26182"),
        [
            f"{AEDS}, row 2, column Døgntilgængelige hjertestartere: found '26182', "
            "expected at most the registered, 18656"
        ],
    ),
    "AEDs of the regions are not the country": (
        write(AEDS, AEDS_ALL_REGIONS.encode()),
        [
            f"{AEDS}, row 2, column Registrerede hjertestartere: found '100', "
            "expected 101, the sum of its 5 areas"
        ],
    ),
    "AEDs of a municipality exceed its region": (
        write(
            AEDS,
            (AEDS_ALL_REGIONS.replace("Hovedstaden,21", "Hovedstaden,20") + "101,København,99,9\n").encode(),
        ),
        [
            f"{AEDS}, row 7, column Registrerede hjertestartere: found '20', "
            "expected at least 99, the sum of 1 of its 29 areas"
        ],
    ),
    "as_of outside the quarter": (
        change(TERMS, "as_of = 2025-06-03", "as_of = 2025-08-01"),
        [f"{TERMS}, row 19, column as_of: found '2025-08-01', expected a day from 2025-04-01 to 2025-07-31"],
    ),
    "period_end before the quarter": (
        change(TERMS, "period_start = 2025-01-01", "period_start = 2025-01-01\nperiod_end = 2025-03-31"),
        [
            f"{TERMS}, row 23, column period_end: found '2025-03-31', "
            "expected a day from 2025-04-01 to 2025-07-31",
        ],
    ),
    "period_end long after the quarter": (
        change(TERMS, "period_start = 2025-01-01", "period_start = 2025-01-01\nperiod_end = 2025-08-01"),
        [
            f"{TERMS}, row 23, column period_end: found '2025-08-01', "
            "expected a day from 2025-04-01 to 2025-07-31",
        ],
    ),
    "period_end before period_start": (
        change(TERMS, "period_start = 2025-01-01", "period_start = 2025-06-02\nperiod_end = 2025-06-01"),
        [
            f"{TERMS}, row 22, column period_start: found '2025-06-02', "
            "expected a day up to period_end, 2025-06-01",
        ],
    ),
    "period_end as a text": (
        change(TERMS, "period_start = 2025-01-01", 'period_start = 2025-01-01\nperiod_end = "30. juni"'),
        [
            f"{TERMS}, row 23, column period_end: found '30. juni', "
            "expected a date without quotes, like 2025-06-03",
        ],
    ),
    "period_start after as_of": (
        change(TERMS, "period_start = 2025-01-01", "period_start = 2025-06-04"),
        [f"{TERMS}, row 22, column period_start: found '2025-06-04', expected a day up to as_of, 2025-06-03"],
    ),
    "period_start in another year": (
        change(TERMS, "period_start = 2025-01-01", "period_start = 2024-01-01"),
        [f"{TERMS}, row 22, column period_start: found '2024-01-01', expected a day in 2025"],
    ),
    "date in quotes": (
        change(TERMS, "as_of = 2025-06-03", 'as_of = "3. juni 2025"'),
        [
            f"{TERMS}, row 19, column as_of: found '3. juni 2025', "
            "expected a date without quotes, like 2025-06-03"
        ],
    ),
    "quarter of another folder": (
        change(TERMS, 'quarter = "2025Q2"', 'quarter = "2025Q3"'),
        [f"{TERMS}, row 16, column quarter: found '2025Q3', expected 2025Q2, as the folder is named"],
    ),
    "population period that is not there": (
        change(TERMS, '# population_period = "2025K2"', 'population_period = "2019K1"'),
        [
            f"{TERMS}, row 32, column population_period: found '2019K1', not in population_folk1a, "
            "expected one of 2025K2, 2025K3, 2025K4, 2026K1"
        ],
    ),
    "population period that is not there yet": (
        change(TERMS, '# population_period = "2025K2"', 'population_period = "2027K1"'),
        [
            f"{TERMS}, row 32, column population_period: found '2027K1', not in population_folk1a, "
            "expected one of 2025K2, 2025K3, 2025K4, 2026K1; `statusrapport population update` adds later "
            "ones, without a network with --from FILE"
        ],
    ),
    "population period that is incomplete": (
        change(POPULATION, "2025K2,411,Christiansø,90\n", ""),
        [
            "data/raw/reference/population_folk1a.csv, column area_code: found no row of 411 in 2025K2, "
            "expected every municipality and 411"
        ],
    ),
    "malformed TOML": (
        change(TERMS, "simulated = false", "simulated = nej"),
        [f"{TERMS}, row 28: found a line that cannot be read (Invalid value), expected valid TOML"],
    ),
    "TOML in another encoding": (
        write(TERMS, 'quarter = "2025Q2"\nsource = "Hjerteløbere"\n'.encode("cp1252")),
        [f"{TERMS}, row 2: found a character that is not UTF-8, expected a file saved as UTF-8"],
    ),
    "unknown key": (
        change(TERMS, "period_start =", "periodstart ="),
        [
            f"{TERMS}, column period_start: found no such key, "
            "expected a date without quotes, like 2025-06-03",
            f"{TERMS}, row 22, column periodstart: found an unknown key, "
            "expected period_start, if that is meant",
        ],
    ),
    "no source": (
        change(TERMS, 'source = "TrygFonden, Statusrapport, 2. kvartal 2025"', 'source = ""'),
        [f"{TERMS}, row 25, column source: found an empty cell, expected a text in quotes"],
    ),
    "withheld indicator unknown": (
        change(TERMS, 'indicator = "accepted_by_one"', 'indicator = "accepted"'),
        [
            f"{TERMS}, row 47, column indicator: found 'accepted', expected one of active_runners, "
            "activations, accepted_by_one, accepted_by_two, cancelled_share, aed_24_7"
        ],
    ),
    "withheld area unknown": (
        change(TERMS, 'area = "1084"', 'area = "1089"'),
        [f"{TERMS}, row 48, column area: found '1089', expected the code of an area"],
    ),
    "withheld twice": (
        change(TERMS, 'indicator = "accepted_by_two"', 'indicator = "accepted_by_one"'),
        [f"{TERMS}, row 54, column area: found '1084', expected each indicator and area once"],
    ),
    "break of an unknown indicator": (
        append(TERMS, broken(indicator="active_runners_rate")),
        [
            f"{TERMS}, row 87, column indicator: found 'active_runners_rate', expected one of "
            "active_runners, activations, accepted_by_one, accepted_by_two, cancelled_share, aed_registered, "
            "aed_24_7"
        ],
    ),
    "break of an unknown area": (
        append(TERMS, broken(area="1099")),
        [f"{TERMS}, row 88, column area: found '1099', expected the code of an area"],
    ),
    "break without a reason": (
        append(TERMS, broken(reason="")),
        [f"{TERMS}, row 89, column reason: found an empty cell, expected a text in quotes"],
    ),
    "the second of two breaks is wrong": (
        append(TERMS, broken() + broken(area="x")),
        [f"{TERMS}, row 92, column area: found 'x', expected the code of an area"],
    ),
    "break that is no table": (
        change(TERMS, 'quarter = "2025Q2"', 'break = [1]\nquarter = "2025Q2"'),
        [f"{TERMS}, row 16, column break: found '1', expected tables [[break]]"],
    ),
    "a warning answered twice": (
        append(TERMS, '[[answer]]\nwarning = "neighbours/482/active_runners"\ntext = "Igen."\n'),
        [
            f"{TERMS}, row 87, column warning: found 'neighbours/482/active_runners', "
            "expected each warning once"
        ],
    ),
    "an answer without text": (
        append(TERMS, '[[answer]]\nwarning = "x"\nsvar = "Ja."\n'),
        [
            f"{TERMS}, column text: found no such key, expected a text in quotes",
            f"{TERMS}, row 88, column svar: found an unknown key, expected only warning, text",
        ],
    ),
    "a correction of what the source no longer shows": (
        write(CORRECTIONS, correction("runners,482,active_runners,20,22,Tastefejl,A. Andersen")),
        [
            f"{CORRECTIONS}, row 2, column Gammel værdi: found '20', expected '21' in row 56 of runners, "
            "or no correction when the source has been mended"
        ],
    ),
    "a correction that breaks a sum": (
        write(CORRECTIONS, correction("activations,1084,activations,,265,Udledt,A. Andersen")),
        [f"{ACTIVATIONS}, row 2, column Aktiveringer: found '1309', expected 1310, the sum of its 5 areas"],
    ),
    "a correction of an unknown area, without a name": (
        write(CORRECTIONS, correction("runners,999,active_runners,20,22,Tastefejl,")),
        [
            f"{CORRECTIONS}, row 2, column Områdekode: found '999', expected an area that stands in runners",
            f"{CORRECTIONS}, row 2, column Rettet af: found an empty cell, expected a value",
        ],
    ),
    "English of a text that does not stand in the delivery": (
        change(TERMS, 'text = "Langeland har siden 2012', 'text = "Langeland har siden 2013'),
        [
            f"{TERMS}, row 79, column text: found 'Langeland har siden 2013 haft sin egen …', "
            "expected a source, reason, answer, note, address or contact of this delivery, "
            "letter by letter"
        ],
    ),
    "English of a text twice": (
        change(TERMS, ENGLISH_NOTE, f"{ENGLISH_SOURCE * 2}{ENGLISH_NOTE}"),
        [
            f"{TERMS}, row 83, column text: found 'TrygFonden, Statusrapport, 2. kvartal 2…', "
            "expected each text once"
        ],
    ),
    "accepted leak of an unknown indicator": (
        change(TERMS, 'indicator = "activations"', 'indicator = "alarms"'),
        [
            f"{TERMS}, row 65, column indicator: found 'alarms', expected one of active_runners, "
            "activations, accepted_by_one, accepted_by_two, cancelled_share, aed_registered, aed_24_7, "
            "response_time_median, active_by_day, active_by_night, alerted_per_activation, "
            "accepted_per_activation, arrived_per_activation, accepted_median_seconds, activations_compared, "
            f"before_ambulance_share, {', '.join(WITHIN)}, cancelled_no_arrest, cancelled_death_established, "
            "cancelled_physician_decision, cancelled_known_opt_out, cancelled_professional_help, "
            "cancelled_safety, cancelled_technical, cancelled_unknown"
        ],
    ),
    "accepted leak without a reason": (
        change(TERMS, 'reason = "Den offentliggjorte', 'why = "Den offentliggjorte'),
        [
            f"{TERMS}, column reason: found no such key, expected a text in quotes",
            f"{TERMS}, row 67, column why: found an unknown key, expected only indicator, area, reason",
        ],
    ),
    "withheld and delivered": (
        change(ACTIVATIONS, "Region Hovedstaden,,,,,,,,", "Region Hovedstaden,,,,,97,,,"),
        [
            f"{ACTIVATIONS}, row 7, column Mindst én accept (pct.): found '97', "
            "expected an empty cell, as delivery.toml withholds accepted_by_one for 1084"
        ],
    ),
    "changed after it was sealed": (
        change_what_is_sealed,
        [
            f"{RUNNERS}: found bytes with sha256 {start_of_hash(CHANGED)}…, "
            f"expected {start_of_hash(SEALED)}… as runners.csv.meta.toml says; "
            "restore the file, or seal it again if the change is meant: statusrapport check 2025Q2 --seal"
        ],
    ),
    "sidecar that is none": (
        write(f"{RUNNERS}.meta.toml", b'origin = "x"\nretrieved = 2026-11-22\nlicence = "y"\nsha = "z"\n'),
        [
            f"{RUNNERS}.meta.toml, column sha: found an unknown key, "
            "expected only origin, retrieved, licence, sha256",
            f"{RUNNERS}.meta.toml, column sha256: found an empty cell, "
            "expected 64 lower-case hexadecimal digits in quotes",
        ],
    ),
    "simulated beside real": (
        simulated_neighbour,
        [
            f"{TERMS}, row 28, column simulated: found a real delivery beside the simulated 2025Q1, "
            "expected simulated and real deliveries in data roots of their own"
        ],
    ),
    "population that does not add up": (
        change(POPULATION, "2025K2,400,Bornholm,", "2025K2,400,Bornholm,1"),
        [
            "data/raw/reference/population_totals.csv, row 32, column population: found '5999677' for dk "
            "in 2025K2, "
            "expected 6099677, the sum of its municipalities in population_folk1a",
            "data/raw/reference/population_totals.csv, row 36, column population: found '1936242' for 1084 "
            "in 2025K2, "
            "expected 2036242, the sum of its municipalities in population_folk1a",
        ],
    ),
}


@cache
def _reference(as_of: date) -> Reference:
    return read_reference(Path(__file__).parents[2] / "data", as_of)


@pytest.fixture(autouse=True)
def sound_reference_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference whose population is the committed one is read once; a damaged one each time."""
    sound = (Path(__file__).parents[2] / POPULATION).read_bytes()

    def read(data: Path, as_of: date) -> Reference:
        population = (data.parent / POPULATION).read_bytes()
        return _reference(as_of) if population == sound else read_reference(data, as_of)

    monkeypatch.setattr(delivery, "read_reference", read)


@pytest.mark.parametrize("kind", TABLE)
def test_refused_with_these_lines(data: Path, kind: str) -> None:
    damage, expected = TABLE[kind]
    damage(data.parent)
    with pytest.raises(InputError) as refusal:
        read_delivery(data, Quarter(2025, 2))
    assert [str(problem) for problem in refusal.value.problems] == expected
    of_delivery = [one for one in refusal.value.problems if "/reference/" not in one.file]
    in_english = [str(one) for one in of_delivery if Messages("da").of_problem(one) == str(one)]
    assert in_english == []


def test_every_problem_is_told_at_once(data: Path) -> None:
    kinds = ("negative count", "municipality missing", "percentage over 100", "as_of outside the quarter")
    for damage in (
        change(RUNNERS, "Ærø,26", "Ærø,-26"),
        change(RUNNERS, "482,Langeland", "483,Langeland"),
        TABLE[kinds[2]][0],
        TABLE[kinds[3]][0],
    ):
        damage(data.parent)
    with pytest.raises(InputError) as refusal:
        read_delivery(data, Quarter(2025, 2))
    assert {problem.file for problem in refusal.value.problems} == {TERMS, RUNNERS, ACTIVATIONS}
    assert len(refusal.value.problems) == 5
    assert str(refusal.value).count("\n") == 4


def test_a_change_that_is_sealed_again_is_accepted(data: Path) -> None:
    path = data / "raw/2025Q2/aeds.csv"
    change(AEDS, "18656", "18657")(data.parent)
    seal(path, "corrected by the publisher", date(2026, 11, 22), "facts")
    assert read_delivery(data, Quarter(2025, 2)).aeds["aed_24_7"].to_list() == [18657]
