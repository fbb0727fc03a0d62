"""The editions of a version lead to each other."""

import pytest

from analysis.releases.languages import with_other_language

PAGE = (
    "<html><head>\n<title>x</title></head><body>"
    '<p class="tag-med"><a href="report.pdf">PDF</a></p><p>y</p></body></html>'
)


@pytest.mark.parametrize(
    ("language", "address", "called"),
    [("en", "en/report.html", "English"), ("da", "../report.html", "Dansk")],
)
def test_a_page_leads_to_the_other_language_in_its_head_and_on_its_cover(
    language: str, address: str, called: str
) -> None:
    assert with_other_language(PAGE, language, address) == (
        f'<html><head>\n<link rel="alternate" hreflang="{language}" href="{address}">\n'
        '<title>x</title></head><body><p class="tag-med"><a href="report.pdf">PDF</a>'
        f' <a href="{address}" hreflang="{language}" lang="{language}">{called}</a></p><p>y</p></body></html>'
    )


@pytest.mark.parametrize("page", ["", "<head>\n", PAGE + PAGE])
def test_a_page_of_another_form_is_no_page_of_a_report(page: str) -> None:
    with pytest.raises(ValueError, match="one head and one cover"):
        with_other_language(page, "en", "en/report.html")
