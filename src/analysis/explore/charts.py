"""The report's charts for analysts: the same look and numbers, for any indicator and any areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10
from pathlib import Path
from typing import Any, Final, NoReturn, TypedDict

import polars as pl

from analysis.core.typeface import font_faces
from analysis.core.writing import write_atomically
from analysis.explore.arguments import (
    ELSEWHERE,
    FUNNEL,
    IN_A_MAP,
    answering,
    file_path,
    readable,
    shown_title,
)
from analysis.explore.figures import SIZES, as_pdf, as_png, sized, whole_figure
from analysis.explore.guesses import named, refuse_guess, shortened
from analysis.explore.map_classes import classes_of, classes_of_sides
from analysis.explore.origins import Origins
from analysis.explore.place_table import PlaceTable
from analysis.explore.tables import Areas, AreaTables
from analysis.indicators.changes import with_runs
from analysis.indicators.comparison import FUNNEL_998
from analysis.indicators.declaration import Unit
from analysis.indicators.derivations import EARLIER
from analysis.indicators.records import IndicatorRow, indicator_rows
from analysis.indicators.registry import indicator as declared
from analysis.indicators.schema import COUNTRY
from analysis.reference.area_names import UnknownNameError
from analysis.reference.boundaries import read_boundaries
from analysis.report.charts.boundaries import boundary_map
from analysis.report.charts.dots import DotRow, dot_chart
from analysis.report.charts.drawing import Drawing, Spec
from analysis.report.charts.named_bars import named_bar_chart
from analysis.report.charts.scatter import ScatterPoint, is_logarithmic, scatter_chart
from analysis.report.charts.series import LineName, SeriesPoint, series_chart, set_apart
from analysis.report.charts.theme import LIGHT, LINES, NOT_KNOWN, NOT_KNOWN_EDGE, POINTS_PER_MM
from analysis.report.charts.tiles import tile_map
from analysis.report.data import ReportData
from analysis.report.figures import CLASS_BREAKS
from analysis.report.maps import MapClasses, shown_areas, tiles_within, why_no_number
from analysis.report.pages import comparison
from analysis.report.pages.development import decimal_year, delivery_ticks, domain_of, year_ticks
from analysis.report.pages.development.words import date_shown
from analysis.texts.markup import as_attribute, as_html

WIDTH: Final = 187.0
MAP_WIDTH: Final = 150.0
LEAST_MAP_WIDTH: Final = 90.0
TILE_MM: Final = 24.0
ROW_MM: Final = 6.5
AXIS_MM: Final = 8.0
TALLEST_MM: Final = 220.0
FUNNEL_MM: Final = 121.0
TREND_MM: Final = 90.0
LINE_OF_NAMES: Final = 10.0
NAMES_MM: Final = 46.0
FEW_UNITS: Final = 20.0
# How far the axis goes past the last number.
BEYOND: Final = 1.08
TYPEFACES: Final = "Lato, Helvetica, Arial, sans-serif"
RATE: Final = "active_runners_rate"
MOST_DECIMALS: Final = 6
# On a narrower screen a drawing is moved sideways: its letters would be too small to read.
NARROWEST: Final = 660
MOST_LEFT_OUT: Final = 6
NOTES_IN_TEXT: Final = 240
KINDS: Final = (".svg", ".png", ".pdf", ".html")
CHARTS: Final = ("bar", "dots", "funnel", "map", "scatter", "trend")
PARTS_OF_A_CHART: Final = ("credit", "legend", "save", "svg", "table", "text", "title")
SAVING: Final = {
    name: f'save("x.{kind}")'
    for kind in ("svg", "png", "pdf", "html")
    for name in (kind, f"to_{kind}", f"save_{kind}")
    if name != "svg"
} | {"savefig": 'save("x.png")', "export": 'save("x.png")', "write": 'save("x.png")'}


class _Frame(TypedDict):
    width_mm: float
    height_mm: float
    label_mm: float
    start: float
    end: float
    decimals: int


@dataclass(frozen=True, repr=False)
class NotebookChart:
    """A chart as a notebook shows it.

    Attributes:
        title: What it shows.
        text: Unit, date and source.
        svg: The drawing.
        table: The numbers in it.
        credit: The report it is from; empty where it shows own numbers alone.
        language: Of all texts.
        legend: Colour and words of each class.
    """

    title: str
    text: str
    svg: str
    table: pl.DataFrame
    credit: str
    language: str
    legend: tuple[tuple[str, str], ...] = ()

    @answering()
    def save(self, path: str | Path, size: str = "") -> Path:
        """Write the whole figure, with its title, legend, source and typeface.

        Args:
            path: Ends in ``.svg``, ``.png``, ``.pdf`` or ``.html``.
            size: ``web`` is up to 19 cm or 1,440 dots wide, ``slide`` is a slide of 16:9 with 1,920 × 1,080
                dots, white beside the drawing, ``print`` is up to 17 cm wide with 300 dots per inch; empty
                for as large as it was drawn, with three dots for each point. HTML is as wide as its page.

        Raises:
            ValueError: The path ends in something else, is a folder, or no path; or there is no such size.
            FileNotFoundError: Its folder is not there.
        """
        target = file_path(path, "figure.svg")
        if target.is_dir():
            raise ValueError(f"{target} is a folder: name a file in it, such as {target / 'figure.svg'}")
        kind = target.suffix.lower()
        if kind not in KINDS:
            named = f"{', '.join(KINDS[:-1])} or {KINDS[-1]}"
            told = f"a chart is saved as {named}, not {target.suffix or 'without suffix'}"
            raise ValueError(f'{told}; slides and documents take save("x.png", size="slide")')
        if not target.parent.is_dir():
            raise FileNotFoundError(f"there is no folder {target.parent}: make it first, or save elsewhere")
        if not isinstance(size, str) or size not in ("", *SIZES) or (size and kind == ".html"):
            named = ", ".join(map(repr, SIZES))
            raise ValueError(f"size= is one of {named}, of .svg, .png and .pdf; not {shortened(repr(size))}")
        figure = sized(self._figure(), SIZES[size]) if size else self._figure()
        if kind == ".html":
            content = self._page().encode()
        elif kind == ".svg":
            content = figure.encode()
        elif kind == ".png":
            content = as_png(figure, SIZES[size].dots) if size else as_png(figure)
        else:
            content = as_pdf(figure)
        write_atomically(target, content)
        return target

    def _figure(self) -> str:
        return whole_figure(
            self.svg,
            title=self.title,
            text=self.text,
            legend=self.legend,
            source=self.credit,
            alternative=f"{self.title}. {self.text}",
            language=self.language,
        )

    def _page(self) -> str:
        """The figure as a page of its own, with its typeface, that fits a telephone too."""
        return (
            f'<!DOCTYPE html>\n<html lang="{self.language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{as_html(self.title)}</title><style>{font_faces()}</style></head>"
            f"<body>{self._html()}</body></html>"
        )

    def _html(self) -> str:
        keys = "".join(
            f'<span style="margin-right:16px"><span style="display:inline-block;width:12px;height:12px;'
            f'background:{colour}{_outlined(colour)}"></span> {as_html(words)}</span>'
            for colour, words in self.legend
        )
        named = f'role="img" aria-label="{as_attribute(f"{self.title}. {self.text}")}"'
        drawing = self.svg.replace(
            "<svg ",
            f'<svg {named} style="width:100%;min-width:{NARROWEST}px;height:auto;overflow:visible" ',
            1,
        )
        drawing = drawing.replace('font-family="Lato"', f'font-family="{TYPEFACES}"')
        small = '<div style="font-size:11px;color:#4A545E">'
        credit = f"{small}{as_html(self.credit)}</div>" if self.credit else ""
        return (
            f'<figure lang="{self.language}" style="margin:0;max-width:900px;font:14px {TYPEFACES}">'
            f"<figcaption><b>{as_html(self.title)}</b><br>"
            f'<span style="color:#4A545E">{as_html(self.text)}</span></figcaption>'
            f'<div style="font-size:12px;margin:6px 0">{keys}</div>'
            f'<div style="overflow-x:auto;padding-right:8px">{drawing}</div>'
            f"{credit}</figure>"
        )

    def __getattr__(self, name: str) -> NoReturn:
        """Say what a chart has instead."""
        refuse_guess(self, name, PARTS_OF_A_CHART, SAVING)

    def __repr__(self) -> str:
        """What it shows, without its drawing."""
        return f"<NotebookChart {self.title}. {self.text}>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self._html(), "text/plain": f"{self.title}\n{self.text}"}


def _map_width(tiles: pl.DataFrame) -> float:
    """How wide a map is in millimetres: that of a part of the country has no tiles as large as pages."""
    columns: list[int] = tiles["column"].to_list()
    return min(MAP_WIDTH, max(LEAST_MAP_WIDTH, (max(columns) - min(columns) + 1) * TILE_MM))


def _outlined(colour: str) -> str:
    return f";box-shadow:inset 0 0 0 1px {NOT_KNOWN_EDGE}" if colour == NOT_KNOWN else ""


def _day_of_point(row: IndicatorRow) -> date:
    """The day that a point is drawn at: of a delivery that of its tick, else the middle of what is said."""
    if not row.indicator.endswith(EARLIER):
        return row.as_of
    return row.first_day + (row.last_day - row.first_day) / 2


@dataclass(frozen=True, repr=False)
class Charts:
    """Charts of one quarter; each takes names of indicators and of areas as the tables have them."""

    report: AreaTables
    context: ReportData

    def __repr__(self) -> str:
        """Of which quarter they are, and which there are."""
        quarter = self.context.snapshot.delivery.quarter
        return f'<Charts of {quarter}: {", ".join(CHARTS)}, such as chart.bar("{RATE}")>'

    def __dir__(self) -> list[str]:
        """What is completed: the charts."""
        return list(CHARTS)

    def __call__(self, *_: object, **__: object) -> NoReturn:
        """Say that a chart has a name."""
        raise TypeError(
            f'chart is no function; its charts are: {", ".join(CHARTS)}, such as chart.bar("{RATE}")'
        )

    def __getattr__(self, name: str) -> NoReturn:
        """Say which charts there are."""
        refuse_guess(self, name, CHARTS, {})

    @answering(IN_A_MAP)
    def map(
        self,
        indicator: str = RATE,
        region: object | None = None,
        *,
        level: str = "municipality",
        title: str | None = None,
        boundaries: str | Path | None = None,
    ) -> NotebookChart:
        """A tile for each municipality, coloured in classes, with its number.

        With boundaries, the municipalities have their real shapes, and numbers show where one points.

        The rate of active runners has the report's classes; others have five of about equally many, or one
        for each number where there are few, or the names of sides.

        Args:
            indicator: An indicator that the level has.
            region: Only the municipalities of this region or area of the report.
            level: Whose numbers the municipalities are coloured by, such as ``region``: each by that of its
                own.
            title: What to write over it.
            boundaries: A GeoJSON or TopoJSON file of all municipalities, each with its code or name, in
                degrees or in ETRS89/UTM 32N.

        Raises:
            UnknownNameError: No such indicator, region, level or file.
            InputError: The file does not hold the boundaries of the municipalities.
        """
        level = self.report._level(level)
        held = self._held(indicator, level)
        if indicator in self.report.own_columns and held[indicator].null_count() == held.height:
            raise UnknownNameError(f"{indicator} has no number for any municipality")
        places = self.report._tables["municipality"]
        if region is not None:
            places = places.filter(pl.col("area_code").is_in(self._part(region)))
        within = self._within(places, level)
        table = held.filter(pl.col("area_code").is_in(within["held_code"].drop_nulls().implode()))
        values = within.join(
            table.select(held_code="area_code", rate=indicator),
            on="held_code",
            how="inner",
            maintain_order="left",
        ).select("municipality_code", "rate")
        decimals = self._decimals(indicator)
        classes = self._classes(indicator, table[indicator], decimals)
        without = self._without(indicator, level, within)
        missing = self._missing(values, without)
        gaps = [(NOT_KNOWN, ", ".join(missing))] if missing else []
        tiles = tiles_within(self.context, places["area_code"].to_list(), values)
        gaps += self._outside(within, region, beside=boundaries is not None or not tiles["own"].all())
        keys = (*zip(classes.colours, classes.words, strict=True), *gaps)
        text = self._text(indicator, unit=not classes.marks, title=title)
        if level != "municipality":
            text = f"{self.context.texts(f'explore-map-{level}')} {text}"
        why = self._notes(self._rows_without(indicator, level, table))
        if level == "municipality" and indicator in self.context.figures.table["indicator"]:
            rows = self.report._numbers(indicator, table["area_code"].to_list())
            why += self._delivered(pl.DataFrame(rows, infer_schema_length=None))
        text = " ".join([text if text.endswith(".") or not why else f"{text}.", *why])
        if boundaries is None:
            drawing = self.context.svg(
                tile_map(
                    tiles.with_columns(own=pl.col("key").is_in(values["municipality_code"].implode())),
                    _map_width(tiles),
                    language=self.context.texts.language,
                    breaks=classes.breaks,
                    colours=classes.colours,
                    decimals=decimals,
                    marks=classes.marks,
                )
            )
        else:
            file = file_path(boundaries, "kommuner.geojson")
            drawing = self._real_map(file, dict(values.iter_rows()), classes, decimals, without)
            text = f"{text.rstrip('.')}. {self.context.texts('explore-boundaries', file=file.name)}"
        known = table.select("area_code", "area", indicator).drop_nulls()
        return self._shown(self._title(title, indicator), text, drawing, known, keys, of=[indicator])

    def _held(self, indicator: str, level: str) -> pl.DataFrame:
        """The table of a level, which has the indicator."""
        if level == "municipality":
            return self._municipal(indicator)
        self.report._require_name(indicator)
        table = self.report._tables[level]
        if indicator not in table.columns:
            raise UnknownNameError(self.report._not_known(indicator, level))
        return table

    def _part(self, region: object) -> list[str]:
        """The municipalities of a region, an area of the report or the country."""
        some = f'chart.bar("{RATE}", report.neighbours("Vejle")) shows some municipalities'
        self.report._require_one(region, f'region="Sjælland"; {some}')
        code = self.report._spellings.code_of_larger(region)
        if code in self.report._places["municipality"]["area_code"]:
            raise UnknownNameError(
                f"{self.report._names[code]} is a municipality: a map is of the country, a region or an area"
                f' of the report; bars show some municipalities: chart.bar("{RATE}", ["Vejle", "Odense"])'
            )
        return sorted(self.report._municipalities_in(code))

    def _within(self, places: pl.DataFrame, level: str) -> pl.DataFrame:
        """The area of a level that each municipality lies in: `municipality_code` and `held_code`."""
        areas = self.report._tables["report_area"]
        names = dict(areas.select("area", "area_code").iter_rows())
        held = {
            "municipality": pl.col("area_code"),
            "region": pl.col("region_code"),
            "report_area": pl.col("report_area").replace_strict(names, default=None, return_dtype=pl.String),
            "country": pl.lit(COUNTRY),
        }
        return places.select(municipality_code="area_code", held_code=held[level])

    def _classes(self, indicator: str, values: pl.Series, decimals: int) -> MapClasses:
        """The report's classes of the rate of active runners, names of sides, or classes of the numbers."""
        if indicator in self.context.figures.table["indicator"]:
            one = declared(indicator, self.report.own)
            if one.unit is Unit.SIDE:
                return classes_of_sides(self.context, "change" if one.derivation else "limits")
        return classes_of(self.context, values, decimals, CLASS_BREAKS if indicator == RATE else ())

    def _without(self, indicator: str, level: str, within: pl.DataFrame) -> dict[str, str]:
        """Code of a municipality → why the area it is coloured by has no number, in words."""
        rows = self.context.figures.table.filter(pl.col("indicator") == indicator, pl.col("level") == level)
        why = why_no_number(self.context, rows)
        return {code: why[held] for code, held in within.iter_rows() if held in why}

    def _outside(self, within: pl.DataFrame, region: object | None, *, beside: bool) -> list[tuple[str, str]]:
        """What the light tiles are that a map is not of: beside a part of the country, or without an area.

        Args:
            within: The municipalities of the map, and the area that each lies in.
            region: The part of the country.
            beside: Whether there are any beside it.
        """
        words = []
        if region is not None and beside:
            area = self.context.area_names[self.report._spellings.code_of_larger(region)]
            words.append(self.context.texts("explore-map-outside", area=area))
        if within["held_code"].null_count():
            words.append(self.context.texts("explore-map-without-area"))
        return [(LIGHT, ", ".join(words))] if words else []

    def _rows_without(self, indicator: str, level: str, table: pl.DataFrame) -> pl.DataFrame:
        """The rows of the areas of a map that have no number."""
        without = table.filter(pl.col(indicator).is_null())["area_code"]
        return self.context.figures.table.filter(
            pl.col("indicator") == indicator,
            pl.col("level") == level,
            pl.col("area_code").is_in(without.implode()),
        )

    def _missing(self, values: pl.DataFrame, without: Mapping[str, str]) -> list[str]:
        """Why areas of a map have no number, in words, each reason once."""
        codes = values.filter(pl.col("rate").is_null())["municipality_code"]
        return list(dict.fromkeys(without.get(code, self.context.texts("not-known")) for code in codes))

    def _real_map(
        self,
        file: Path,
        values: Mapping[str, float | None],
        classes: MapClasses,
        decimals: int,
        without: Mapping[str, str],
    ) -> str:
        """Municipalities in their real shapes; `values` holds those that the map is of."""
        names = dict(self.report.municipalities.select("area_code", "area").iter_rows())
        return boundary_map(
            read_boundaries(file, names),
            shown_areas(self.context, names, values, classes, decimals, without=without),
            MAP_WIDTH,
        )

    @answering()
    def dots(
        self, indicator: str = RATE, areas: Areas | None = None, *, title: str | None = None
    ) -> NotebookChart:
        """Areas as dots with their intervals, in the order given, the country as a line.

        Args:
            indicator: An indicator that all of them have.
            areas: Areas of any level, or a table of them; the regions if None. The first of a list is drawn
                in the report's colour; areas of a table are drawn alike.
            title: What to write over it.

        Raises:
            UnknownNameError: No such area or indicator.
        """
        rows, shown = self._rows(indicator, areas)
        reference = self._reference(indicator)
        chart = dot_chart(shown, reference=reference, **self._frame(indicator, rows, shown, reference))
        drawn = [*self._intervals(indicator, rows), *self._country_line("vertical", indicator, reference)]
        text = self._text(indicator, drawn=[*drawn, *self._without_mark(rows)], title=title)
        return self._shown(self._title(title, indicator), text, chart, rows, of=[indicator])

    @answering()
    def bar(
        self, indicator: str = "active_runners", areas: Areas | None = None, *, title: str | None = None
    ) -> NotebookChart:
        """Areas as bars from 0, in the order given, with their numbers and, where there are any, limits.

        Args:
            indicator: An indicator that all of them have.
            areas: Areas of any level, or a table of them; the regions if None. The first of a list is drawn
                in the report's colour; areas of a table are drawn alike.
            title: What to write over it.

        Raises:
            UnknownNameError: No such area or indicator.
        """
        rows, shown = self._rows(indicator, areas)
        chart = named_bar_chart(shown, **self._frame(indicator, rows, shown))
        text = self._text(
            indicator, drawn=[*self._intervals(indicator, rows), *self._without_mark(rows)], title=title
        )
        return self._shown(self._title(title, indicator), text, chart, rows, of=[indicator])

    def _without_mark(self, rows: pl.DataFrame) -> list[str]:
        """Which areas of a chart with a row for each have neither a number nor a range."""
        bare = [row for row in rows.iter_rows(named=True) if row["value"] is None and row["lower"] is None]
        without = rows.filter(pl.col("value").is_null(), pl.col("lower").is_null())
        named_by = [*self._left_out([self._area_name(row) for row in bare]), *self._notes(without)]
        return [*named_by, *self._delivered(rows)]

    def _delivered(self, rows: pl.DataFrame) -> list[str]:
        """What the delivery notes on municipalities that are drawn, such as a scheme of their own."""
        if "note" not in rows.columns:
            return []
        known = rows.filter(pl.col("note").is_not_null(), pl.col("value").is_not_null())
        noted = {
            code: name
            for code, name in known.select("area_code", "area").iter_rows()
            if self.context.delivered_notes([code])
        }
        said = self.context.delivered_notes([*noted])
        if sum(map(len, said)) <= NOTES_IN_TEXT:
            return said
        return [self.context.texts("explore-noted", areas=self.context.joined([*noted.values()]))]

    def _notes(self, rows: pl.DataFrame) -> list[str]:
        """The notes of some rows, each once."""
        if "note" not in rows.columns:
            return []
        return [self.context.note(one) for one in rows["note"].drop_nulls().unique(maintain_order=True)]

    def _rows(self, indicator: str, areas: Areas | None) -> tuple[pl.DataFrame, list[DotRow]]:
        """The numbers of some areas, of the regions where none is named, and how each is shown."""
        self.report._require_name(indicator)
        codes = self.report._codes(self.report.regions if areas is None else areas)
        rows = self.report._numbers(indicator, codes)
        if all(row["value"] is None and row["lower"] is None for row in rows):
            raise UnknownNameError(f"{indicator} has no number for {named(row['area'] for row in rows)}")
        names = self._told_apart([(self._area_name(row), row["level"]) for row in rows])
        shown = [
            DotRow(
                names[place],
                row["value"],
                row["lower"],
                row["upper"],
                self.context.number(row["value"], self._decimals(indicator)),
                "above" if not place and self._has_first(areas) else self._tone(row["level"]),
            )
            for place, row in enumerate(rows)
        ]
        return pl.DataFrame(rows, infer_schema_length=None), shown

    @staticmethod
    def _has_first(areas: Areas | None) -> bool:
        """Whether the first of some areas is the one that is asked about: not of a table, in any order."""
        return areas is not None and not hasattr(areas, "columns")

    def _frame(
        self, indicator: str, rows: pl.DataFrame, shown: Sequence[DotRow], reference: float | None = None
    ) -> _Frame:
        """Size and axis of a chart with a row for each area, 0 and the reference within it."""
        drawn = [reference, *(end for row in shown for end in (row.lower, row.value, row.upper))]
        ends = [0.0, *(end for end in drawn if end is not None)]
        return {
            "width_mm": WIDTH,
            "height_mm": min(len(shown) * ROW_MM + AXIS_MM, TALLEST_MM),
            "label_mm": NAMES_MM,
            "start": min(ends) * BEYOND,
            "end": (max(ends) or 1) * BEYOND,
            "decimals": self._tick_decimals(indicator, rows),
        }

    @answering()
    def scatter(self, across: str, up: str, *, title: str | None = None) -> NotebookChart:
        """A point for each municipality, by two indicators; the lines are the country's.

        A number that grows with a municipality's size has no line: the country is no municipality to compare
        with.

        Args:
            across: The indicator of the axis that lies.
            up: The indicator of the axis that stands.
            title: What to write over it.

        Raises:
            UnknownNameError: Municipalities have no such indicator.
        """
        if across == up:
            raise UnknownNameError(f"a scatter shows two indicators, and both are {across}")
        whole = self._municipal(across).select("area", across).with_columns(self._municipal(up)[up])
        table = whole.drop_nulls()
        if table.is_empty():
            raise UnknownNameError(f"no municipality has a number of both {across} and {up}")
        across_country, up_country = (self._of_country(name) for name in (across, up))
        chart = scatter_chart(
            [ScatterPoint(name, x, y) for name, x, y in table.select("area", across, up).iter_rows()],
            reference=(across_country, up_country),
            titles=(readable(self._axis(across, table[across])), readable(self._axis(up, table[up]))),
            width_mm=WIDTH,
            height_mm=110,
        )
        axes = self.context.texts(
            "explore-axes",
            up=self._axis(up, table[up]),
            across=self._axis(across, table[across]),
        )
        lines = [
            *self._country_line("horizontal", up, up_country),
            *self._country_line("vertical", across, across_country),
        ]
        left_out = whole.filter(pl.any_horizontal(pl.col(across, up).is_null()))["area"]
        text = self._text(up, across, drawn=[*lines, *self._left_out(left_out.to_list())])
        heading = self._title(title, up, across)
        return self._shown(heading, f"{axes} {text}", chart, table, of=[across, up])

    def _left_out(self, areas: Sequence[str]) -> list[str]:
        """Which areas have no number and are not drawn."""
        if not areas:
            return []
        if len(areas) <= MOST_LEFT_OUT:
            return [self.context.texts("explore-left-out", areas=", ".join(areas))]
        first = ", ".join(areas[: MOST_LEFT_OUT - 1])
        count = self.context.number(len(areas) - MOST_LEFT_OUT + 1)
        return [self.context.texts("explore-left-out-many", areas=first, count=count)]

    def _with_unit(self, name: str) -> str:
        """What an indicator is called, with its unit where the name does not hold it."""
        called, unit = self._called(name), self._unit(name)
        return f"{called}, {unit}" if unit and unit.casefold() not in called.casefold() else called

    def _axis(self, name: str, values: pl.Series) -> str:
        """What an axis is called, with its unit and whether it is logarithmic."""
        called = self._with_unit(name)
        if is_logarithmic(values.to_list()):
            return self.context.texts("explore-logarithmic", name=called)
        return called

    @answering(dict.fromkeys(ELSEWHERE, FUNNEL), FUNNEL)
    def funnel(self) -> NotebookChart:
        """All municipalities by population and rate of active runners, as the report compares them.

        It takes no indicator: its limits are those that the report computes for ``active_runners_rate``.

        Raises:
            UnknownNameError: Too few municipalities have a rate.
        """
        if not self.context.figures.has(f"{RATE}_between"):
            raise UnknownNameError("too few municipalities have a rate to compare them")
        areas = comparison.compared_areas(self.context)
        chart = comparison.funnel_drawing(self.context, areas, WIDTH, FUNNEL_MM)
        table = self.report.municipalities.select("area_code", "area", "population", RATE)
        text = f"{self.context.texts('explore-funnel')} {self._text(RATE)}"
        return self._shown(self._called(RATE), text, chart, table, of=[RATE])

    @answering()
    def trend(
        self,
        indicator: str = "active_runners",
        areas: Areas = COUNTRY,
        *,
        earlier: bool = False,
        title: str | None = None,
    ) -> NotebookChart:
        """An indicator over time, up to five areas; no line is drawn over a gap or a declared break.

        Figures that others published earlier are hollow points, joined by no line: they are not comparable.

        Args:
            indicator: Its name.
            areas: One area or several, or a table of them such as `regions`.
            earlier: Whether what others published earlier is drawn too.
            title: What to write over it.

        Raises:
            UnknownNameError: No such area or indicator.
            ValueError: More than five areas: such a chart cannot be read.
        """
        whole = self.report.trend(indicator, areas, earlier=earlier)
        rows = whole.drop_nulls("value")
        left_out = whole.join(rows, on="area_code", how="anti", maintain_order="left")
        if rows.is_empty():
            raise UnknownNameError(f"{indicator} has no number for {named(left_out['area'].unique())}")
        areas_drawn = rows.unique("area_code", keep="first", maintain_order=True)
        if areas_drawn.height > len(LINES):
            raise ValueError(
                f"{areas_drawn.height} lines cannot be told apart; name at most {len(LINES)} areas,"
                f' or see all of them at one time: chart.bar("{indicator}", …), chart.map("{indicator}")'
            )
        names = self._told_apart(
            [(self._area_name(row), str(row["level"])) for row in areas_drawn.iter_rows(named=True)]
        )
        codes = areas_drawn["area_code"].to_list()
        tones = dict(zip(codes, LINES, strict=False))
        called = dict(zip(codes, names, strict=True))
        runs = with_runs(rows, self.context.breaks, *declared(indicator, self.report.own).breaks)
        known = indicator_rows(runs)
        points = [
            SeriesPoint(
                decimal_year(_day_of_point(row)),
                row.known_value,
                tones[row.area_code],
                f"{date_shown(self.context, row)}, {called[row.area_code]}",
                f"{row.area_code}-{place}-earlier"
                if row.indicator.endswith(EARLIER)
                else f"{row.area_code}-{run}",
                lower=row.lower,
                upper=row.upper,
                hollow=row.indicator.endswith(EARLIER),
            )
            for place, (row, run) in enumerate(zip(known, runs["run"], strict=True))
        ]
        domain = domain_of(
            [
                number
                for point in points
                for number in (point.value, point.lower, point.upper)
                if number is not None
            ]
        )
        chart = series_chart(
            points,
            width_mm=WIDTH,
            height_mm=TREND_MM,
            ticks=delivery_ticks(self.context, declared(indicator, self.report.own).family),
            years=year_ticks(known[0].as_of, self.context.deliveries[0].quarter.year),
            domain=domain,
            names=self._line_names(points, names, domain),
            decimals=self._tick_decimals(indicator, rows),
        )
        missing = self._left_out([self._area_name(row) for row in left_out.iter_rows(named=True)])
        if any(point.hollow for point in points):
            missing.append(self.context.texts("explore-earlier-published"))
        missing += [
            f"{date_shown(self.context, row).capitalize()}: {self.context.note(row.note)}"
            for row in known
            if row.basis == "published" and row.note
        ]
        text = self._text(
            indicator, drawn=[*self._intervals(indicator, rows), *missing], points=rows, title=title
        )
        return self._shown(self._title(title, indicator), text, chart, rows, of=[indicator])

    def _area_name(self, row: Mapping[str, Any]) -> str:
        """The name of a row's area in the language of the figure."""
        return self.context.area_names.get(row.get("area_code", ""), str(row["area"]))

    def _told_apart(self, areas: Sequence[tuple[str, str]]) -> list[str]:
        """Names of areas, with their level where areas of two levels have one name.

        Args:
            areas: Name and level of each.
        """
        names = [name for name, _ in areas]
        return [
            f"{name} ({self.context.texts(f'explore-level-{level}')})" if names.count(name) > 1 else name
            for name, level in areas
        ]

    @staticmethod
    def _line_names(
        points: Sequence[SeriesPoint], names: Sequence[str], domain: tuple[float, float]
    ) -> list[LineName]:
        """The name of each line beside its last point, a line of text apart from the others."""
        tones = dict(zip(LINES, names, strict=False))
        last = list({point.tone: point for point in points}.values())
        least = LINE_OF_NAMES * (domain[1] - domain[0]) / (TREND_MM * POINTS_PER_MM)
        heights = set_apart([point.value for point in last], least)
        return [
            LineName(point.time, height, tones[point.tone], point.tone)
            for point, height in zip(last, heights, strict=True)
        ]

    def _tick_decimals(self, indicator: str, rows: pl.DataFrame) -> int:
        """How many decimals an axis needs: those of the indicator where its values lie within a few units."""
        largest = rows["value"].cast(pl.Float64).abs().max()
        few = isinstance(largest, float) and largest < FEW_UNITS
        return self._decimals(indicator) if few else 0

    def _shown(
        self,
        title: str,
        text: str,
        drawing: Drawing | Spec | str,
        table: pl.DataFrame,
        legend: tuple[tuple[str, str], ...] = (),
        *,
        of: Sequence[str],
    ) -> NotebookChart:
        title, text = readable(title), readable(text)
        credit, language = self._origins.credit(*of), self.context.texts.language
        svg = drawing if isinstance(drawing, str) else self.context.svg(drawing)
        return NotebookChart(title, text, svg, PlaceTable(table), credit, language, legend)

    def _title(self, title: str | None, *indicators: str) -> str:
        """A title that was given, else what the indicators are called."""
        return shown_title(title) if title not in (None, "") else " – ".join(map(self._called, indicators))

    def _reference(self, name: str) -> float | None:
        """The country's number as a line, unless it counts what the areas have parts of."""
        counted = name in self.report.own_columns or declared(name, self.report.own).unit.counted
        row = None if counted else self.context.figures.find(name, COUNTRY)
        return None if row is None or row.value is None else float(row.value)

    def _of_country(self, name: str) -> float | None:
        """The country's number, unless it counts what municipalities have parts of."""
        tables = self.report._tables
        number = tables["country"].row(0, named=True).get(name)
        column = tables["municipality"][name]
        return None if number is None or column.dtype.is_integer() else float(number)

    def _municipal(self, indicator: str) -> pl.DataFrame:
        self.report._require_name(indicator)
        table = self.report._tables["municipality"]
        numbers = [name for name, kind in table.schema.items() if kind.is_numeric()]
        if indicator not in numbers:
            raise UnknownNameError(self.report._not_of_municipalities(indicator, numbers))
        return table

    def _tone(self, level: str) -> str:
        return "total" if level in ("country", "region") else "same"

    def _decimals(self, column: str) -> int:
        """How many decimals a column of the tables is shown with; an indicator's are declared.

        A column of one's own has as many as show three digits of its largest number.
        """
        if column in self.context.figures.table["indicator"]:
            return declared(column, self.report.own).decimals
        values = self.report._tables["municipality"].get_column(column, default=pl.Series(dtype=pl.Int64))
        largest = max((abs(one) for one in values.drop_nulls()), default=0) if values.dtype.is_float() else 0
        return max(0, min(2 - floor(log10(largest)), MOST_DECIMALS)) if largest else 0

    def _called(self, indicator: str) -> str:
        return readable(self._origins.called(indicator))

    def _unit(self, indicator: str) -> str:
        """What an indicator is expressed in, in words; empty where that is not known or another's."""
        known = self.context.figures.everything["indicator"]
        if indicator in self.report.own_columns or indicator not in known:
            return ""
        one = declared(indicator, self.report.own)
        return "" if one.per_source else self.context.texts(f"release-unit-{one.unit.key}")

    def _text(
        self,
        *indicators: str,
        drawn: Sequence[str] = (),
        unit: bool = True,
        points: pl.DataFrame | None = None,
        title: str | None = None,
    ) -> str:
        """Unit of one indicator, and where the numbers come from, as `Origins.in_words` says it.

        Under a title of one's own stands what the indicator is called.
        """
        expressed = self._unit(indicators[0]) if unit and len(indicators) == 1 else ""
        if title not in (None, "") and len(indicators) == 1:
            expressed = self._with_unit(indicators[0])
        return self._origins.in_words(*indicators, drawn=drawn, unit=expressed, points=points)

    @property
    def _origins(self) -> Origins:
        return Origins(self.report, self.context)

    def _intervals(self, indicator: str, rows: pl.DataFrame) -> list[str]:
        """What the lines beside the numbers are: limits, or the range that rounded figures allow."""
        limited = rows.filter(pl.col("lower").is_not_null() & pl.col("upper").is_not_null())
        if limited.is_empty() or "basis" not in limited.columns:
            return []
        counted = limited["basis"].cast(pl.String) == "counts"
        level = self.context.number(99.8, 1) if indicator == FUNNEL_998.name else self.context.number(95)
        told: list[str] = [self.context.texts("explore-intervals", level=level)] if counted.any() else []
        return told if counted.all() else [*told, self.context.texts("explore-ranges")]

    def _country_line(self, way: str, indicator: str, value: float | None) -> list[str]:
        """What the country's line is, and its number."""
        if value is None:
            return []
        return [
            self.context.texts(
                f"explore-line-{way}",
                area=self.context.area_names[COUNTRY],
                number=self.context.number(value, self._decimals(indicator)),
            )
        ]
