"""Find a municipality: what the HTML report needs to answer "how many in ours?" without a server.

All numbers of the card stand in the page as one JSON block, already worded and formatted, so that the script
(``_extensions/statusrapport/rapport.js``) has no words and no rounding of its own. Paper has the tables.
"""

from __future__ import annotations

from typing import Final

from babel.numbers import get_decimal_symbol, get_group_symbol

from analysis.core import formatting as show
from analysis.indicators.records import IndicatorRow
from analysis.indicators.schema import COUNTRY
from analysis.report.components import Section
from analysis.report.data import Municipality, ReportData, municipality_rows
from analysis.report.figures import side_of_country
from analysis.report.pages.development import municipal_comparison
from analysis.report.pages.municipalities import ROW_ANCHOR
from analysis.report.pages.reach import near_shown, near_words
from analysis.report.pages.reach_runners import runner_words
from analysis.report.pages.sheet import (
    AreaSheet,
    key_numbers,
    name_of,
    neighbours,
    opening_sentence,
    press_line,
)
from analysis.texts.markup import Foreign, Source, as_attribute, as_html, as_script_data

RATE: Final = "active_runners_rate"
SCRIPT_TEXTS: Final = {
    "none": ("query",),
    "suggestion": (),
    "several": ("query",),
    "empty": (),
    "chosen": ("name",),
    "clear": (),
    "region": ("name",),
    "to-region": ("name",),
    "axis": (),
    "copy": (),
    "copied": (),
    "share": (),
    "print": (),
    "row": (),
    "show": (),
    "bar": ("count", "rate"),
    "bar-label": (),
    "sheets": (),
    "sheet-pdf": (),
    "sheet-html": (),
    "caption": ("name",),
    "figure": ("title",),
    "figure-short": (),
    "embed": (),
    "embed-help": ("file",),
    "embed-copy": (),
    "embed-copied": (),
    "chart": ("title",),
    "choose": (),
    "sorted-low": ("column",),
    "sorted-high": ("column",),
    "sorted-first": ("column",),
    "sorted-last": ("column",),
    "ungrouped": (),
    "unsorted": (),
}
# With the end of its element's tag, which no text can hold.
WITHOUT_SHEETS: Final = 'id="rapportdata">{"sheets":false'
WITH_SHEETS: Final = 'id="rapportdata">{"sheets":true'


def find_municipality(context: ReportData) -> Section:
    """A field for a name or code, a list of links for those without scripts, and the data of all cards."""
    texts, areas = context.texts, context.municipalities
    options = "".join(f'<option value="{as_attribute(name)}">' for name in areas["municipality"])
    links = "".join(
        f'<li><a href="#{ROW_ANCHOR}{code}">{as_html(name)}</a></li>'
        for code, name in areas.select("municipality_code", "municipality").iter_rows()
    )
    word = {name: as_html(texts(f"find-{name}")) for name in ("heading", "label", "help", "button")}
    listed = as_html(texts("find-all", count=str(areas.height)))
    block = as_script_data(explorer_data(context))
    return Section(
        Source(
            "```{=html}\n"
            '<div class="find" id="find-din-kommune" role="search" aria-labelledby="find-navn">\n'
            f'<h2 id="find-navn">{word["heading"]}</h2>\n'
            f'<form hidden><label for="find-felt">{word["label"]}</label>'
            '<div class="find-linje"><input id="find-felt" list="find-liste" autocomplete="off"'
            ' spellcheck="false" aria-describedby="find-hjaelp">'
            f'<button type="submit">{word["button"]}</button></div>'
            f'<p class="find-hjaelp" id="find-hjaelp">{word["help"]}</p>'
            f'<datalist id="find-liste">{options}</datalist></form>\n'
            '<div id="find-svar" role="status"></div>\n'
            f'<details class="kommuneliste" open><summary>{listed}</summary><ul>{links}</ul></details>\n'
            "<script>document.querySelector('.find form').hidden = "
            "document.querySelector('.kommuneliste').open = false;</script>\n"
            f'<script type="application/json" id="rapportdata">{block}</script>\n'
            "</div>\n```"
        )
    )


def with_sheets(page: str) -> str:
    """A finished page that links to the sheets in ``kommuner/`` beside it.

    Raises:
        ValueError: The page has no data to say so in.
    """
    if page.count(WITHOUT_SHEETS) != 1:
        raise ValueError("the page does not say once that it has no sheets")
    return page.replace(WITHOUT_SHEETS, WITH_SHEETS)


def explorer_data(context: ReportData) -> dict[str, object]:
    """Everything the script shows: words, the country, regions by code, municipalities in their order.

    A place on the strip (`at`: value, lower, upper) is a share of its axis.
    """
    texts, figures = context.texts, context.figures
    said = {
        name: texts(f"find-{name}", **{value: f"{{{value}}}" for value in values})
        for name, values in SCRIPT_TEXTS.items()
    }
    short_names = dict(context.snapshot.reference.tiles.select("municipality_code", "short_name").iter_rows())
    columns = [texts(f"column-{name}") for name in ("area", "active", "rate")]
    return {
        "sheets": False,
        "decimal": get_decimal_symbol(texts.language),
        "group": get_group_symbol(texts.language),
        "texts": said,
        "columns": columns,
        "figure": {
            "stem": f"statusrapport-{context.snapshot.delivery.quarter}",
            "credit": context.credit,
            "watermark": texts("watermark") if context.snapshot.delivery.simulated else "",
        },
        "country": _area(context, figures.row(RATE)),
        "regions": {
            row.area_code: {**_area(context, row), "page": show.as_slug(row.area)}
            for row in figures.areas(RATE, "region")
        },
        "municipalities": [
            {
                **_area(context, figures.row(RATE, row.code)),
                "code": row.code,
                "region": row.region_code,
                "file": sheet.stem,
                "short": short_names[row.code],
                "where": texts("find-where", code=row.code, region=row.region, date=context.as_of_shown),
                "quote": press_line(sheet),
                "sentence": " ".join(
                    said
                    for said in (opening_sentence(sheet), _change(context, row), _near(context, row))
                    if said
                ),
                "figures": key_numbers(sheet),
                "neighbours": [(code, name_of(sheet, code, by)) for code, by in neighbours(sheet)],
                **_note(context, row.code),
            }
            for row in municipality_rows(context.municipalities)
            for sheet in [AreaSheet(context, row.code)]
        ],
    }


def _note(context: ReportData, code: str) -> dict[str, list[tuple[str, str]]]:
    """The parts of the note on a municipality's number, each with the language it is in."""
    note = context.figures.row("active_runners", code).note
    parts = context.note_parts(note) if note else []
    region = context.municipalities.filter(municipality_code=code)["region_code"].item()
    if marks := context.marks_explained([COUNTRY, region]):
        parts = [*parts, marks]
    own = context.texts.language
    return {"note": [(part, part.language if isinstance(part, Foreign) else own) for part in parts]}


def _area(context: ReportData, row: IndicatorRow) -> dict[str, object]:
    end, national = context.rate_end, context.national_rate
    partly = context.is_partly_known(row.area_code)
    own = "same" if partly else side_of_country(row.limits_if_known, national)
    return {
        "name": context.name_marked(context.area_name(row.area_code, row.area), row.area_code),
        "count": context.number(None) if row.value is None else context.count_shown(row.area_code),
        "rate": context.number(row.value),
        "at": [
            round(min(number / end, 1), 4)
            for number in (row.value, row.lower, row.upper)
            if number is not None
        ],
        "tone": "total" if row.level == "country" else own,
    }


def _near(context: ReportData, row: Municipality) -> str:
    """How many have an open AED, and runners, near by day and at night; empty where that is not known."""
    words, of_runners = near_words(context, row.code), runner_words(context, row.code)
    said = [context.texts("find-reach", **words, near=near_shown(context))] if words else []
    said += [context.texts("find-near-runners", **of_runners)] if of_runners else []
    return " ".join(said)


def _change(context: ReportData, row: Municipality) -> str:
    """What changed since a year or a quarter ago; empty where that is not known."""
    kind = municipal_comparison(context)
    change = context.figures.published(f"active_runners_change_{kind.name}", row.code) if kind else None
    if change is None or change.value is None:
        return ""
    return context.texts(
        "find-change" if change.value else "find-unchanged",
        since=show.long_date(change.first_day, context.texts.language),
        before=context.number(context.figures.value_on(change.first_day, "active_runners", row.code)),
        now=context.number(row.active),
    )
