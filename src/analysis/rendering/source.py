"""From executed notebooks to the one Markdown source that both rendering engines read.

Pandoc's own notebook reader loses Markdown outputs, so the conversion is made here. It respects what Quarto
respects in a cell: ``#| echo``, ``include``, ``output``, ``label``, ``fig-cap`` and ``fig-alt``,
and the tag ``remove-cell`` of notes to the notebook's own readers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from nbformat import NotebookNode

from analysis.core.layout import EXTENSION
from analysis.core.notebook_outputs import FRONT_MATTER_TYPE, MEDIA_TYPE, NOTEBOOK_TYPE
from analysis.texts.markup import as_front_matter

SCRIPT_DATA: Final = 'id="rapportdata"'
REMOVED: Final = ("remove-cell", "parameters", "injected-parameters")


class PageRun(NamedTuple):
    """One run of a notebook whose pages stand in the report.

    Attributes:
        notebook: Its path below ``notebooks/``.
        parameters: Those that this run has beside the whole report's.
    """

    notebook: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def stem(self) -> str:
        """Where the executed notebook lies: ``pages/region-1081``."""
        return "-".join([self.notebook.removesuffix(".ipynb"), *(value for _, value in self.parameters)])


def page_runs(notebook: NotebookNode) -> list[PageRun]:
    """The runs of other notebooks that an executed notebook asks for, in order."""
    return [
        run
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        for run in _runs_of(output.get("data", {}))
    ]


def _runs_of(data: Mapping[str, Any]) -> list[PageRun]:
    named = data.get(NOTEBOOK_TYPE)
    if named is None:
        return []
    return [PageRun(named["notebook"], tuple(run.items())) for run in named["runs"]]


def write_source(
    notebook: NotebookNode,
    folder: Path,
    pages: Mapping[PageRun, NotebookNode] = MappingProxyType({}),
    only: PageRun | None = None,
) -> Path:
    """Write ``report.qmd`` and the pictures it names.

    Args:
        notebook: An executed notebook; one of its outputs carries the front matter.
        folder: Where the source and its ``media/`` go.
        pages: The executed notebooks that stand where `notebook` names them.
        only: The one of them that the source is to hold, without the rest of the report.

    Returns:
        The path of ``report.qmd``.
    """
    media = folder / "media"
    media.mkdir(parents=True, exist_ok=True)
    for one in (notebook, *pages.values()):
        for name, svg in json_outputs(one, MEDIA_TYPE).items():
            (media / name).write_text(svg, encoding="utf-8")
    source = folder / "report.qmd"
    metadata = json_outputs(notebook, FRONT_MATTER_TYPE)
    text = as_markdown(notebook, pages) if only is None else as_markdown(pages[only])
    text += page_script() if SCRIPT_DATA in text else ""
    source.write_text(_as_yaml(metadata) + text, encoding="utf-8", newline="\n")
    return source


def page_script() -> str:
    """The report's script at the end of the source, where both engines take it from."""
    script = (EXTENSION / "rapport.js").read_text(encoding="utf-8")
    return f"\n```{{=html}}\n<script>\n{script}</script>\n```\n"


def front_matter(facts: Mapping[str, object]) -> str:
    """A page's metadata as YAML, in which no character of a text is read as Markdown."""
    return _as_yaml(as_front_matter(facts))


def _as_yaml(metadata: Mapping[str, object]) -> str:
    """Metadata whose texts are Markdown as YAML: JSON strings are YAML strings."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in metadata.items()]
    return "\n".join(["---", *lines, "---", "", ""])


def as_markdown(notebook: NotebookNode, pages: Mapping[PageRun, NotebookNode] = MappingProxyType({})) -> str:
    """The notebook's text and outputs, in order, with those of the notebooks that it names."""
    return "\n\n".join(part.strip("\n") for part in _parts(notebook, pages) if part.strip()) + "\n"


def notebook_markdown(notebook: NotebookNode) -> str:
    """A notebook for readers of its own: every text, every cell's code and what it shows."""
    parts = (part for cell in notebook.cells for part in _whole_cell(cell))
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _whole_cell(cell: NotebookNode) -> Iterator[str]:
    if cell.cell_type == "markdown":
        yield cell.source
    if cell.cell_type != "code":
        return
    _, code = cell_options(cell.source)
    yield f"```python\n{code.strip()}\n```"
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/html" in data and "text/markdown" not in data:
            yield f"```{{=html}}\n{data['text/html']}\n```"
        else:
            yield _output(output, {})


def json_outputs(notebook: NotebookNode, media_type: str) -> dict[str, Any]:
    """Everything that outputs of the notebook carry as JSON of one type, by name."""
    return {
        name: value
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        for name, value in output.get("data", {}).get(media_type, {}).items()
    }


def _parts(notebook: NotebookNode, pages: Mapping[PageRun, NotebookNode]) -> Iterator[str]:
    for cell in notebook.cells:
        if set(cell.metadata.get("tags", ())) & set(REMOVED):
            continue
        if cell.cell_type == "markdown":
            yield cell.source
        elif cell.cell_type == "code":
            options, code = cell_options(cell.source)
            if options.get("include") == "false":
                continue
            if options.get("echo") != "false" and code.strip():
                yield f"```python\n{code.strip()}\n```"
            if options.get("output") != "false":
                for output in cell.outputs:
                    data = output.get("data", {})
                    if NOTEBOOK_TYPE not in data:
                        yield _output(output, options)
                    for run in _runs_of(data):
                        yield from _parts(pages[run], pages)


def cell_options(source: str) -> tuple[dict[str, str], str]:
    """The ``#| key: value`` lines at the start of a cell, and the code after them."""
    lines = source.splitlines()
    count = next((place for place, line in enumerate(lines) if not line.startswith("#|")), len(lines))
    pairs = (line[2:].partition(":") for line in lines[:count])
    options = {key.strip(): _unquoted(value.strip()) for key, _, value in pairs}
    return options, "\n".join(lines[count:])


def _unquoted(value: str) -> str:
    """An option's value, which YAML lets stand in quotes."""
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        return str(json.loads(value))
    return value[1:-1].replace("''", "'") if value.startswith("'") and value.endswith("'") else value


def _output(output: NotebookNode, options: Mapping[str, str]) -> str:
    data: Mapping[str, Any] = output.get("data", {})
    if output.output_type == "stream":
        return str(output.text) if options.get("output") == "asis" else f"```\n{output.text.rstrip()}\n```"
    if "text/markdown" in data:
        return _labelled(str(data["text/markdown"]), options)
    if "text/plain" in data:
        return f"```\n{data['text/plain']}\n```"
    return ""


def _labelled(markdown: str, options: Mapping[str, str]) -> str:
    """A picture's caption, label and alternative text, where a cell gives them."""
    if not markdown.startswith("![") or "fig-cap" not in options:
        return markdown
    target = markdown[markdown.index("](") + 2 : markdown.rindex(")")]
    label = f"#{options['label']} " if "label" in options else ""
    alternative = f"fig-alt={json.dumps(options.get('fig-alt', options['fig-cap']), ensure_ascii=False)}"
    return f"![{options['fig-cap']}]({target}){{{label}{alternative}}}"
