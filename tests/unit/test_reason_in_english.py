"""The reason of a version in English: given beside the Danish one, kept, and shown on English pages alone."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.core.layout import EDITION_VARIABLE
from analysis.releases.archive import edition_of
from analysis.report.edition import Edition
from analysis.texts import Texts

BOTH = Edition(2, date(2025, 8, 1), "revision", "Talt igen.", "Counted again.")
DANISH = Edition(2, date(2025, 8, 1), "revision", "Talt igen.")


@pytest.mark.parametrize(
    ("edition", "language", "reason"),
    [
        (BOTH, "da", "Talt igen."),
        (BOTH, "en", "Counted again."),
        (DANISH, "da", "Talt igen."),
        (DANISH, "en", "Talt igen."),
    ],
)
def test_a_page_shows_the_reason_in_its_language(edition: Edition, language: str, reason: str) -> None:
    assert edition.reason_in(Texts(language)) == reason


@pytest.mark.parametrize("edition", [BOTH, DANISH])
def test_it_reaches_notebooks_and_manifests(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EDITION_VARIABLE, edition.for_notebooks()[EDITION_VARIABLE])
    assert Edition.from_environment() == edition
    manifest = {"version": 2, "created": "2025-08-01", "kind": "revision", **edition.reasons}
    assert edition_of(json.loads(json.dumps(manifest))) == edition


def test_a_version_without_it_is_recorded_as_before() -> None:
    assert DANISH.facts() == {
        "version": 2,
        "released": "2025-08-01",
        "kind": "revision",
        "reason": "Talt igen.",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--reason", "Ny.", "--reason-en", "New.", "--kind", "revision"], "give both, and --english"),
        (["--reason-en", "New.", "--english"], "give both, and --english"),
        (["--reason", "Ny.", "--reason-en", "two\nlines", "--english"], "--reason-en: found "),
    ],
)
def test_what_is_no_such_reason_is_wrong_usage(
    data: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    places = ["--data", str(data), "--reports", str(tmp_path / "reports")]
    done = CliRunner().invoke(main, ["release", "2025Q2", *arguments, *places])
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert not (tmp_path / "reports").exists()
