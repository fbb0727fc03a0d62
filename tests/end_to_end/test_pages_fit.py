"""Every page of the report holds what belongs on it, also with developments and numbers of all regions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_is_where_a_bookmark_leads(language: str, developed_reports: Path) -> None:
    pdf = pypdf.PdfReader(developed_reports / language / "report.pdf")
    heads = {"da": "Hjertestartere i kommunerne", "en": "AEDs in the municipalities"}
    assert heads[language] in [str(item.title) for item in flat(pdf.outline)]
    begun = {pdf.get_destination_page_number(item) for item in flat(pdf.outline)}
    assert set(range(len(pdf.pages))) - begun == set()


def flat(outline: list[Any]) -> Iterator[Any]:
    """Bookmarks of all levels."""
    for item in outline:
        yield from flat(item) if isinstance(item, list) else [item]
