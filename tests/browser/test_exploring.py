"""What readers do with the HTML report: find a municipality, point at charts, sort tables, print."""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pypdf
import pytest

from analysis.core.formatting import number

pytestmark = pytest.mark.browser

PHONE, TABLET, DESKTOP = 360, 768, 1440
CODE, NAME = "813", "Frederikshavn"
LANGELAND = "482"
SMALLEST_TEXT = 11
MOST_BYTES = 2_500_000
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; img-src data:"
)


@pytest.fixture(scope="module")
def report_html(built_report: Path) -> Path:
    """The report as a reader opens it."""
    return built_report / "report.html"


@pytest.fixture(scope="module")
def numbers(built_report: Path) -> pl.DataFrame:
    """The tidy table that the report was made from."""
    return pl.read_csv(built_report / "indicators.csv", infer_schema_length=None)


@pytest.fixture
def complaints(chromium_page: Any) -> Iterator[list[str]]:
    """What the page complains of; nothing by the end of every test that asks."""
    found: list[str] = []
    chromium_page.on("console", lambda message: found.append(message.text))
    chromium_page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


@pytest.fixture
def opened(chromium_page: Any, report_html: Path, complaints: list[str]) -> Callable[..., Any]:
    """`opened(360, "#kommune=813")` gives the report at that width and address."""
    assert complaints == []

    def at(width: int = DESKTOP, address: str = "") -> Any:
        chromium_page.set_viewport_size({"width": width, "height": 900})
        chromium_page.emulate_media(reduced_motion="reduce")
        chromium_page.goto(report_html.as_uri() + address)
        chromium_page.evaluate("document.fonts.ready.then(() => true)")
        return chromium_page

    return at


def ask(page: Any, text: str) -> None:
    """Write into the field and press Enter."""
    page.locator("#find-felt").fill(text)
    page.keyboard.press("Enter")


def expect_chosen(page: Any, name: str) -> None:
    """Wait until the card of a municipality stands open."""
    from playwright.sync_api import expect

    expect(page.locator("#kommunekort h3")).to_have_text(name)


def expect_none_chosen(page: Any) -> None:
    """Wait until no card stands open and nothing is marked: the page answers a change of address later."""
    from playwright.sync_api import expect

    expect(page.locator("#kommunekort h3")).to_have_count(0)
    expect(page.locator(".valgt")).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Frederikshavn", "Frederikshavn"),
        ("813", "Frederikshavn"),
        ("  frederikshavn kommune ", "Frederikshavn"),
        ("Aarhus", "Aarhus"),
        ("Århus", "Aarhus"),
        ("arhus", "Aarhus"),
        ("Københavns Kommune", "København"),
        ("kobenhavn", "København"),
        ("Koebenhavn", "København"),
        ("Bornholms Regionskommune", "Bornholm"),
        ("hoje taastrup", "Høje-Taastrup"),
        ("Høje Tåstrup", "Høje-Taastrup"),
        ("faaborg midtfyn", "Faaborg-Midtfyn"),
        ("aeroe", "Ærø"),
        ("ærø", "Ærø"),
        ("laeso", "Læsø"),
        ("Ringk", "Ringkøbing-Skjern"),
        ("Lyngby-Tårbæk", "Lyngby-Taarbæk"),
        ("Nordfyns", "Nordfyns"),
        ("Vesthimmerland", "Vesthimmerlands"),
        ("Kbh.", "København"),
        ("Fr.havn", "Frederikshavn"),
        ("rk skjern", "Ringkøbing-Skjern"),
    ],
)
def test_a_municipality_is_found_however_it_is_written(
    opened: Callable[..., Any], text: str, name: str
) -> None:
    page = opened()
    ask(page, text)
    expect_chosen(page, name)
    assert page.locator("#find-felt").input_value() == name


def test_every_municipality_is_found_by_name_and_code(opened: Callable[..., Any]) -> None:
    page = opened()
    areas = json.loads(page.locator("#rapportdata").text_content())["municipalities"]
    assert len(areas) == 98
    wrong = page.evaluate(
        """async areas => {
            const wrong = [];
            const next = () => new Promise(done => setTimeout(done));
            const plain = text => text.replaceAll('ø', 'o').replaceAll('æ', 'ae').replaceAll('å', 'a')
                .replaceAll('Ø', 'O').replaceAll('Æ', 'AE').replaceAll('Aa', 'A').replaceAll('aa', 'a');
            const field = document.querySelector('#find-felt');
            for (const {code, name} of areas) {
                for (const text of [name, code, plain(name), name + ' Kommune']) {
                    field.value = text;
                    field.form.requestSubmit();
                    await next(); await next();
                    const found = location.hash === '#kommune=' + code && field.value === name;
                    if (!found) wrong.push([text, field.value]);
                }
            }
            return wrong;
        }""",
        areas,
    )
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "said", "offered"),
    [
        ("Frederikshamn", "Ingen kommune hedder »Frederikshamn«.", ["Frederikshavn"]),
        (
            "Fred",
            "Flere kommuner passer til »Fred«:",
            ["Fredensborg", "Fredericia", "Frederiksberg", "Frederikshavn", "Frederikssund"],
        ),
        ("Xyzzyplugh", "Ingen kommune hedder »Xyzzyplugh«.", []),
        ("<b>999</b>", "Ingen kommune hedder »<b>999</b>«.", []),
        (" ", "Skriv en kommunes navn eller kode.", []),
    ],
)
def test_what_is_not_found_is_answered_politely(
    opened: Callable[..., Any], text: str, said: str, offered: list[str]
) -> None:
    page = opened()
    ask(page, text)
    answer = page.locator("#find-svar")
    assert answer.locator("p").first.inner_text() == said
    assert answer.locator("a").all_inner_texts() == offered
    assert answer.get_attribute("role") == "status"
    expect_none_chosen(page)
    if offered:
        answer.locator("a").first.click()
        expect_chosen(page, offered[0])


def test_a_region_is_answered_with_the_way_to_its_page(opened: Callable[..., Any]) -> None:
    page = opened()
    for text in ("Region Nordjylland", "nordjylland"):
        ask(page, text)
        answer = page.locator("#find-svar")
        assert answer.inner_text() == "»Region Nordjylland« er en region. Gå til siden om Region Nordjylland"
        expect_none_chosen(page)
    answer.locator("a").click()
    assert page.locator(":target").get_attribute("id") == "region-nordjylland"


def test_no_old_card_stays_under_an_answer_that_nothing_was_found(opened: Callable[..., Any]) -> None:
    page = opened(DESKTOP, f"#kommune={CODE}")
    expect_chosen(page, NAME)
    assert page.title().startswith("Frederikshavn – Hjerteløbere i\u00a0Danmark")
    ask(page, "Xyzzyplugh")
    expect_none_chosen(page)
    assert page.locator("#find-felt").input_value() == "Xyzzyplugh"
    assert (page.evaluate("location.hash"), page.title()[:11]) == ("", "Hjerteløber")
    page.go_back()
    expect_chosen(page, NAME)


def test_a_card_can_be_quoted_and_is_printed_alone(chromium_browser: Any, report_html: Path) -> None:
    context = chromium_browser.new_context(offline=True, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{report_html.as_uri()}#kommune={LANGELAND}")
    expect_chosen(page, "Langeland")
    page.locator("#kommunekort button", has_text="Kopiér").click()
    page.locator("#kommunekort button", has_text="kopieret").wait_for()
    quoted = page.evaluate("navigator.clipboard.readText()")
    assert quoted.startswith("I Langeland Kommune var der 21 aktive hjerteløbere den 3.\u00a0juni 2025")
    assert "109–269" in quoted
    assert "FirstAED" in quoted
    printed = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    text = printed.pages[0].extract_text()
    assert len(printed.pages) == 1
    assert "Langeland" in text
    assert "opgjort den 3." in text
    assert "FirstAED" in text
    for other in ("Ryd valget", "Find din kommune", "Sådan skal tallene læses"):
        assert other not in text
    page.evaluate("location.hash = ''")
    page.wait_for_function("!document.querySelector('#kommunekort')")
    assert len(pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages) > 20
    context.close()


def test_card_shows_the_tidy_tables_numbers(opened: Callable[..., Any], numbers: pl.DataFrame) -> None:
    page = opened(DESKTOP, f"#kommune={CODE}")
    own = {row["indicator"]: row for row in numbers.filter(pl.col("area_code") == CODE).iter_rows(named=True)}
    rate, rank = own["active_runners_rate"], own["active_runners_rate_rank"]
    national = numbers.filter(
        (pl.col("area_code") == "dk") & (pl.col("indicator") == "active_runners_rate")
    ).row(0, named=True)
    expected = national["value"] * rate["denominator"] / 100_000
    shown = page.locator("#kommunekort .noegletal > div")
    assert shown.locator(".tal").all_inner_texts() == [
        number(own["active_runners"]["value"]),
        number(rate["value"]),
        f"nr. {number(rank['lower'])}–{number(rank['upper'])}",
        str(int(expected - rate["numerator"]) + 1),
    ]
    assert f"{number(rate['lower'])}–{number(rate['upper'])}" in shown.nth(1).inner_text()
    rows = [row.inner_text().split("\t")[:3] for row in page.locator("#kommunekort tbody tr").all()]
    assert rows[0] == [NAME, number(rate["numerator"]), number(rate["value"])]
    assert rows[2] == ["Danmark", number(national["numerator"]), number(national["value"])]
    assert {row[0] for row in rows[3:]} == {"Hjørring", "Brønderslev", "Læsø (færge)"}


def test_all_cards_agree_with_the_tidy_table(opened: Callable[..., Any], numbers: pl.DataFrame) -> None:
    page = opened()
    areas = json.loads(page.locator("#rapportdata").text_content())["municipalities"]
    rates = {
        row["area_code"]: row
        for row in numbers.filter(
            (pl.col("indicator") == "active_runners_rate") & (pl.col("level") == "municipality")
        ).iter_rows(named=True)
    }
    assert {area["code"]: (area["count"], area["rate"]) for area in areas} == {
        code: (number(row["numerator"]), number(row["value"])) for code, row in rates.items()
    }


def test_a_link_opens_the_card_and_the_back_button_undoes(opened: Callable[..., Any]) -> None:
    page = opened(DESKTOP, "#kommune=813")
    expect_chosen(page, NAME)
    page.locator("#kommunekort a", has_text="Hjørring").click()
    expect_chosen(page, "Hjørring")
    assert page.evaluate("location.hash") == "#kommune=860"
    page.locator("nav a", has_text="Hele landet").first.click()
    expect_chosen(page, "Hjørring")
    page.go_back()
    page.go_back()
    page.wait_for_function("document.querySelector('#kommunekort h3')?.textContent === 'Frederikshavn'")
    page.locator("#kommunekort .ryd").click()
    expect_none_chosen(page)
    page.evaluate("location.hash = '#kommune=%E0%A4%A'")
    page.evaluate("location.hash = '#kommune=Ukendt'")
    page.wait_for_function("document.querySelector('#find-svar').textContent.includes('Ukendt')")


def test_choice_is_marked_in_maps_charts_and_tables(opened: Callable[..., Any]) -> None:
    page = opened(DESKTOP, f"#kommune={CODE}")
    for figure in ("danmark", "region-nordjylland", "tragt"):
        assert page.locator(f"#figur-{figure} path.valgt[data-kommune='{CODE}']").count() >= 1
    assert page.locator("#figur-tragt .bred .valgtmark text").text_content() == NAME
    assert page.locator(f"#kommune-{CODE}.valgt").count() == 1
    rows = page.locator("main tr.valgt th").all_text_contents()
    assert len(rows) >= 4
    assert set(rows) == {NAME}


def test_keyboard_alone_is_enough(opened: Callable[..., Any]) -> None:
    page = opened()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "find-felt":
            break
    page.keyboard.type("aalborg")
    page.keyboard.press("Enter")
    expect_chosen(page, "Aalborg")
    assert "Aalborg er valgt." in page.locator("#find-svar").inner_text()
    chart = page.locator("#figur-danmark")
    chart.focus()
    page.keyboard.press("ArrowDown")
    tip = page.locator(".tip")
    assert tip.inner_text().split("\n")[0] == "Mariagerfjord"
    assert page.locator("p.skjult[role=status]").last.text_content().startswith("Mariagerfjord, Aktive ")
    page.keyboard.press("Enter")
    expect_chosen(page, "Mariagerfjord")
    assert page.evaluate("location.hash") == "#kommune=846"
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.locator("#figur-regioner").focus()
    page.keyboard.press("End")
    assert tip.inner_text().split("\n")[0] == "Hovedstaden"
    page.keyboard.press("ArrowLeft")
    assert tip.inner_text().split("\n")[0] == "Sjælland"


@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
def test_pointing_shows_the_numbers_and_choosing_keeps_the_place(
    opened: Callable[..., Any], width: int
) -> None:
    page = opened(width)
    for figure in ("danmark", "tragt"):
        mark = next(
            one for one in page.locator(f"#figur-{figure} [data-kommune='461']").all() if one.is_visible()
        )
        mark.scroll_into_view_if_needed()
        chart = page.locator(f"#figur-{figure}")
        box, place = mark.bounding_box(), chart.bounding_box()["y"]
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        said = page.locator(".tip").inner_text()
        assert said.startswith("Odense\n")
        assert "Aktive 1.834" in said
        assert "Pr. 100.000 869" in said
        edges = page.locator(".tip").bounding_box()
        assert edges["x"] >= 0
        assert edges["x"] + edges["width"] <= width
        page.mouse.down()
        page.mouse.up()
        expect_chosen(page, "Odense")
        assert chart.bounding_box()["y"] == pytest.approx(place, abs=1)
        assert page.locator(".tip").bounding_box()["y"] == pytest.approx(edges["y"], abs=6)
        assert page.locator(".valgtlinje").is_visible()
        page.evaluate("location.hash = ''")
    page.mouse.move(2, 2)
    assert not page.locator(".tip").is_visible()


def test_touch_shows_the_numbers(chromium_browser: Any, report_html: Path) -> None:
    context = chromium_browser.new_context(
        offline=True, has_touch=True, is_mobile=True, viewport={"width": PHONE, "height": 800}
    )
    page = context.new_page()
    page.goto(report_html.as_uri())
    mark = page.locator("#figur-regioner [data-r='2']").first
    mark.scroll_into_view_if_needed()
    mark.tap()
    assert page.locator(".tip").inner_text().startswith("Syddanmark\n")
    context.close()


def column(table: Any, place: int) -> list[str]:
    """The cells of a table's column, as they stand."""
    cells = table.locator(f"tbody tr > :nth-child({place})")
    return [text.strip() for text in cells.all_inner_texts()]


def as_number(text: str) -> int:
    """A Danish number without decimals."""
    return int(text.replace(".", ""))


def test_all_municipalities_sort_as_one_table(opened: Callable[..., Any]) -> None:
    page = opened()
    tables = page.locator("#alle-kommuner table")
    head = tables.nth(1).locator("th", has_text="Aktive")

    def both(place: int) -> list[str]:
        return column(tables.nth(0), place) + column(tables.nth(1), place)

    original = both(1)
    assert original[-3:] == ["Aabenraa", "Aalborg", "Aarhus"]
    head.locator("button").click()
    counts = [as_number(text) for text in both(4)]
    assert counts == sorted(counts, reverse=True)
    assert [len(column(tables.nth(place), 1)) for place in (0, 1)] == [49, 49]
    assert head.get_attribute("aria-sort") == "descending"
    head.locator("button").click()
    assert [as_number(text) for text in both(4)] == sorted(counts)
    head.locator("button").click()
    assert both(1) == original
    assert head.get_attribute("aria-sort") is None
    names = tables.nth(0).locator("th", has_text="Kommune")
    assert names.get_attribute("aria-sort") == "ascending"
    names.locator("button").click()
    assert both(1) == original[::-1]


def test_groups_give_way_while_sorted(opened: Callable[..., Any]) -> None:
    page = opened()
    table = page.locator("#region-midtjylland .striptabel")
    original = column(table, 1)
    groups = table.locator("tr.group").count()
    assert groups > 1
    button = table.locator("th", has_text="Pr. 100.000").locator("button")
    button.focus()
    page.keyboard.press("Enter")
    rates = [as_number(text) for text in column(table, 3)[:-1]]
    assert rates == sorted(rates, reverse=True)
    assert table.locator("tr.group").count() == 0
    assert column(table, 1)[-1] == original[-1] == "Region Midtjylland"
    assert "Områdernes sumrækker er skjult" in page.locator("p.skjult[role=status]").last.text_content()
    assert page.evaluate("document.activeElement.textContent") == "Pr. 100.000"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert column(table, 1) == original


def test_missing_values_come_last(opened: Callable[..., Any]) -> None:
    page = opened()
    page.locator("#figur-aktiveringer + .tallene summary").click()
    table = page.locator("#figur-aktiveringer + .tallene table")
    button = table.locator("th").nth(1).locator("button")
    for _ in range(2):
        button.click()
        assert column(table, 2)[-1] == "–"
        assert column(table, 1)[-1] == "Hovedstaden"


def test_heads_stay_in_sight(opened: Callable[..., Any]) -> None:
    page = opened()
    page.locator("#kommune-791").scroll_into_view_if_needed()
    page.locator("#kommune-791").evaluate("row => row.scrollIntoView({block: 'end', behavior: 'instant'})")
    assert abs(page.locator("#alle-kommuner thead").last.bounding_box()["y"]) < 900
    top = page.locator("#alle-kommuner thead th").first.evaluate("head => head.getBoundingClientRect().top")
    assert top >= 0


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing_with_a_choice(
    opened: Callable[..., Any], axe_violations: Callable[..., list[dict[str, Any]]], width: int
) -> None:
    page = opened(width, "#kommune=482")
    page.locator("#region-midtjylland .striptabel button").first.click()
    found = axe_violations(page)
    assert {rule["id"]: [node["html"][:200] for node in rule["nodes"][:3]] for rule in found} == {}


@pytest.mark.parametrize("width", [320, PHONE, 640, TABLET, 1100, DESKTOP, 1920])
def test_nothing_scrolls_sideways_with_a_choice(opened: Callable[..., Any], width: int) -> None:
    page = opened(width, "#kommune=482")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [PHONE, 400, 576])
def test_charts_are_legible_on_a_phone(
    opened: Callable[..., Any], width: int, small_texts: Callable[..., tuple[list[list[Any]], int]]
) -> None:
    page = opened(width)
    small, _ = small_texts(page, SMALLEST_TEXT)
    assert small == []
    assert not page.locator("#figur-danmark .layer_2_marks text").first.is_visible()


def test_labels_of_the_funnel_do_not_overlap_on_a_phone(opened: Callable[..., Any]) -> None:
    page = opened(PHONE)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('#figur-tragt .smal .role-mark text')]
            .map(text => { const box = text.getBoundingClientRect();
                           return [text.textContent, box.left, box.top, box.right, box.bottom]; })"""
    )
    assert len(boxes) >= 3
    touching = [
        (one[0], other[0])
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]
    assert touching == []


def test_the_funnel_names_by_rule_and_no_line_runs_through_a_name_or_a_mark(
    opened: Callable[..., Any], numbers: pl.DataFrame
) -> None:
    """On a phone the ends and the large cities are named, elsewhere all outside the limits as well."""
    rows = numbers.filter(pl.col("level") == "municipality")
    rates = rows.filter(indicator="active_runners_rate").sort("value")
    large = set(rates.filter(pl.col("denominator") > 200_000)["area"])
    ends = {rates["area"][0], rates["area"][-1]}
    sides = rows.filter(pl.col("indicator") == "active_runners_rate_side", pl.col("value") != 0)
    for width, drawing, named in (
        (PHONE, "smal", large | ends),
        (DESKTOP, "bred", large | set(sides["area"])),
    ):
        found = opened(width).evaluate(
            """kind => {
                const all = (selector) => [...document.querySelectorAll(`#figur-tragt .${kind} ${selector}`)];
                const box = (element, room) => {
                    const { left, top, right, bottom } = element.getBoundingClientRect();
                    return [left + room, top + room, right - room, bottom - room];
                };
                const point = (line, x, y) => {
                    const { x: left, y: top } = new DOMPoint(x, y).matrixTransform(line.getScreenCTM());
                    return [left, top];
                };
                return {
                    names: all(".mark-text.role-mark text")
                        .filter((text) => !/^Danmark /.test(text.textContent))
                        .map((text) => [text.textContent, box(text, 2)]),
                    marks: all("[data-r]").map((mark) => box(mark, 1)),
                    lines: all(".mark-rule line").filter((line) => line.getAttribute("x2") !== "0" &&
                        line.getAttribute("y2") !== "0").map((line) => [
                        point(line, 0, 0), point(line, +line.getAttribute("x2"), +line.getAttribute("y2"))]),
                };
            }""",
            drawing,
        )
        assert {name for name, _ in found["names"]} == named
        assert len(found["marks"]) == 98
        assert found["lines"]
        for (x, y), (end_x, end_y) in found["lines"]:
            points = [(x + (end_x - x) * step / 100, y + (end_y - y) * step / 100) for step in range(101)]
            entered = [
                box
                for box in (*(box for _, box in found["names"]), *found["marks"])
                if any(box[0] < px < box[2] and box[1] < py < box[3] for px, py in points)
            ]
            # Its own mark and its own name, at most.
            assert len([box for box in entered if box in found["marks"]]) == 1
            assert len(entered) <= 2


def test_a_phone_shows_what_the_legend_promises(opened: Callable[..., Any]) -> None:
    """Dots and intervals of the tables, names on tiles that have room for them, the diagram as text."""
    page = opened(PHONE)
    for region in ("nordjylland", "hovedstaden"):
        strips = page.locator(f"#region-{region} .striptabel").first.locator(".akse .prik, .akse .spand")
        assert strips.count() > 4
        assert all(strip.bounding_box()["width"] > 0 for strip in strips.all())
    assert page.locator("#figur-region-nordjylland .smal text", has_text="Læsø").is_visible()
    assert page.locator("#figur-region-syddanmark .smal text", has_text="Ærø").count() == 0
    assert not page.locator("#figur-genoplivning").is_visible()
    assert page.locator("#figur-genoplivning ~ details p").first.is_visible()


@pytest.mark.parametrize("width", [320, PHONE, TABLET])
def test_what_is_touched_is_large_enough(opened: Callable[..., Any], width: int) -> None:
    page = opened(width, "#kommune=482")
    page.locator(".kommuneliste summary").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, summary')]
            .filter(element => element.getClientRects().length && !element.matches('.spring'))
            .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
            .filter(([, box]) => Math.min(box.width, box.height) < 43.9)
            .map(([text, box]) => [text, box.width, box.height])"""
    )
    assert small == []


def test_at_four_hundred_per_cent_nothing_covers_the_field(opened: Callable[..., Any]) -> None:
    """1280 by 1024 pixels at 400 % are 320 by 256."""
    page = opened(320, "#kommune=482")
    page.set_viewport_size({"width": 320, "height": 256})
    page.locator("#find-felt").focus()
    page.locator("#find-felt").scroll_into_view_if_needed()
    seen = page.evaluate(
        """() => { const box = document.getElementById('find-felt').getBoundingClientRect();
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return [top.id, document.scrollingElement.scrollWidth]; }"""
    )
    assert seen == ["find-felt", 320]
    assert not page.locator(".valgtlinje").is_visible()


def test_without_scripts_everything_is_there(chromium_browser: Any, report_html: Path) -> None:
    context = chromium_browser.new_context(offline=True, java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    page.goto(report_html.as_uri())
    assert not page.locator("#find-felt").is_visible()
    links = page.locator(".kommuneliste a")
    assert links.count() == 98
    assert all(link.is_visible() for link in links.all())
    links.filter(has_text=re.compile("^Frederikshavn$")).click()
    assert page.url.endswith(f"#kommune-{CODE}")
    box = page.locator(f"#kommune-{CODE}").bounding_box()
    assert 0 <= box["y"] < 720
    assert page.locator("#figur-tragt .bred [data-r] > title").count() == 98
    assert page.locator("button:visible").count() == 0
    page.locator("#figur-tragt + .tallene summary").click()
    assert page.locator("#figur-tragt + .tallene tbody tr").first.is_visible()
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_has_the_tables_and_no_controls(
    chromium_browser: Any, report_html: Path, *, scripts: bool
) -> None:
    context = chromium_browser.new_context(offline=True, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(report_html.as_uri())
    printed = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    text = "\n".join(leaf.extract_text() for leaf in printed.pages)
    assert {(round(leaf.mediabox.width), round(leaf.mediabox.height)) for leaf in printed.pages} == {
        (842, 595)
    }
    # Inhabitants stand in the appendix, and in the tables below charts, of which paper has those unfolded.
    assert text.count("373.676") == 1
    of_pdf = pypdf.PdfReader(report_html.with_name("report.pdf"))
    assert len(of_pdf.pages) <= len(printed.pages) <= len(of_pdf.pages) + 2
    page.locator("#figur-tragt + .tallene summary").click()
    unfolded = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert "\n".join(leaf.extract_text() for leaf in unfolded.pages).count("373.676") == 2
    assert "https://bmjopen.bmj.com" in re.sub(r"\s", "", text)
    for control in ("Find din kommune", "Hent tallene", "Vis tallene som tabel", "Vis kommunen", "Indhold\n"):
        assert control not in text
    assert page.locator(".tallene[open]").count() == 1
    context.close()


def test_scripts_keep_to_a_strict_policy(chromium_page: Any, report_html: Path, tmp_path: Path) -> None:
    page_file = tmp_path / "report.html"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    text = report_html.read_text(encoding="utf-8")
    page_file.write_text(
        text.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{policy}', 1), "utf-8"
    )
    refused: list[str] = []
    chromium_page.on("console", lambda message: refused.append(message.text))
    chromium_page.on("pageerror", lambda error: refused.append(str(error)))
    chromium_page.goto(f"{page_file.as_uri()}#kommune={CODE}")
    expect_chosen(chromium_page, NAME)
    chromium_page.locator("#region-midtjylland .striptabel button").last.click()
    chromium_page.locator("#figur-danmark").focus()
    assert refused == []


def test_sheets_are_linked_only_where_they_are(chromium_page: Any, report_html: Path, tmp_path: Path) -> None:
    from analysis.report.pages.explore import with_sheets

    chromium_page.goto(f"{report_html.as_uri()}#kommune={CODE}")
    assert chromium_page.locator("a[href^=kommuner]").count() == 0
    beside = tmp_path / "report.html"
    beside.write_text(with_sheets(report_html.read_text(encoding="utf-8")), encoding="utf-8")
    chromium_page.goto(f"{beside.as_uri()}#kommune={CODE}")
    links = [link.get_attribute("href") for link in chromium_page.locator("a[href^=kommuner]").all()]
    assert links == [
        "kommuner/index.html",
        "kommuner/813-frederikshavn.html",
        "kommuner/813-frederikshavn.pdf",
    ]


def test_every_figure_has_table_file_source_and_finding(opened: Callable[..., Any]) -> None:
    page = opened()
    lacking = page.evaluate(
        """() => [...document.querySelectorAll('.diagram:not(#figur-genoplivning)')].filter(diagram => {
            const details = diagram.nextElementSibling;
            const title = diagram.closest('.figur')?.querySelector('.figurtitel');
            return !details?.matches('.tallene') || !details.querySelector('tbody tr')
                || !details.querySelector('a[download$=".csv"]') || !title?.textContent.trim()
                || !/^Kilde: .{5}/.test(details.nextElementSibling?.textContent ?? '');
        }).map(diagram => diagram.id)"""
    )
    assert lacking == []
    assert page.locator("#alle-kommuner a[download='kommuner.csv']").count() == 1


def test_the_page_has_one_script_of_ours_and_stays_small(report_html: Path) -> None:
    text = report_html.read_text(encoding="utf-8")
    assert text.count('"use strict"') == 1
    assert not re.search(r"<script[^>]+src=", text)
    assert report_html.stat().st_size < MOST_BYTES
