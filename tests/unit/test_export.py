"""What a web editor publishes of a version: what goes out, what stays, and links that lead nowhere."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from releasing import small_version  # type: ignore[import-not-found]

import analysis.releases.export as module
from analysis.cli import main
from analysis.core.folders import files_of
from analysis.releases.archive import Archive
from analysis.releases.export import Link, broken_links, links_of
from analysis.report.pages.explore import WITH_SHEETS

HEAD = b'<!DOCTYPE html>\n<html lang="da">\n<head>\n<meta charset="utf-8"><title>x</title></head><body>'
IMAGE = b'<meta property="og:image" content="101-x.png">'
WHOLE = {
    "report.html": HEAD
    + b'<p id="her"><a href="#her">x</a> <a href="method.html">z</a> <a href="https://example.org/x">y</a></p>',
    "report.pdf": b"%PDF",
    "kommuner/101-x.html": HEAD + IMAGE + b'<a href="../report.html#her">x</a>',
    "kommuner/101-x.png": b"PNG",
    "data/indicators.csv": b"a\n1\n",
    "notebooks/01_ingest.ipynb": b"{}",
    "method.html": HEAD,
    "ro-crate-metadata.json": b"{}",
    "inputs/raw/2025Q2/secret.csv": b"withheld,17\n",
}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "reports")
    small_version(made, files=WHOLE)
    return made


def run(archive: Archive, *more: object) -> Result:
    asked = ["export", "2025Q2", "--to", archive.path.parent / "web", "--reports", archive.path, *more]
    asked += ["--data", archive.path.parent / "data"]
    return CliRunner().invoke(main, [str(one) for one in asked])


def web(archive: Archive) -> Path:
    return archive.path.parent / "web"


def test_report_sheets_and_data_go_out_and_nothing_else(archive: Archive) -> None:
    done = run(archive)
    assert done.exit_code == 0, done.output
    made = files_of(web(archive))
    assert set(made) == {
        "index.html", "feed.xml", "manifest.json", "report.html", "report.pdf", "method.html",
        "data/indicators.csv", "kommuner/101-x.html", "kommuner/101-x.png",
    }  # fmt: skip
    for name, content in WHOLE.items():
        if name in made:
            assert made[name].read_bytes() == content
    assert not any(
        b"secret" in path.read_bytes() or b"inputs/" in path.read_bytes() for path in made.values()
    )
    said = json.loads(made.pop("manifest.json").read_bytes())["files"]
    assert {name: one["sha256"] for name, one in said.items()} == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in made.items()
    }
    assert "data/indicators.csv: 0 kB" in done.stdout
    assert "2025Q2 v1 holds no en/" in done.stderr


def test_every_file_is_listed_with_its_size(archive: Archive) -> None:
    run(archive)
    index = (web(archive) / "index.html").read_text(encoding="utf-8")
    for name in ("report.html", "report.pdf", "method.html", "data/indicators.csv", "kommuner/101-x.png"):
        assert f'href="{name}"' in index
    assert index.count('class="stoerrelse"') == 6


def test_the_pages_beside_each_report_are_published_and_listed_by_their_names(tmp_path: Path) -> None:
    made = Archive(tmp_path / "reports")
    beside = {"vejledning.html": HEAD, "en/method.html": HEAD, "en/guidance.html": HEAD}
    small_version(made, files={**WHOLE, **beside})
    done = run(made)
    assert done.exit_code == 0, done.output
    index = (web(made) / "index.html").read_text(encoding="utf-8")
    assert {*beside, "method.html"} <= files_of(web(made)).keys()
    for link in (
        '<a href="vejledning.html">Vejledning om genoplivning (HTML)</a>',
        '<a href="en/method.html" hreflang="en" lang="en">How the numbers were computed (HTML), English</a>',
        '<a href="en/guidance.html" hreflang="en" lang="en">'
        "The guidance on resuscitation (HTML), English</a>",
    ):
        assert link in index


def test_an_address_and_the_wish_not_to_be_listed(archive: Archive) -> None:
    done = run(archive, "--site", "https://example.org/q", "--no-index")
    assert done.exit_code == 0, done.output
    sheet = (web(archive) / "kommuner/101-x.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/q/kommuner/101-x.html">' in sheet
    assert '<meta property="og:image" content="https://example.org/q/kommuner/101-x.png">' in sheet
    index = (web(archive) / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/q/">' in index
    for name, path in files_of(web(archive)).items():
        wanted = 1 if name.endswith(".html") else 0
        assert path.read_bytes().count(b'<meta name="robots" content="noindex">') == wanted, name
    feed = (web(archive) / "feed.xml").read_text(encoding="utf-8")
    assert 'href="https://example.org/q/report.html"' in feed


@pytest.mark.parametrize(
    "site",
    [
        "example.org",
        "ftp://example.org/",
        "https://example.org/?q=1",
        "https://",
        "https://:80/",
        "http://[::1/",
        "https://example.org:99999/",
        "https://example.org:x/",
        'https://example.org/"><script>/',
        "https://example.org/{x}/",
        "https://example.org/\u200b/",
    ],
)
def test_no_address(archive: Archive, site: str) -> None:
    done = run(archive, "--site", site)
    assert done.exit_code == 2
    assert "is no address like" in done.stderr


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ('<a href="inputs/raw/2025Q2/secret.csv">x</a>', "found no such file"),
        ('<a href="../v2/report.html">x</a>', "found no such file"),
        ('<a href="/report.html">x</a>', "found no such file"),
        ('<a href="//example.org/x">x</a>', "found no such file"),
        ('<a href="file:///etc/passwd">x</a>', "found no such file"),
        ('<img src="none.png" alt="">', "found no such file"),
        ("<style>p { background: url('none.svg') }</style>", "found no such file"),
        ('<p style="background: url(none.svg)">x</p>', "found no such file"),
        ('<a href="#none">x</a>', "found no such place in report.html"),
        ('<a href="Report.pdf">x</a>', "found no such file"),
        ('<a href="notebooks/01_ingest.ipynb">x</a>', "found no such file"),
    ],
)
def test_a_link_that_leads_nowhere_stops(tmp_path: Path, link: str, said: str) -> None:
    made = Archive(tmp_path / "reports")
    small_version(made, files={**WHOLE, "report.html": WHOLE["report.html"] + link.encode()})
    done = run(made)
    assert done.exit_code == 1
    assert "report.html: link" in done.stderr
    assert said in done.stderr
    assert not web(made).exists()


def test_the_sheets_to_which_the_report_leads_by_its_script_are_there(tmp_path: Path) -> None:
    made = Archive(tmp_path / "reports")
    page = WHOLE["report.html"] + WITH_SHEETS.encode() + b"}</script>"
    small_version(made, files={**WHOLE, "report.html": page})
    done = run(made)
    assert done.exit_code == 1
    assert "report.html: link 'kommuner/index.html': found no such file" in done.stderr
    small_version(made, 2, files={**WHOLE, "report.html": page, "kommuner/index.html": HEAD})
    assert run(made).exit_code == 0


@pytest.mark.parametrize(
    "link", ["mailto:x@example.org", "report.pdf?x=1", "kommuner/101-x.html#kommune=813", ""]
)
def test_links_that_are_whole(tmp_path: Path, link: str) -> None:
    made = Archive(tmp_path / "reports")
    page = WHOLE["report.html"] + f'<a href="{link}">x</a>'.encode()
    small_version(made, files={**WHOLE, "report.html": page})
    assert run(made).exit_code == 0


def test_a_page_is_read_once_for_all_links_to_its_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.html").write_text("".join(f'<p id="p{one}"></p>' for one in range(9)))
    read: list[str] = []

    class Counted(module._Page):
        def feed(self, data: str) -> None:
            read.append(data)
            super().feed(data)

    monkeypatch.setattr(module, "_Page", Counted)
    links = [Link("report.html", f"#p{one}") for one in range(10)]
    (broken,) = broken_links(tmp_path, links)
    assert broken == "report.html: link '#p9': found no such place in report.html"
    assert len(read) == 1


def test_a_description_of_data_names_files_that_are_there(archive: Archive) -> None:
    run(archive)
    package = web(archive) / "data" / "datapackage.json"
    package.write_text('{"resources": [{"path": "indicators.csv"}, {"path": "none.csv"}]}')
    assert broken_links(web(archive), list(links_of(web(archive)))) == [
        "data/datapackage.json: link 'none.csv': found no such file, expected one of the export"
    ]


def test_an_older_export_is_replaced_and_foreign_files_are_not(archive: Archive) -> None:
    assert run(archive, "--no-index").exit_code == 0
    assert run(archive).exit_code == 0
    assert b"noindex" not in (web(archive) / "report.html").read_bytes()
    (web(archive) / "mine.txt").write_text("mine")
    done = run(archive)
    assert done.exit_code == 2
    assert "holds what this command did not make: mine.txt" in " ".join(done.stderr.split())
    assert (web(archive) / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("place", ["reports", "reports/2025Q2/v1", "data/web", "private/x", "."])
def test_places_where_data_are_kept(archive: Archive, place: str) -> None:
    done = run(archive, "--to", archive.path.parent / place)
    assert done.exit_code == 2


def test_a_version_that_is_not_as_it_was_released(archive: Archive) -> None:
    (archive.versions()[0].folder / "report.html").write_bytes(b"other")
    done = run(archive)
    assert done.exit_code == 1
    assert "2025Q2/v1/report.html: its bytes are not those that manifest.json lists" in done.stderr
    assert not web(archive).exists()


def test_a_version_that_is_not_there(archive: Archive) -> None:
    done = run(archive, "v2")
    assert done.exit_code == 2
    assert "holds no 2025Q2 v2; of 2025Q2 it holds v1" in " ".join(done.stderr.split())
