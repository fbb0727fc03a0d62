"""A page of the report as JupyterLab shows it: in a frame of its own, with the report's styles.

While a report is built the kernel leaves this out; what it is made from then goes to the rendering engine,
and `analysis.rendering.previews` makes the frames of all parts at once.
"""

from __future__ import annotations

import html
import re
import subprocess
from functools import cache
from typing import Final

from analysis.core.layout import EXTENSION

MARKDOWN: Final = "markdown+raw_attribute+fenced_divs-citations"  # Pandoc's name of what pages are
TITLE: Final = "Part of a page of the report"
STYLES_OF_NOTEBOOKS: Final = """
html { font-size: 14px; }
@media print {
  html { font-size: 9pt; }
  summary { display: list-item !important; }
  details:not([open])::details-content { content-visibility: hidden; block-size: 0; }
}
"""
UNTRUSTED: Final = "Part of a page of the report, which a trusted notebook shows."
# As high as the part is: on the screen, and where the notebook is printed on a page of A4 (`nbconvert/`).
FRAME_SCRIPT: Final = (
    "const high = width => { this.style.width = width; this.style.height = 0; "
    "return this.contentDocument.documentElement.scrollHeight + 'px'; }; "
    "this.style.setProperty('--printed', high('600px')); this.style.height = high('100%')"
)


def as_html(markdown: str) -> str:
    """Pieces of the report as HTML, without styles.

    Args:
        markdown: Pandoc's Markdown with raw blocks for HTML and for Typst.
    """
    import pypandoc

    command = [
        pypandoc.get_pandoc_path(), f"--from={MARKDOWN}", "--to=html5", "--section-divs",
        f"--lua-filter={EXTENSION / 'rapport.lua'}",
    ]  # fmt: skip
    done = subprocess.run(
        command, input=markdown, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout


def as_frame(page: str) -> str:
    """A frame of its own for a piece of the report, with the report's styles.

    Args:
        page: The piece as `as_html` makes it. Where a notebook is not trusted, its frames are left out and
            the words in them shown.
    """
    styles = f"{styles_without_typeface()}\n{STYLES_OF_NOTEBOOKS}"
    head = f"<!DOCTYPE html><meta charset=utf-8><style>{styles}</style>"
    framed = html.escape(f"{head}<main>{page}</main>", quote=True)
    return (
        f'<iframe srcdoc="{framed}" onload="{html.escape(FRAME_SCRIPT, quote=True)}" '
        f'style="width:100%;height:640px;border:0" title="{TITLE}">{UNTRUSTED}</iframe>'
    )


@cache
def styles_without_typeface(*further: str) -> str:
    """The report's styles without its typeface, which would come with every page.

    Args:
        further: Files of the extension whose styles follow.
    """
    names = ("rapport.css", *further)
    styles = "\n".join((EXTENSION / name).read_text(encoding="utf-8") for name in names)
    return re.sub(r"@font-face \{[^}]*\}\s*", "", styles)
