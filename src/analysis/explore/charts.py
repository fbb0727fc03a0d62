"""The report's charts for analysts: the same look and numbers, for any indicator and any areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from pathlib import Path
from typing import Final, TypedDict

import polars as pl

from analysis.core.formatting import long_date, round_half_up, short_date
from analysis.core.writing import write_atomically
from analysis.explore.figures import as_pdf, as_png, whole_figure
from analysis.explore.tables import Areas, AreaTables
from analysis.indicators.changes import with_runs
from analysis.indicators.records import indicator_rows
from analysis.indicators.registry import indicator as declared
from analysis.indicators.schema import COUNTRY
from analysis.reference.area_names import UnknownNameError
from analysis.reference.boundaries import read_boundaries
from analysis.report.charts.boundaries import ShownArea, boundary_map
from analysis.report.charts.dots import DotRow, dot_chart
from analysis.report.charts.drawing import Drawing, Spec
from analysis.report.charts.named_bars import named_bar_chart
from analysis.report.charts.scatter import ScatterPoint, is_logarithmic, scatter_chart
from analysis.report.charts.series import LineName, SeriesPoint, series_chart, set_apart
from analysis.report.charts.theme import CHANGE_COLOURS, LIGHT, LINES, NOT_KNOWN, POINTS_PER_MM, RATE_COLOURS
from analysis.report.charts.tiles import tile_map
from analysis.report.data import ReportData
from analysis.report.figures import CLASS_BREAKS, rate_class
from analysis.report.maps import map_legend, tiles_within
from analysis.report.naming import name_of
from analysis.report.pages import comparison
from analysis.report.pages.development import decimal_year, delivery_ticks, domain_of, year_ticks
from analysis.texts.markup import as_attribute, as_html

WIDTH: Final = 187.0
MAP_WIDTH: Final = 150.0
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
CLASSES: Final = 5
TYPEFACES: Final = "Lato, Helvetica, Arial, sans-serif"
RATE: Final = "active_runners_rate"
CHANGE_PARTS: Final = (0.25, 0.7)
MOST_DECIMALS: Final = 6
KINDS: Final = (".svg", ".png", ".pdf", ".html")


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
        credit: The report it is from.
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

    def save(self, path: str | Path) -> Path:
        """Write the whole figure, with its title, legend, source and typeface.

        Args:
            path: Ends in ``.svg``, ``.png`` (for slides and print), ``.pdf`` or ``.html``.

        Raises:
            ValueError: The path ends in something else.
        """
        target = Path(path)
        if target.suffix not in KINDS:
            named = f"{', '.join(KINDS[:-1])} or {KINDS[-1]}"
            raise ValueError(f"a chart is saved as {named}, not {target.suffix or 'without suffix'}")
        if target.suffix == ".html":
            content = f"<!DOCTYPE html>\n<meta charset=utf-8>{self._html()}".encode()
        elif target.suffix == ".svg":
            content = self._figure().encode()
        else:
            content = as_png(self._figure()) if target.suffix == ".png" else as_pdf(self._figure())
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

    def _html(self) -> str:
        keys = "".join(
            f'<span style="margin-right:16px"><span style="display:inline-block;width:12px;height:12px;'
            f'background:{colour}"></span> {as_html(words)}</span>'
            for colour, words in self.legend
        )
        named = f'role="img" aria-label="{as_attribute(f"{self.title}. {self.text}")}"'
        drawing = self.svg.replace(
            "<svg ", f'<svg {named} style="width:100%;height:auto;overflow:visible" ', 1
        )
        drawing = drawing.replace('font-family="Lato"', f'font-family="{TYPEFACES}"')
        return (
            f'<figure lang="{self.language}" style="margin:0;max-width:900px;font:14px {TYPEFACES}">'
            f"<figcaption><b>{as_html(self.title)}</b><br>"
            f'<span style="color:#4A545E">{as_html(self.text)}</span></figcaption>'
            f'<div style="font-size:12px;margin:6px 0">{keys}</div>{drawing}'
            f'<div style="font-size:11px;color:#4A545E">{as_html(self.credit)}</div></figure>'
        )

    def __repr__(self) -> str:
        """What it shows, without its drawing."""
        return f"<NotebookChart {self.title}. {self.text}>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self._html(), "text/plain": f"{self.title}\n{self.text}"}


@dataclass(frozen=True)
class Charts:
    """Charts of one quarter; each takes names of indicators and of areas as the tables have them."""

    report: AreaTables
    context: ReportData

    def map(
        self,
        indicator: str = RATE,
        *,
        region: object | None = None,
        title: str | None = None,
        boundaries: str | Path | None = None,
    ) -> NotebookChart:
        """A tile for each municipality, coloured in five classes, with its number.

        With boundaries, the municipalities have their real shapes, and numbers show where one points.

        The rate of active runners has the report's classes; others have classes of about equally many.

        Args:
            indicator: An indicator that municipalities have.
            region: Only the municipalities of this region.
            title: What to write over it.
            boundaries: A GeoJSON or TopoJSON file of all municipalities, each with its code or name, in
                degrees or in ETRS89/UTM 32N.

        Raises:
            UnknownNameError: No such indicator, region or file.
            InputError: The file does not hold the boundaries of the municipalities.
        """
        table = self._municipal(indicator)
        if region is not None:
            table = table.filter(pl.col("region_code") == self.report.code(region))
        values = table.select("area_code", "area", indicator).drop_nulls()
        decimals = self._decimals(indicator)
        breaks = CLASS_BREAKS if indicator == RATE else class_breaks(values[indicator], decimals)
        colours = CHANGE_COLOURS if breaks[0] < 0 < breaks[-1] else RATE_COLOURS
        if boundaries is not None:
            return self._real_map(Path(boundaries), indicator, table, (breaks, colours), title)
        rates = values.select(municipality_code="area_code", rate=indicator)
        gaps = values.height < table.height
        legend = map_legend(self.context, breaks, decimals, colours=colours, gaps=gaps)
        drawing = tile_map(
            tiles_within(self.context, table["area_code"].to_list(), rates),
            MAP_WIDTH,
            language=self.context.texts.language,
            breaks=breaks,
            colours=colours,
            decimals=decimals,
            missing=self.context.texts("not-known"),
        )
        keys = tuple((colour, words) for _, colour, words in legend)
        return self._shown(title or self._called(indicator), self._text(indicator), drawing, values, keys)

    def _real_map(
        self,
        file: Path,
        indicator: str,
        table: pl.DataFrame,
        classes: tuple[Sequence[float], Sequence[str]],
        title: str | None,
    ) -> NotebookChart:
        breaks, colours = classes
        context, decimals = self.context, self._decimals(indicator)
        names = dict(self.report.municipalities.select("area_code", "area").iter_rows())
        values = dict(table.select("area_code", indicator).iter_rows())
        areas = {
            code: ShownArea(
                LIGHT
                if code not in values
                else NOT_KNOWN
                if values[code] is None
                else colours[rate_class(values[code], breaks, decimals)],
                f"{name}: {context.number(values[code], decimals)}" if code in values else name,
                code in values,
            )
            for code, name in names.items()
        }
        drawing = boundary_map(read_boundaries(file, names), areas, MAP_WIDTH)
        gaps = None in values.values()
        keys = tuple(
            (colour, words)
            for _, colour, words in map_legend(context, breaks, decimals, colours=colours, gaps=gaps)
        )
        text = f"{self._text(indicator)}. {context.texts('explore-boundaries', file=file.name)}"
        known = table.select("area_code", "area", indicator).drop_nulls()
        return self._shown(title or self._called(indicator), text, drawing, known, keys)

    def dots(
        self, indicator: str = RATE, areas: Areas | None = None, *, title: str | None = None
    ) -> NotebookChart:
        """Areas as dots with their intervals, in the order given, the country as a line.

        Args:
            indicator: An indicator that all of them have.
            areas: Areas of any level, or a table of them; the regions if None. The first is drawn in the
                report's colour.
            title: What to write over it.

        Raises:
            UnknownNameError: No such area or indicator.
        """
        rows, shown = self._rows(indicator, areas)
        reference = self._reference(indicator)
        chart = dot_chart(shown, reference=reference, **self._frame(indicator, rows, shown, reference))
        return self._shown(title or self._called(indicator), self._text(indicator), chart, rows)

    def bar(
        self, indicator: str = "active_runners", areas: Areas | None = None, *, title: str | None = None
    ) -> NotebookChart:
        """Areas as bars from 0, in the order given, with their numbers and, where there are any, limits.

        Args:
            indicator: An indicator that all of them have.
            areas: Areas of any level, or a table of them; the regions if None. The first is drawn in the
                report's colour.
            title: What to write over it.

        Raises:
            UnknownNameError: No such area or indicator.
        """
        rows, shown = self._rows(indicator, areas)
        chart = named_bar_chart(shown, **self._frame(indicator, rows, shown))
        return self._shown(title or self._called(indicator), self._text(indicator), chart, rows)

    def _rows(self, indicator: str, areas: Areas | None) -> tuple[pl.DataFrame, list[DotRow]]:
        """The numbers of some areas, of the regions where none is named, and how each is shown."""
        codes = list(dict.fromkeys(self.report._codes(self.report.regions if areas is None else areas)))
        if not codes:
            raise UnknownNameError("no area is named: the list or table of areas is empty")
        rows = [self.report.number(indicator, code) for code in codes]
        shown = [
            DotRow(
                row["area"],
                row["value"],
                row["lower"],
                row["upper"],
                self.context.number(row["value"], self._decimals(indicator)),
                "above" if not place and areas is not None else self._tone(row["level"]),
            )
            for place, row in enumerate(rows)
        ]
        return pl.DataFrame(rows, infer_schema_length=None), shown

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
        table = self._municipal(across).select("area", across)
        table = table.with_columns(self._municipal(up)[up]).drop_nulls()
        country = [self._of_country(name) for name in (across, up)]
        chart = scatter_chart(
            [ScatterPoint(name, x, y) for name, x, y in table.select("area", across, up).iter_rows()],
            reference=(country[0], country[1]),
            width_mm=WIDTH,
            height_mm=110,
        )
        names = {
            axis: self.context.texts("explore-logarithmic", name=self._called(name))
            if is_logarithmic(table[name].to_list())
            else self._called(name)
            for axis, name in (("up", up), ("across", across))
        }
        axes = self.context.texts("explore-axes", **names)
        heading = title or f"{self._called(up)} – {self._called(across)}"
        told = [name for name in (across, up) if name in self.report.own_columns or name == up]
        return self._shown(heading, " ".join([axes, *map(self._text, told)]), chart, table)

    def funnel(self) -> NotebookChart:
        """All municipalities by population and rate, as the report compares them.

        Raises:
            UnknownNameError: Too few municipalities have a rate.
        """
        if not self.context.figures.has(f"{RATE}_between"):
            raise UnknownNameError("too few municipalities have a rate to compare them")
        areas = comparison.compared_areas(self.context)
        chart = comparison.funnel_drawing(self.context, areas, WIDTH, FUNNEL_MM)
        table = self.report.municipalities.select("area_code", "area", "population", RATE)
        text = self._text(RATE, f"{self.context.texts('explore-funnel')} ")
        return self._shown(self._called(RATE), text, chart, table)

    def trend(
        self,
        indicator: str = "active_runners",
        areas: Areas = COUNTRY,
        *,
        title: str | None = None,
    ) -> NotebookChart:
        """An indicator over time, up to five areas; no line is drawn over a gap or a declared break.

        Args:
            indicator: Its name.
            areas: One area or several, or a table of them such as `regions`.
            title: What to write over it.

        Raises:
            UnknownNameError: No such area or indicator.
            ValueError: More than five areas: such a chart cannot be read.
        """
        rows = self.report.trend(indicator, areas).drop_nulls("value")
        names = rows["area"].unique(maintain_order=True).to_list()
        if len(names) > len(LINES):
            raise ValueError(f"{len(names)} lines cannot be told apart; at most {len(LINES)}")
        tones = dict(zip(names, LINES, strict=False))
        runs = with_runs(rows, self.context.breaks, *declared(indicator, self.report.own).breaks)
        known = indicator_rows(runs)
        points = [
            SeriesPoint(
                decimal_year(row.as_of),
                row.known_value,
                tones[row.area],
                f"{short_date(row.as_of, self.context.texts.language)}, {row.area}",
                f"{row.area_code}-{run}",
                lower=row.lower,
                upper=row.upper,
            )
            for row, run in zip(known, runs["run"], strict=True)
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
            ticks=delivery_ticks(self.context),
            years=year_ticks(known[0].as_of, self.context.deliveries[0].quarter.year),
            domain=domain,
            names=self._line_names(points, names, domain),
            decimals=self._tick_decimals(indicator, rows),
        )
        return self._shown(title or self._called(indicator), self._text(indicator), chart, rows)

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
    ) -> NotebookChart:
        credit, language = self.context.credit, self.context.texts.language
        svg = drawing if isinstance(drawing, str) else self.context.svg(drawing)
        return NotebookChart(title, text, svg, table, credit, language, legend)

    def _reference(self, name: str) -> float | None:
        """The country's number as a line, unless it counts what the areas have parts of."""
        counted = name in self.report.own_columns or declared(name, self.report.own).unit.counted
        row = None if counted else self.context.figures.find(name, COUNTRY)
        return None if row is None or row.value is None else float(row.value)

    def _of_country(self, name: str) -> float | None:
        """The country's number, unless it counts what municipalities have parts of."""
        number, column = self.report.country.get(name), self.report._tables["municipality"][name]
        return None if number is None or column.dtype.is_integer() else float(number)

    def _municipal(self, indicator: str) -> pl.DataFrame:
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
        """An indicator as the report calls it, or by its own name where the report does not show it."""
        own = {one.name for one in self.report.own}
        if indicator == "population":
            return self.context.texts("column-population")
        if indicator in own or indicator not in self.context.figures.table["indicator"]:
            return indicator
        return name_of(indicator, self.context.area_names, self.context.texts) or indicator

    def _text(self, indicator: str, how_to_read: str = "") -> str:
        if indicator in self.report.own_columns:
            return self.context.texts("explore-own-data", name=indicator)
        table = self.context.figures.table
        known = indicator if indicator in table["indicator"] else RATE
        row = indicator_rows(table.filter(pl.col("indicator") == known))[0]
        texts = self.context.texts
        mark = f"{texts('watermark')}. " if row.simulated else ""
        day = long_date(row.as_of, texts.language)
        if known == indicator:
            unit = texts(f"release-unit-{row.unit}")
            day = f"{unit[:1].upper()}{unit[1:]}, {day}"
        limits = "" if self._has_limits(known) else f"{texts('explore-without-limits')} "
        return f"{mark}{day}. {limits}{how_to_read}{self.context.source_cell(row.source)}"

    def _has_limits(self, indicator: str) -> bool:
        """Whether numbers of an indicator have limits, or are no change, of which one would expect some."""
        rule = declared(indicator, self.report.own).derivation
        rows = self.context.figures.table.filter(pl.col("indicator") == indicator)
        return rule is None or not rule.rule.startswith("change") or rows["lower"].count() > 0


def class_breaks(values: pl.Series, decimals: int) -> Sequence[float]:
    """Four edges between five classes, rounded to two digits and to the decimals that are shown.

    Classes of about equally many values; where some lie below 0 and some above, two on each side of a class
    around 0, with the same edges on both.
    """
    if values.lt(0).any() and values.gt(0).any():
        inner, outer = (values.abs().quantile(part, "linear") or 0.0 for part in CHANGE_PARTS)
        near, far = _rising([0.0, *(_as_shown(edge, decimals) for edge in (inner, outer))], decimals)[1:]
        return [-far, -near, near, far]
    edges = [values.quantile(place / CLASSES, "linear") or 0.0 for place in range(1, CLASSES)]
    return _rising([_as_shown(edge, decimals) for edge in edges], decimals)


def _as_shown(edge: float, decimals: int) -> float:
    """An edge between two classes of which the legend prints every digit."""
    return float(round_half_up(float(f"{edge:.2g}"), decimals))


def _rising(edges: Sequence[float], decimals: int) -> list[float]:
    """Edges of which each lies at least the last decimal that is shown above the one before it."""
    rising = [edges[0]]
    for edge in edges[1:]:
        least = float(round_half_up(rising[-1] + 10**-decimals, decimals))
        rising.append(max(edge, least))
    return rising
