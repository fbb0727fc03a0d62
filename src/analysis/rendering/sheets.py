"""From a sheet's executed notebook to a page in PDF, a page in HTML and the picture that links show.

Sheets are always set by the embedded engine: Pandoc and Typst, with the report's templates and styles.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from analysis.core.layout import EXTENSION, FONTS
from analysis.rendering.converter import Converter
from analysis.rendering.engines import PDF_STANDARDS, RenderingError, embedded_engine, pandoc
from analysis.rendering.source import front_matter

SUFFIXES: Final = (".pdf", ".html", ".png")
LOCALES: Final = {"da": "da_DK", "en": "en_GB"}
PIXELS_PER_INCH: Final = 72.0
STYLES: Final = ("rapport.css", "sheet.css")
# With its tag, which no text can hold.
STYLES_HERE: Final = "<style>\n{{styles}}"
LOCATOR_MAP_FILE: Final = "ark-kort.svg"


class SheetRenderer:
    """Renders one sheet after the other; compiler, fonts and styles are prepared once."""

    def __init__(self, converter: Converter, site: str, epoch: int, draft: str = "") -> None:
        """Name what all sheets share.

        Args:
            converter: The running Pandoc.
            site: Address of the folder on the web, empty if unknown.
            epoch: Seconds since 1970 that stand as the time of making, so that bytes repeat.
            draft: The mark of a draft; empty for none.
        """
        import typst

        self._converter = converter
        self._site = site if not site or site.endswith("/") else f"{site}/"
        self._epoch = epoch
        self._draft = draft
        self._compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)

    @cached_property
    def _metadata(self) -> dict[str, Any]:
        """What both formats are told besides the source."""
        draft = {"draft": self._draft} if self._draft else {}
        return {"renderer": [embedded_engine().label], **draft}

    def render(self, source: Path, facts: Mapping[str, Any]) -> dict[str, bytes]:
        """Name → content of the sheet's files.

        Raises:
            RenderingError: Pandoc or Typst failed or warned, or the sheet does not fit on one page.
        """
        stem = facts["stem"]
        contents = (self._pdf(source), self._html(source, facts["lang"]), self._card(source, facts))
        return {f"{stem}{suffix}": content for suffix, content in zip(SUFFIXES, contents, strict=True)}

    def _pdf(self, source: Path) -> bytes:
        made = self._converter.convert(read(source), "typst", "sheet.typ", self._metadata)
        code = source.with_suffix(".typ")
        code.write_text(made, encoding="utf-8", newline="\n")
        return self._compiled(code, format="pdf", pdf_standards=list(PDF_STANDARDS), timestamp=self._epoch)

    def _html(self, source: Path, language: str) -> bytes:
        told = {**self._metadata, "site": self._site, "locale": LOCALES[language]}
        return styled(self._converter.convert(read(source), "html5", "sheet.html", told))

    def _card(self, source: Path, facts: Mapping[str, Any]) -> bytes:
        card = {name: facts[f"card-{name}"] for name in ("figure", "label", "line", "foot")}
        drawing = (source.parent / "media" / LOCATOR_MAP_FILE).read_text(encoding="utf-8")
        said = {
            **card,
            "title": facts["title"],
            "map": drawing,
            "watermark": facts.get("watermark"),
            "draft": self._draft or None,
        }
        return self._compiled(
            EXTENSION / "card.typ",
            format="png",
            ppi=PIXELS_PER_INCH,
            sys_inputs={"card": json.dumps(said, ensure_ascii=False)},
        )

    def _compiled(self, code: Path, **options: Any) -> bytes:
        import typst

        try:
            content, warnings = self._compiler.compile_with_warnings(
                input=str(code), root=str(code.parent), **options
            )
        except typst.TypstError as error:
            raise RenderingError(f"Typst: {error}") from error
        if warnings:
            raise RenderingError("\n".join(f"Typst warns: {warning}" for warning in warnings))
        (page,) = content if isinstance(content, list) else [content]
        return bytes(page or b"")


@cache
def styles() -> str:
    """The styles of the report and of sheets, with the fonts in them."""
    sheets = "\n".join((EXTENSION / name).read_text(encoding="utf-8") for name in STYLES)

    def inlined(link: re.Match[str]) -> str:
        font = base64.b64encode((EXTENSION / link[1]).read_bytes()).decode()
        return f'url("data:font/ttf;base64,{font}")'

    return re.sub(r'url\("(fonts/[^"]+)"\)', inlined, sheets)


def read(source: Path) -> str:
    """The text of a source."""
    return source.read_text(encoding="utf-8")


def styled(page: str) -> bytes:
    """A page with its styles, which are too long to lead through Pandoc each time."""
    return page.replace(STYLES_HERE, f"<style>\n{styles()}", 1).encode()


def render_index(facts: Mapping[str, object], folder: Path) -> bytes:
    """The page that lists all sheets.

    Args:
        facts: Words of the page, and ``regions`` and ``municipalities`` with stem, title and rate.
        folder: Where to work.
    """
    source = folder / "index.md"
    source.write_text(front_matter(facts), encoding="utf-8", newline="\n")
    page = source.with_suffix(".html")
    template = EXTENSION / "sheet-index.html"
    pandoc(source, [embedded_engine().label], "html5", page, "--standalone", f"--template={template}")
    return styled(read(page))
