"""Parts of a page, written once and set by both HTML and Typst.

A part is Markdown. What Markdown cannot say (a table with a dot strip, a chart) is a pair of raw blocks, one
for each output; Pandoc drops the one that does not belong to the format it writes.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import quote, urlsplit

from analysis.texts.markup import (
    Address,
    Source,
    as_attribute,
    as_front_matter,
    as_html,
    as_markdown,
    as_paragraphs,
    as_typst,
)
from analysis.texts.notes import as_cell

MEDIA_TYPE: Final = "application/vnd.statusrapport.media+json"
NOT_FOR_TYPST: Final = "<!--| quarto-html-table-processing: none -->\n"
NOTEBOOK_TYPE: Final = "application/vnd.statusrapport.notebook+json"
PIXELS_PER_MM: Final = 5.9
# Set in the kernel that builds a report, where nobody looks at outputs.
BUILDING: Final = "STATUSRAPPORT_BUILDING"
# A page's metadata twice: as Markdown for the front matter, and as the text that it is.
FRONT_MATTER_TYPE: Final = "application/vnd.statusrapport.front-matter+json"
FACTS_TYPE: Final = "application/vnd.statusrapport.facts+json"
WIDEST_STRIP: Final = 62.0
SIGNED: Final = re.compile(r"[+-][\d.,\s%]*\Z")


@dataclass(frozen=True)
class Section:
    """A piece of the report as a notebook shows it: Markdown, its pictures, the report's front matter."""

    markdown: Source = field(default_factory=lambda: Source(""))
    media: Mapping[str, str] = field(default_factory=dict)
    front_matter: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse text that no component has made Markdown of.

        Raises:
            TypeError: The source is a plain string.
        """
        if not isinstance(self.markdown, Source):
            raise TypeError("a section is made by components such as `markdown(text)`, which escape text")

    def __add__(self, other: Section) -> Section:
        """One piece after the other."""
        return Section(Source(f"{self.markdown}\n\n{other.markdown}"), {**self.media, **other.media})

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        bundle: dict[str, object] = {"text/markdown": str(self.markdown), MEDIA_TYPE: dict(self.media)}
        if BUILDING not in os.environ and self.markdown:
            from analysis.report.preview import as_html

            bundle["text/html"] = as_html(self.markdown)
        if not self.front_matter:
            return bundle
        facts = dict(self.front_matter)
        return {**bundle, FACTS_TYPE: facts, FRONT_MATTER_TYPE: as_front_matter(facts)}


@dataclass(frozen=True)
class NotebookPages:
    """Pages that another notebook makes, at the place where this is shown.

    Attributes:
        notebook: Its path below ``notebooks/``.
        runs: The parameters of each run, beside those of the whole report.
    """

    notebook: str
    runs: tuple[Mapping[str, str], ...] = ({},)

    @classmethod
    def of(cls, notebook: str, repeated: Mapping[str, Sequence[str]]) -> NotebookPages:
        """The runs for the values of one parameter; a single run without one.

        Raises:
            ValueError: More than one parameter is repeated.
        """
        if len(repeated) > 1:
            raise ValueError(f"one parameter is repeated, not {len(repeated)}: {', '.join(repeated)}")
        if not repeated:
            return cls(notebook)
        ((name, values),) = repeated.items()
        return cls(notebook, tuple({name: value} for value in values))

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        values = [value for run in self.runs for value in run.values()]
        if not self.runs:
            return {"text/markdown": f"No pages of {self.notebook}.", NOTEBOOK_TYPE: self._as_json()}
        each = f", once for each of {', '.join(values)}" if values else ""
        return {
            "text/markdown": f"The pages of [{self.notebook}]({quote(self.notebook)}){each}.",
            NOTEBOOK_TYPE: self._as_json(),
        }

    def _as_json(self) -> dict[str, object]:
        return {"notebook": self.notebook, "runs": [dict(run) for run in self.runs]}


class KeyFigure(NamedTuple):
    """A large number with its name and the line that makes it comparable."""

    value: str
    label: str
    detail: str


class Mark(NamedTuple):
    """A dot with its interval on a strip, in the unit of the strip's axis."""

    value: float
    lower: float | None
    upper: float | None
    tone: str


Run: TypeAlias = tuple[tuple[float, float], ...]


class SmallLine(NamedTuple):
    """A small line: runs of points from 0 to 1 in both directions, parted at gaps, and what it says."""

    runs: tuple[Run, ...]
    words: str


class StripRow(NamedTuple):
    """A row of a table whose last column is a dot strip; kind is row, group, total or marked.

    A municipality's row has its code.
    """

    kind: str
    name: str
    values: tuple[str, ...]
    mark: Mark | None
    spark: SmallLine | None = None
    code: str | None = None


def markdown(text: str) -> Section:
    """Prose; a paragraph that starts with an ordinal stays a paragraph."""
    return Section(Source(as_paragraphs(text)))


def heading(level: int, text: str, identifier: str) -> Section:
    """A heading that starts a page and stands in the table of contents."""
    return Section(Source(f"{'#' * level} {as_markdown(text)} {{#{identifier}}}"))


def figure_title(level: int, text: str) -> Section:
    """The finding over a figure or table, a heading that the contents leave out."""
    return Section(Source(f"{'#' * level} {as_markdown(text)} {{.figurtitel .unlisted}}"))


def division(name: str, content: Section | str) -> Section:
    """A fenced Div of the report's own classes."""
    inner = markdown(content) if isinstance(content, str) else content
    return Section(Source(f":::::: {{.{name}}}\n{inner.markdown}\n::::::"), inner.media)


def figure(level: int, title: str, text: str, *content: Section) -> Section:
    """A figure that stays together on a page: its finding, what it measures, and what it shows."""
    head = (figure_title(level, title), division("figurtekst", text))
    return division("figur", stacked(*head, *content))


def columns(widths: Sequence[float], *cells: Section, name: str = "") -> Section:
    """Cells side by side; widths in millimetres of a page's 261."""
    shown = " ".join(f"{width:g}" for width in widths)
    classes = " ".join(f".{word}" for word in ("spalter", *name.split()))
    inner = "\n\n".join(f":::::::: {{.spalte}}\n{cell.markdown}\n::::::::" for cell in cells)
    media = {key: picture for cell in cells for key, picture in cell.media.items()}
    return Section(Source(f':::::::::: {{{classes} bredder="{shown}"}}\n{inner}\n::::::::::'), media)


def stacked(*parts: Section) -> Section:
    """Parts one under the other."""
    media = {key: picture for part in parts for key, picture in part.media.items()}
    return Section(Source("\n\n".join(part.markdown for part in parts if part.markdown)), media)


def _raw(html_text: str, typst_code: str) -> Section:
    """The same content for both outputs, its texts escaped already."""
    untouched = NOT_FOR_TYPST if "<table" in html_text else ""
    return Section(Source(f"```{{=html}}\n{untouched}{html_text}\n```\n\n```{{=typst}}\n{typst_code}\n```"))


def contents() -> Section:
    """The table of contents in print; on screens it stands beside the page."""
    return _raw("", "#rapport-indhold()")


def space() -> Section:
    """Room between two rows of columns."""
    return _raw('<div style="height:2.5rem"></div>', "#v(6mm)")


def details(summary: str, paragraphs: Sequence[str]) -> Section:
    """Text to unfold on screens; on paper there is none."""
    items = "".join(f"<p>{as_html(one)}</p>" for one in paragraphs)
    return _raw(f"<details><summary>{as_html(summary)}</summary>{items}</details>", "")


def typst_array(items: Sequence[str]) -> str:
    """A Typst array, also of one item."""
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def key_figures(
    figures: Sequence[KeyFigure],
    *,
    stacked_in: float | None = None,
    width: float | None = None,
    size: float | None = None,
) -> Section:
    """Up to four large numbers in a row, or one under the other.

    Args:
        figures: The numbers.
        stacked_in: Width in print of the column in which they stand one under the other, in millimetres.
        width: Width in print of each in a row, in millimetres, if not that of a page's quarter.
        size: Size in print of the numbers in points, if not that of a page.
    """
    cells = "\n".join(
        f'<div><dt>{as_html(label)}</dt><dd class="tal">{as_html(value)}</dd>'
        f'<dd class="sammenligning">{as_html(detail)}</dd></div>'
        for value, label, detail in figures
    )
    wide = stacked_in or width
    layout = "".join(
        (
            f"width: {wide:g}mm, " if wide else "",
            "columns: 1, " if stacked_in else "",
            f"size: {size:g}pt, " if size else "",
        )
    )
    items = ", ".join(typst_array([as_typst(text) for text in figure]) for figure in figures)
    stack = "" if stacked_in is None else " stak"
    return _raw(f'<dl class="noegletal{stack}">\n{cells}\n</dl>', f"#rapport-noegletal({layout}{items})")


def legend(items: Sequence[tuple[str, str, str]]) -> Section:
    """What shapes and colours mean, in the order of the data: shape, colour, words."""
    shown = "".join(
        f'<li><span class="{shape}" style="background:{colour}"></span>{as_html(label)}</li>'
        for shape, colour, label in items
    )
    code = ", ".join(typst_array([as_typst(part) for part in item]) for item in items)
    return _raw(f'<ul class="signatur">{shown}</ul>', f"#rapport-legend({code})")


class Numbers(NamedTuple):
    """What a chart shows, as a table.

    Attributes:
        head: Column heads, the first of them of the rows' names.
        rows: Texts as shown. A mark of the drawing that is called by a row's code or name belongs to it.
        words: Name of the table, of the file to fetch, and of the sources.
        codes: A municipality's code for each row, none where rows are not municipalities.
        sources: Where the numbers come from, addresses among them.
        chronological: Whether rows stand in the order of their dates.
        separator: What parts the cells of the file: the sign the language does not use within numbers.
    """

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    words: tuple[str, str, str]
    codes: Sequence[str] = ()
    sources: Sequence[str] = ()
    chronological: bool = False
    separator: str = ";"


def picture(
    name: str,
    svg: str,
    alternative: str,
    width: float,
    numbers: Numbers | None = None,
    phone: Sequence[str] = (),
) -> Section:
    """A chart with its alternative text, so many millimetres wide in print.

    Args:
        name: Name of the file and of the figure on the page.
        svg: The drawing.
        alternative: What it shows, in words.
        width: Width in print, in millimetres.
        numbers: The numbers it shows; HTML has them as a table to unfold, as a file to fetch, and at each
            mark of the drawing.
        phone: Drawings that a narrow screen shows instead, one under the other.
    """
    label = as_attribute(alternative)
    named = svg if numbers is None else _with_numbers(svg, numbers)
    drawings = [_inline(name, named, label, "bred" if phone else "")]
    for place, drawing in enumerate(phone):
        called = drawing if numbers is None else _with_numbers(drawing, numbers)
        drawings.append(_inline(f"{name}-{place}", called, label, "smal"))
    most = f"max-width:{width * PIXELS_PER_MM:.0f}px"
    block = _raw(
        f'<div class="diagram" id="figur-{name}" style="{most}">{"".join(drawings)}</div>'
        + ("" if numbers is None else _numbers_html(name, alternative, numbers)),
        f"#rapport-svg({as_typst(f'media/{name}.svg')}, {as_typst(alternative)}, {width:g}mm)",
    )
    return Section(block.markdown, {f"{name}.svg": svg})


def _inline(name: str, svg: str, label: str, kind: str) -> str:
    """A drawing as part of the page: lean, one image to those who do not see it."""
    quiet = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", _own_identifiers(name, svg))
    lean = re.sub(
        r'<path class="(?:fore|back)ground"[^>]*/>| (?:pointer-events|font-family|opacity)="(?:none|Lato|1)"',
        "",
        quiet,
    )
    rounded = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\.\d\d)\d+", r"\1", tag[0]), lean)
    css_class = f'class="{kind}" ' if kind else ""
    unclassed = re.sub(r'class="marks" ', css_class, re.sub(r"[ \n\t]+", " ", rounded), count=1)
    return unclassed.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)


def decoration(name: str, svg: str, width: float) -> Section:
    """A drawing that says nothing the page does not say in words, so many millimetres wide in print."""
    most = f"max-width:{width * PIXELS_PER_MM:.0f}px"
    hidden = _own_identifiers(name, svg).replace("<svg ", '<svg aria-hidden="true" ', 1)
    block = _raw(
        f'<div class="diagram" id="figur-{name}" style="{most}">{hidden}</div>',
        f"#rapport-pynt({as_typst(f'media/{name}.svg')}, {width:g}mm)",
    )
    return Section(block.markdown, {f"{name}.svg": svg})


def _with_numbers(svg: str, numbers: Numbers) -> str:
    """The drawing, each mark that is called by a row told of it, its numbers as the title to point at."""
    called = numbers.codes or [row[0] for row in numbers.rows]
    keys = {as_attribute(key): place for place, key in enumerate(called)}

    def told(mark: re.Match[str]) -> str:
        place = keys.get(mark[1])
        if place is None:
            return mark[0]
        row = numbers.rows[place]
        said = [row[0], *(f"{head} {cell}" for head, cell in zip(numbers.head[1:], row[1:], strict=True))]
        code = f' data-kommune="{mark[1]}"' if numbers.codes else ""
        title = f"<title>{as_html(' · '.join(said))}</title>"
        return f'<path data-r="{place}"{code}{mark[2]}>{title}</path>'

    return re.sub(r'<path aria-label="([^"]*)"([^>]*)/>', told, svg)


def _numbers_html(name: str, caption: str, numbers: Numbers) -> str:
    unfold, fetch, source = (as_html(word) for word in numbers.words)
    ordered = " data-orden" if numbers.chronological else ""
    heads = "".join(
        f'<th scope="col"{"" if place else ordered}>{as_html(head)}</th>'
        for place, head in enumerate(numbers.head)
    )
    codes: Sequence[str | None] = numbers.codes or [None] * len(numbers.rows)
    body = "\n".join(
        f'<tr{_municipality(code)}><th scope="row">{as_html(row[0])}</th>'
        + "".join(f'<td class="tal">{as_html(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row, code in zip(numbers.rows, codes, strict=True)
    )
    told = "; ".join(map(_source_html, numbers.sources))
    sources = f'<p class="kilde">{source}: {told}</p>' if told else ""
    return (
        f'\n<details class="tallene"><summary>{unfold}</summary>'
        f'<div class="tabelramme" tabindex="0" role="region" aria-label="{as_attribute(caption)}">'
        f'<table><caption class="skjult">{as_html(caption)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
        f"{_csv_link(name, [numbers.head, *numbers.rows], fetch, numbers.separator)}</details>"
        f"{sources}"
    )


def _municipality(code: str | None) -> str:
    """What ties a row to its municipality."""
    return f' data-kommune="{code}"' if code else ""


def _csv_link(name: str, rows: Sequence[Sequence[str]], label: str, separator: str) -> str:
    """A link to the rows as a file, which is part of the page."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([[_csv_cell(cell) for cell in row] for row in rows])
    file = quote("\ufeff" + text.getvalue())
    return f'<a class="hent" download="{name}.csv" href="data:text/csv;charset=utf-8,{file}">{label}</a>'


def _csv_cell(cell: str) -> str:
    """A number with its sign as it is; a text that starts like a formula after a word."""
    return cell if SIGNED.match(cell) else as_cell(cell)


def csv_link(name: str, rows: Sequence[Sequence[str]], label: str, separator: str) -> Section:
    """A link to a table's rows, its head first, as a CSV file; on paper there is none."""
    return _raw(f"<p>{_csv_link(name, rows, as_html(label), separator)}</p>", "")


def _source_html(source: str) -> str:
    shown = as_html(source_name(source))
    return f'<a href="{as_attribute(source)}">{shown}</a>' if isinstance(source, Address) else shown


def source_name(source: str) -> str:
    """The host of an address, any other source as it is."""
    return urlsplit(source).netloc.removeprefix("www.") if isinstance(source, Address) else source


def _own_identifiers(name: str, svg: str) -> str:
    """Two charts on one HTML page must not share element identifiers."""

    def own(tag: re.Match[str]) -> str:
        named = re.sub(r'(?<= id=")([^"]+)(?=")', rf"{name}-\1", tag[0])
        return re.sub(r'(?<=="url\(#)([^)]+)(?=\)")', rf"{name}-\1", named)

    return re.sub(r"<[^>]*>", own, svg)


def strip_table(
    rows: Sequence[StripRow],
    *,
    caption: str,
    head: Sequence[str],
    ticks: Sequence[float],
    reference: tuple[float, str],
    end: float,
    tick_labels: Sequence[str],
    number_widths: Sequence[float] = (17, 21),
    strip_width: float = WIDEST_STRIP,
    pitch: float = 4.1,
    spark: tuple[str, float] | None = None,
) -> Section:
    """A table of areas whose last column places each value and its interval on one axis from 0 to ``end``.

    Args:
        rows: Groups, areas and totals in the order shown.
        caption: What the table holds, for those who do not see the page around it.
        head: Column heads of the text and number columns.
        ticks: Values named in the head of the strip, in the unit of the axis.
        reference: The value of the line that runs through all rows, and its label.
        end: The value at the strip's right end.
        tick_labels: Labels of ``ticks``.
        number_widths: Widths of the number columns in print, in millimetres.
        strip_width: Width of the strip in print, in millimetres.
        pitch: Height of a row in print, in millimetres.
        spark: Head and width in millimetres of the column of small lines; None for no such column.
    """
    shown = [
        (tick / end, label, False)
        for tick, label in zip(ticks, tick_labels, strict=True)
        if abs(tick - reference[0]) > end / 6 * WIDEST_STRIP / strip_width
    ]
    marks = sorted([*shown, (reference[0] / end, reference[1], True)])
    return _raw(
        _strip_table_html(rows, caption, head, marks, reference[0] / end, end, spark),
        _strip_table_typst(
            rows, head, marks, reference[0] / end, end, number_widths, strip_width, pitch, spark
        ),
    )


def _strip_table_html(
    rows: Sequence[StripRow],
    caption: str,
    head: Sequence[str],
    marks: Sequence[tuple[float, str, bool]],
    reference: float,
    end: float,
    spark: tuple[str, float] | None,
) -> str:
    heads = "".join(f'<th scope="col">{as_html(label)}</th>' for label in head)
    if spark:
        heads += f'<th scope="col" class="gnist">{as_html(spark[0])}</th>'
    scale = "".join(
        f'<span class="{"dk" if strong else "maerke"}" style="left:{place:.2%}">{as_html(label)}</span>'
        for place, label, strong in marks
    )
    body = "\n".join(_strip_row_html(row, reference, end, with_spark=spark is not None) for row in rows)
    return (
        f'<div class="tabelramme" tabindex="0" role="region" aria-label="{as_attribute(caption)}">'
        f'<table class="striptabel"><caption class="skjult">{as_html(caption)}</caption>\n'
        f'<thead><tr>{heads}<th scope="col" class="strimmel"><div class="skala">{scale}</div></th></tr>'
        f"</thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _spark_html(spark: SmallLine | None) -> str:
    if spark is None:
        return '<td class="gnist"></td>'
    lines = "".join(
        '<path d="M' + "L".join(f"{x * 60:.1f},{(1 - y) * 16:.1f}" for x, y in run) + '"/>'
        for run in spark.runs
        if len(run) > 1
    )
    lonely = [run[0] for run in spark.runs if len(run) == 1]
    dots = "".join(
        f'<circle cx="{x * 60:.1f}" cy="{(1 - y) * 16:.1f}" r="{radius}"/>'
        for radius, points in ((1.2, lonely), (2, [spark.runs[-1][-1]]))
        for x, y in points
    )
    words = f'<span class="skjult">{as_html(spark.words)}</span>'
    drawing = f'<svg viewBox="-3 -3 66 22" aria-hidden="true">{lines}{dots}</svg>'
    return f'<td class="gnist">{words}{drawing}</td>'


def _strip_row_html(row: StripRow, reference: float, end: float, *, with_spark: bool) -> str:
    values = "".join(f"<td>{as_html(value)}</td>" for value in row.values)
    if with_spark:
        values += _spark_html(row.spark)
    shapes = [f'<i class="land" style="left:{reference:.2%}"></i>']
    if row.mark is not None:
        value, lower, upper, tone = row.mark
        if lower is not None and upper is not None:
            low, high = lower / end, min(upper / end, 1)
            shapes.append(f'<i class="spand {tone}" style="left:{low:.2%};width:{high - low:.2%}"></i>')
        shapes.append(f'<i class="prik {tone}" style="left:{min(value / end, 1):.2%}"></i>')
    head = f'<th scope="row">{as_html(row.name)}</th>'
    return (
        f'<tr class="{row.kind}"{_municipality(row.code)}>{head}{values}'
        f'<td class="strimmel"><div class="akse" aria-hidden="true">{"".join(shapes)}</div></td></tr>'
    )


def _strip_table_typst(
    rows: Sequence[StripRow],
    head: Sequence[str],
    marks: Sequence[tuple[float, str, bool]],
    reference: float,
    end: float,
    number_widths: Sequence[float],
    strip_width: float,
    pitch: float,
    spark: tuple[str, float] | None,
) -> str:
    def line(row: StripRow) -> str:
        if row.spark is None:
            return "none"
        runs = [typst_array([f"({x:.3f}, {1 - y:.3f})" for x, y in run]) for run in row.spark.runs]
        return f"({typst_array(runs)}, {as_typst(row.spark.words)})"

    def mark(row: StripRow) -> str:
        if row.mark is None:
            return "none"
        low = "none" if row.mark.lower is None else f"{row.mark.lower / end:.5f}"
        high = "none" if row.mark.upper is None else f"{min(row.mark.upper / end, 1):.5f}"
        return f"({min(row.mark.value / end, 1):.5f}, {low}, {high}, {as_typst(row.mark.tone)})"

    ticks = [f"({place:.5f}, {as_typst(label)}, {str(strong).lower()})" for place, label, strong in marks]
    lines = [
        typst_array(
            [
                as_typst(row.kind),
                as_typst(row.name),
                *map(as_typst, row.values),
                *([line(row)] if spark else []),
                mark(row),
            ]
        )
        for row in rows
    ]
    return (
        f"#rapport-striptabel(numbers: {typst_array([f'{width:g}mm' for width in number_widths])}, "
        f"strip: {strip_width:g}mm, pitch: {pitch:.2f}mm, reference: {reference:.5f}, "
        f"spark: {f'{spark[1]:g}mm' if spark else 'none'}, "
        f"head: {typst_array([as_typst(label) for label in [*head, *([spark[0]] if spark else [])]])}, "
        f"ticks: {typst_array(ticks)},\n  " + ",\n  ".join(lines) + ")"
    )


def table(
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    head: Sequence[str],
    widths: Sequence[str],
    numeric: Sequence[int] = (),
    size: float = 8.5,
    pitch: float | None = 4.1,
    gutter: float = 4,
    codes: Sequence[str] = (),
    anchor: str = "",
    marked: int | None = None,
) -> Section:
    """A plain table.

    Args:
        rows: Cells as text.
        caption: What the table holds, for those who do not see the page around it.
        head: Column heads.
        widths: Typst track sizes.
        numeric: The columns that are flush right.
        size: Size of the type in points.
        pitch: Height of a row in print in millimetres; None lets rows grow with their text.
        gutter: Space between columns in millimetres.
        codes: A municipality's code for each row; readers of the HTML can then sort the rows.
        anchor: What each row's identifier in HTML starts with, its code following; none if empty.
        marked: Number of the row that the table is about.
    """
    sides = ["tal" if index in numeric else "tekst" for index in range(len(head))]
    heads = "".join(
        f'<th scope="col" class="{side}">{as_html(label)}</th>'
        for side, label in zip(sides, head, strict=True)
    )
    marks = [
        (f' id="{anchor}{code}"' if anchor else "")
        + (' class="marked"' if place == marked else "")
        + _municipality(code)
        for place, code in enumerate(codes or [None] * len(rows))
    ]
    # Where rows grow with their text, a phone sets cells one under the other, each with its column's head.
    names = [f' data-hoved="{as_attribute(label)}"' if pitch is None else "" for label in head]
    body = "\n".join(
        f'<tr{mark}><th scope="row">{as_html(row[0])}</th>'
        + "".join(
            f'<td class="{side}"{name}>{as_html(cell)}</td>'
            for side, cell, name in zip(sides[1:], row[1:], names[1:], strict=True)
        )
        + "</tr>"
        for row, mark in zip(rows, marks, strict=True)
    )
    style = (' class="ombrudt"' if pitch is None else "") + (" data-sorter" if codes else "")
    lines = ",\n  ".join(typst_array([as_typst(cell) for cell in row]) for row in rows)
    align = typst_array(["right" if index in numeric else "left" for index in range(len(head))])
    return _raw(
        f'<div class="tabelramme" tabindex="0" role="region" aria-label="{as_attribute(caption)}">'
        f'<table{style}><caption class="skjult">{as_html(caption)}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>",
        f"#rapport-tabel(columns: {typst_array(list(widths))}, align: {align}, size: {size:g}pt, "
        f"pitch: {'auto' if pitch is None else f'{pitch:g}mm'}, gutter: {gutter:g}mm, "
        f"marked: {'none' if marked is None else marked}, "
        f"head: {typst_array([as_typst(label) for label in head])},\n  {lines})",
    )
