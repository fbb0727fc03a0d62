"""One page about one municipality or region: how many, against whom, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import ceil
from typing import Any, Final

import polars as pl

from analysis.core import formatting as show
from analysis.indicators.correction_notes import CORRECTED
from analysis.indicators.limits import rate_ratio_limits
from analysis.indicators.schema import COUNTRY
from analysis.reference.files import neighbours_of
from analysis.report.charts import PHONE_MM, bar_chart, dot_chart, locator, series_chart
from analysis.report.components import (
    KeyFigure,
    Section,
    columns,
    decoration,
    division,
    figure,
    figure_title,
    heading,
    key_figures,
    picture,
    stacked,
    table,
)
from analysis.report.data import ReportData
from analysis.report.figures import STRIP_STEP
from analysis.report.pages.development import comparison, decimal_year, domain_of, on_phone, time_ticks
from analysis.texts.markup import PARAGRAPH, strong, together

HEAD_WIDTH: Final = 209.0
LOCATOR_WIDTH: Final = 42.0
LEFT_WIDTH: Final = 150.0
RIGHT_WIDTH: Final = 102.0
KEY_WIDTH: Final = 48.0
TALL_CHART_MM: Final = 62.0
SHORT_CHART_MM: Final = 46.0
LEAST_CHART_MM: Final = 24.0
NOTE_LINE: Final = 3.4
NOTE_CHARACTERS: Final = 105
FREE_LINES: Final = {"da": 2, "en": 0}
SERIES_HEIGHT: Final = 32.0
LABEL_WIDTH: Final = 34.0
PHONE_LABEL_WIDTH: Final = 30.0
ALIKE_SIZES: Final = 5
SMALL_POPULATION: Final = 10_000
LEAST_RATIO_SAID: Final = 2.0
BORNHOLM: Final = "400"
COPENHAGEN: Final = "101"
GENITIVES: Final = ("480", "820")
LEVELS: Final = ("region", "municipality")
RATE: Final = "active_runners_rate"


@dataclass(frozen=True)
class AreaSheet:
    """The sheet of one municipality or region.

    Attributes:
        context: The quarter's numbers and words.
        code: Code of a municipality or region.
    """

    context: ReportData
    code: str

    def __post_init__(self) -> None:
        """Refuse an area that has no sheet.

        Raises:
            ValueError: The code is that of no municipality or region of the quarter.
        """
        if self.code not in sheet_codes(self.context):
            raise ValueError(f"{self.code!r} is the code of no municipality or region")

    @cached_property
    def rate(self) -> dict[str, Any]:
        """The row of the area's rate."""
        return self.context.figures.row(RATE, self.code)

    @property
    def known(self) -> bool:
        """Whether the area's number of runners is published."""
        return self.rate["value"] is not None

    @property
    def is_region(self) -> bool:
        """Whether the area is a region."""
        return str(self.rate["level"]) == "region"

    @property
    def name(self) -> str:
        """The area's name as tables show it."""
        return str(self.rate["area"])

    @property
    def title(self) -> str:
        """The area's full name."""
        if self.is_region:
            return self.name
        kind = {BORNHOLM: "bornholm", COPENHAGEN: "copenhagen"}.get(self.code, "municipality")
        return self.context.texts(f"sheet-name-{kind}", name=self.name)

    @property
    def subject(self) -> str:
        """The area's name as a sentence needs it: the full one where the short one is a genitive."""
        return self.title if self.code in GENITIVES else self.name

    @property
    def stem(self) -> str:
        """Name of the sheet's files."""
        return f"{self.code}-{show.as_slug(self.name)}" if self.code.isdigit() else self.code

    @cached_property
    def place(self) -> dict[str, Any]:
        """The municipality's row of geography."""
        return self.context.municipalities.row(
            by_predicate=pl.col("municipality_code") == self.code, named=True
        )

    @property
    def region(self) -> str:
        """Name of the region that is drawn darker than the others."""
        return self.name if self.is_region else str(self.place["region"])

    @property
    def region_code(self) -> str:
        """Code of that region."""
        return self.code if self.is_region else str(self.place["region_code"])

    @property
    def people(self) -> int:
        """Inhabitants."""
        return self.context.population[self.code]

    def head(self) -> Section:
        """Front matter, name, lead sentence, key figures, and where in the country the area lies."""
        left = stacked(
            heading(1, self.title, "ark"),
            division("stor", opening_sentence(self)),
            key_figures(key_numbers(self), width=KEY_WIDTH, size=26),
        )
        shown = columns([HEAD_WIDTH, LOCATOR_WIDTH], left, _locator(self), name="ark-hoved")
        return Section(shown.markdown, shown.media, front_matter(self))

    def comparison(self) -> Section:
        """All municipalities, and the area's neighbours."""
        return columns([LEFT_WIDTH, RIGHT_WIDTH], _bars(self), _others(self), name="ark")

    def background(self) -> Section:
        """Areas of its size, its development where there is one, AEDs, and how to read the sheet."""
        notes = self.notes
        read = division("boks", _how_to_read(self))
        left = [
            _regions_table(self) if self.is_region else _alike_table(self),
            division("note", notes) if notes else Section(),
        ]
        right = [one for one in (_development(self), _aeds(self)) if one.markdown]
        (left if right else right).append(read)
        return columns([LEFT_WIDTH, RIGHT_WIDTH], stacked(*left), stacked(*right), name="ark")

    @cached_property
    def notes(self) -> str:
        """What has to be known about this area's numbers alone; empty where there is nothing."""
        return together(_notes(self))

    @property
    def room(self) -> float:
        """Height of the charts in millimetres: less where the sheet has more to tell."""
        lines = ceil(len(self.notes) / NOTE_CHARACTERS)
        if self.context.snapshot.earlier or _has_aeds(self):
            return max(SHORT_CHART_MM - NOTE_LINE * (lines + bool(lines)), LEAST_CHART_MM)
        return max(
            TALL_CHART_MM - NOTE_LINE * max(lines - FREE_LINES[self.context.texts.language], 0),
            LEAST_CHART_MM,
        )


def sheet_codes(context: ReportData) -> list[str]:
    """Codes of the areas that have a sheet: regions in the report's order, municipalities by the alphabet."""
    regions = [row["area_code"] for row in context.figures.areas("active_runners", "region")]
    return [*regions, *context.municipalities["municipality_code"]]


def sheet_list(context: ReportData, told: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
    """Words and rows of the page that lists the sheets.

    Args:
        context: The quarter's numbers and words.
        told: Area code → what its sheet tells of itself: stem, title, level, numbers.
    """
    texts, delivery = context.texts, context.snapshot.delivery
    found = {level: [one for one in told.values() if one["level"] == level] for level in LEVELS}
    rows = {
        level: [
            {
                "stem": one["stem"],
                "name": one["title"],
                "rate": context.number(one["numbers"]["value"]),
                "count": context.number(one["numbers"]["numerator"]),
            }
            for one in sheets
        ]
        for level, sheets in found.items()
    }
    words = ("title", "filter", "none", "press", "regions", "municipalities")
    facts: dict[str, object] = {
        "title": texts("sheet-index-title"),
        "subtitle": texts("sheet-running-title", quarter=context.quarter_name(delivery.quarter)),
        "lang": texts.language,
        "maker": delivery.publisher or "Statusrapport",
        "lead": texts("sheet-index-lead", date=context.as_of_shown),
        "statement": context.statement,
        "region": rows["region"],
        "municipality": rows["municipality"],
        "column-active": texts("column-active"),
        "column-rate": texts("column-rate"),
        "skip": texts("sheet-skip"),
        "link-report": texts("sheet-link-report"),
        **{f"word-{name}": texts(f"sheet-index-{name}") for name in words},
    }
    return {**facts, "watermark": texts("watermark")} if delivery.simulated else facts


def front_matter(sheet: AreaSheet) -> dict[str, object]:
    """What the page's head and foot, the shared picture and the list of sheets need."""
    context = sheet.context
    texts, delivery = context.texts, context.snapshot.delivery
    quarter = context.quarter_name(delivery.quarter)
    kind = "region" if sheet.is_region else "municipality"
    maker = context.statement if delivery.publisher else texts("footer-independent")
    coded = sheet.code.isdigit()
    facts: dict[str, object] = {
        "title": sheet.title,
        "subtitle": texts("sheet-running-title", quarter=quarter),
        "kicker": texts(f"sheet-kicker-{kind}"),
        "maker": delivery.publisher or "Statusrapport",
        "lang": texts.language,
        "footer": texts(
            "sheet-footer",
            date=context.as_of_shown,
            source=context.delivered(delivery.source),
            maker=maker,
            code=texts(f"sheet-footer-{kind}", code=sheet.code) if coded else "",
            **{
                "population-day": context.population_day_shown,
                "population-source": context.population_source_shown,
            },
        ).strip(),
        "keywords": ["hjerteløbere", sheet.title, str(delivery.quarter)],
        "description-meta": press_line(sheet),
        "press-source": texts(
            "sheet-press-source",
            source=context.delivered(delivery.source),
            maker=maker,
            **{"population-source": context.population_source_shown},
        ),
        "code": sheet.code,
        "stem": sheet.stem,
        "level": kind,
        "numbers": {name: sheet.rate[name] for name in ("numerator", "value", "lower", "upper")},
        "linked-title": texts(f"sheet-linked-title-{kind}"),
        "linked": [{"stem": one.stem, "name": one.name} for one in _linked(sheet)],
        "card-figure": context.number(sheet.rate["value"]),
        "card-label": texts("sheet-card-label" if sheet.known else "sheet-card-missing"),
        "card-line": texts(
            "sheet-card-line",
            count=context.number(sheet.rate["numerator"]),
            country=context.number(context.national_rate),
        ),
        "card-foot": texts("sheet-card-foot", date=context.as_of_shown, maker=maker),
        **{
            name: texts(f"sheet-{name}")
            for name in (
                "press-title",
                "press-copy",
                "press-copied",
                "more-title",
                "link-pdf",
                "link-report",
                "link-all",
                "link-picture",
                "skip",
            )
        },
    }
    return {**facts, "watermark": texts("watermark")} if delivery.simulated else facts


def _linked(sheet: AreaSheet) -> list[AreaSheet]:
    """The sheets one goes on to: a region's municipalities, a municipality's region and neighbours."""
    if sheet.is_region:
        own = sheet.context.municipalities.filter(pl.col("region_code") == sheet.code)
        codes = own["municipality_code"].to_list()
    else:
        codes = [sheet.region_code, *(code for code, _ in neighbours(sheet))]
    return [AreaSheet(sheet.context, code) for code in codes]


def press_line(sheet: AreaSheet) -> str:
    """One sentence that can be quoted as it stands."""
    context = sheet.context
    words = {
        "name": sheet.title,
        "date": context.as_of_shown,
        "country": context.number(context.national_rate),
    }
    kind = _kind_of_count(sheet)
    if sheet.known and kind != "none":
        words |= {
            "count": context.number(sheet.rate["numerator"]),
            "rate": context.number(sheet.rate["value"]),
            "range": _range(sheet.context, sheet.rate),
        }
    line = context.texts("sheet-press" + f"-{kind}" * bool(kind), **words)
    simulated = context.snapshot.delivery.simulated
    return context.texts("sheet-press-simulated", line=line) if simulated else line


def opening_sentence(sheet: AreaSheet) -> str:
    """How many, how many per inhabitant, and how that compares with the country and the region."""
    context, kind = sheet.context, _kind_of_count(sheet)
    country = context.number(context.national_rate)
    if kind in ("missing", "none"):
        words = {"date": context.as_of_shown, "people": context.number(sheet.people), "country": country}
        return context.texts(f"sheet-lead-{kind}", **words)
    return context.texts(
        "sheet-lead" + f"-{kind}" * bool(kind),
        count=context.number(sheet.rate["numerator"]),
        rate=context.number(sheet.rate["value"]),
        compared=_compared(sheet),
    )


def _kind_of_count(sheet: AreaSheet) -> str:
    """Which form a sentence about the count needs: missing, none, one, or empty for more than one."""
    if not sheet.known:
        return "missing"
    return {0: "none", 1: "one"}.get(int(sheet.rate["numerator"]), "")


def _compared(sheet: AreaSheet) -> str:
    texts = sheet.context.texts
    country = _against(sheet, COUNTRY, "country", sheet.context.national_rate)
    uncertain = sheet.rate["lower"] <= sheet.context.national_rate <= sheet.rate["upper"]
    alike = texts("sheet-like-country")
    caution = [texts("sheet-compared-same")] if uncertain and country != alike else []
    if sheet.is_region:
        return together([texts("sheet-compared-country", country=country), *caution])
    whole = sheet.context.figures.value(RATE, sheet.region_code)
    if whole is None:
        return together([texts("sheet-compared-country", country=country), *caution])
    region = _against(sheet, sheet.region_code, "region", whole)
    if country == alike and region == texts("sheet-like-region", region=sheet.region):
        return texts("sheet-compared-alike", region=sheet.region)
    return together([texts("sheet-compared-both", country=country, region=region), *caution])


def _against(sheet: AreaSheet, whole: str, kind: str, rate: float) -> str:
    """How the area's rate compares with that of a whole around it, by the ratio that the table holds."""
    texts = sheet.context.texts
    region = {} if whole == COUNTRY else {"region": sheet.region}
    ratio = sheet.context.figures.value(f"{RATE}_ratio_to_{whole}", sheet.code)
    percent = show.round_half_up(abs((ratio or 1) - 1) * 100)
    if ratio is None or percent == 0 or show.round_half_up(sheet.rate["value"]) == show.round_half_up(rate):
        return texts(f"sheet-like-{kind}", **region)
    if ratio >= LEAST_RATIO_SAID:
        return texts(f"sheet-times-{kind}", times=sheet.context.number(ratio, 1), **region)
    side = "more" if ratio > 1 else "fewer"
    return texts(f"sheet-{side}-{kind}", percent=sheet.context.percent(float(percent)), **region)


def key_numbers(sheet: AreaSheet) -> list[KeyFigure]:
    """How many, how many per inhabitant, the rank, and how far from the country's rate."""
    context, texts, row = sheet.context, sheet.context.texts, sheet.rate
    people = texts("sheet-key-people", people=context.number(sheet.people))
    interval = texts("sheet-key-interval", range=_range(context, row)) if sheet.known else ""
    count = 0 if row["numerator"] is None else int(row["numerator"])
    return [
        KeyFigure(context.number(row["numerator"]), texts("sheet-key-active", count=count), people),
        KeyFigure(context.number(row["value"]), texts("sheet-key-rate"), interval),
        *(_share(sheet) if sheet.is_region else _rank(sheet)),
        *_distance(sheet),
    ]


def _rank(sheet: AreaSheet) -> list[KeyFigure]:
    context, texts = sheet.context, sheet.context.texts
    rank = context.figures.published(f"{RATE}_rank", sheet.code)
    if rank is None:
        return []
    return [
        KeyFigure(
            texts("sheet-key-rank", rank=context.number(rank["value"])),
            texts("sheet-key-rank-label", count=context.number(rank["denominator"])),
            texts("sheet-key-rank-interval", range=_range(context, rank)),
        )
    ]


def _share(sheet: AreaSheet) -> list[KeyFigure]:
    context, texts = sheet.context, sheet.context.texts
    row = context.figures.published("active_runners_share_of_country", sheet.code)
    if row is None:
        return []
    count, total = (context.number(row[name]) for name in ("numerator", "denominator"))
    return [
        KeyFigure(
            context.percent(row["value"], 1),
            texts("sheet-key-share"),
            texts("sheet-key-share-detail", count=count, total=total),
        )
    ]


def _distance(sheet: AreaSheet) -> list[KeyFigure]:
    context, texts = sheet.context, sheet.context.texts
    row = context.figures.published("active_runners_to_country_rate", sheet.code)
    if row is None:
        return []
    kind = "level" if row["value"] == 0 else "lacking" if row["value"] > 0 else "beyond"
    return [
        KeyFigure(
            context.number(abs(row["value"])),
            texts(f"sheet-key-{kind}"),
            texts(f"sheet-key-{kind}-detail", needed=context.number(row["numerator"])),
        )
    ]


def _range(context: ReportData, row: dict[str, Any]) -> str:
    return show.number_range(row["lower"], row["upper"], 0, context.texts.language)


def _locator(sheet: AreaSheet) -> Section:
    """The country's tiles, the area's own marked; decoration, for the name says it."""
    tiles = sheet.context.snapshot.reference.tiles.join(
        sheet.context.municipalities.select("municipality_code", "region_code"), on="municipality_code"
    ).with_columns(
        tone=pl.when(pl.col("municipality_code" if not sheet.is_region else "region_code") == sheet.code)
        .then(pl.lit("own"))
        .when(pl.col("region_code") == sheet.region_code)
        .then(pl.lit("region"))
        .otherwise(pl.lit("other"))
    )
    return decoration("ark-kort", locator(tiles, LOCATOR_WIDTH), LOCATOR_WIDTH)


def _bars(sheet: AreaSheet) -> Section:
    context, texts = sheet.context, sheet.context.texts
    rated = context.municipalities.drop_nulls("rate").sort("rate", descending=True, maintain_order=True)
    low, high = rated.row(-1, named=True), rated.row(0, named=True)
    own = pl.col("municipality_code") == sheet.code
    inside = pl.col("region_code") == sheet.region_code
    tones = rated.select(
        tone=pl.when(own | (inside & sheet.is_region))
        .then(pl.lit("own"))
        .when(inside)
        .then(pl.lit("region"))
        .otherwise(pl.lit("other"))
    )["tone"]
    rates = rated["rate"].to_list()
    place = (
        None if sheet.is_region or not sheet.known else rated["municipality_code"].to_list().index(sheet.code)
    )
    label = None if place is None else (place, f"{sheet.name} {context.number(sheet.rate['value'])}")
    country = texts("sheet-country", rate=context.number(context.national_rate))

    def drawn(width: float) -> str:
        return context.svg(
            bar_chart(
                rates,
                tones.to_list(),
                label=label,
                reference=(context.national_rate, country),
                width_mm=width,
                height_mm=sheet.room,
            )
        )

    words = {
        "count": str(rated.height),
        "low": context.number(low["rate"]),
        "high": context.number(high["rate"]),
        "low-name": low["municipality"],
        "high-name": high["municipality"],
    }
    kind = "-region" if sheet.is_region else ""
    return figure(
        2,
        _bars_title(sheet, rated),
        texts(f"sheet-bars-text{kind}", region=sheet.region, **words),
        picture(
            "kommuner",
            drawn(LEFT_WIDTH),
            texts(
                f"sheet-bars-alt{kind or '-missing' * (not sheet.known)}",
                name=sheet.subject,
                rate=context.number(sheet.rate["value"]),
                country=context.number(context.national_rate),
                own=str(rated.filter(inside).height),
                **words,
            ),
            LEFT_WIDTH,
            context.numbers(
                ("municipality", "active", "rate"),
                [
                    (row["municipality"], context.number(row["active"]), context.number(row["rate"]))
                    for row in rated.iter_rows(named=True)
                ],
            ),
            phone=[drawn(PHONE_MM)],
        ),
    )


def _bars_title(sheet: AreaSheet, rated: pl.DataFrame) -> str:
    context, texts = sheet.context, sheet.context.texts
    if sheet.is_region:
        own = rated.filter(pl.col("region_code") == sheet.code)
        return texts("sheet-bars-title-region", **context.extreme_words(own))
    rank = context.figures.published(f"{RATE}_rank", sheet.code)
    if rank is None:
        return texts("sheet-bars-title-missing", name=sheet.subject, count=str(context.municipalities.height))
    low, high, count = (context.number(rank[name]) for name in ("lower", "upper", "denominator"))
    if low == high:
        return texts("sheet-bars-title-sure", name=sheet.subject, rank=low, count=count)
    return texts("sheet-bars-title", name=sheet.subject, low=low, high=high, count=count)


def neighbours(sheet: AreaSheet) -> list[tuple[str, str]]:
    """Codes of the municipalities around one in alphabetical order, and how one gets there.

    A municipality without a land border has the nearest one over the water; that one has it as well.
    """
    found = neighbours_of(sheet.context.snapshot.reference, sheet.code)
    codes = sheet.context.municipalities["municipality_code"]
    return [(code, found[code]) for code in codes if code in found]


def _others(sheet: AreaSheet) -> Section:
    """Neighbours of a municipality, the other regions of a region."""
    context, texts = sheet.context, sheet.context.texts
    if sheet.is_region:
        around = [(row["area_code"], context.area_name(row)) for row in context.figures.areas(RATE, "region")]
        title, text = _place_of_region(sheet), texts("sheet-regions-text")
    else:
        links = neighbours(sheet)
        around = [(sheet.code, sheet.name), *((code, name_of(sheet, code, by)) for code, by in links)]
        around.append((sheet.region_code, sheet.region))
        over_water = bool(links) and all(by != "land" for _, by in links)
        title = _neighbours_title(sheet, [code for code, _ in links])
        text = texts("sheet-neighbours-text-crossing" if over_water else "sheet-neighbours-text")
    rows = [
        _dot(context, code, name, "above" if code == sheet.code else "same")
        for code, name in [*around, (COUNTRY, context.area_name(context.figures.row(RATE)))]
    ]
    for row in rows[-1 if sheet.is_region else -2 :]:
        row["tone"] = "total"

    def drawn(width: float, label_width: float, ticks: int) -> str:
        return context.svg(
            dot_chart(
                rows,
                width_mm=width,
                height_mm=sheet.room,
                end=_end([row["upper"] for row in rows if row["upper"] is not None]),
                reference=context.national_rate,
                label_mm=label_width,
                ticks=ticks,
            )
        )

    listed = ", ".join(f"{row['name']} {row['shown']}" for row in rows)
    return figure(
        2,
        title,
        text,
        picture(
            "naboer",
            drawn(RIGHT_WIDTH, LABEL_WIDTH, 3),
            texts("sheet-neighbours-alt", list=listed),
            RIGHT_WIDTH,
            context.numbers(
                ("region-name" if sheet.is_region else "area", "rate", "interval"),
                [(row["name"], row["shown"], _range(context, row)) for row in rows],
            ),
            phone=[drawn(PHONE_MM, PHONE_LABEL_WIDTH, 2)],
        ),
    )


def _end(values: Sequence[float]) -> float:
    """Right end of an axis from 0 that holds all values."""
    return float(-(-max(values, default=STRIP_STEP) // STRIP_STEP) * STRIP_STEP)


def name_of(sheet: AreaSheet, code: str, by: str) -> str:
    """A neighbour's name, and how one gets there where that is not by land."""
    name = sheet.context.area_name(sheet.context.figures.row(RATE, code))
    return name if by == "land" else sheet.context.texts(f"sheet-crossing-{by}", name=name)


def _dot(context: ReportData, code: str, name: str, tone: str) -> dict[str, Any]:
    row = context.figures.row(RATE, code)
    shown = {"name": name, "shown": context.number(row["value"]), "tone": tone}
    return shown | {key: row[key] for key in ("value", "lower", "upper")}


def _neighbours_title(sheet: AreaSheet, codes: Sequence[str]) -> str:
    """In how many neighbours the rate is clearly lower or higher, by exact limits of the ratio."""
    texts = sheet.context.texts
    rows = [sheet.context.figures.row(RATE, code) for code in codes]
    rows = [row for row in rows if row["value"] is not None]
    if not sheet.known or not rows:
        return texts("sheet-neighbours-title-missing")
    sides: dict[str, list[str]] = {"above": [], "below": []}
    for row in rows:
        if side := _clearly(sheet.rate, row):
            sides[side].append(row["area"])
    above, below = sides["above"], sides["below"]
    words = {"word": texts.number_word(len(rows))}
    if not above and not below:
        return texts("sheet-neighbours-title-none", count=len(rows), **words)
    if above and below:
        return texts(
            "sheet-neighbours-title-both",
            above=texts.number_word(len(above)),
            below=texts.number_word(len(below)),
            **words,
        )
    side, names = ("above", above) if above else ("below", below)
    if len(rows) == 1:
        return texts(f"sheet-neighbours-title-one-{side}", other=names[0])
    if len(names) == len(rows):
        return texts(f"sheet-neighbours-title-all-{side}", count=len(rows), **words)
    return texts(f"sheet-neighbours-title-{side}", **{side: texts.number_word(len(names))}, **words)


def _clearly(own: dict[str, Any], other: dict[str, Any]) -> str:
    """Whether a rate lies clearly above or below another; empty where chance can have parted them."""
    counts = [int(row["numerator"]) for row in (own, other)]
    if not any(counts):
        return ""
    limits = rate_ratio_limits(counts[0], own["denominator"], counts[1], other["denominator"])
    return "above" if limits.lower > 1 else "below" if limits.upper < 1 else ""


def _place_of_region(sheet: AreaSheet) -> str:
    texts = sheet.context.texts
    rows = sheet.context.figures.areas(RATE, "region")
    values = sorted((row["value"] for row in rows if row["value"] is not None), reverse=True)
    if not sheet.known:
        return sheet.context.texts("sheet-regions-table-title")
    rank = values.index(sheet.rate["value"])
    place: str
    if rank == 0:
        place = texts("sheet-regions-place-highest")
    elif rank == len(values) - 1:
        place = texts("sheet-regions-place-lowest")
    else:
        place = texts("sheet-regions-ordinals").split("|")[rank]
    return texts("sheet-regions-title", place=place, word=texts.number_word(len(rows)))


def municipalities_of_like_size(sheet: AreaSheet) -> list[str]:
    """Codes of the five municipalities nearest in population, by its ratio, and the sheet's own last."""
    codes = [code for code in sheet.context.municipalities["municipality_code"] if code != sheet.code]
    people = sheet.context.population

    def apart(code: str) -> float:
        return max(people[code], sheet.people) / max(min(people[code], sheet.people), 1)

    nearest = set(sorted(codes, key=apart)[:ALIKE_SIZES])
    return [*(code for code in codes if code in nearest), sheet.code]


def _alike_table(sheet: AreaSheet) -> Section:
    context, texts = sheet.context, sheet.context.texts
    rows = [context.figures.row(RATE, code) for code in municipalities_of_like_size(sheet)]
    return stacked(
        figure_title(2, texts("sheet-size-title")),
        division("figurtekst", texts("sheet-size-text", word=texts.number_word(len(rows) - 1))),
        table(
            [
                (
                    row["area"],
                    context.number(context.population[row["area_code"]]),
                    context.number(row["numerator"]),
                    context.number(row["value"]),
                )
                for row in rows
            ],
            caption=texts("sheet-size-caption", name=sheet.subject),
            head=[texts(f"column-{name}") for name in ("municipality", "people", "active", "rate")],
            widths=("1fr", "28mm", "28mm", "28mm"),
            numeric=(1, 2, 3),
            marked=len(rows) - 1,
        ),
    )


def _regions_table(sheet: AreaSheet) -> Section:
    context, texts = sheet.context, sheet.context.texts
    rows = context.figures.areas(RATE, "region")

    def cells(row: dict[str, Any]) -> tuple[str, ...]:
        code = row["area_code"]
        activations, accepted = (
            context.figures.published(name, code) for name in ("activations", "accepted_by_one")
        )
        return (
            row["area"],
            context.number(context.population[code]),
            context.number(row["numerator"]),
            context.number(row["value"]),
            context.number(activations["value"] if activations else None),
            context.percent(accepted["value"] if accepted else None),
        )

    names = ("column-region", "column-people", "column-active", "column-rate")
    return stacked(
        figure_title(2, texts("sheet-regions-table-title")),
        division("figurtekst", texts("sheet-regions-table-text", period=context.period_shown)),
        table(
            [cells(row) for row in rows],
            caption=texts("sheet-regions-table-caption"),
            head=[
                *(texts(name) for name in names),
                texts("sheet-column-activations"),
                texts("sheet-column-accepted"),
            ],
            widths=("1fr", "18mm", "14mm", "17mm", "20mm", "24mm"),
            numeric=(1, 2, 3, 4, 5),
            marked=next(place for place, row in enumerate(rows) if row["area_code"] == sheet.code),
        ),
    )


def _development(sheet: AreaSheet) -> Section:
    """The area's counts since the first delivery; empty for the first one."""
    context, texts = sheet.context, sheet.context.texts
    if not context.snapshot.earlier:
        return Section()
    rows = context.runs("active_runners", str(sheet.rate["level"]), "active_runners").filter(
        pl.col("area_code") == sheet.code
    )
    if rows.height < 2:
        return Section()
    points = [
        {
            "key": show.long_date(row["as_of"], texts.language),
            "time": decimal_year(row["as_of"]),
            "value": row["value"],
            "run": str(row["run"]),
            "tone": "above",
            "hollow": False,
            "lower": None,
            "upper": None,
            "label": None,
            "side": "right",
        }
        for row in rows.iter_rows(named=True)
    ]
    points[-1] |= {"label": context.number(points[-1]["value"])}
    first, last = rows["as_of"][0], rows["as_of"][-1]
    ticks = time_ticks(context, first, last)

    def drawn(width: float, shown_ticks: list[tuple[float, str]]) -> str:
        return context.svg(
            series_chart(
                points,
                width_mm=width,
                height_mm=SERIES_HEIGHT,
                ticks=shown_ticks,
                domain=domain_of([point["value"] for point in points]),
            )
        )

    alternative = texts(
        "sheet-change-alt",
        name=sheet.subject,
        count=str(rows.height),
        first=context.number(rows["value"][0]),
        last=context.number(rows["value"][-1]),
        **{
            "first-date": show.long_date(first, texts.language),
            "last-date": show.long_date(last, texts.language),
        },
    )
    dated = [
        (show.long_date(row["as_of"], texts.language), context.number(row["value"]))
        for row in rows.iter_rows(named=True)
    ]
    title, text = _change(sheet)
    return figure(
        2,
        title,
        text,
        picture(
            "udvikling",
            drawn(RIGHT_WIDTH, ticks),
            alternative,
            RIGHT_WIDTH,
            context.numbers(("date", "active"), dated),
            phone=[drawn(PHONE_MM, on_phone(ticks))],
        ),
    )


def _change(sheet: AreaSheet) -> tuple[str, str]:
    """What changed since a year or quarter ago as a title, and what is usual as a text."""
    context, texts, figures = sheet.context, sheet.context.texts, sheet.context.figures
    kind = comparison(context)
    row = kind and figures.published(f"active_runners_change_{kind.name}", sheet.code)
    if kind is None or row is None:
        return texts("sheet-change-text"), texts("trend-under-unknown")
    value = row["value"]
    title = texts(
        "sheet-change-title",
        direction="up" if value > 0 else "down" if value < 0 else "same",
        change=context.number(abs(value)),
        since=show.long_date(row["period_start"], texts.language),
    )
    name = f"active_runners_change_{kind.name}"
    country = sheet.context.in_percent(show.signed(figures.value(f"{name}_percent"), 1, texts.language))
    usual = figures.published(f"{name}_expected_percent", sheet.code)
    if usual is None or usual["lower"] is None:
        return title, texts("sheet-change-country", country=country)
    low, high = (
        sheet.context.in_percent(show.signed(usual[edge], 1, texts.language)) for edge in ("lower", "upper")
    )
    return title, texts("sheet-change-usual", country=country, low=low, high=high)


def _has_aeds(sheet: AreaSheet) -> bool:
    return sheet.context.figures.has("aed_rate", sheet.code)


def _aeds(sheet: AreaSheet) -> Section:
    """AEDs registered in the area; empty where the delivery does not hold them."""
    context, texts, figures = sheet.context, sheet.context.texts, sheet.context.figures
    if not _has_aeds(sheet):
        return Section()
    words = {
        "registered": context.number(figures.value("aed_registered", sheet.code)),
        "rate": context.number(figures.value("aed_rate", sheet.code)),
        "country": context.number(figures.value("aed_rate")),
    }
    if not figures.has("aed_24_7_share", sheet.code):
        return division("figurtekst", texts("sheet-aeds-registered", **words))
    words |= {
        "around": context.number(figures.value("aed_24_7", sheet.code)),
        "share": context.percent(figures.value("aed_24_7_share", sheet.code)),
    }
    return division("figurtekst", texts("sheet-aeds", **words))


def _how_to_read(sheet: AreaSheet) -> str:
    texts = sheet.context.texts
    body = [texts("sheet-read-region")] if sheet.is_region else [texts("sheet-read"), _activations(sheet)]
    return together([strong(texts("sheet-read-title")), together(body)], PARAGRAPH)


def _activations(sheet: AreaSheet) -> str:
    context, texts, figures = sheet.context, sheet.context.texts, sheet.context.figures
    if not figures.has("activations", sheet.region_code):
        return texts("sheet-read-no-activations", region=sheet.region)
    words = {
        "region": sheet.region,
        "count": context.number(figures.value("activations", sheet.region_code)),
        "period": context.period_shown,
    }
    if not figures.has("accepted_by_one", sheet.region_code):
        return texts("sheet-read-activations", **words)
    share = context.percent(figures.value("accepted_by_one", sheet.region_code))
    return texts("sheet-read-accepted", share=share, **words)


def _notes(sheet: AreaSheet) -> list[str]:
    """What has to be known about this area's numbers alone."""
    context, texts = sheet.context, sheet.context.texts
    row = context.figures.row("active_runners", sheet.code)
    note = str(row["note"] or "")
    own = context.snapshot.delivery.runners.filter(pl.col("municipality_code") == sheet.code)
    delivered = [context.delivered(text) for text in own["note"].drop_nulls()]
    corrected = [texts("sheet-note-corrected")] if CORRECTED in note else []
    small = (
        [texts("sheet-note-small", step=context.number(100_000 / sheet.people))]
        if 0 < sheet.people < SMALL_POPULATION
        else []
    )
    island = [texts("sheet-note-christiansoe")] if sheet.code == BORNHOLM else []
    return list(chain(delivered, corrected, small, island, _withheld(sheet) if sheet.is_region else []))


def _withheld(sheet: AreaSheet) -> list[str]:
    """Why a region's figure stands as a dash."""
    names = dict(
        (row["area_code"], row["area"]) for row in sheet.context.figures.areas("active_runners", "region")
    )
    rows = sheet.context.snapshot.delivery.withheld.filter(
        pl.col("indicator") == "accepted_by_one", pl.col("area_code").is_in(list(names))
    )
    return [
        sheet.context.texts(
            "sheet-note-withheld",
            region=names[row["area_code"]],
            reason=sheet.context.delivered(row["reason"]),
        )
        for row in rows.iter_rows(named=True)
    ]
