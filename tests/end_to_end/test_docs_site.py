"""`make docs`: one site that opens from the file system, and no link, reference or docstring is missing."""

import importlib.util
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
FROM_ELSEWHERE = re.compile(
    r"<(?:script|img|iframe|source)[^>]+src=\"(?:https?:)?//|<link[^>]+href=\"(?:https?:)?//"
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    """The program behind `make docs`."""
    pytest.importorskip("sphinx", reason="`make docs` installs it")
    found = importlib.util.spec_from_file_location("build_docs", ROOT / "tools" / "build_docs.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(docs: ModuleType, made_once: Callable[..., Path]) -> Path:
    """The project's own site."""
    return made_once("docs_site", lambda home: docs.build(ROOT, home / "site")) / "site"


def small_project(folder: Path) -> Path:
    """A project of one module and few pages, with the settings of this one."""
    (folder / "docs").mkdir(parents=True)
    shutil.copytree(ROOT / "docs" / "site", folder / "docs" / "site")
    pages = "README CONTRIBUTING CHANGELOG docs/one"
    for page in pages.split():
        (folder / f"{page}.md").write_text(f"# {page}\n\n[one](/docs/one.md)\n", encoding="utf-8")
    index = "\n".join(["# Site", "", "```{toctree}", *pages.split(), "api/index", "```", ""])
    (folder / "docs" / "site" / "index.md").write_text(index, encoding="utf-8")
    package = folder / "src" / "analysis"
    shutil.copytree(ROOT / "src" / "analysis", package, ignore=shutil.ignore_patterns("__pycache__"))
    for part in package.iterdir():
        if part.is_dir() and part.name != "core":
            shutil.rmtree(part)
    (package / "reference").mkdir()
    (package / "reference" / "__init__.py").write_text('"""Reference data."""\n', encoding="utf-8")
    areas = '"""Areas."""\n\n\nclass UnknownNameError(ValueError):\n    """No area is called so."""\n'
    (package / "reference" / "area_names.py").write_text(areas, encoding="utf-8")
    door = '"""A door."""\n\n\nclass NotBuiltError(OSError):\n    """It was not built."""\n\n\n'
    door += 'class Statusrapport:\n    """A report."""\n'
    (package / "statusrapport.py").write_text(door, encoding="utf-8")
    return folder


def test_the_order_of_packages_is_the_one_of_the_imports(docs: ModuleType) -> None:
    text = (ROOT / "tests" / "unit" / "test_import_order.py").read_text(encoding="utf-8")
    order = text[text.index("ORDER = (") : text.index("DOORS")]
    assert re.findall(r'"(\w+)"', order) == list(docs.PACKAGES)


def test_every_page_and_every_module_is_in_the_site(site: Path) -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
    pages += [page for page in (ROOT / "docs").rglob("*.md") if "site" not in page.parts]
    for page in pages:
        assert (site / page.relative_to(ROOT)).with_suffix(".html").is_file()
    modules = [path for path in (ROOT / "src" / "analysis").rglob("*.py") if path.name != "__init__.py"]
    for module in modules:
        name = ".".join(module.relative_to(ROOT / "src").with_suffix("").parts)
        assert (site / "api" / f"{name}.html").is_file()


def test_a_page_lists_the_modules_of_its_own_package_alone(site: Path) -> None:
    page = (site / "api" / "analysis.core.formatting.html").read_text(encoding="utf-8")
    listed = page[page.index('class="sidebar-tree"') : page.index('class="main"')]
    assert 'href="analysis.core.quarters.html"' in listed
    assert 'href="analysis.events.html"' in listed
    assert 'href="analysis.events.coverage.html"' not in listed


def test_nothing_comes_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 100
    assert [page.name for page in pages if FROM_ELSEWHERE.search(page.read_text(encoding="utf-8"))] == []


def test_a_danish_page_says_that_it_is_danish(site: Path) -> None:
    for name, language in (("guidance-tables", "da"), ("for-analysts", "en")):
        page = (site / "docs" / f"{name}.html").read_text(encoding="utf-8")
        assert re.search(r"<html[^>]* lang=\"(\w+)\"", page)[1] == language  # type: ignore[index]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("word", "page"),
    [
        ("hjerteløbere", "Statusrapport"),
        ("genoplivning", "Tabellerne bag bilaget om genoplivning"),
        ("choose_engine", "analysis.rendering.engines.choose_engine"),
    ],
)
def test_the_search_works_from_the_file_system(site: Path, chromium_page: Page, word: str, page: str) -> None:
    requested: list[str] = []
    errors: list[str] = []
    chromium_page.on("request", lambda request: requested.append(request.url))
    chromium_page.on("pageerror", lambda error: errors.append(str(error)))
    chromium_page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    chromium_page.goto((site / "index.html").as_uri())
    chromium_page.locator("input[name=q]").fill(word)
    chromium_page.locator("input[name=q]").press("Enter")
    chromium_page.locator("#search-results li", has_text=page).first.wait_for()
    assert {url.split(":")[0] for url in requested} <= {"file", "data"}
    assert errors == []


def test_the_same_project_makes_the_same_bytes_and_replaces_what_was_there(
    docs: ModuleType, tmp_path: Path
) -> None:
    project, out = small_project(tmp_path / "project"), tmp_path / "site"
    docs.build(project, out)
    first = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    (out / "left.html").touch()
    docs.build(project, out)
    assert {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()} == first


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("README.md", "\n[gone](docs/gone.md)\n", r"README\.md:5: WARNING.*'docs/gone\.md'"),
        ("README.md", "\n[gone](docs/one.md#gone)\n", r"README\.md:5: WARNING.*'gone'"),
        ("README.md", "\n![gone](docs/gone.png)\n", r"README\.md:5: WARNING.*docs/gone\.png"),
        ("docs/more.md", "# More\n", r"docs/more\.md: WARNING: document isn't included in any toctree"),
        (
            "src/analysis/core/quarters.py",
            '\n\ndef late() -> None:\n    """As `analysis.core.quarters.Gone` does."""\n',
            r"quarters\.py.*WARNING.*analysis\.core\.quarters\.Gone",
        ),
        ("src/analysis/core/quarters.py", "\n\ndef late() -> None:\n    pass\n", r"quarters\.py:\d+:5: D103"),
        ("src/analysis/core/quarters.py", "\n\nclass Late:\n    pass\n", r"quarters\.py:\d+:7: D101"),
        ("src/analysis/core/late.py", "LATE = 1\n", r"late\.py:1:1: D100"),
        ("src/analysis/core/late.py", '"""Late."""\n\nimport gone\n', r"No module named 'gone'"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_replaced(
    docs: ModuleType, tmp_path: Path, file: str, text: str, message: str
) -> None:
    project, out = small_project(tmp_path / "project"), tmp_path / "site"
    with (project / file).open("a", encoding="utf-8") as stream:
        stream.write(text)
    with pytest.raises(docs.DocumentationError, match=message):
        docs.build(project, out)
    assert not out.exists()


def test_a_folder_with_something_else_is_left_alone(docs: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    with pytest.raises(docs.DocumentationError, match="holds something else"):
        docs.build(ROOT, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
