"""The codebook: what each indicator is, how it is formed and what it is hidden with, as declared.

python -m analysis.outputs.codebook > docs/codebook.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from analysis.core.layout import METHOD_PAGE
from analysis.core.quarters import Quarter
from analysis.indicators.declaration import Indicator
from analysis.indicators.registry import ANY_AREA, ANY_HOUR, INDICATORS, RULES
from analysis.report.naming import chapter, definition, label
from analysis.texts import LANGUAGES, Texts

COLUMNS: Final = (
    "indicator",
    "what it is",
    "på dansk",
    "formula",
    "unit",
    "levels",
    "interval",
    "decimals",
    "hidden with",
    "computed in",
)
HEAD: Final = """# Codebook

Every indicator of `indicators.csv`, by family, made from the declarations in `src/analysis/indicators/`:

    python -m analysis.outputs.codebook > docs/codebook.md

*Hidden with* names the counts of the delivery that take a number along when they are withheld or too small.
*Computed in* leads to the notebook; as it was run, it lies beside every report as the page `method.html`.
"""
NOTEBOOK: Final = "../notebooks/02_indicators.ipynb"


class Entry(NamedTuple):
    """What the codebook says of an indicator, in the words of one language.

    Attributes:
        name: In the column `indicator`.
        label: What it is called.
        definition: What it is, and what it is not.
        kind: The kind of number.
        formula: How it is formed, over the delivery's columns.
        unit: What it is expressed in.
        levels: Where it exists.
        limits: The method of its interval.
        decimals: How many the report shows.
        better: Whether more is better, or less.
        stock: Whether it is a count on a day or over a period.
        hidden_with: The counts that it is hidden with.
        since: The first release that holds it.
        method: The source of its method.
        computed_in: The chapter of the page that lies beside the report and shows how.
    """

    name: str
    label: str
    definition: str
    kind: str
    formula: str
    unit: str
    levels: str
    limits: str
    decimals: str
    better: str
    stock: str
    hidden_with: str
    since: str
    method: str
    computed_in: str


def entry(one: Indicator, areas: Mapping[str, str], texts: Texts) -> Entry:
    """What the codebook says of an indicator.

    Args:
        one: Its declaration.
        areas: The names of areas by code.
        texts: The words of a language.
    """
    counts = sorted({each.name for each in one.formula.uses(Quarter(2025, 2))})
    period = "" if one.stock is None else "stock" if one.stock else "flow"
    return Entry(
        one.name,
        label(one.name, areas, texts),
        definition(one.name, areas, texts),
        texts(f"codebook-kind-{one.kind.replace(' ', '-')}"),
        one.in_words,
        texts(f"release-unit-{one.unit.key}"),
        ", ".join(texts(f"codebook-level-{level}") for level in one.levels),
        texts(f"codebook-limits-{one.limits}") if one.limits else "",
        str(one.decimals) if one.in_report else "",
        texts(f"codebook-better-{one.better}"),
        texts(f"codebook-{period}") if period else "",
        ", ".join(counts),
        one.since,
        one.method,
        f"{METHOD_PAGE}#{chapter(one)}",
    )


def as_markdown() -> str:
    """The codebook of all that is declared, a table for each family."""
    english, danish = (Texts(language) for language in reversed(LANGUAGES))
    declared = sorted([*INDICATORS.values(), *(rule.of(rule.end) for rule in RULES)], key=_family)
    parts = [HEAD]
    for family, members in groupby(declared, key=lambda one: one.family):
        parts += [f"## {family[:1].upper()}{family[1:]}", "", *_family_table(members, english, danish), ""]
    return "\n".join(parts)


def _family(one: Indicator) -> int:
    return list(dict.fromkeys(each.family for each in INDICATORS.values())).index(one.family)


def _any(texts: Texts) -> dict[str, str]:
    """What stands for the codes that names end in."""
    return {ANY_AREA: texts("codebook-another-area"), ANY_HOUR: texts("codebook-any-hour")}


def _family_table(members: Iterable[Indicator], english: Texts, danish: Texts) -> Iterable[str]:
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{'---|' * len(COLUMNS)}"
    for one in members:
        ours, theirs = (entry(one, _any(texts), texts) for texts in (english, danish))
        extra = "; ".join(text for text in (ours.limits, ours.method) if text)
        cells = (
            f"`{ours.name}`",
            f"**{ours.label}.** {ours.definition}",
            theirs.label,
            ours.formula,
            ours.unit,
            ours.levels,
            extra,
            ours.decimals,
            ours.hidden_with,
            f"[{chapter(one).replace('-', ' ')}]({NOTEBOOK})",
        )
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
