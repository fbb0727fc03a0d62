"""The archive's own pages, made from the manifests: what was released, where the newest lies, a feed.

They work without a network and without JavaScript.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from analysis.core import formatting as show
from analysis.core.hashes import sha256
from analysis.core.layout import EXTENSION, MANIFEST, METHOD_PAGE, SEMICOLON_CSV
from analysis.core.quarters import Quarter
from analysis.core.typeface import font_faces
from analysis.releases.archive import CHECKSUMS, Archive, Version, edition_of
from analysis.releases.making import ENGLISH, pages_of_edition
from analysis.texts import Texts
from analysis.texts.markup import as_attribute, as_html

LANGUAGE: Final = "da"
# The files a reader is offered, in this order; a version that lacks one is offered the others.
DOWNLOADS_SHOWN: Final = (
    "report.html",
    "report.pdf",
    METHOD_PAGE,
    *(f"{ENGLISH}/{name}" for name in pages_of_edition(ENGLISH)),
    "data/indicators.xlsx",
    "data/indicators.ods",
    "data/indicators.csv",
    f"data/{SEMICOLON_CSV}",
    "data/indicators.parquet",
    "data/revisions.csv",
    "data/datapackage.json",
    MANIFEST,
)
KILOBYTE: Final = 1000
NAMESPACE: Final = uuid.UUID("6f2ab1c4-5d0e-5c1b-9c53-6b1f0a7d2e90")


def archive_pages(archive: Archive) -> dict[str, bytes]:
    """The archive's pages by their path: index, feed, and `latest/` of the archive and of each quarter."""
    texts, versions = Texts(LANGUAGE), archive.versions()
    if not versions:
        return {}
    newest = {one.quarter: one for one in versions}
    last = newest[max(newest)]
    pages = {
        "index.html": _index(versions, texts),
        "feed.xml": feed(versions, texts, lambda one: f"{one.path}/"),
        "latest/index.html": _latest(last, f"../{last.path}/", texts),
        **{
            f"{quarter}/latest/index.html": _latest(one, f"../v{one.number}/", texts)
            for quarter, one in newest.items()
        },
    }
    return {name: content.encode() for name, content in pages.items()}


def _quarter_name(quarter: Quarter, texts: Texts) -> str:
    return texts("quarter-name", number=str(quarter.number), year=str(quarter.year))


def size_in_words(count: int, language: str) -> str:
    """A file's size as people read it, in kB or MB."""
    if count < KILOBYTE**2:
        return f"{show.number(max(count / KILOBYTE, 1), 0, language)} kB"
    return f"{show.number(count / KILOBYTE**2, 1, language)} MB"


def _files(version: Version, base: str, texts: Texts) -> str:
    outputs = version.manifest["outputs"]
    items = []
    for name in DOWNLOADS_SHOWN:
        if name == MANIFEST or name in outputs:
            count = (version.folder / name).stat().st_size if name == MANIFEST else outputs[name]["bytes"]
            other = language_of(name)
            own = f' lang="{texts.language}"' if other else ""
            items.append(
                f'<li><a href="{as_attribute(base + name)}"{other}>{as_html(file_title(name, texts))}'
                f'<span class="skjult"{own}>, {as_html(version_in_words(version, texts))}</span></a>'
                f'<span class="stoerrelse">{as_html(size_in_words(count, texts.language))}</span></li>'
            )
    return f'<ul class="filer">{"".join(items)}</ul>'


def language_of(name: str) -> str:
    """The attributes that tell the language of a file where it is another than the page's."""
    return f' hreflang="{ENGLISH}" lang="{ENGLISH}"' if name.startswith(f"{ENGLISH}/") else ""


def file_title(name: str, texts: Texts) -> str:
    """What a file of a version is called; one of the English edition in English."""
    folder, _, page_name = name.rpartition("/")
    if folder == ENGLISH:
        return f"{file_title(page_name, Texts(ENGLISH))}, English"
    return texts(f"release-file-{name.replace('/', '-').replace('.', '-')}")


def version_in_words(version: Version, texts: Texts) -> str:
    """Quarter and version: `2. kvartal 2025, version 1`."""
    return texts(
        "release-version", quarter=_quarter_name(version.quarter, texts), version=str(version.number)
    )


def about(version: Version, texts: Texts) -> str:
    """Version, date of the counts and, from the second version on, the reason, as HTML."""
    edition = edition_of(version.manifest)
    as_of = show.long_date(date.fromisoformat(version.manifest["as_of"]), texts.language)
    stated = f"{edition.in_words(texts)}. {texts('release-as-of', date=as_of)}"
    reason = texts("release-reason", reason=edition.reason_in(texts)) if edition.reason else ""
    said = f'<p class="version">{as_html(stated)}</p>'
    return said + (f'<p class="aarsag">{as_html(reason)}</p>' if reason else "")


def _checksum(version: Version, texts: Texts) -> str:
    digest = sha256(version.folder / MANIFEST)
    return f'<p class="sum">{as_html(texts("release-checksum"))} <code>{digest}</code></p>'


def _quarter_section(quarter: Quarter, versions: Sequence[Version], texts: Texts) -> str:
    *older, newest = versions
    before = "".join(
        f'<div class="aeldre"><h3>{as_html(texts("release-older", version=str(one.number)))}</h3>'
        f"{about(one, texts)}{_files(one, f'{one.path}/', texts)}{_checksum(one, texts)}</div>"
        for one in reversed(older)
    )
    return (
        f'<section class="kvartal" id="{quarter}" aria-labelledby="{quarter}-navn">'
        f'<h2 id="{quarter}-navn">{as_html(_quarter_name(quarter, texts))}</h2>'
        f"{about(newest, texts)}{_files(newest, f'{newest.path}/', texts)}{_checksum(newest, texts)}{before}"
        "</section>"
    )


def _index(versions: Sequence[Version], texts: Texts) -> str:
    quarters = sorted({one.quarter for one in versions}, reverse=True)
    sections = "\n".join(
        _quarter_section(quarter, [one for one in versions if one.quarter == quarter], texts)
        for quarter in quarters
    )
    simulated = versions[-1].manifest["simulated"]
    mark = f'<p class="simuleret">{as_html(texts("watermark"))}</p>' if simulated else ""
    check = as_html(texts("release-check")).replace("[", "<code>").replace("]", "</code>")
    return page(
        texts,
        title=f"{texts('title')} – {texts('release-archive')}",
        head=(
            f'<link rel="alternate" type="application/atom+xml" href="feed.xml" '
            f'title="{as_attribute(texts("release-archive"))}">'
        ),
        body=f"""<header>
<div class="ramme">
{mark}<h1>{as_html(texts("title"))}</h1>
<p class="undertitel">{as_html(texts("release-archive"))}</p>
</div>
</header>
<main class="ramme">
{sections}
</main>
<footer>
<div class="ramme">
<p>{as_html(texts("release-frozen"))}</p>
<p>{check}</p>
<p><a href="{CHECKSUMS}">{as_html(texts("release-checksums"))}</a> · \
<a href="feed.xml">{as_html(texts("release-feed"))}</a> · \
<a href="latest/">{as_html(texts("release-latest"))}</a></p>
</div>
</footer>""",
    )


def _latest(version: Version, base: str, texts: Texts) -> str:
    target = f"{base}report.html"
    return page(
        texts,
        title=f"{texts('title')} – {version_in_words(version, texts)}",
        head=f'<meta http-equiv="refresh" content="0; url={target}">\n<link rel="canonical" href="{target}">',
        body=f"""<header>
<div class="ramme">
<h1>{as_html(texts("title"))}</h1>
<p class="undertitel">{as_html(version_in_words(version, texts))}</p>
</div>
</header>
<main class="ramme">
<section class="kvartal">
<h2>{as_html(texts("release-newest"))}</h2>
{about(version, texts)}{_files(version, base, texts)}
</section>
</main>""",
        fonts=False,
    )


def page(texts: Texts, *, title: str, head: str, body: str, fonts: bool = True) -> str:
    """A page that stands alone, in the look of the archive."""
    style = (EXTENSION / "archive.css").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="{texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{as_html(title)}</title>
{head}
<style>
{font_faces() if fonts else ""}{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def feed(
    versions: Sequence[Version], texts: Texts, folder_of: Callable[[Version], str], site: str = ""
) -> str:
    """An Atom feed with an entry for each version.

    Args:
        versions: The versions.
        texts: Its words.
        folder_of: Version → where its files lie, as seen from the feed.
        site: Address of the feed's folder on the web; without it all links are relative.
    """
    newest_first = sorted(
        versions, key=lambda one: (one.manifest["created"], one.quarter, one.number), reverse=True
    )
    entries = "\n".join(_entry(one, texts, site + folder_of(one)) for one in newest_first)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{texts.language}">
<title>{as_html(texts("title"))}</title>
<subtitle>{as_html(texts("release-archive"))}</subtitle>
<id>urn:uuid:{NAMESPACE}</id>
<updated>{newest_first[0].manifest["created"]}T00:00:00Z</updated>
<author><name>Statusrapport</name></author>
<link rel="self" href="{site}feed.xml"/>
<link rel="alternate" type="text/html" href="{site}index.html"/>
{entries}
</feed>
"""


def _entry(version: Version, texts: Texts, folder: str) -> str:
    edition = edition_of(version.manifest)
    reason = f" {texts('release-reason', reason=edition.reason_in(texts))}" if edition.reason else ""
    day = f"{edition.released.isoformat()}T00:00:00Z"
    return f"""<entry>
<title>{as_html(texts("title"))}: {as_html(version_in_words(version, texts))}</title>
<id>urn:uuid:{uuid.uuid5(NAMESPACE, version.path)}</id>
<published>{day}</published>
<updated>{day}</updated>
<link rel="alternate" type="text/html" href="{folder}report.html"/>
<link rel="enclosure" type="application/pdf" href="{folder}report.pdf"/>
<summary>{as_html(edition.in_words(texts))}.{as_html(reason)}</summary>
</entry>"""
