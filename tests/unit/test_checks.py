"""Every check can be told: its kind stands once, and the report has its sentence in each language."""

import inspect
from collections import Counter
from pathlib import Path

import catalogues  # type: ignore[import-not-found]
import pytest

from analysis.checks import registry
from analysis.checks.page import as_markdown
from analysis.checks.registry import CHECKS
from analysis.texts import LANGUAGES

KINDS = [check.kind for check in CHECKS]


def test_every_check_is_found() -> None:
    folder = Path(inspect.getfile(registry)).parent
    declared = sum(path.read_text(encoding="utf-8").count("\n@check(") for path in folder.glob("*.py"))
    assert declared == len(CHECKS) > 0
    assert [kind for kind, count in Counter(KINDS).items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS, "answer"])
def test_the_report_has_its_sentence(kind: str, language: str) -> None:
    assert f"quality-{kind}" in catalogues.read(f"{language}.ftl")


def test_the_page_is_made_from_the_declarations() -> None:
    """Else: `python -m analysis.checks.page > docs/checks.md`."""
    page = Path(__file__).parents[2] / "docs" / "checks.md"
    assert page.read_text(encoding="utf-8") == as_markdown(CHECKS)
