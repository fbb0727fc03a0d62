"""What the documentation names is there: links, files, packages in their order, each how-to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted(page for page in (ROOT / "docs").rglob("*.md") if "site" not in page.parts)
ABOUT_THE_CODE = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
NAMED_FILE = re.compile(r"`((?:src|docs|data|notebooks|tests|tools|_extensions)/[\w./-]+)`")
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def text_of(page: Path) -> str:
    """A page without its code."""
    return BLOCK.sub("", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = LINK.findall(text_of(page))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", ABOUT_THE_CODE, ids=lambda page: page.stem)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = NAMED_FILE.findall(text_of(page))
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_architecture_lists_every_package_in_the_order_of_imports() -> None:
    section = text_of(ROOT / "docs" / "architecture.md").split("## The packages")[1].split("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    order = (ROOT / "tests" / "unit" / "test_import_order.py").read_text(encoding="utf-8")
    assert listed == re.findall(r'"(\w+)"', order[order.index("ORDER = (") : order.index("DOORS")])


def test_every_way_to_add_something_is_in_contributing() -> None:
    adding = sorted(page.name for page in (ROOT / "docs" / "how-to").glob("adding-*.md"))
    assert sorted(re.findall(r"docs/how-to/(adding-[\w-]+\.md)", text_of(ROOT / "CONTRIBUTING.md"))) == adding
