"""Links between the editions of a version in its languages."""

from __future__ import annotations

from typing import Final

# What an edition is called in its own language.
CALLED: Final = {"da": "Dansk", "en": "English"}
HEAD: Final = "<head>\n"
# The files that the cover offers; the other language stands last among them.
OFFERED: Final = '<p class="tag-med">'
END: Final = "</p>"


def with_other_language(page: str, language: str, address: str) -> str:
    """A finished page that links to the edition in another language, on its cover and for search engines.

    Args:
        page: A report.
        language: Of the other edition.
        address: Where it lies, relative to this page.

    Raises:
        ValueError: The page has no head, or no cover that offers files.
    """
    if page.count(HEAD) != 1 or page.count(OFFERED) != 1:
        raise ValueError("the page does not have one head and one cover that offers files")
    alternate = f'<link rel="alternate" hreflang="{language}" href="{address}">\n'
    link = f' <a href="{address}" hreflang="{language}" lang="{language}">{CALLED[language]}</a>'
    cover, offered, rest = page.replace(HEAD, HEAD + alternate).partition(OFFERED)
    files, end, after = rest.partition(END)
    return f"{cover}{offered}{files}{link}{end}{after}"
