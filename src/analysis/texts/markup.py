r"""Text and what it is written in: the one place where text becomes Markdown, HTML, Typst or script data.

A plain ``str`` is data, wherever it comes from: it is escaped and comes out letter by letter. Only `Markup`
has markup of its own. The catalogue makes it, with all values escaped, and so do the functions here; whatever
else is done with it (an f-string, ``join``, ``replace``) gives a plain ``str`` again, which is escaped. So a
call that is forgotten shows markup as letters and never reads letters as markup.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

# All ASCII signs but four that Markdown never reads, and the quotation marks that Pandoc pairs.
SIGNS: Final = re.compile(r"""[!-$&-+.:<->@\[-`{-~‘’“”-]""")
WITHIN_NUMBER: Final = re.compile(r"(?<=[0-9])\\\.(?=[0-9])")
SPACE: Final = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
ORDINAL: Final = re.compile(r"^(\d+)\.(?=\s)", re.MULTILINE)
PARAGRAPH: Final = "\n\n"
NOT_IN_TYPST: Final = re.compile(r'[\x00-\x1f\x7f"\\`]')
NOT_IN_ADDRESS: Final = re.compile(r"""[^A-Za-z0-9._~:/?#@!&=+,;%-]""")
# Programs that run code in Markdown look for it before anybody reads escapes, within raw blocks too.
BACKTICK: Final = "&#96;"


class Markup(str):
    """Text that has markup.

    Attributes:
        markdown: The text in Pandoc's Markdown; the string itself is the text without markup.
    """

    markdown: str

    def __new__(cls, text: str, markdown: str) -> Markup:
        """Pair a text with its Markdown, in which everything that is data has been escaped."""
        made = super().__new__(cls, text)
        made.markdown = markdown
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """What a copy is made from."""
        return type(self), (str(self), self.markdown)


class Foreign(Markup):
    """Text in another language than the page's, whose tag it carries.

    Attributes:
        language: The tag.
    """

    language: str

    def __new__(cls, text: str, language: str) -> Foreign:
        """Mark a text."""
        made = super().__new__(cls, text, f"[{_escaped(text)}]{{lang={language}}}")
        assert isinstance(made, cls)
        made.language = language
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """What a copy is made from."""
        return type(self), (str(self), self.language)


class Revised(str):
    """A number that the version before did not have, which carries a mark."""


class InPlaceOfNumber(str):
    """Words where a number would stand; a file of numbers holds nothing there."""


class RevisedInPlaceOfNumber(Revised, InPlaceOfNumber):
    """Words with a number in them, where a number would stand, that the version before did not have."""


class Linked(str):
    """A text that leads to another page beside this one; in print it is the text alone.

    Attributes:
        target: The page, relative to this one.
    """

    target: str

    def __new__(cls, text: str, target: str) -> Linked:
        """Pair a text with where it leads."""
        made = super().__new__(cls, text)
        made.target = target
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """What a copy is made from."""
        return type(self), (str(self), self.target)


class Source(str):
    """Markdown that is ready: as a component has made it, all data in it escaped."""


class Address(str):
    """An address on the web that a page may link to."""


def as_markdown(text: str) -> str:
    """A text in Pandoc's Markdown; every sign of what has no markup stands for itself."""
    return text.markdown if isinstance(text, Markup) else _escaped(text)


def _escaped(text: str) -> str:
    signs = WITHIN_NUMBER.sub(".", SIGNS.sub(r"\\\g<0>", SPACE.sub(" ", text)))
    return signs.replace("\\`", BACKTICK)


def as_paragraphs(text: str) -> str:
    """A text as Markdown of its own: a paragraph that starts with an ordinal stays a paragraph."""
    return ORDINAL.sub(r"\1\.", as_markdown(text))


def as_html(text: str) -> str:
    """A text in HTML or XML, between tags; another language, a link and a revised number have their own."""
    shown = as_attribute(text)
    if isinstance(text, Linked):
        return f'<a href="{as_attribute(text.target)}">{shown}</a>'
    if isinstance(text, Foreign):
        return f'<span lang="{text.language}">{shown}</span>'
    return f'{shown}<sup class="revideret">r</sup>' if isinstance(text, Revised) else shown


def as_attribute(text: str) -> str:
    """A text in an attribute of HTML or XML, or where no tag may stand."""
    return html.escape(text).replace("\n", "&#10;").replace("`", BACKTICK)


def as_typst(text: str) -> str:
    """A text as an expression of Typst, in which no markup is read."""
    shown = as_typst_string(text)
    if isinstance(text, Foreign):
        return f'text(lang: "{text.language}", {shown})'
    return f"rapport-revideret({shown})" if isinstance(text, Revised) else shown


def as_typst_string(text: str) -> str:
    """A text as a string literal of Typst; Quarto finds no shortcode in it."""
    escaped = NOT_IN_TYPST.sub(lambda sign: f"\\u{{{ord(sign[0]):x}}}", text)
    return '"' + escaped.replace("{{<", "{{\\u{3c}") + '"'


def as_script_data(content: object) -> str:
    """Content as JSON within a script element, which no text can end."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("`", "\\u0060")


def as_front_matter(value: object) -> Any:
    """Metadata whose texts are Markdown, as Pandoc reads metadata; numbers and dates stay what they are."""
    if isinstance(value, Mapping):
        return {key: as_front_matter(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_front_matter(item) for item in value]
    return as_paragraphs(value) if isinstance(value, str) else value


def marked(text: str, style: str) -> Markup:
    """A text in `kursiv` or `fed` type, wherever it stands: the page's filter makes it emphasis or strong."""
    return Markup(text, f"[{as_markdown(text)}]{{.{style}}}")


def linked(text: str, address: str) -> Markup:
    """A text that leads to an address.

    Args:
        text: The text.
        address: Checked where it entered (`analysis.reading.commentaries`); signs that Markdown or a program
            over it reads are written as addresses write them.
    """
    target = NOT_IN_ADDRESS.sub(lambda sign: f"%{ord(sign[0]):02X}", address).replace("&", "&amp;")
    return Markup(text, f"[{as_markdown(text)}]({target})")


def strong(text: str, end: str = "") -> Markup:
    """A text in bold type, with the sign that ends it."""
    return Markup(f"{text}{end}", f"**{as_markdown(text)}{end}**")


def together(parts: Iterable[str], between: str = " ") -> Markup:
    """Texts one after the other.

    Args:
        parts: Texts with and without markup.
        between: What parts them, in Markdown.
    """
    listed = list(parts)
    return Markup(between.join(listed), between.join(map(as_markdown, listed)))
