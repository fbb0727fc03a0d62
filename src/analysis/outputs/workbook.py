"""A workbook as a list of sheets, before it is written as XLSX or ODS.

It follows the guidance of the UK Government Analysis Function on releasing statistics in spreadsheets: a
cover, a list of contents and notes; one table per sheet, from column A on, under its title; no empty or
merged cells, no meaning in colour alone; a code in square brackets where there is no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from analysis.core import formatting as show
from analysis.indicators import registry
from analysis.indicators.records import IndicatorRow, indicator_rows
from analysis.outputs.codebook import entry
from analysis.report.citation import citation
from analysis.report.data import ReportData
from analysis.report.naming import name_of

Cell: TypeAlias = str | float
NUMBER_WIDTH: Final = 15.0
CODES: Final = {"withheld": "[c]", "suppressed": "[c]", "missing": "[x]"}
NOT_APPLICABLE: Final = "[z]"
MIXED: Final = 2
TIDY_WIDTHS: Final = {"area": 24.0, "indicator": 40.0, "source": 44.0, "note": 60.0}


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet's table.

    Attributes:
        header: Its head.
        width: In characters.
        decimals: How many of a number are shown; None for text. With two, whole numbers have none.
    """

    header: str
    width: float = NUMBER_WIDTH
    decimals: int | None = None


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet: a title, lines of text, and at most one table.

    Attributes:
        name: On its tab: no spaces, at most 31 characters.
        title: In cell A1.
        lines: Below it.
        columns: Of the table; empty for a sheet without one.
        rows: Of the table, no cell empty.
        links: Whether the table's first column names sheets and links to them.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    columns: tuple[SheetColumn, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    links: bool = False


def decimals_of(cell: float, column: SheetColumn) -> int:
    """How many decimals a number is shown with: none where it is whole and its column mixes units."""
    return 0 if column.decimals == MIXED and cell.is_integer() else column.decimals or 0


@dataclass(frozen=True)
class Workbook:
    """Sheets and what the file says about itself."""

    sheets: tuple[WorkbookSheet, ...]
    title: str
    maker: str
    description: str
    keywords: tuple[str, ...]
    created: date
    language: str


def workbook(context: ReportData) -> Workbook:
    """The workbook of a released version.

    Args:
        context: The quarter's numbers and words, with its edition.
    """
    edition, texts = context.edition, context.texts
    if edition is None:
        raise ValueError("a draft has no workbook")
    tables = [table for table in _tables(context) if table.rows]
    notes = _notes(context)
    contents = WorkbookSheet(
        texts("release-sheet-contents"),
        texts("release-sheet-contents-title"),
        (texts("release-sheet-one-table"),),
        (SheetColumn(texts("release-sheet-sheet"), 18), SheetColumn(texts("release-sheet-content"), 90)),
        tuple((one.name, one.title) for one in (notes, *tables)),
        links=True,
    )
    title = f"{texts('title')}. {texts('subtitle', quarter=_quarter(context))}"
    return Workbook(
        (_cover(context, title), contents, notes, *tables),
        title,
        context.snapshot.delivery.publisher or "Statusrapport",
        f"{edition.in_words(texts)}. {texts('description', date=context.as_of_shown)}",
        (*texts("keywords").split(", "), str(context.snapshot.delivery.quarter)),
        edition.released,
        texts.language,
    )


def _quarter(context: ReportData) -> str:
    return context.quarter_name(context.snapshot.delivery.quarter)


def _cover(context: ReportData, title: str) -> WorkbookSheet:
    texts, edition, delivery = context.texts, context.edition, context.snapshot.delivery
    assert edition is not None
    lines = [
        *([texts("watermark")] if delivery.simulated else []),
        f"{edition.in_words(texts)}.",
        *([texts("release-reason", reason=edition.reason_in(texts))] if edition.reason else []),
        texts("description", date=context.as_of_shown),
        context.statement,
        texts("release-sheet-dates", date=context.as_of_shown, period=context.period_shown),
        texts("release-sheet-sources", source=delivery.source, day=context.population_day_shown),
        f"{texts('release-cite')}: {citation(context)}",
        texts("release-sheet-see"),
    ]
    return WorkbookSheet(texts("release-sheet-cover"), title, tuple(lines))


def _notes(context: ReportData) -> WorkbookSheet:
    texts = context.texts
    names = ("active", "rate", "limits", "activations", "rank", "smoothed", "c", "x", "z", "basis")
    return WorkbookSheet(
        texts("release-sheet-notes"),
        texts("release-sheet-notes-title"),
        (texts("release-sheet-one-table"),),
        (SheetColumn(texts("release-sheet-note"), 24), SheetColumn(texts("release-sheet-explanation"), 100)),
        tuple((texts(f"release-note-{name}"), texts(f"release-note-{name}-text")) for name in names),
    )


def _tables(context: ReportData) -> Iterator[WorkbookSheet]:
    yield _country(context)
    yield _regions(context)
    yield _areas(context)
    yield _municipalities(context)
    yield _revisions(context)
    yield _everything(context)
    yield _indicators(context)


def _sheet(
    context: ReportData,
    key: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Sequence[Cell]],
) -> WorkbookSheet:
    texts = context.texts
    title = texts(f"release-table-{key}-title", quarter=_quarter(context), date=context.as_of_shown)
    lines = (texts("release-sheet-one-table"), texts("release-sheet-codes"))
    return WorkbookSheet(texts(f"release-table-{key}"), title, lines, tuple(columns), tuple(map(tuple, rows)))


def _head(
    context: ReportData, name: str, width: float = NUMBER_WIDTH, decimals: int | None = None
) -> SheetColumn:
    return SheetColumn(context.texts(f"release-head-{name}"), width, decimals)


def _head_of(context: ReportData, name: str, indicator_name: str) -> SheetColumn:
    """A column of an indicator: counts are whole, others have one decimal more than the report shows."""
    declared = registry.indicator(indicator_name)
    return _head(context, name, decimals=0 if declared.unit.counted else declared.decimals + 1)


def _number(value: float | None, status: str = "published") -> Cell:
    """A number, or the code of why there is none."""
    return CODES.get(status, NOT_APPLICABLE) if value is None else float(value)


def _country(context: ReportData) -> WorkbookSheet:
    texts = context.texts
    rows = []
    for row in indicator_rows(context.figures.table):
        name = name_of(row.indicator, context.area_names, texts)
        if row.level == "country" and name is not None:
            rows.append(
                (
                    name,
                    *(
                        _number(one, row.status)
                        for one in (row.value, row.lower, row.upper, row.numerator, row.denominator)
                    ),
                    _unit(context, row.unit),
                    _period(context, row),
                    texts(f"basis-{row.basis}"),
                    row.source,
                )
            )
    columns = [
        _head(context, "number", 44),
        *(_head(context, name, decimals=2) for name in ("value", "lower", "upper")),
        *(_head(context, name, decimals=0) for name in ("numerator", "denominator")),
        _head(context, "unit", 32),
        _head(context, "period", 28),
        _head(context, "basis", 26),
        _head(context, "source", 60),
    ]
    return _sheet(context, "country", columns, rows)


def _unit(context: ReportData, unit: str) -> str:
    return context.texts(f"release-unit-{unit}")


def _period(context: ReportData, row: IndicatorRow) -> str:
    if row.period_end is not None:
        return show.short_period(row.first_day, row.period_end, context.texts.language)
    return show.long_date(row.as_of, context.texts.language)


def _cells(context: ReportData, area: str, *wanted: tuple[str, str]) -> list[Cell]:
    """Numbers of an area: pairs of indicator and column."""
    cells = []
    for indicator, column in wanted:
        row = context.figures.find(indicator, area)
        cells.append(NOT_APPLICABLE if row is None else _number(getattr(row, column), row.status))
    return cells


RATE: Final = (
    ("active_runners", "value"),
    ("active_runners_rate", "value"),
    ("active_runners_rate", "lower"),
    ("active_runners_rate", "upper"),
)


REGION_HEADS: Final = (
    ("share", "active_runners_share_of_country"),
    ("activations", "activations"),
    ("activations-rate", "activations_rate_year"),
    ("by-one", "accepted_by_one"),
    ("by-two", "accepted_by_two"),
)


def _rate_heads(context: ReportData) -> list[SheetColumn]:
    return [
        _head_of(context, "active", "active_runners"),
        *(_head_of(context, name, "active_runners_rate") for name in ("rate", "rate-lower", "rate-upper")),
    ]


def _regions(context: ReportData) -> WorkbookSheet:
    others = [(name, "value") for _, name in REGION_HEADS]
    columns = [
        _head(context, "region-code"),
        _head(context, "region", 24),
        *_rate_heads(context),
        *(_head_of(context, head, name) for head, name in REGION_HEADS),
    ]
    areas = context.figures.areas("active_runners", "region")
    rows = [[one.area_code, one.area, *_cells(context, one.area_code, *RATE, *others)] for one in areas]
    return _sheet(context, "regions", columns, rows)


def _areas(context: ReportData) -> WorkbookSheet:
    geography = context.municipalities.unique("report_area_code", maintain_order=True)
    region = dict(geography.select("report_area_code", "region").iter_rows())
    areas = context.figures.areas("active_runners", "report_area")
    rows = [[one.area, region[one.area_code], *_cells(context, one.area_code, *RATE)] for one in areas]
    columns = [_head(context, "report-area", 28), _head(context, "region", 24), *_rate_heads(context)]
    return _sheet(context, "areas", columns, rows)


def _municipalities(context: ReportData) -> WorkbookSheet:
    rank = (("active_runners_rate_rank", "lower"), ("active_runners_rate_rank", "upper"))
    rows = [
        [
            one["municipality_code"],
            one["municipality"],
            one["region"],
            one["report_area"] or NOT_APPLICABLE,
            float(context.population[one["municipality_code"]]),
            *_cells(context, one["municipality_code"], *RATE, *rank),
        ]
        for one in context.municipalities.iter_rows(named=True)
    ]
    columns = [
        _head(context, "municipality-code"),
        _head(context, "municipality", 22),
        _head(context, "region", 22),
        _head(context, "report-area", 24),
        _head(context, "population", decimals=0),
        *_rate_heads(context),
        *(_head(context, name, decimals=0) for name in ("rank-lower", "rank-upper")),
    ]
    return _sheet(context, "municipalities", columns, rows)


def _revisions(context: ReportData) -> WorkbookSheet:
    rows = [
        [
            one.area,
            name_of(one.indicator, context.area_names, context.texts) or one.indicator,
            _number(one.old.value, one.old.status or ""),
            _number(one.new.value, one.new.status or ""),
            _number(one.difference),
        ]
        for one in context.shown_revisions
    ]
    columns = [
        _head(context, "area", 26),
        _head(context, "number", 44),
        *(_head(context, name, decimals=2) for name in ("old", "new", "difference")),
    ]
    return _sheet(context, "revisions", columns, rows)


def _everything(context: ReportData) -> WorkbookSheet:
    from analysis.outputs.columns import tidy_columns

    table = context.figures.everything
    numeric = {"value", "numerator", "denominator", "lower", "upper"}
    columns = [
        SheetColumn(one.title["da"], TIDY_WIDTHS.get(one.name, 16.0), 2 if one.name in numeric else None)
        for one in tidy_columns()
    ]
    rows = [
        [
            _number(row[one.name], row["status"]) if one.name in numeric else _text(context, row[one.name])
            for one in tidy_columns()
        ]
        for row in table.iter_rows(named=True)
    ]
    return _sheet(context, "everything", columns, rows)


def _indicators(context: ReportData) -> WorkbookSheet:
    """The codebook of the indicators that this workbook holds."""
    names = context.figures.everything["indicator"].unique(maintain_order=True)
    entries = [entry(registry.indicator(name), context.area_names, context.texts) for name in names]
    columns = [
        _head(context, name, width)
        for name, width in (
            ("indicator", 36), ("number", 44), ("definition", 80), ("kind", 18), ("formula", 60),
            ("unit", 28), ("levels", 40), ("limits", 40), ("decimals", 16), ("better", 18), ("stock", 18),
            ("hidden-with", 32), ("since", 14), ("method", 50), ("computed-in", 44),
        )
    ]  # fmt: skip
    rows = [tuple(text or NOT_APPLICABLE for text in one) for one in entries]
    return _sheet(context, "indicators", columns, rows)


def _text(context: ReportData, value: object) -> str:
    if value is None or value == "":
        return NOT_APPLICABLE
    if isinstance(value, bool):
        return context.texts("release-yes" if value else "release-no")
    return value.isoformat() if isinstance(value, date) else str(value)
