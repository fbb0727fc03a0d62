"""Tables for analysts: a row per area, neighbours, comparisons, their own data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias

import polars as pl

from analysis.core.problems import quoted
from analysis.explore.area_numbers import AreaNumbers
from analysis.explore.areas import LEVEL_NAMES, PLURALS, wide
from analysis.explore.arguments import IN_A_RANK, RANKED, answering
from analysis.explore.guesses import named, shortened
from analysis.explore.indicator_names import near_indicators
from analysis.explore.place_table import PlaceTable, TrendTable
from analysis.explore.ratios import ratio_of_rates
from analysis.explore.spellings import Spellings
from analysis.indicators.declaration import LEVELS, OWN_NUMBERS, Derivation, Indicator, Unit
from analysis.indicators.derivations import EARLIER
from analysis.indicators.formulas import Ratio
from analysis.indicators.records import IndicatorRow
from analysis.indicators.registry import INDICATORS
from analysis.indicators.registry import indicator as indicator_of
from analysis.indicators.schema import COUNTRY
from analysis.reference.area_names import UnknownNameError, nearest
from analysis.reference.files import neighbours_of
from analysis.report.data import ReportData
from analysis.report.naming import definition, label
from analysis.texts import Texts

RATE: Final = "active_runners_rate"
TREND_FIRST: Final = ("area", "quarter", "when", "value", "lower", "upper")
NO_OTHER: Final = Derivation("", "")
Areas: TypeAlias = Iterable[object] | pl.DataFrame | str | int
AVAILABLE: Final = ("indicator", "label", "label_danish", "definition", "family", "unit", "levels")


class AreaTables:
    """Tables of one quarter, for questions that the report does not ask.

    Every number comes from the tidy table. Frames are Polars'; ``.to_pandas()`` makes pandas' of them.

    `municipalities`, `regions` and `report_areas` hold the indicators that the report shows by their names,
    and those of one's own; what is made of them, such as changes, ranks and ratios, `table` gives where it is
    named.

    Attributes:
        own: Declarations of indicators of one's own; none in the report.
        own_columns: Columns that were joined from a table of one's own.
        own_source: Who counted these, and when, as somebody said it.
    """

    own: tuple[Indicator, ...] = ()
    own_columns: frozenset[str] = frozenset()
    own_source: str = ""

    @property
    def _context(self) -> ReportData:
        raise NotImplementedError

    @property
    def municipalities(self) -> pl.DataFrame:
        """A row per municipality in the order of the Danish alphabet.

        Columns: `area_code`, `area`, `region_code`, `region`, `report_area`, `population`, then a column for
        each indicator, such as `active_runners` and `active_runners_rate`, with `…_lower` and `…_upper` where
        it has limits.
        """
        return self._readable("municipality")

    @property
    def regions(self) -> pl.DataFrame:
        """A row per region in the report's order: `area_code`, `area`, `population`, then the indicators."""
        return self._readable("region")

    @property
    def report_areas(self) -> pl.DataFrame:
        """A row per area of the report, such as Østjylland; Nordjylland has none."""
        return self._readable("report_area")

    @property
    def country(self) -> AreaNumbers:
        """The numbers of the country by indicator, as `area` gives those of any other area."""
        return self._numbers_of(COUNTRY)

    def _readable(self, level: str) -> pl.DataFrame:
        """A level's table without what is made of other indicators."""
        return self._with_limits(level, self._shown_names(level))

    def _shown_names(self, level: str) -> list[str]:
        """The indicators of a level that are shown unasked."""
        own = {one.name for one in self.own}
        table = self._context.figures.table.filter(pl.col("level") == level)
        return [
            name
            for name in table["indicator"].unique(maintain_order=True)
            if name in own or ((declared := indicator_of(name)).in_report and declared.derivation is None)
        ]

    def _with_limits(self, level: str, names: Iterable[str]) -> pl.DataFrame:
        """The columns of a level that say where, then those of some indicators and their limits."""
        whole = self._tables[level]
        wanted = [f"{name}{edge}" for name in names for edge in ("", "_lower", "_upper")]
        columns = [*self._places[level].columns, *(one for one in wanted if one in whole.columns)]
        return self._of_places(whole.select(columns))

    def _of_places(self, frame: pl.DataFrame) -> PlaceTable:
        """A frame that is filtered by any spelling of an area."""
        table = PlaceTable(frame)
        table.spellings = lambda: self._spellings
        return table

    @cached_property
    def _tables(self) -> dict[str, pl.DataFrame]:
        table = self._context.figures.table
        return {level: wide(table, level, rows) for level, rows in self._places.items()}

    @cached_property
    def _places(self) -> dict[str, pl.DataFrame]:
        """The areas of every level, and what says where they are."""
        context = self._context
        people = pl.DataFrame(
            {"area_code": list(context.population), "population": list(context.population.values())}
        )
        places = {
            level: context.figures.table.filter(
                pl.col("indicator") == "active_runners", pl.col("level") == level
            ).select("area_code", "area")
            for level in LEVELS
        }
        places["municipality"] = context.municipalities.select(
            area_code="municipality_code",
            area="municipality",
            region_code="region_code",
            region="region",
            report_area="report_area",
        )
        return {
            level: rows.join(people, on="area_code", how="left", maintain_order="left")
            for level, rows in places.items()
        }

    @cached_property
    def _names(self) -> dict[str, str]:
        """Code → name of every area, municipalities first, so that they win where names are shared."""
        return self._spellings.names

    @cached_property
    def _spellings(self) -> Spellings:
        """All spellings of all areas."""
        names = {level: dict(self._tables[level].select("area_code", "area").iter_rows()) for level in LEVELS}
        municipalities = names.pop("municipality")
        larger = {
            code: names[level][code]
            for level in ("region", "report_area", "country")
            for code in names[level]
        }
        tiles = self._context.snapshot.reference.tiles
        short = dict(tiles.select("municipality_code", "short_name").iter_rows())
        return Spellings(municipalities, larger, short)

    @answering()
    def table(self, level: str, *indicators: str | Sequence[str]) -> pl.DataFrame:
        """A row per area of a level, with the indicators asked for and their limits.

        Args:
            level: ``country``, ``region``, ``report_area`` or ``municipality``, in the plural and in Danish
                too: ``land``, ``region``, ``område``, ``kommune``.
            indicators: Their names, or lists of them, as `indicators_available` lists them; those that the
                report shows by their names where none is named.

        Returns:
            The columns that say where, such as `area_code` and `area`, then each indicator, with `…_lower`
            and `…_upper` where it has limits.

        Raises:
            UnknownNameError: There is no such level, or the level has no such indicator.
        """
        level = self._level(level)
        lists = [one if isinstance(one, list | tuple | pl.Series) else [one] for one in indicators]
        names = list(dict.fromkeys(str(self._require_name(name)) for names in lists for name in names))
        for name in names:
            if name not in self._tables[level].columns:
                raise UnknownNameError(self._not_known(name, level))
        return self._with_limits(level, names) if names else self._readable(level)

    def _level(self, written: object) -> str:
        """A level by its name, in the plural and in Danish too."""
        plain = str(written).strip().casefold()
        level = LEVEL_NAMES.get(plain, plain)
        if level not in self._tables:
            known = nearest(level, [*LEVELS, *LEVEL_NAMES]) or f"; there are {', '.join(LEVELS)}"
            if level in self._context.figures.table["indicator"]:
                known = f"; the level stands first: table({LEVELS[-1]!r}, {level!r})"
            raise UnknownNameError(f"there is no level {quoted(level)}{known}")
        return level

    @staticmethod
    def _require_name(indicator: object) -> object:
        """Refuse what is no name where the name of an indicator stands."""
        if not isinstance(indicator, str):
            raise UnknownNameError(
                "the indicator stands first, by its name, then the areas:"
                f' ("active_runners", ["Vejle", "dk"]); the first one is of type {type(indicator).__name__}'
            )
        return indicator

    @answering()
    def indicators_available(self) -> pl.DataFrame:
        """The indicators that this quarter has numbers of, as the codebook describes them.

        Those published earlier, `…_earlier_published`, stand last: `trend` has their numbers. Left out are
        those that compare with one named area, a column for each of them.

        Returns:
            `indicator`, `label`, `label_danish`, `definition`, `family`, `unit`, and `levels`: where it has a
            number; in the order of the table.
        """
        everything = self._context.figures.everything
        earlier = everything.filter(pl.col("indicator").str.ends_with(EARLIER))
        known = pl.concat([self._context.figures.table, earlier]).drop_nulls("value")
        levels = known.group_by("indicator", maintain_order=True).agg(pl.col("level").unique())
        own = {one.name: one for one in self.own}
        labels, english = self._labels, Texts("en")
        rows = [
            (
                name,
                *labels[name],
                own[name].in_words if name in own else definition(name, self._context.area_names, english),
                declared.family,
                declared.unit.key,
                [level for level in LEVELS if level in found],
            )
            for name, found in levels.iter_rows()
            if name in labels
            for declared in [own.get(name) or indicator_of(name)]
        ]
        schema = dict.fromkeys(AVAILABLE, pl.String) | {"levels": pl.List(pl.String)}
        return pl.DataFrame(rows, schema=schema, orient="row")

    @property
    def _labels(self) -> dict[str, tuple[str, str]]:
        """What `_named` are called in English and Danish."""
        english, danish = Texts("en"), Texts("da")
        areas = self._context.area_names
        own = {one.name: one.title or one.name for one in self.own}
        return {
            name: (own[name], own[name])
            if name in own
            else (label(name, areas, english), label(name, areas, danish))
            for name in self._named
        }

    @property
    def _named(self) -> list[str]:
        """This quarter's indicators, not those against one area."""
        own = {one.name for one in self.own}
        return [
            name
            for name in self._context.figures.everything["indicator"].unique(maintain_order=True)
            if name in own or not (indicator_of(name).derivation or NO_OTHER).other
        ]

    @answering()
    def code(self, area: object) -> str:
        """The code of an area, by its code or any spelling of its name: ``"Århus Kommune"`` is ``"751"``.

        Where a municipality and an area of the report have one name, the municipality is meant.

        Raises:
            UnknownNameError: No area is called so; the message names near ones.
        """
        self._require_one(area, '"Vejle"')
        return self._spellings.code(area)

    def _is_area(self, written: str) -> bool:
        """Whether it is an area in any spelling."""
        try:
            self._spellings.code(written)
        except UnknownNameError:
            return False
        return True

    def _codes(self, areas: Areas) -> list[str]:
        """The codes of one area, of several, or of the rows of a table, in the order given.

        Raises:
            UnknownNameError: No area is called so, one stands there twice, or a table has no column of areas.
        """
        columns = getattr(areas, "columns", None)
        if columns is not None and "area_code" not in columns:
            raise UnknownNameError("the table of areas has no column area_code")
        listed: Any = areas if columns is None else areas["area_code"]  # type: ignore[index]
        several = isinstance(listed, Iterable) and not isinstance(listed, str)
        codes = [self.code(one) for one in (listed if several else [listed])]
        if not codes:
            raise UnknownNameError("no area is named: the list or table of areas is empty")
        twice = next((code for code in codes if codes.count(code) > 1), None)
        if twice is not None:
            raise UnknownNameError(
                f"{self._names[twice]} ({twice}) stands there {codes.count(twice)} times; name each area once"
            )
        return codes

    @answering()
    def area(self, area: object) -> AreaNumbers:
        """The numbers of one area of any level, by indicator.

        Shown are those that areas of its level have, without comparisons with one named area; ``["name"]``
        and ``.whole`` give the others too.

        Raises:
            UnknownNameError: No area is called so.
        """
        return self._numbers_of(self.code(area))

    def _numbers_of(self, code: str) -> AreaNumbers:
        level = self._level_of(code)
        table = self._tables[level]
        row = table.row(by_predicate=pl.col("area_code") == code, named=True)
        shown, named = {*self._readable(level).columns}, {*self._named}
        known = [
            name
            for name, value in row.items()
            if name in shown
            or (value is not None and name.removesuffix("_lower").removesuffix("_upper") in named)
        ]
        return AreaNumbers(row, known, lambda name: self._near(name, table.columns))

    @answering()
    def number(self, indicator: str, area: object = COUNTRY) -> dict[str, Any]:
        """One number with all that is known of it: numerator, denominator, date, basis, source, note.

        Raises:
            UnknownNameError: No such area, or the area has no such indicator.
        """
        self._require_name(indicator)
        if indicator in {*self._names, *self._names.values()}:
            raise UnknownNameError(self._not_known(indicator, COUNTRY))
        code = self.code(area)
        try:
            row = self._context.figures.row(indicator, code)
            return row._replace(note=row.note or self._rounded(row))._asdict()
        except KeyError:
            raise UnknownNameError(self._no_indicator(indicator, code)) from None

    def _rounded(self, row: IndicatorRow) -> str | None:
        """What to know of a share that others published in rounded form."""
        shown = row.basis == "published" and row.unit == Unit.PERCENT.key and row.value is not None
        return str(self._context.texts("explore-rounded")) if shown else None

    def _numbers(self, indicator: str, codes: Sequence[str]) -> list[dict[str, Any]]:
        """The number of each area, null where others have one and it has none.

        Raises:
            UnknownNameError: None of them has such an indicator, or areas of that level never have.
        """
        self._require_name(indicator)
        table = self._context.figures.table
        levels = {str(level) for level in table.filter(pl.col("indicator") == indicator)["level"].unique()}
        without = {
            code
            for code in codes
            if self._context.figures.find(indicator, code) is None and self._level_of(code) in levels
        }
        if without == {*codes}:
            without = set()
        return [
            self._without_number(indicator, code) if code in without else self.number(indicator, code)
            for code in codes
        ]

    def _without_number(self, indicator: str, code: str) -> dict[str, Any]:
        """What is known of an area without the number that others have."""
        columns = dict.fromkeys(IndicatorRow._fields)
        why = self._why_none(indicator, code) or None
        known = {"area_code": code, "area": self._names[code], "level": self._level_of(code), "note": why}
        return {
            **columns,
            "quarter": self._context.figures.table["quarter"][0],
            "indicator": indicator,
            **known,
        }

    def _level_of(self, code: str) -> str:
        return next(level for level, areas in self._places.items() if code in areas["area_code"])

    def _no_indicator(self, indicator: str, code: str) -> str:
        level = self._level_of(code)
        table = self._context.figures.table
        if table.filter(pl.col("indicator") == indicator, pl.col("level") == level).height:
            why = self._why_none(indicator, code)
            return f"{indicator} is not known for {self._names[code]}{f': {why}' if why else ''}"
        return self._not_known(indicator, level)

    def _why_none(self, indicator: str, code: str) -> str:
        """Why an area has no number: what the counts behind it say that are not known there; else nothing."""
        quarter = self._context.snapshot.delivery.quarter
        counts = {one.name for one in indicator_of(indicator, self.own).formula.uses(quarter)}
        rows = (self._context.figures.find(name, code) for name in (indicator, *sorted(counts)))
        notes = [row.note for row in rows if row is not None and row.value is None and row.note]
        return str(self._context.note(notes[0])) if notes else ""

    def _not_known(self, indicator: str, level: str) -> str:
        """Why areas of a level have no such indicator: where it is known, or what is called nearly so."""
        table = self._context.figures.table.select("indicator", pl.col("level").cast(pl.String))
        found = set(table.filter(pl.col("indicator") == indicator)["level"])
        if found:
            where = " and ".join(PLURALS[one] for one in LEVELS if one in found)
            return f"{indicator} is known for {where} only, not for {PLURALS[level]}"
        earlier = self._context.figures.everything.filter(pl.col("indicator") == indicator)
        if not earlier.is_empty():
            areas = named(earlier["area"].unique(maintain_order=True))
            return (
                f"{indicator} is known for other quarters only, of {areas}:"
                f' trend("{indicator}", {earlier["area"][0]!r})'
            )
        if indicator in {one.name for one in self.own}:
            return (
                f"{indicator} is declared and has no numbers: declare it over a joined column, as in"
                ' joined = report.join("egne-tal.csv"); report.declare(…, per="voksne", own=joined)'
            )
        if indicator in INDICATORS:
            wanted = INDICATORS[indicator].optional
            return f"{indicator} is not in this quarter{f': it needs {wanted}' if wanted else ''}"
        if self._is_area(indicator):
            return (
                f"{indicator!r} is an area; the indicator stands first, then the areas:"
                f' ("active_runners", {indicator!r})'
            )
        return f"no indicator is called {quoted(indicator)}{self._near(indicator, table['indicator'])}"

    def _not_of_municipalities(self, written: str, columns: Iterable[str]) -> str:
        """Why municipalities have no such column of numbers: an indicator of other levels, or none."""
        known = {*self._context.figures.table["indicator"], *(one.name for one in self.own)}
        if written in known or written in INDICATORS or self._is_area(written):
            return self._not_known(written, "municipality")
        return f"municipalities have no indicator {quoted(written)}{self._near(written, columns)}"

    def _near(self, written: str, names: Iterable[str]) -> str:
        """What to say after a name that none of some indicators and columns has."""
        labels = self._labels
        near = near_indicators(written, {name: labels.get(name, ()) for name in names})
        meant = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        return f"{meant}; indicators_available() lists them"

    @property
    def quarters(self) -> list[str]:
        """The quarters that were delivered, oldest first; earlier published figures have others."""
        return [str(one.quarter) for one in self._context.deliveries]

    @answering(IN_A_RANK, RANKED)
    def rank(self, municipality: object) -> dict[str, Any]:
        """Where a municipality's rate stands among all, and how far that is certain.

        Returns:
            `area`, `rank` (1 is the highest rate), `lower` and `upper`, between which the rank lies with 95 %
            probability, and `of`, how many municipalities are ranked.

        Raises:
            UnknownNameError: No municipality is called so, or ranks were not computed.
        """
        code = self._municipality(municipality, "have ranks")
        row = self.number(f"{RATE}_rank", code)
        ranks = self._context.figures.table.filter(indicator=f"{RATE}_rank")["value"]
        known = {"area": row["area"], "rank": row["value"], "lower": row["lower"], "upper": row["upper"]}
        whole = {name: int(one) if isinstance(one, float) else one for name, one in known.items()}
        return {**whole, "of": ranks.len() - ranks.null_count()}

    @answering()
    def trend(self, indicator: str, areas: Areas = COUNTRY, *, earlier: bool = False) -> pl.DataFrame:
        """An indicator in all quarters on the geography of this one.

        Args:
            indicator: Its name.
            areas: One area or several, or a table of them.
            earlier: Whether the rows of what others published earlier stand there too. They are called
                ``…_earlier_published`` in the column `indicator`, which then stands first, and are not
                comparable with the others.

        Returns:
            Rows of the tidy table, by area in the order given and by date: `area`, `quarter`, `when`,
            `value`, `lower` and `upper` first; `when` is the day, month, year or period that the number is
            of. What was published earlier is an indicator of its own, which the table names below. An area
            without the numbers that others have has one row, without a value.

        Raises:
            UnknownNameError: No such area or indicator.
        """
        self._require_name(indicator)
        if indicator not in self._named and self._is_area(indicator):
            raise UnknownNameError(self._not_known(indicator, COUNTRY))
        codes = self._codes(areas)
        every = pl.concat(self._context.figures.series(indicator, level) for level in LEVELS)
        rows = every.filter(pl.col("area_code").is_in(codes))
        published = self._published_earlier(indicator, codes)
        if earlier and published.is_empty():
            raise UnknownNameError(
                f"nothing was published of {indicator} before the first delivery of"
                f" {named(self._names[code] for code in codes)}: leave earlier= out"
            )
        without = [code for code in codes if code not in rows["area_code"]]
        if rows.is_empty() or not {*map(self._level_of, without)} <= {*every["level"].cast(pl.String)}:
            for code in without:
                self.number(indicator, code)
        empty = pl.DataFrame([self._without_number(indicator, code) for code in without], schema=every.schema)
        order = pl.DataFrame({"area_code": codes}, schema={"area_code": pl.String})
        whole = order.join(
            pl.concat([published, rows, empty] if earlier else [rows, empty]),
            on="area_code",
            how="inner",
            maintain_order="left_right",
        )
        dated = whole.with_columns(when=day_or_period())
        first = ("indicator", *TREND_FIRST) if earlier else TREND_FIRST
        shown = TrendTable(dated.select(*first, *(name for name in whole.columns if name not in first)))
        shown.spellings = lambda: self._spellings
        if not earlier and not published.is_empty():
            shown.further = (
                f"published earlier, by other sources and not comparable: {published.height} figures, which"
                f' trend("{indicator}", earlier=True) shows beside these'
            )
        return shown

    def _published_earlier(self, indicator: str, codes: Sequence[str]) -> pl.DataFrame:
        """What others published of an indicator in some areas before the first delivery, by date."""
        return self._context.figures.everything.filter(
            pl.col("indicator") == f"{indicator}{EARLIER}", pl.col("area_code").is_in(codes)
        ).sort("as_of", maintain_order=True)

    @staticmethod
    def _require_one(area: object, example: str) -> None:
        """Refuse several areas, or a table of them, where one stands."""
        if isinstance(area, list | tuple | set) or hasattr(area, "columns"):
            raise UnknownNameError(f"one area stands here, not several: {example}")

    def _municipality(self, written: object, what: str) -> str:
        """The code of a municipality; an error says what only municipalities do."""
        self._require_one(written, '"Vejle"')
        code = self._spellings.code_of_name(written)
        if code not in self._places["municipality"]["area_code"]:
            raise UnknownNameError(f"{self._names[code]} is no municipality: only these {what}")
        return code

    @answering()
    def neighbours(self, municipality: object) -> pl.DataFrame:
        """The municipalities around one, as rows of `municipalities` with `crossing` before the numbers.

        `crossing` is land, bridge or ferry; who has no land border has the nearest one over the water.

        Raises:
            UnknownNameError: No municipality is called so.
        """
        code = self._municipality(municipality, "have neighbours")
        around = neighbours_of(self._context.snapshot.reference, code)
        links = pl.DataFrame(
            {"area_code": list(around), "crossing": list(around.values())},
            schema={"area_code": pl.String, "crossing": pl.String},
        )
        joined = self.municipalities.join(links, on="area_code", how="inner", maintain_order="left")
        first = ["area_code", "area", "crossing"]
        return joined.select(*first, *(name for name in joined.columns if name not in first))

    @answering()
    def compare(self, area: object, others: Areas | None = None, indicator: str = RATE) -> pl.DataFrame:
        """The rate of one area over those of others, of active runners where no other is named.

        Args:
            area: The area above the line.
            others: The areas below it: names, codes, or a table of them such as `regions`; the area itself
                is left out. Where none is named, the neighbours of a municipality as `neighbours` gives them.
            indicator: A rate, such as ``aed_rate``.

        Returns:
            `area`, `other`, `ratio`, `lower`, `upper`, `limits`, `difference`, `note`; null where a number is
            not published or the other is 0. `note` tells what is noted of either, such as why one is not
            published. `difference` is the first rate less the other, in the unit of the rate; only the ratio
            has limits, and where these hold 1 the rates may well be alike. They are
            ``exact`` and allow for chance in both areas; where one area lies in the other they are those of
            the smaller one, with the ``whole fixed``, as in `active_runners_rate_ratio_to_dk`. Full counts,
            as of AEDs, have none.

        Raises:
            UnknownNameError: No area is called so, the indicator is no rate, or an area that is no
                municipality is compared with none.
        """
        self._require_name(indicator)
        if isinstance(area, str) and area in self._named:
            raise UnknownNameError(
                f'the area stands first, then what it is compared with: compare("Vejle", "Kolding", "{area}")'
            )
        self._require_one(area, 'compare("Vejle", ["Kolding", "Odense"])')
        code = self.code(area) if others is not None else self._spellings.code_of_name(area)
        limited = self._require_rate(indicator)
        if others is None:
            if code not in self._places["municipality"]["area_code"]:
                raise UnknownNameError(
                    f"{self._names[code]} has no neighbours: name the areas to compare it with"
                )
            others = self.neighbours(code)
        own, *bases = self._numbers(indicator, [code, *(one for one in self._codes(others) if one != code)])
        if not bases:
            raise UnknownNameError(f"{self._names[code]} is compared with itself alone: name another area")
        rows = [ratio_of_rates(own, base, limited=limited, within=self._municipalities_in) for base in bases]
        schema = {"area": pl.String, "other": pl.String} | dict.fromkeys(
            ("ratio", "lower", "upper"), pl.Float64
        )
        return PlaceTable(
            pl.DataFrame(
                rows, schema={**schema, "limits": pl.String, "difference": pl.Float64, "note": pl.String}
            )
        )

    def _municipalities_in(self, code: str) -> frozenset[str]:
        """The municipalities of which an area is made."""
        table = self._places["municipality"]
        if code in table["area_code"]:
            return frozenset([code])
        if code == COUNTRY:
            return frozenset(table["area_code"])
        column = "region_code" if code in self._places["region"]["area_code"] else "report_area"
        value = code if column == "region_code" else self._names[code]
        return frozenset(table.filter(pl.col(column) == value)["area_code"])

    def _require_rate(self, indicator: str) -> bool:
        """Whether the ratio of two numbers of an indicator has exact limits; refuse what is no rate."""
        own = {one.name: one for one in self.own}
        rates = {
            name: own.get(name) or indicator_of(name)
            for name in self._named
            if _is_rate(own.get(name) or indicator_of(name))
        }
        if indicator not in rates:
            raise UnknownNameError(
                f"{shortened(indicator)} is no rate, and only of rates compare forms ratios:"
                f" of {', '.join(rates)}"
            )
        return bool(rates[indicator].limits)


def day_or_period() -> pl.Expr:
    """The day of a number, as exact as its source is: a day, a month, a year, or a period from day to day."""
    start, end = (pl.coalesce(name, "as_of") for name in ("period_start", "period_end"))
    published = pl.col("basis").cast(pl.String) == "published"
    month = (start.dt.truncate("1mo") == start) & (start.dt.month_end() == end)
    year = (start.dt.truncate("1y") == start) & (end == start.dt.offset_by("1y").dt.offset_by("-1d"))
    return (
        pl.when(start == end)
        .then(end.dt.to_string("%Y-%m-%d"))
        .when(published & month)
        .then(end.dt.to_string("%Y-%m"))
        .when(published & year)
        .then(end.dt.to_string("%Y"))
        .otherwise(pl.format("{}/{}", start.dt.to_string("%Y-%m-%d"), end.dt.to_string("%Y-%m-%d")))
    )


def _is_rate(declared: Indicator) -> bool:
    """Whether it is a count over people, or over their time: numbers over days alone grow with an area."""
    formula = declared.formula
    counted = isinstance(formula, Ratio) and formula.exposure not in ("", "days")
    return counted and declared.kind == "rate" and declared.in_report


class JoinedTables(AreaTables):
    """The tables of a quarter with an own table's columns beside those of the municipalities."""

    def __init__(self, report: AreaTables, municipalities: pl.DataFrame, source: str = "") -> None:
        """Put a joined table in place of the municipalities'.

        Args:
            report: Whose tables they are.
            municipalities: A row per municipality, with the columns joined to it.
            source: Who counted what these hold.
        """
        now = report._tables["municipality"]
        own = [name for name in municipalities.columns if name not in now.columns]
        self.own = report.own
        self.own_columns = frozenset(own)
        self.own_source = source
        self._report = report
        self._joined = now.join(
            municipalities.select("area_code", *own), on="area_code", how="left", maintain_order="left"
        )

    @property
    def _context(self) -> ReportData:
        return self._report._context

    @cached_property
    def _tables(self) -> dict[str, pl.DataFrame]:
        return {**self._report._tables, "municipality": self._joined}

    def number(self, indicator: str, area: object = COUNTRY) -> dict[str, Any]:
        """One number; of an own column what its row holds, without limits.

        Raises:
            UnknownNameError: No such area, or the area has no such indicator.
        """
        if indicator not in self.own_columns:
            return super().number(indicator, area)
        code = self.code(area)
        row = self._joined.filter(pl.col("area_code") == code)
        if row.is_empty():
            where = self._names[code]
            raise UnknownNameError(f"{indicator} is known for municipalities only, not for {where}")
        if not row[indicator].dtype.is_numeric():
            raise UnknownNameError(self._not_of_municipalities(indicator, ()))
        known = {"area": row["area"].item(), "level": "municipality", "value": row[indicator].item()}
        return {**known, "lower": None, "upper": None, "source": self.own_source or OWN_NUMBERS}

    def _not_known(self, indicator: str, level: str) -> str:
        if indicator in self.own_columns:
            return f"{indicator} is known for municipalities only, not for {PLURALS[level]}"
        return super()._not_known(indicator, level)

    def _not_of_municipalities(self, written: str, columns: Iterable[str]) -> str:
        if written in self.own_columns:
            dtype = self._joined[written].dtype
            if dtype not in (pl.String, pl.Null):
                return f"{written} holds {_held(dtype)}, which no chart shows: join it as numbers"
            if self._joined[written].null_count() == self._joined.height:
                return f"{written} holds no values: nothing was joined to a municipality, or nothing is known"
            return (
                f"{written} was read as text, which no chart shows; print what join returns to see why, and"
                ' settle numbers that can be read in two ways with decimal="," or thousands="."'
            )
        return super()._not_of_municipalities(written, columns)

    def _readable(self, level: str) -> pl.DataFrame:
        columns = super()._readable(level).columns
        whole = self._tables[level]
        own = [name for name in whole.columns if name in self.own_columns]
        return self._of_places(whole.select(*columns, *own))


def _held(dtype: pl.DataType) -> str:
    """What a column of a type holds, in words."""
    if dtype == pl.Boolean:
        return "true and false"
    if dtype.is_temporal():
        return "dates or times"
    return "lists" if dtype.is_nested() else f"values of the type {dtype}"
