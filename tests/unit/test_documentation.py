"""What the documentation names is there: links, files, packages in their order, each how-to."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted(page for page in (ROOT / "docs").rglob("*.md") if "site" not in page.parts)
ABOUT_THE_CODE = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
NAMED_FILE = re.compile(r"`((?:src|docs|data|notebooks|tests|tools|_extensions)/[\w./-]+)`")
WHERE_THINGS_GO = [*ABOUT_THE_CODE, *sorted((ROOT / "docs" / "how-to").glob("adding-*.md"))]
CODE = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"[A-Za-z_]\w*")
FILE_OR_FOLDER = re.compile(
    r"(?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|md|ipynb|ftl|toml|csv|html|pdf|json|qmd|yml)"
)
NAME_IN_FILE = re.compile(r"`(\w+)` (?:in|of) `([\w/-]+\.py)`")
OF_OTHERS = {"PIP_INDEX_URL", "hundreds/101/active_runners", "fund"}
MADE = ("build/", ".venv/")
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


@cache
def names_and_texts() -> tuple[frozenset[str], frozenset[str]]:
    """What the code of package and tests names, and every text in the package."""
    names, texts = set[str](), set[str]()
    for path in (*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")):
        found, written = names_in(path)
        names |= found
        texts |= written if path.is_relative_to(ROOT / "src") else set()
    return frozenset(names), frozenset(texts)


def names_in(path: Path) -> tuple[set[str], set[str]]:
    """The names that a module defines or uses, and its texts."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    kinds = ((ast.Name, "id"), (ast.Attribute, "attr"), (ast.FunctionDef, "name"), (ast.ClassDef, "name"))
    more = ((ast.arg, "arg"), (ast.keyword, "arg"))
    names = {getattr(node, key) for node in nodes for kind, key in (*kinds, *more) if isinstance(node, kind)}
    return names, {
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def is_there(word: str) -> bool:
    """Whether what a page writes as code is a file, a name or a target of make of the project."""
    names, texts = names_and_texts()
    if word.startswith("make "):
        target = word.split()[1]
        return (
            re.search(rf"^{re.escape(target)}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
            is not None
        )
    if word.startswith(MADE):
        return True
    if FILE_OR_FOLDER.fullmatch(word):
        places = (ROOT / word, ROOT / "src" / "analysis" / word)
        by_name = "/" not in word and any((ROOT / "src").rglob(word))
        return any(place.exists() for place in places) or by_name or word in texts
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    package = (ROOT / "src" / "analysis" / word).is_dir()
    notebook = (ROOT / "notebooks" / f"{word}.ipynb").is_file()
    return word in names or word in texts or word in groups or package or notebook


@pytest.mark.parametrize("page", WHERE_THINGS_GO, ids=lambda page: page.stem)
def test_every_path_and_name_that_is_written_as_code_is_there(page: Path) -> None:
    words = CODE.findall(text_of(page))
    known = [
        word
        for word in words
        if word.startswith("make ") or FILE_OR_FOLDER.fullmatch(word) or NAME.fullmatch(word)
    ]
    assert len(known) > 3
    assert [word for word in known if word not in OF_OTHERS and not is_there(word)] == []


@pytest.mark.parametrize("page", WHERE_THINGS_GO, ids=lambda page: page.stem)
def test_a_name_lies_in_the_file_it_is_said_to_lie_in(page: Path) -> None:
    for name, file in NAME_IN_FILE.findall(text_of(page)):
        whole = {*ROOT.glob(file), *(ROOT / "src" / "analysis").glob(file)}
        files = whole or {*(ROOT / "src").rglob(file)}
        assert any(name in names_in(path)[0] for path in files), f"{name} is not in {file}"


def test_what_is_not_there_is_seen() -> None:
    assert not is_there("src/analysis/auditor.py")
    assert not is_there("ingest/no_such_module.py")
    assert not is_there("make everything")
    assert not is_there("no_such_function")
    assert is_there("withheld_box")
    assert is_there("ingest/regrouping.py")
