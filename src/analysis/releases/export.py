"""What a web editor publishes of a released version, in a folder of its own.

Report, sheets, open data and feed with a page that lists them: no inputs, and no link that leads nowhere.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from analysis.builds.report import SHEETS, publish
from analysis.core.folders import assert_output, files_of, is_below, read_manifest
from analysis.core.hashes import hash_and_size, sha256
from analysis.core.layout import MANIFEST, DataRoot
from analysis.core.left_overs import temporary_folder
from analysis.releases.archive import Archive, Version
from analysis.releases.integrity import differences
from analysis.releases.making import ENGLISH, pages_of_edition
from analysis.releases.site import (
    DOWNLOADS_SHOWN,
    LANGUAGE,
    about,
    feed,
    file_title,
    language_of,
    page,
    size_in_words,
    version_in_words,
)
from analysis.report.pages.explore import WITH_SHEETS
from analysis.texts import Texts
from analysis.texts.markup import as_attribute, as_html

INDEX: Final = "index.html"
FEED: Final = "feed.xml"
PUBLISHED_PAGES: Final = pages_of_edition(LANGUAGE)
ENGLISH_PAGES: Final = tuple(f"{ENGLISH}/{name}" for name in pages_of_edition(ENGLISH))
FOLDERS: Final = ("data", ENGLISH, SHEETS)
MADE_BY: Final = "statusrapport export"
LINKS: Final = frozenset({"href", "src", "xlink:href", "poster", "data", "action"})
IN_STYLES: Final = re.compile(r"url\(\s*[\"']?([^\"')]+)")
IN_FEED: Final = re.compile(r'href="([^"]+)"')
IMAGE: Final = re.compile(r'(<meta (?:property="og:image"|name="twitter:image") content=")(?!https?:)')
HEAD: Final = "<head>\n"


class ExportError(Exception):
    """A version cannot be published; the message says why, a line for each fault."""


class Link(NamedTuple):
    """A link to a file of the export, or to a place in it.

    Attributes:
        source: The file that holds it.
        written: The link as it stands there.
    """

    source: str
    written: str


@dataclass(frozen=True)
class Exported:
    """What was exported.

    Attributes:
        folder: Where it lies.
        sizes: File → bytes, of every file.
        links: How many links between the files were followed.
        missing: What the version does not hold and could: the English edition, the sheets.
    """

    folder: Path
    sizes: Mapping[str, int]
    links: int
    missing: tuple[str, ...]


def export(
    version: Version, archive: Archive, folder: Path, *, data: DataRoot, site: str = "", listed: bool = True
) -> Exported:
    """Write what is published of a version.

    Args:
        version: The version.
        archive: Where it lies.
        folder: Where the export goes; an older export there is replaced.
        data: The data root in use, where nothing is written.
        site: The address that the folder will have on the web; pages then name theirs, and the feed's links
            are full addresses.
        listed: Whether search engines may list the pages.

    Raises:
        OutputFolderError: The folder is not for an export to replace; nothing was written.
        ExportError: The version is not as it was released, or a link leads nowhere; nothing was written.
    """
    target = assert_output(folder, data=data.path, listed=files_of_export, archive=archive.path)
    if found := differences(archive, [version]):
        raise ExportError("\n".join(map(str, found)))
    base = site if not site or site.endswith("/") else f"{site}/"
    texts = Texts(LANGUAGE)
    with temporary_folder() as temporary:
        work = temporary / "export"
        for name in published_files(version):
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            content = (version.folder / name).read_bytes()
            (work / name).write_bytes(_addressed(content, name, base, listed=listed))
        (work / FEED).write_text(feed([version], texts, lambda _: "", base), encoding="utf-8", newline="\n")
        sizes = {name: path.stat().st_size for name, path in files_of(work).items()}
        index = _index(version, sizes, texts).encode()
        (work / INDEX).write_bytes(_addressed(index, INDEX, base, listed=listed))
        links = list(links_of(work, base))
        if broken := broken_links(work, links):
            raise ExportError("\n".join(broken))
        said = {name: hash_and_size(path) for name, path in files_of(work).items()}
        manifest = {
            "made_by": MADE_BY,
            "version": version.name,
            "manifest": sha256(version.folder / MANIFEST),
            "files": said,
        }
        (work / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8", newline="\n")
        assert_output(folder, data=data.path, listed=files_of_export, archive=archive.path)
        publish(work, target)
    missing = tuple(part for part in (ENGLISH, SHEETS) if not any(one.startswith(f"{part}/") for one in said))
    return Exported(target, {name: int(one["bytes"]) for name, one in said.items()}, len(links), missing)


def published_files(version: Version) -> list[str]:
    """The files of a version that are published as they are: report, sheets and data."""
    return [
        name
        for name in version.manifest["outputs"]
        if name in PUBLISHED_PAGES or (is_below(name) and PurePosixPath(name).parts[0] in FOLDERS)
    ]


def files_of_export(folder: Path) -> frozenset[str]:
    """The files that an export's manifest lists; none where there is no such manifest."""
    said = read_manifest(folder)
    files = said.get("files")
    if said.get("made_by") != MADE_BY or not isinstance(files, dict) or not all(map(is_below, files)):
        return frozenset()
    return frozenset({MANIFEST, *files})


def _addressed(content: bytes, name: str, site: str, *, listed: bool) -> bytes:
    """A page that names its address on the web, and says whether search engines may list it."""
    if not name.endswith(".html"):
        return content
    address = site + (name if name != INDEX else "")
    tags = [] if listed else ['<meta name="robots" content="noindex">']
    tags += [f'<link rel="canonical" href="{as_attribute(address)}">'] if site else []
    text = content.decode("utf-8")
    if tags and HEAD not in text:
        raise ExportError(f"{name}: found no line <head>, where the page's address goes")
    if site:
        folder = as_attribute(f"{posixpath.dirname(address)}/")
        text = IMAGE.sub(lambda match: match[1] + folder, text)
    return text.replace(HEAD, HEAD + "".join(f"{tag}\n" for tag in tags), 1).encode()


def _index(version: Version, sizes: Mapping[str, int], texts: Texts) -> str:
    simulated = version.manifest["simulated"]
    mark = f'<p class="simuleret">{as_html(texts("watermark"))}</p>' if simulated else ""
    reports = [name for name in (*PUBLISHED_PAGES, *ENGLISH_PAGES) if name in sizes]
    data = [name for name in sizes if name.startswith("data/")]
    sheets = [name for name in sizes if name.startswith(f"{SHEETS}/")]
    sections = [
        ("export-report", _listed(reports, sizes, texts)),
        ("export-sheets", _sheets(sheets, sizes, texts) if sheets else ""),
        ("export-data", _listed(data, sizes, texts)),
    ]
    body = "\n".join(
        f'<section class="kvartal" aria-labelledby="{key}"><h2 id="{key}">{as_html(texts(key))}</h2>'
        f"{content}</section>"
        for key, content in sections
        if content
    )
    title = texts("title")
    return page(
        texts,
        title=f"{title} – {version_in_words(version, texts)}",
        head=(
            f'<link rel="alternate" type="application/atom+xml" href="{FEED}" title="{as_attribute(title)}">'
        ),
        body=f"""<header>
<div class="ramme">
{mark}<h1>{as_html(title)}</h1>
<p class="undertitel">{as_html(version_in_words(version, texts))}</p>
{about(version, texts)}
</div>
</header>
<main class="ramme">
{body}
</main>
<footer>
<div class="ramme">
<p>{as_html(texts("release-frozen"))}</p>
<p><a href="{FEED}">{as_html(texts("release-feed"))}</a></p>
</div>
</footer>""",
    )


def _sheets(names: list[str], sizes: Mapping[str, int], texts: Texts) -> str:
    """The page that lists the sheets, and below it every file."""
    first = [name for name in names if PurePosixPath(name).name == INDEX]
    summary = as_html(texts("export-sheet-files", count=str(len(names))))
    size = as_html(size_in_words(sum(sizes[name] for name in names), texts.language))
    every = _listed(names, sizes, texts)
    return f"{_listed(first, sizes, texts)}<details><summary>{summary}, {size}</summary>{every}</details>"


def _listed(names: list[str], sizes: Mapping[str, int], texts: Texts) -> str:
    items = "".join(
        f'<li><a href="{as_attribute(name)}"{language_of(name)}>{as_html(_title(name, texts))}</a>'
        f'<span class="stoerrelse">{as_html(size_in_words(sizes[name], texts.language))}</span></li>'
        for name in names
    )
    return f'<ul class="filer">{items}</ul>'


def _title(name: str, texts: Texts) -> str:
    path = PurePosixPath(name)
    if name == f"{SHEETS}/{INDEX}":
        return texts("export-sheet-list")
    return file_title(name, texts) if name in (*DOWNLOADS_SHOWN, *PUBLISHED_PAGES) else path.name


class _Page(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self._style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value for key, value in attrs if value is not None}
        self.links += [said[key].strip() for key in LINKS & said.keys()]
        if {"og:image", "twitter:image"} & {said.get("property"), said.get("name")}:
            self.links.append(said.get("content", ""))
        self.links += IN_STYLES.findall(said.get("style", ""))
        self.anchors |= {said[key] for key in ("id", "name") if key in said}
        self._style = tag == "style"

    def handle_data(self, data: str) -> None:
        if self._style:
            self.links += IN_STYLES.findall(data)

    def handle_endtag(self, tag: str) -> None:
        self._style = False


def links_of(folder: Path, site: str = "") -> Iterator[Link]:
    """Every link of the pages, the feed and the description of data that leads to a file of the export.

    Args:
        folder: The export.
        site: Its address on the web; what begins with it is a link to a file of the export too.
    """
    for name, path in files_of(folder).items():
        if name.endswith(".html"):
            text = path.read_text(encoding="utf-8")
            found = _Page(text).links
            if WITH_SHEETS in text:
                # By the page's script.
                found.append(f"{SHEETS}/{INDEX}")
        elif name == FEED:
            found = IN_FEED.findall(path.read_text(encoding="utf-8"))
        elif PurePosixPath(name).name == "datapackage.json":
            package = json.loads(path.read_bytes())
            found = [resource["path"] for resource in package["resources"]]
        else:
            continue
        for written in found:
            inside = bool(site) and written.startswith(site)
            if inside or urlsplit(written).scheme not in {"http", "https", "mailto", "data"}:
                there = written[len(site) :] if inside else written
                yield Link("" if inside else name, there)


def broken_links(folder: Path, links: list[Link]) -> list[str]:
    """The links that lead nowhere, a line for each."""
    files = files_of(folder)
    anchors: dict[str, set[str]] = {}
    found = []
    for source, written in links:
        parts = urlsplit(written)
        path = unquote(parts.path)
        joined = posixpath.join(posixpath.dirname(source), path) if path else source or INDEX
        target = posixpath.normpath(joined)
        if target == "." or path.endswith("/"):
            target = posixpath.normpath(posixpath.join(target, INDEX))
        where = f"{source or 'a full address'}: link {written!r}"
        if parts.scheme or parts.netloc or path.startswith("/") or target not in files:
            found.append(f"{where}: found no such file, expected one of the export")
        elif parts.fragment and "=" not in parts.fragment and target.endswith(".html"):
            if target not in anchors:
                anchors[target] = _Page(files[target].read_text(encoding="utf-8")).anchors
            if unquote(parts.fragment) not in anchors[target]:
                found.append(f"{where}: found no such place in {target}")
    return list(dict.fromkeys(found))
