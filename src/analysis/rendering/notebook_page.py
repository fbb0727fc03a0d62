"""An executed notebook as a page of its own: text, code and results in one HTML file without a network."""

from __future__ import annotations

import itertools
import re
import subprocess
from typing import Final

from nbformat import NotebookNode

from analysis.core.layout import EXTENSION
from analysis.core.left_overs import temporary_folder
from analysis.rendering.engines import RenderingError
from analysis.rendering.source import front_matter, notebook_markdown
from analysis.report.preview import MARKDOWN, styles_without_typeface

STYLES_HERE: Final = "{{styles}}"
LANGUAGE: Final = "en"


def notebook_page(notebook: NotebookNode, *, kicker: str, draft: str = "") -> str:
    """The page as HTML; formulas are MathML, which browsers set themselves.

    Args:
        notebook: An executed notebook; its title is its first heading. The page lies one folder above it, so
            its links begin there.
        kicker: The line over the title.
        draft: The mark of a draft; empty for none.

    Raises:
        RenderingError: Pandoc failed or warned.
    """
    import pypandoc

    title, text = _title_apart(notebook_markdown(notebook).replace("](../", "]("))
    facts = {
        "title": title,
        "lang": LANGUAGE,
        "kicker": kicker,
        "skip": "Skip to the text",
        "contents": "Contents",
        **({"draft": draft} if draft else {}),
    }
    command = [
        pypandoc.get_pandoc_path(), f"--from={MARKDOWN}+tex_math_dollars+pipe_tables", "--to=html5",
        "--standalone", f"--template={EXTENSION / 'notebook.html'}", "--toc", "--toc-depth=2",
        "--section-divs", "--mathml", "--columns=100000", "--no-highlight", "--fail-if-warnings",
    ]  # fmt: skip
    with temporary_folder() as folder:
        done = subprocess.run(
            command, input=front_matter(facts) + text, capture_output=True, text=True, check=False,
            encoding="utf-8", cwd=folder,
        )  # fmt: skip
    if done.returncode:
        raise RenderingError(f"Pandoc: {done.stderr.strip()}")
    return _scrolling_parts(done.stdout).replace(STYLES_HERE, styles_without_typeface("notebook.css"))


def _title_apart(text: str) -> tuple[str, str]:
    """The first heading, and what stands before and after it."""
    before, heading, after = f"\n{text}".partition("\n# ")
    title, _, rest = after.partition("\n")
    return (title, before + rest) if heading else ("", text)


def _scrolling_parts(page: str) -> str:
    """Tables, code and formulas that scroll within the page where they are wider than it, also by keyboard.

    Each table is a region of its own name.
    """
    number = itertools.count(1)

    def framed(_: re.Match[str]) -> str:
        name = f"Table {next(number)}"
        return f'<div class="tabelramme" tabindex="0" role="region" aria-label="{name}"><table>'

    tables = re.sub("<table>", framed, page).replace("</table>", "</table></div>")
    code = re.sub(r"<pre(?=[ >])", '<pre tabindex="0"', tables)
    return re.sub(r"<p>(?=\s*<math display=\"block\")", '<p tabindex="0">', code)
