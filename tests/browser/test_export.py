"""What is exported of a version, in a browser: from a web server below a path, and from a disk."""

import functools
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import url2pathname

import pytest
from releasing import small_version  # type: ignore[import-not-found]

from analysis.core.folders import files_of
from analysis.core.layout import DataRoot
from analysis.releases.archive import Archive
from analysis.releases.export import export

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "reports"
BELOW = "/a path/æ/2025Q2/"
SHEET = b"""<!DOCTYPE html>
<html lang="da">
<head>
<meta charset="utf-8"><title>Ark</title></head><body><main><h1>Ark</h1>
<p><a href="index.html">Alle ark</a> <a href="101-x.pdf">PDF</a> <a href="../report.html">Rapport</a></p>
</main></body></html>"""
LIST = SHEET.replace(b'href="index.html"', b'href="101-x.html"')


class Quiet(SimpleHTTPRequestHandler):
    """The folder that is served lies at `BELOW`; nothing else is there."""

    def translate_path(self, path: str) -> str:
        asked = unquote(urlsplit(path).path)
        inside = asked.startswith(BELOW)
        return super().translate_path(asked.removeprefix(BELOW.rstrip("/")) if inside else "/no/such")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(
    scope="module",
    params=["released", "with sheets", pytest.param("simulated", marks=pytest.mark.slow)],
)
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports: of the released version of Q2 2025, and of two that hold sheets and the English edition.

    Of these one is as small as can be, the other what `release` makes of simulated data.
    """
    if request.param == "simulated":
        whole: Path = request.getfixturevalue("whole_release")
        return whole / "web"
    home = tmp_path_factory.mktemp("export")
    archive = Archive(REPORTS)
    if request.param == "with sheets":
        archive = Archive(home / "reports")
        page = LIST.replace(b' <a href="../report.html">Rapport</a>', b"")
        report = page.replace(b'href="101-x', b'href="kommuner/101-x')
        small_version(archive, simulated=True, files={
            "report.html": report, "en/report.html": page.replace(b'href="101-x', b'href="../kommuner/101-x'),
            "en/report.pdf": b"%PDF", "kommuner/index.html": LIST, "kommuner/101-x.html": SHEET,
            "kommuner/101-x.pdf": b"%PDF", "data/indicators.csv": b"a\n1\n",
        })  # fmt: skip
    version = archive.versions()[0]
    data = DataRoot(home / "data")
    return export(version, archive, home / "web", data=data).folder


@pytest.fixture
def served(exported: Path) -> Iterator[str]:
    """The address of an export on a web server of its own."""
    handler = functools.partial(Quiet, directory=str(exported))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{BELOW}".replace(" ", "%20").replace("æ", "%C3%A6")
    server.shutdown()
    server.server_close()


def follow_all(page: Any, start: str, base: str) -> set[str]:
    """Open every page that links lead to from a first one; every other file that they name is looked for."""
    waiting, seen, failed = [start], set(), []
    page.on("requestfailed", lambda request: failed.append(request.url))
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        if not address.endswith((".html", "/")):
            assert is_there(page, address), address
            continue
        answer = page.goto(address, wait_until="domcontentloaded")
        assert answer is None or answer.status in {0, 200}, address
        links = page.evaluate("[...document.querySelectorAll('[href]')].map(one => one.getAttribute('href'))")
        for link in links:
            whole, fragment = urldefrag(urljoin(address, link))
            if whole.startswith(base):
                waiting.append(whole)
            if fragment and whole == address:
                assert page.evaluate("name => !!document.getElementById(name)", unquote(fragment)), link
    assert failed == []
    return seen


def is_there(page: Any, address: str) -> bool:
    if address.startswith("file:"):
        return Path(url2pathname(urlsplit(address).path)).is_file()
    return bool(page.context.request.get(address).status == 200)


def test_every_link_leads_somewhere_on_a_server_below_a_path(
    exported: Path, served: str, chromium_browser: Any
) -> None:
    context = chromium_browser.new_context()
    seen = follow_all(context.new_page(), served, served)
    context.close()
    known = {unquote(one.removeprefix(served)) or "index.html" for one in seen}
    assert known == set(files_of(exported)) - {"manifest.json"}


def test_every_link_leads_somewhere_on_a_disk_and_nothing_else_is_asked_for(
    exported: Path, chromium_page: Any
) -> None:
    requested: list[str] = []
    chromium_page.on("request", lambda request: requested.append(request.url))
    base = f"{exported.as_uri()}/"
    seen = follow_all(chromium_page, f"{base}index.html", base)
    assert {unquote(one.removeprefix(base)) for one in seen} == set(files_of(exported)) - {"manifest.json"}
    assert all(url.startswith((base, "data:")) for url in requested)


def pages_to_look_at(exported: Path) -> list[str]:
    """Every page but the sheets; of these two, of which one is a region's."""
    names = [name for name in files_of(exported) if name.endswith(".html")]
    sheets = [name for name in names if name.startswith("kommuner/") and name != "kommuner/index.html"]
    return [name for name in names if name not in sheets] + sheets[:1] + sheets[1:][-1:]


def test_pages_are_accessible(exported: Path, chromium_page: Any, axe_violations: Any) -> None:
    for name in pages_to_look_at(exported):
        chromium_page.goto((exported / name).as_uri())
        assert axe_violations(chromium_page) == [], name


def test_the_list_of_files_fits_a_phone_and_leads_to_the_report(exported: Path, chromium_page: Any) -> None:
    chromium_page.goto((exported / "index.html").as_uri())
    for width in (320, 1280):
        chromium_page.set_viewport_size({"width": width, "height": 900})
        assert chromium_page.evaluate("document.documentElement.scrollWidth") <= width
    chromium_page.get_by_role("link", name="Rapport (HTML)", exact=True).click()
    chromium_page.wait_for_url("**/report.html")


def test_moved_elsewhere_it_is_the_same(exported: Path, tmp_path: Path, chromium_page: Any) -> None:
    moved = Path(shutil.copytree(exported, tmp_path / "moved"))
    chromium_page.goto((moved / "index.html").as_uri())
    for link in chromium_page.evaluate("[...document.links].map(one => one.href)"):
        assert link.startswith(moved.as_uri()), link
