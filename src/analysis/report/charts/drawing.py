"""What all charts are drawn with: rows that are not copied, axes, and the way to SVG."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, wraps
from pathlib import Path
from typing import Any, Final, Literal, ParamSpec, TypeAlias, TypeVar

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode

from analysis.core.layout import FONTS
from analysis.report.charts.theme import INK, LOCALES, POINTS_PER_MM

MARK_KEY: Final = alt.Description("key:N")
LABEL: Final = alt.Text("label:N")
Weight: TypeAlias = Literal["normal", "bold"]
Align: TypeAlias = Literal["left", "center", "right"]
Spec: TypeAlias = dict[str, Any]
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Drawing: TypeAlias = alt.LayerChart | alt.FacetChart


def to_svg(chart: alt.TopLevelMixin | Spec, language: str = "da") -> str:
    """A chart as SVG with the number format of a language and the report's typeface."""
    register_fonts(FONTS)
    locale = LOCALES[language]
    with debug_mode(False):
        spec = chart if isinstance(chart, dict) else chart.to_dict(validate=False)
    return str(vl_convert.vegalite_to_svg(json.dumps(spec), format_locale=locale, time_format_locale=locale))


class Rows(alt.Data):
    """The rows of a chart as they are: Altair neither copies them nor looks into them."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Hold the rows, which nobody changes after this."""
        super().__init__(values=tuple(rows))  # type: ignore[no-untyped-call]

    def __deepcopy__(self, _memo: object = None) -> Rows:
        """The rows themselves."""
        return self

    def to_dict(self, *_: object, **__: object) -> dict[str, Any]:
        """The rows as a specification holds them."""
        return {"values": list(self.values)}


def unchecked(draw: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """A drawing of the report's own, which Altair does not check step by step: a test checks the whole."""

    @wraps(draw)
    def drawn(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with debug_mode(False):
            return draw(*args, **kwargs)

    return drawn


@cache
def register_fonts(folder: Path) -> None:
    """Let drawings use the fonts of a folder."""
    vl_convert.register_font_directory(str(folder))


def name_axis(names: Sequence[str] | None, label_mm: float) -> alt.Y:
    """Names in the order given, that of the data if None, in as much room as there is for labels."""
    return alt.Y(
        "name:N",
        sort=names,
        scale=alt.Undefined if names is None else alt.Scale(domain=names),
        axis=alt.Axis(
            title=None,
            labelColor=INK,
            labelLimit=label_mm * POINTS_PER_MM,
            minExtent=label_mm * POINTS_PER_MM - 5,
            grid=False,
        ),
    )
