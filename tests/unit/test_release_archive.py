"""The archive: versions are added in one step, and no byte of it changes unnoticed."""

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from releasing import Q2, listed, manifest_of, small_version  # type: ignore[import-not-found]

import analysis.releases.adding
from analysis.cli import main
from analysis.core.folders import files_of
from analysis.core.layout import MANIFEST
from analysis.core.left_overs import MARK
from analysis.core.quarters import Quarter
from analysis.releases.adding import add, locked
from analysis.releases.archive import Archive, NoVersionError, parse_version
from analysis.releases.integrity import checksum_lines, differences, version_differences
from analysis.releases.making import as_json
from analysis.releases.site import archive_pages
from tests.hostile import CORPUS, harmless
from tests.hostile import differences as different

ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = {"index.html", "feed.xml", "latest/index.html", "2025Q2/latest/index.html"}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive with two versions of one quarter."""
    made = Archive(tmp_path / "reports")
    small_version(made, 1)
    small_version(made, 2)
    return made


def state(archive: Archive) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_of(archive.path).items()}


def all_differences(archive: Archive) -> list[str]:
    return [one.file for one in differences(archive, archive.versions())]


def test_versions_in_order(archive: Archive) -> None:
    small_version(archive, 1, quarter=Quarter(2024, 4))
    assert [one.name for one in archive.versions()] == ["2024Q4 v1", "2025Q2 v1", "2025Q2 v2"]
    assert archive.version(Q2).number == 2
    assert archive.version(Q2, 1).path == "2025Q2/v1"
    newest = archive.newest(Q2)
    assert newest is not None
    assert newest.number == 2
    assert all_differences(archive) == []


def test_tenth_version_is_after_the_ninth(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "reports")
    for number in range(1, 11):
        small_version(archive, number)
    assert archive.version(Q2).number == 10


def test_a_version_that_is_not_there(archive: Archive) -> None:
    with pytest.raises(NoVersionError, match="holds no 2025Q2 v3; of 2025Q2 it holds v1, v2"):
        archive.version(Q2, 3)
    with pytest.raises(NoVersionError, match="of 2026Q1 it holds none"):
        archive.version(Quarter(2026, 1))


@pytest.mark.parametrize("text", ["", "1", "v0", "v01", "V1", "v1 ", "v12345", "latest"])
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        parse_version(text)


def test_checksums_hold_manifests_and_pages(archive: Archive) -> None:
    manifests = {f"{one.path}/{MANIFEST}" for one in archive.versions()}
    assert set(listed(archive)) == manifests | PAGES


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not there")
def test_checksums_are_read_by_sha256sum(archive: Archive) -> None:
    command = ["sha256sum", "--check", "--strict", "checksums.txt"]
    done = subprocess.run(command, cwd=archive.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_manifest_holds_the_hash_of_the_one_before(archive: Archive) -> None:
    one, two = archive.versions()
    assert manifest_of(two)["previous"] == {
        "version": 1,
        "sha256": listed(archive)[f"{one.path}/{MANIFEST}"],
    }


def test_any_byte_of_any_file(archive: Archive) -> None:
    for name, path in files_of(archive.path).items():
        content = path.read_bytes()
        for place in {0, len(content) // 2, len(content) - 1}:
            for bit in (1, 32, 128):
                changed = bytearray(content)
                changed[place] ^= bit
                path.write_bytes(changed)
                assert all_differences(archive), (name, place, bit)
        path.write_bytes(content)
    assert all_differences(archive) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_checksums(archive: Archive, data: st.DataObject) -> None:
    path = archive.path / "checksums.txt"
    content = path.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    changed = content[:start] + data.draw(st.binary(max_size=3)) + content[end:]
    path.write_bytes(changed)
    try:
        assert bool(all_differences(archive)) == (changed != content)
    finally:
        path.write_bytes(content)


@pytest.mark.parametrize("name", ["report.html", MANIFEST])
def test_a_missing_file(archive: Archive, name: str) -> None:
    (archive.version(Q2, 1).folder / name).unlink()
    assert f"2025Q2/v1/{name}" in all_differences(archive)


def test_a_notebook_that_was_saved_is_told_with_what_may_have_saved_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = archive.version(Q2, 1)
    other = {"sha256": "0" * 64, "bytes": 1}
    (one.folder / "notebooks").mkdir()
    (one.folder / "notebooks" / "01.ipynb").write_text("{}")
    manifest = {**one.manifest, "outputs": {**one.manifest["outputs"], "notebooks/01.ipynb": other}}
    manifest["outputs"]["report.html"] = other
    (one.folder / MANIFEST).write_text(json.dumps(manifest))
    told = {
        found.file: found.what for found in version_differences(archive.version(Q2, 1), archive.versions())
    }
    assert "JupyterLab" in told["2025Q2/v1/notebooks/01.ipynb"]
    assert "JupyterLab" not in told["2025Q2/v1/report.html"]


def test_a_file_too_many(archive: Archive) -> None:
    (archive.version(Q2, 1).folder / "data").mkdir()
    (archive.version(Q2, 1).folder / "data" / "more.csv").write_text("1")
    assert all_differences(archive) == ["2025Q2/v1/data/more.csv"]


def test_a_lost_version(archive: Archive) -> None:
    shutil.rmtree(archive.version(Q2, 1).folder)
    assert "2025Q2/v1" in all_differences(archive)


def test_a_version_that_no_release_finished(archive: Archive) -> None:
    shutil.copytree(archive.version(Q2, 2).folder, archive.path / "2025Q2" / "v3")
    assert "2025Q2/v3" in all_differences(archive)


def test_a_version_is_never_overwritten(archive: Archive, tmp_path: Path) -> None:
    before = state(archive)
    (tmp_path / "other").mkdir()
    with pytest.raises(FileExistsError, match="never overwritten"):
        add(archive, tmp_path / "other", "2025Q2/v2", archive_pages)
    assert state(archive) == before


def test_nothing_is_left_beside_the_archive(archive: Archive) -> None:
    with locked(archive):
        small_version(archive, 3)
    assert [one.name for one in archive.path.parent.iterdir()] == ["reports"]


def test_what_a_killed_release_left_is_cleared_away(archive: Archive) -> None:
    left = archive.path.with_name(".reports-release-abc") / "fresh"
    left.mkdir(parents=True)
    (left.parent / MARK).touch()
    small_version(archive, 3)
    assert not left.exists()
    assert all_differences(archive) == []


@pytest.mark.parametrize("full_at", range(1, 30, 3))
def test_a_full_disk(archive: Archive, full_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(archive)
    calls = 0

    def failing(original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == full_at:
                raise OSError(errno.ENOSPC, "No space left on device")
            return original(*arguments, **named)

        return call

    monkeypatch.setattr(os, "link", failing(os.link))
    monkeypatch.setattr(shutil, "copy2", failing(shutil.copy2))
    monkeypatch.setattr(os, "fsync", failing(os.fsync))
    try:
        small_version(archive, 3)
    except (OSError, shutil.Error):
        assert state(archive) == before
    else:
        assert archive.version(Q2).number == 3
    assert all_differences(archive) == []
    assert not list(archive.path.parent.glob(".*"))


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on file sizes stands for the full disk")
def test_a_file_that_cannot_be_written_whole(archive: Archive, source_on_path: dict[str, str]) -> None:
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); from pathlib import Path; "
        "from releasing import small_version; from analysis.releases.archive import Archive; "
        "small_version(Archive(Path(sys.argv[1])), 3)"
    )
    before = state(archive)
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code, str(archive.path)],
        env={**source_on_path, "PYTHONPATH": os.pathsep.join([tests, source_on_path["PYTHONPATH"]])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "File too large" in done.stderr
    assert state(archive) == before


def test_where_folders_cannot_be_exchanged(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis.releases.adding, "swap_folders", lambda *_: False)
    small_version(archive, 3)
    assert archive.version(Q2).number == 3
    assert all_differences(archive) == []


def test_an_interrupted_move_is_seen(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis.releases.adding, "swap_folders", lambda *_: False)
    moved = os.replace

    def only_the_version(source: Path, target: Path) -> None:
        if not Path(target).name.startswith("v"):
            raise KeyboardInterrupt
        moved(source, target)

    monkeypatch.setattr(os, "replace", only_the_version)
    with pytest.raises(KeyboardInterrupt):
        small_version(archive, 3)
    assert "2025Q2/v3" in all_differences(archive)


def test_where_there_are_no_links(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    small_version(archive, 3)
    assert all_differences(archive) == []


def test_one_release_at_a_time(archive: Archive) -> None:
    order: list[str] = []

    def second() -> None:
        with locked(archive, lambda: order.append("waits")):
            order.append("second")

    with locked(archive):
        waiting = threading.Thread(target=second)
        waiting.start()
        deadline = time.monotonic() + 20
        while not order and time.monotonic() < deadline:
            time.sleep(0.01)
        order.append("first")
    waiting.join(20)
    assert order == ["waits", "first", "second"]


def test_index_lists_every_version_and_every_link_leads_somewhere(archive: Archive) -> None:
    text = (archive.path / "index.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "Årsag: Et tal var &lt;forkert&gt; &amp; er rettet." in text
    assert text.index("Version 2, rettet 2.") < text.index("Version 1, udgivet 1.")
    for page in PAGES - {"feed.xml"}:
        here = archive.path / page
        links = set(part.partition('"')[0] for part in here.read_text(encoding="utf-8").split('href="')[1:])
        assert links
        for link in links:
            assert ":" not in link
            assert (here.parent / link).exists(), (page, link)


def test_latest_leads_to_the_newest(archive: Archive) -> None:
    small_version(archive, 1, quarter=Quarter(2025, 1))
    assert "url=../2025Q2/v2/report.html" in (archive.path / "latest/index.html").read_text(encoding="utf-8")
    assert "url=../v2/report.html" in (archive.path / "2025Q2/latest/index.html").read_text(encoding="utf-8")


def test_feed(archive: Archive) -> None:
    feed = ElementTree.fromstring((archive.path / "feed.xml").read_bytes())
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}updated") for one in entries] == [
        "2025-07-02T00:00:00Z",
        "2025-07-01T00:00:00Z",
    ]
    identifiers = [feed.findtext(f"{ATOM}id"), *(one.findtext(f"{ATOM}id") for one in entries)]
    assert len(set(identifiers)) == 3
    assert "Et tal var <forkert> & er rettet." in (entries[0].findtext(f"{ATOM}summary") or "")
    for entry in entries:
        for link in entry.findall(f"{ATOM}link"):
            assert (archive.path / link.attrib["href"]).exists()


def test_simulated_figures_are_marked(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "simulated")
    small_version(archive, 1, simulated=True)
    assert "SIMULERET" in (archive.path / "index.html").read_text(encoding="utf-8")


def test_reasons_stand_on_pages_and_in_the_feed_as_text(tmp_path: Path) -> None:
    def pages_with(reasons: list[str]) -> tuple[dict[str, str], str]:
        archive = Archive(tmp_path / reasons[0][:2].strip("<"))
        first = small_version(archive, 1, quarter=Quarter(1901, 2))
        for number in range(1, len(reasons) + 2):
            quarter = str(Quarter(1900 + number, 2))
            folder = archive.path / quarter / "v1"
            if folder != first.folder:
                shutil.copytree(first.folder, folder)
            manifest = manifest_of(first) | {
                "quarter": quarter,
                "version": 2,
                "kind": "revision",
                "reason": reasons[number - 2],
            }
            (folder / MANIFEST).write_bytes(as_json(manifest))
        pages = {name: content.decode() for name, content in archive_pages(archive).items()}
        return pages, pages.pop("feed.xml")

    (hostile, feed), (plain, plain_feed) = (pages_with(texts) for texts in (CORPUS, harmless(CORPUS)))
    assert hostile.keys() == plain.keys()
    sums = re.compile("[0-9a-f]{64}")
    for name, page in hostile.items():
        assert different(sums.sub("", page), sums.sub("", plain[name]), CORPUS) == [], name
    entries, expected = (ElementTree.fromstring(text) for text in (feed, plain_feed))
    assert [one.tag for one in entries.iter()] == [one.tag for one in expected.iter()]
    summaries = [one.text or "" for one in entries.iter(f"{ATOM}summary")]
    assert len(summaries) == len(CORPUS) + 1
    for text in CORPUS:
        assert sum(text in one for one in summaries) >= 1, text


Damage = Callable[[Path], object]


def edited(name: str, **changes: object) -> Damage:
    """A manifest with other values, and `checksums.txt` made to agree with it."""

    def change(folder: Path) -> None:
        manifest = {**json.loads((folder / name).read_bytes()), **changes}
        written(name, as_json(manifest))(folder)

    return change


def written(name: str, content: bytes) -> Damage:
    """A file with other bytes, and `checksums.txt` made to agree with it."""

    def change(folder: Path) -> None:
        (folder / name).write_bytes(content)
        hashes = listed(Archive(folder))
        hashes[name] = hashlib.sha256(content).hexdigest()
        (folder / "checksums.txt").write_bytes(checksum_lines(hashes))

    return change


def moved(old: str, new: str) -> Damage:
    return lambda folder: (folder / old).rename(folder / new)


def unlisted(name: str) -> Damage:
    """A file that is gone, and its line in `checksums.txt` too."""

    def change(folder: Path) -> None:
        (folder / name).unlink()
        hashes = {file: digest for file, digest in listed(Archive(folder)).items() if file != name}
        (folder / "checksums.txt").write_bytes(checksum_lines(hashes))

    return change


def linked_instead(name: str) -> Damage:
    """A link in place of a file, to the same bytes elsewhere."""

    def change(folder: Path) -> None:
        (folder / name).rename(folder.parent / "kept")
        (folder / name).symlink_to(folder.parent / "kept")

    return change


def piped_instead(name: str) -> Damage:
    def change(folder: Path) -> None:
        (folder / name).unlink()
        os.mkfifo(folder / name)

    return change


def added(name: str) -> Damage:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("1")

    return change


ONE, TWO = "2025Q2/v1/manifest.json", "2025Q2/v2/manifest.json"
OWN = "its bytes are not those that checksums.txt lists"
DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "a file at the root": (added("notes.txt"), {"notes.txt: checksums.txt does not list it"}),
    "a hidden file": (added(".DS_Store"), {".DS_Store: checksums.txt does not list it"}),
    "a file in latest": (added("latest/x.html"), {"latest/x.html: checksums.txt does not list it"}),
    "a file in a quarter's latest": (
        added("2025Q2/latest/x.html"), {"2025Q2/latest/x.html: checksums.txt does not list it"},
    ),
    "a file in a quarter": (added("2025Q2/x"), {"2025Q2/x: checksums.txt does not list it"}),
    "a file named like a quarter": (added("2025Q3"), {"2025Q3: checksums.txt does not list it"}),
    "a file in a folder of its own": (added("more/x"), {"more/x: checksums.txt does not list it"}),
    "a file in a version": (added("2025Q2/v1/x"), {"2025Q2/v1/x: manifest.json does not list it"}),
    "a link to a file": (
        lambda folder: (folder / "x.html").symlink_to("index.html"),
        {"x.html: a symbolic link, which no release makes"},
    ),
    "a link to a folder": (
        lambda folder: (folder / "2025Q2/v1/x").symlink_to(folder),
        {"2025Q2/v1/x: a symbolic link, which no release makes"},
    ),
    "a link that leads nowhere": (
        lambda folder: (folder / "latest/x").symlink_to("nowhere"),
        {"latest/x: a symbolic link, which no release makes"},
    ),
    "an empty folder": (
        lambda folder: (folder / "2025Q2/v1/empty/inner").mkdir(parents=True),
        {
            "2025Q2/v1/empty: an empty folder, which no release makes",
            "2025Q2/v1/empty/inner: an empty folder, which no release makes",
        },
    ),
    "an empty quarter": (
        lambda folder: (folder / "2025Q3").mkdir(), {"2025Q3: an empty folder, which no release makes"},
    ),
    "an edited index": (
        lambda folder: (folder / "index.html").write_text("x"), {f"index.html: {OWN}"},
    ),
    "an edited feed": (lambda folder: (folder / "feed.xml").write_text("x"), {f"feed.xml: {OWN}"}),
    "an edited latest": (
        lambda folder: (folder / "latest/index.html").write_text("x"), {f"latest/index.html: {OWN}"},
    ),
    "an index that is not listed": (
        unlisted("index.html"), {"index.html: checksums.txt does not list it"},
    ),
    "another quarter": (
        edited(TWO, quarter="2025Q3"), {f"{TWO}: its quarter is \"2025Q3\", in the folder 2025Q2/v2"},
    ),
    "another version": (edited(TWO, version=3), {f"{TWO}: its version is 3, in the folder 2025Q2/v2"}),
    "a version that is no number": (
        edited(TWO, version=[2]), {f"{TWO}: its version is no such value, in the folder 2025Q2/v2"},
    ),
    "no version before": (
        edited(TWO, previous=None),
        {f"{TWO}: its previous is not v1", f"{ONE}: not the one that v2 followed"},
    ),
    "a first version that follows one": (
        edited(ONE, previous={"version": 1, "sha256": "0" * 64}),
        {f"{ONE}: its previous is not empty, and v1 follows none", f"{ONE}: not the one that v2 followed"},
    ),
    "a manifest that is no JSON": (written(TWO, b"{"), {f"{TWO}: cannot be read: "}),
    "a manifest that is a list": (written(TWO, b"[]"), {f"{TWO}: cannot be read: "}),
    "a manifest without outputs": (written(TWO, b'{"inputs": {}}'), {f"{TWO}: cannot be read: "}),
    "a manifest of lists": (written(TWO, b'{"inputs": [], "outputs": []}'), {f"{TWO}: cannot be read: "}),
    "a manifest that is nested deep": (written(TWO, b"[" * 100_000), {f"{TWO}: cannot be read: "}),
    "a manifest that is nested deep and closed": (
        written(TWO, b'{"a": ' * 100_000 + b"1" + b"}" * 100_000), {f"{TWO}: cannot be read: "},
    ),
    "another case": (
        moved("2025Q2/v1/report.html", "2025Q2/v1/Report.html"),
        {
            "2025Q2/v1/report.html: missing; there is Report.html, another spelling of the name, "
            "though manifest.json lists it",
            "2025Q2/v1/Report.html: manifest.json does not list it",
        },
    ),
    "another case at the root": (
        moved("index.html", "INDEX.html"),
        {
            "index.html: missing; there is INDEX.html, another spelling of the name, "
            "though checksums.txt lists it",
            "INDEX.html: checksums.txt does not list it",
        },
    ),
    "a version's folder in another case": (
        moved("2025Q2/v1", "2025Q2/V1"),
        {
            f"{ONE}: missing; there is 2025Q2/V1/manifest.json, another spelling of the name, "
            "though checksums.txt lists it",
            "2025Q2/v1: missing",
            *(
                f"2025Q2/V1/{name}: checksums.txt does not list it"
                for name in ("inputs/raw/2025Q2/runners.csv", "report.html", "report.pdf", MANIFEST)
            ),
        },
    ),
    "a version that is gone": (
        lambda folder: shutil.rmtree(folder / "2025Q2/v2"),
        {f"{TWO}: missing, though checksums.txt lists it"},
    ),
    "a link in place of a file": (
        linked_instead("2025Q2/v1/report.html"),
        {
            "2025Q2/v1/report.html: a symbolic link in its place, though manifest.json lists it",
            "2025Q2/v1/report.html: a symbolic link, which no release makes",
        },
    ),
    "no checksums": (
        lambda folder: (folder / "checksums.txt").unlink(),
        {
            "checksums.txt: missing",
            "2025Q2/v1: checksums.txt does not list it: no release finished it",
            "2025Q2/v2: checksums.txt does not list it: no release finished it",
            *(f"{page}: checksums.txt does not list it" for page in PAGES),
        },
    ),
}  # fmt: skip
if hasattr(os, "mkfifo"):
    DAMAGES |= {
        "a pipe": (
            lambda folder: os.mkfifo(folder / "pipe"),
            {"pipe: no plain file, which no release makes"},
        ),
        "a pipe in place of a file": (
            piped_instead("feed.xml"),
            {
                "feed.xml: no plain file in its place, though checksums.txt lists it",
                "feed.xml: no plain file, which no release makes",
            },
        ),
    }


@pytest.mark.parametrize("kind", DAMAGES)
def test_what_a_release_did_not_make(archive: Archive, kind: str) -> None:
    damage, expected = DAMAGES[kind]
    damage(archive.path)
    found = {str(one) for one in differences(archive, archive.versions())}
    open_ended = {line for line in expected if line.endswith(": ")}
    assert {line for line in found if not line.startswith(tuple(open_ended))} == expected - open_ended
    assert all(any(line.startswith(start) for line in found) for start in open_ended)
    arguments = ["verify", "2025Q2", "--quick", "--reports", str(archive.path)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 3
    assert set(done.stderr.splitlines()) == found


def test_another_normal_form_of_a_name(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "reports")
    name = "inputs/raw/2025Q2/ærø-å.csv"
    composed, decomposed = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    small_version(archive, 1, files={composed: b"1"})
    folder = archive.version(Q2, 1).folder
    (folder / composed).rename(folder / decomposed)
    if not (set(files_of(folder)) >= {decomposed}):
        pytest.skip("this file system has one form of names")
    found = [str(one) for one in differences(archive, archive.versions())]
    assert len(found) == 2
    assert any("another spelling of the name, though manifest.json lists it" in one for one in found)


def test_everything_at_once(archive: Archive) -> None:
    kinds = (
        "a file at the root",
        "a link to a file",
        "an empty quarter",
        "an edited feed",
        "another version",
    )
    for kind in kinds:
        DAMAGES[kind][0](archive.path)
    found = {str(one) for one in differences(archive, archive.versions())}
    assert found >= set().union(*(DAMAGES[kind][1] for kind in kinds))


@pytest.mark.parametrize("asked", [("v2",), ("v1",), ()])
def test_versions_that_are_listed_and_gone(archive: Archive, asked: tuple[str, ...]) -> None:
    shutil.rmtree(archive.path / "2025Q2")
    done = CliRunner().invoke(main, ["verify", "2025Q2", *asked, "--reports", str(archive.path)])
    assert done.exit_code == 3
    assert f"{TWO}: missing, though checksums.txt lists it" in done.stderr.splitlines()
    done = CliRunner().invoke(main, ["verify", "2025Q2", "v3", "--reports", str(archive.path)])
    assert done.exit_code == 2
