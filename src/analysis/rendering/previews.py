"""Executed notebooks as people open them: parts of pages as HTML, where a build keeps only their source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from nbformat import NotebookNode

from analysis.core.notebook_outputs import MEDIA_TYPE
from analysis.report.preview import as_frame, as_html

BESIDE: Final = re.compile(r'href="([a-z0-9_-]+\.html(?:#[^"]*)?)"')
BETWEEN: Final = "<!-- between two parts -->"


def with_previews(notebooks: Sequence[NotebookNode], depths: Sequence[int] = ()) -> list[NotebookNode]:
    """Copies of notebooks in which every part of a page has HTML for JupyterLab and nbconvert.

    All parts are converted at once: starting Pandoc for each would cost more than the conversion.

    Args:
        notebooks: As they were run while a report was built.
        depths: How many folders below the report's own each is kept, so that its links lead there; none where
            no report lies beside them.
    """
    copies = [deepcopy(one) for one in notebooks]
    parts = [
        (output.data, "../" * depth)
        for notebook, depth in zip(copies, depths or [0] * len(copies), strict=True)
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if MEDIA_TYPE in output.get("data", {}) and output.data["text/markdown"]
    ]
    between = f"\n\n```{{=html}}\n{BETWEEN}\n```\n\n"
    # A division around each part, so that none of its headings reaches over the next.
    pages = as_html(between.join(f"::: part\n{part['text/markdown']}\n:::" for part, _ in parts)).split(
        BETWEEN
    )
    for (part, up), page in zip(parts, pages if parts else [], strict=True):
        part["text/html"] = as_frame(BESIDE.sub(rf'href="{up}\1" target="_blank"', page) if up else page)
    return copies
