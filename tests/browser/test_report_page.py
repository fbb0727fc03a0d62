"""The HTML report in a browser: offline, accessible, and whole at every width."""

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pypandoc
import pypdf
import pytest

from analysis.core.layout import EXTENSION

pytestmark = pytest.mark.browser

PHONE, TABLET, DESKTOP = 360, 768, 1440
# A window of 1280 × 1024 at 400 %.
ENLARGED = (320, 256)
MUNICIPALITIES = 98
KEY_FIGURES_AT_LEAST = 20
MOST_BYTES = 2_500_000
PAGES_AT_LEAST = 6
POINTS_A4 = (842, 595)
SMALLEST_TARGET = 44


@pytest.fixture(scope="module")
def report_html(built_report: Path) -> Path:
    """The report as a reader opens it."""
    return built_report / "report.html"


@pytest.fixture
def open_report(chromium_page: Any, report_html: Path) -> Callable[[int], Any]:
    """`open_report(360)` gives the report in a window of that width, its fonts loaded."""

    def opened(width: int) -> Any:
        chromium_page.set_viewport_size({"width": width, "height": 900})
        chromium_page.goto(report_html.as_uri())
        chromium_page.evaluate("document.fonts.ready.then(() => true)")
        return chromium_page

    return opened


@pytest.fixture
def page_without_javascript(chromium_browser: Any, report_html: Path) -> Iterator[Any]:
    """The report where scripts do not run."""
    context = chromium_browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(report_html.as_uri())
    yield page
    context.close()


def test_asks_for_nothing_and_reports_no_error(chromium_page: Any, report_html: Path) -> None:
    requested: list[str] = []
    complaints: list[str] = []
    chromium_page.on("request", lambda request: requested.append(request.url))
    chromium_page.on("console", lambda message: complaints.append(message.text))
    chromium_page.on("pageerror", lambda error: complaints.append(str(error)))
    chromium_page.goto(report_html.as_uri(), wait_until="networkidle")
    elsewhere = [url for url in requested if url != report_html.as_uri() and not url.startswith("data:")]
    assert (elsewhere, complaints) == ([], [])


def test_findings_are_headings_below_that_of_their_page(open_report: Callable[[int], Any]) -> None:
    found = open_report(1440).evaluate(
        """() => [...document.querySelectorAll('[role=heading], main h2, main h3')].map(element => [
            Number(element.getAttribute('aria-level') ?? element.tagName[1]), element.textContent.trim()
        ])"""
    )
    levels = {text: level for level, text in found}
    assert levels["Hele landet"] == 2
    assert levels["Danmark har 57.300 aktive hjerteløbere"] == 3
    assert levels["71\u00a0pct. af landets 26.182 registrerede hjertestartere er døgntilgængelige"] == 4
    assert all(now <= before + 1 for (before, _), (now, _) in pairwise(found))


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing(
    open_report: Callable[[int], Any], axe_violations: Callable[..., list[dict[str, Any]]], width: int
) -> None:
    found = axe_violations(open_report(width))
    assert {rule["id"]: [node["html"][:200] for node in rule["nodes"][:3]] for rule in found} == {}


@pytest.mark.parametrize("window", [(DESKTOP, 900), ENLARGED])
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_keyboard_goes_everywhere_and_shows_where_it_is(
    chromium_browser: Any,
    axe_violations: Callable[..., list[dict[str, Any]]],
    request: pytest.FixtureRequest,
    language: str,
    window: tuple[int, int],
) -> None:
    """Every stop is seen, marked and under nothing, and the last leads out of the page; also at 400 %."""
    folder = request.getfixturevalue("built_report" if language == "da" else "english_report")
    width, height = window
    context = chromium_browser.new_context(
        offline=True, viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto((folder / "report.html").as_uri())
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    stops = list(iter(lambda: next_stop(page), None))
    assert len(stops) > 150
    assert [stop for stop in stops if not (stop["seen"] and stop["marked"] and stop["free"])] == []
    assert axe_violations(page) == []
    context.close()


def next_stop(page: Any) -> dict[str, Any] | None:
    """Where the next press of Tab leads; None after the last stop."""
    page.keyboard.press("Tab")
    stop: dict[str, Any] | None = page.evaluate(
        """() => {
            const here = document.activeElement;
            if (here === document.body) return null;
            const { left, right, top, bottom } = here.getBoundingClientRect(), style = getComputedStyle(here);
            const x = Math.min(Math.max((left + right) / 2, 0), innerWidth - 1);
            const y = Math.min(Math.max(top + Math.min((bottom - top) / 2, 20), 0), innerHeight - 1);
            const over = document.elementFromPoint(x, y);
            return {
                html: here.outerHTML.slice(0, 120),
                seen: right > left && bottom > 0 && top < innerHeight,
                marked: style.outlineStyle !== "none" || style.boxShadow !== "none",
                free: Boolean(over) && (here.contains(over) || over.contains(here)),
            };
        }"""
    )
    return stop


@pytest.mark.parametrize("width", [PHONE, TABLET, 1100, 1280, DESKTOP])
def test_page_does_not_scroll_sideways(open_report: Callable[[int], Any], width: int) -> None:
    page = open_report(width)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(element => {
            const box = element.getBoundingClientRect();
            return box.width && box.right > innerWidth + 1
                && !element.closest('.tabelramme, svg, .skjult');
        }).map(element => element.outerHTML.slice(0, 120))"""
    )
    assert outside == []


STRIPS = """() => [...document.querySelectorAll(".striptabel tbody tr")].flatMap(row => {
  const dot = row.querySelector(".prik"), cell = row.querySelector("td:not(.strimmel)");
  if (!dot || !cell || !cell.firstChild || !dot.getClientRects().length) return [];
  const text = document.createRange();
  text.selectNodeContents(cell);
  const [number, place] = [text, dot].map(one => one.getBoundingClientRect());
  const apart = Math.abs(number.top + number.bottom - place.top - place.bottom) / 2;
  return [[row.querySelector("th").textContent, apart]];
})"""
STRIP_HEADS = """() => [...document.querySelectorAll(".skala")].map(scale => [...scale.children]
  .map(label => [label.textContent, label.getBoundingClientRect().left, label.getBoundingClientRect().right])
  .filter(([_, left, right]) => right - left > 1)
  .sort((one, other) => one[1] - other[1]))"""
LEAST_BETWEEN_LABELS, MOST_BESIDE_A_LINE = 6, 4


@pytest.mark.parametrize("width", [PHONE, 390, TABLET, 1100, 1280, DESKTOP])
def test_dots_stand_beside_their_number_and_heads_of_strips_apart(
    open_report: Callable[[int], Any], width: int
) -> None:
    """Also where a name is set in two lines, and where the country's label comes near a value's."""
    page = open_report(width)
    dots = page.evaluate(STRIPS)
    assert len(dots) > MUNICIPALITIES
    assert [name for name, apart in dots if apart > MOST_BESIDE_A_LINE] == []
    heads = page.evaluate(STRIP_HEADS)
    near = [
        (one, other)
        for head in heads
        for (one, _, right), (other, left, _) in pairwise(head)
        if left - right < LEAST_BETWEEN_LABELS
    ]
    assert near == []


def test_no_plain_table_is_cut_on_a_tablet(open_report: Callable[[int], Any]) -> None:
    cut = open_report(TABLET).evaluate(
        """() => [...document.querySelectorAll(".tabelramme")]
        .filter(frame => frame.getClientRects().length && frame.scrollWidth > frame.clientWidth + 1)
        .map(frame => frame.getAttribute("aria-label"))"""
    )
    assert cut == []


def test_key_figures_show_on_a_phone(open_report: Callable[[int], Any]) -> None:
    page = open_report(PHONE)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.noegletal .tal')].map(number => {
            const text = document.createRange();
            text.selectNodeContents(number);
            const box = text.getBoundingClientRect();
            return [number.textContent, box.left, box.right, box.height];
        })"""
    )
    assert len(boxes) >= KEY_FIGURES_AT_LEAST
    assert [box for box in boxes if box[1] < 0 or box[2] > PHONE or not box[3]] == []


def test_every_municipality_is_read_without_javascript(
    page_without_javascript: Any, published_areas: pl.DataFrame
) -> None:
    names = set(published_areas.filter(pl.col("level") == "municipality")["area"])
    assert len(names) == MUNICIPALITIES
    heads = page_without_javascript.locator("#alle-kommuner tbody th[scope=row]")
    assert set(heads.all_inner_texts()) == names
    assert all(head.is_visible() for head in heads.all())
    assert page_without_javascript.locator("nav a").first.is_visible()


def test_headings_and_landmarks(open_report: Callable[[int], Any]) -> None:
    page = open_report(DESKTOP)
    shown = [heading for heading in page.locator("h1, h2, h3, h4, h5, h6").all() if heading.is_visible()]
    levels = [int(heading.evaluate("heading => heading.tagName[1]")) for heading in shown]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(heading.inner_text().strip() for heading in shown)
    assert [page.locator(f"body > {name}").count() for name in ("header", "footer")] == [1, 1]
    assert [page.locator(name).count() for name in ("main", "nav")] == [1, 1]
    assert page.locator("html").get_attribute("lang") == "da"


def test_links_lead_somewhere_and_are_large_enough(open_report: Callable[[int], Any]) -> None:
    page = open_report(PHONE)
    lost = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="#"]')].map(link => link.hash.slice(1))
            .filter(id => document.querySelectorAll('[id="' + decodeURIComponent(id) + '"]').length !== 1)"""
    )
    assert lost == []
    page.locator("nav summary").click()
    heights = [link.bounding_box()["height"] for link in page.locator("nav a").all()]
    assert min(heights) >= SMALLEST_TARGET


def test_skip_link_comes_first(open_report: Callable[[int], Any]) -> None:
    page = open_report(DESKTOP)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#hovedindhold"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "hovedindhold"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_every_chart_says_what_it_shows(open_report: Callable[[int], Any], width: int) -> None:
    page = open_report(width)
    charts = page.locator("svg").all()
    assert charts
    assert [chart.get_attribute("role") for chart in charts] == ["img"] * len(charts)
    assert all((chart.get_attribute("aria-label") or "").strip() for chart in charts)
    assert page.locator("svg [role], svg [aria-label]").count() == 0


def test_phone_gets_a_map_with_readable_numbers(open_report: Callable[[int], Any]) -> None:
    page = open_report(PHONE)
    halves = [half for half in page.locator("#figur-danmark .smal").all() if half.is_visible()]
    assert not page.locator("#figur-danmark .bred").is_visible()
    scales = [half.evaluate("half => half.getScreenCTM().a") for half in halves]
    assert [scale > 1.2 for scale in scales] == [True, True]


def test_tables_have_captions_and_scopes(open_report: Callable[[int], Any]) -> None:
    page = open_report(DESKTOP)
    tables = page.locator("table").all()
    assert tables
    assert all((table.locator("caption").text_content() or "").strip() for table in tables)
    assert page.locator("th:not([scope])").count() == 0
    frames = page.locator(".tabelramme")
    assert frames.count() == len(tables)
    assert page.locator(".tabelramme[tabindex='0'][role=region][aria-label]").count() == len(tables)


def test_typeface_is_in_the_file(open_report: Callable[[int], Any]) -> None:
    page = open_report(DESKTOP)
    loaded = page.evaluate(
        """() => [...document.fonts].filter(face => face.family.replaceAll('"', '') === 'Lato')
            .map(face => face.weight + ' ' + face.status).sort()"""
    )
    assert loaded == ["400 loaded", "700 loaded"]
    assert page.evaluate("document.fonts.check('16px Lato') && document.fonts.check('bold 16px Lato')")
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Lato")


def test_prints_on_a4_without_loss(open_report: Callable[[int], Any], built_report: Path) -> None:
    page = open_report(DESKTOP)
    printed = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(printed.pages) <= len(pypdf.PdfReader(built_report / "report.pdf").pages)
    assert len(printed.pages) >= PAGES_AT_LEAST
    sizes = {
        (round(float(leaf.mediabox.width)), round(float(leaf.mediabox.height))) for leaf in printed.pages
    }
    assert sizes == {POINTS_A4}
    assert all(leaf.extract_text().strip() for leaf in printed.pages)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1032, "height": 703})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.evaluate("innerWidth")
    assert not page.locator("nav").is_visible()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_simulated_data_are_marked_on_screen_and_paper(
    chromium_page: Any, axe_violations: Callable[..., list[dict[str, Any]]], tmp_path: Path, width: int
) -> None:
    page_file = tmp_path / "simulated.html"
    facts = {
        "title": "Titel",
        "subtitle": "Undertitel",
        "lang": "da",
        "watermark": "SIMULERET",
        "draft": "UDKAST",
        "skip-link": "Spring",
    }
    pypandoc.convert_text(
        "## Side\n\nTekst", "html5", format="markdown", outputfile=str(page_file),
        extra_args=[
            "--standalone", "--embed-resources", "--section-divs",
            f"--template={EXTENSION / 'page.html'}",
            f"--css={EXTENSION / 'rapport.css'}",
            *(f"--metadata={key}:{value}" for key, value in facts.items()),
        ],
    )  # fmt: skip
    chromium_page.set_viewport_size({"width": width, "height": 900})
    chromium_page.goto(page_file.as_uri())
    assert chromium_page.get_by_text("SIMULERET").is_visible()
    assert axe_violations(chromium_page) == []
    for medium in ("screen", "print"):
        chromium_page.emulate_media(media=medium)
        drawn = chromium_page.locator(".vandmaerke").evaluate(
            "mark => [getComputedStyle(mark, '::before').content, getComputedStyle(mark).position,"
            " getComputedStyle(mark).display, getComputedStyle(mark).pointerEvents]"
        )
        assert drawn == ['"SIMULERET"', "fixed", "grid", "none"]
        mark = chromium_page.locator(".udkast").bounding_box()
        # Heads of tables stay at the top of the window; in print the middle belongs to titles.
        assert (mark["y"] if medium == "print" else 900 - mark["y"] - mark["height"]) == pytest.approx(
            0, abs=1
        )
        assert mark["x"] + mark["width"] / (2 if medium == "screen" else 1) == pytest.approx(
            width / (2 if medium == "screen" else 1), abs=1
        )


def test_file_is_small(report_html: Path) -> None:
    assert report_html.stat().st_size < MOST_BYTES


def test_every_chart_has_its_numbers(open_report: Callable[[int], Any]) -> None:
    page = open_report(DESKTOP)
    charts = page.locator(".diagram:not(#figur-genoplivning)")
    details = page.locator(".diagram + .tallene")
    assert details.count() == charts.count() > 8
    funnel = page.locator("#figur-tragt + .tallene")
    assert not funnel.locator("table").is_visible()
    funnel.locator("summary").click()
    assert funnel.locator("tbody tr").count() == 98
    assert funnel.locator("tbody tr").last.inner_text().split("\t") == ["Aarhus", "373.676", "4.542", "1.215"]
    with page.expect_download() as download:
        funnel.locator("a[download]").click()
    assert download.value.suggested_filename == "tragt.csv"
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Kommune;Indbyggere;Aktive;Pr. 100.000"
    assert lines[-1] == "Aarhus;373676;4542;1215"
    assert len(lines) == 99
    assert page.locator("#figur-tragt .bred [data-r]").count() == 98


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_appendix_leads_to_the_page_that_asks_the_guidance(
    chromium_page: Any, built_report: Path, width: int
) -> None:
    chromium_page.set_viewport_size({"width": width, "height": 900})
    chromium_page.goto((built_report / "report.html").as_uri())
    link = chromium_page.get_by_role("link", name="Spørg vejledningen").last
    assert link.bounding_box()["height"] >= 44
    link.click()
    assert chromium_page.url == (built_report / "vejledning.html").as_uri()
    assert "ikke beslutningsstøtte" in chromium_page.locator("#foelger").inner_text()


@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
def test_how_the_numbers_were_computed_does_not_scroll_sideways(
    chromium_page: Any,
    axe_violations: Callable[..., list[dict[str, Any]]],
    built_report: Path,
    width: int,
) -> None:
    """Formulas, code and tables that are wider than the page scroll by themselves, also by keyboard."""
    chromium_page.set_viewport_size({"width": width, "height": 900})
    chromium_page.goto((built_report / "method.html").as_uri())
    assert chromium_page.locator('math[display="block"]').count() > 5
    assert chromium_page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert axe_violations(chromium_page) == []
