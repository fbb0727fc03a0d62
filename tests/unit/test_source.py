"""From executed notebooks to the Markdown that both engines read."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.core.notebook_outputs import FRONT_MATTER_TYPE, MEDIA_TYPE
from analysis.rendering.source import (
    as_markdown,
    cell_options,
    front_matter,
    json_outputs,
    page_runs,
    write_source,
)
from analysis.report.components import NotebookPages
from analysis.report.preview import MARKDOWN


def shown(**data: object) -> Any:
    return new_output("display_data", data={name.replace("_", "/"): value for name, value in data.items()})


def notebook(*cells: NotebookNode) -> Any:
    return new_notebook(cells=list(cells))


def code(source: str, *outputs: NotebookNode, tags: tuple[str, ...] = ()) -> Any:
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)} if tags else {})


TEXT = shown(text_markdown="**vist**")


@pytest.mark.parametrize(
    ("options", "with_code", "with_output"),
    [
        ("", True, True),
        ("#| echo: true\n", True, True),
        ("#| echo: false\n", False, True),
        ("#| output: false\n", True, False),
        ("#| include: false\n", False, False),
        ("#| echo: false\n#| output: false\n", False, False),
        ("#|echo:false\n", False, True),
    ],
)
def test_what_of_a_cell_is_shown(options: str, *, with_code: bool, with_output: bool) -> None:
    text = as_markdown(notebook(code(f"{options}f(1)", TEXT)))
    assert ("```python\nf(1)\n```" in text) == with_code
    assert ("**vist**" in text) == with_output
    assert "#|" not in text


@pytest.mark.parametrize("tag", ["remove-cell", "parameters", "injected-parameters"])
def test_cells_for_the_notebooks_own_readers_are_left_out(tag: str) -> None:
    cells = [
        new_markdown_cell("note", metadata={"tags": [tag]}),
        code("x = 1", TEXT, tags=(tag,)),
        new_markdown_cell("tekst", metadata={"tags": ["another"]}),
    ]
    assert as_markdown(notebook(*cells)) == "tekst\n"


def test_text_and_outputs_keep_their_order() -> None:
    cells = [
        new_markdown_cell("en"),
        code("#| echo: false\nx", shown(text_markdown="to"), shown(text_markdown="tre", text_plain="nej")),
        new_markdown_cell("fire"),
        code(""),
    ]
    assert as_markdown(notebook(*cells)) == "en\n\nto\n\ntre\n\nfire\n"


def test_printed_text() -> None:
    printed = new_output("stream", name="stdout", text="a *b*\n")
    assert as_markdown(notebook(code("#| echo: false\n", printed))) == "```\na *b*\n```\n"
    assert as_markdown(notebook(code("#| echo: false\n#| output: asis\n", printed))) == "a *b*\n"
    plain = as_markdown(notebook(code("#| echo: false\n", shown(text_plain="shape: (1, 2)"))))
    assert plain == "```\nshape: (1, 2)\n```\n"


def test_options_of_a_cell() -> None:
    source = "#| label: fig-a\n#| fig-cap: \"A: b\"\n#| fig-alt: 'c'\nplot()\n#| echo: false"
    options, rest = cell_options(source)
    assert options == {"label": "fig-a", "fig-cap": "A: b", "fig-alt": "c"}
    assert rest == "plot()\n#| echo: false"
    assert cell_options("") == ({}, "")


def test_a_pictures_caption_label_and_alternative_text() -> None:
    options = '#| echo: false\n#| label: fig-a\n#| fig-cap: Billede\n#| fig-alt: Et "kort"\n'
    text = as_markdown(notebook(code(options, shown(text_markdown="![](media/a.svg)"))))
    assert text == '![Billede](media/a.svg){#fig-a fig-alt="Et \\"kort\\""}\n'
    alone = as_markdown(notebook(code("#| echo: false\n", shown(text_markdown="![x](media/a.svg)"))))
    assert alone == "![x](media/a.svg)\n"


def test_pictures_are_written_beside_the_source(tmp_path: Path) -> None:
    def media(**files: str) -> Any:
        pictures = {f"{name}.svg": svg for name, svg in files.items()}
        return new_output("display_data", data={"text/markdown": "x", MEDIA_TYPE: pictures})

    executed = notebook(
        code("a", media(kort="<svg>æ</svg>")), code("b", media(b="<svg/>"), media(c="<svg></svg>"))
    )
    assert list(json_outputs(executed, MEDIA_TYPE)) == ["kort.svg", "b.svg", "c.svg"]
    source = write_source(executed, tmp_path / "new")
    assert source == tmp_path / "new" / "report.qmd"
    assert (tmp_path / "new/media/kort.svg").read_text(encoding="utf-8") == "<svg>æ</svg>"
    assert sorted(path.name for path in (tmp_path / "new/media").iterdir()) == ["b.svg", "c.svg", "kort.svg"]
    assert b"\r" not in source.read_bytes()


def test_front_matter_comes_from_the_notebook(tmp_path: Path) -> None:
    facts = {"title": "T", "keywords": ["æ", "b"]}
    output = new_output("display_data", data={"text/markdown": "", FRONT_MATTER_TYPE: facts})
    source = write_source(notebook(code("#| echo: false\nx", output, TEXT)), tmp_path)
    text = source.read_text(encoding="utf-8")
    assert text == '---\ntitle: "T"\nkeywords: ["æ", "b"]\n---\n\n**vist**\n'


@pytest.mark.parametrize(
    "title",
    [
        "\"Citat\" og 'citat'",
        "Kolon: efter",
        "Nr. 5 # ikke kommentar",
        "a: {b: c}",
        "ja",
        "[1, 2",
        "%x",
        "*a* og _b_",
        "- a",
        "2. kvartal",
    ],
)
def test_front_matter_survives_awkward_titles(title: str, tmp_path: Path) -> None:
    template = tmp_path / "template.txt"
    template.write_text("$title$|$for(keywords)$$keywords$$sep$;$endfor$|$lang$", encoding="utf-8")
    metadata: dict[str, str | list[str]] = {"title": title, "keywords": [title, "b"], "lang": "da"}
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), f"--from={MARKDOWN}-smart", "--to=plain", f"--template={template}"],
        input=(front_matter(metadata) + "tekst\n").encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().strip() == f"{title}|{title};b|da"


@settings(max_examples=50)
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"])))
def test_front_matter_is_one_line_per_fact(title: str) -> None:
    text = front_matter({"title": title, "lang": "da"})
    lines = text.split("\n")
    assert (lines[0], lines[2], lines[3:]) == ("---", 'lang: "da"', ["---", "", ""])
    written = json.loads(lines[1].removeprefix("title: "))
    assert re.sub(r"\\(.)", r"\1", written.replace("&#96;", "`")) == title


def test_the_reports_own_notebooks_carry_no_stray_options() -> None:
    folder = Path(__file__).parents[2] / "notebooks"
    known = {"echo", "include", "output", "label", "fig-cap", "fig-alt"}
    for path in folder.glob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                assert set(cell_options(cell.source)[0]) <= known, path.name


def test_script_comes_with_its_data_alone(tmp_path: Path) -> None:
    facts = {"title": "T"}
    data = '```{=html}\n<script type="application/json" id="rapportdata">{}</script>\n```'
    for shown, count in (("Tekst", 0), (data, 1)):
        output = new_output("display_data", data={"text/markdown": shown, FRONT_MATTER_TYPE: facts})
        text = write_source(notebook(code("#| echo: false\nx", output)), tmp_path).read_text(encoding="utf-8")
        assert text.count('"use strict"') == count
    script = text.split("```{=html}\n<script>\n")[1]
    assert script.endswith("</script>\n```\n")
    assert script.count("```") == script.count("</script>") == 1


# Pages of other notebooks


def naming(*shown: NotebookPages) -> Any:
    """A notebook that shows a text, then the pages of other notebooks, then a text."""
    bundles = [one._repr_mimebundle_() for one in shown]
    outputs = [new_output("display_data", data=bundle) for bundle in bundles]
    return new_notebook(
        cells=[
            new_markdown_cell("før"),
            new_code_cell("#| echo: false\nreport.pages.notebook(…)", outputs=outputs),
            new_markdown_cell("efter"),
        ]
    )


def test_pages_of_other_notebooks_stand_where_they_are_named() -> None:
    once = NotebookPages.of("pages/country.ipynb", {})
    twice = NotebookPages.of("pages/region.ipynb", {"code": ["1082", "1081"]})
    report = naming(twice, once)
    runs = page_runs(report)
    assert [run.stem for run in runs] == ["pages/region-1082", "pages/region-1081", "pages/country"]
    assert [dict(run.parameters) for run in runs] == [{"code": "1082"}, {"code": "1081"}, {}]
    pages = {run: new_notebook(cells=[new_markdown_cell(run.stem)]) for run in runs}
    assert as_markdown(report, pages) == (
        "før\n\npages/region-1082\n\npages/region-1081\n\npages/country\n\nefter\n"
    )


def test_pages_bring_their_pictures(tmp_path: Path) -> None:
    drawing = new_output("display_data", data={MEDIA_TYPE: {"a.svg": "<svg/>"}})
    page = new_notebook(cells=[new_code_cell("x", outputs=[drawing])])
    report = naming(NotebookPages("pages/country.ipynb"))
    write_source(report, tmp_path, {page_runs(report)[0]: page})
    assert (tmp_path / "media" / "a.svg").read_text(encoding="utf-8") == "<svg/>"


def test_a_notebook_is_named_with_at_most_one_repeated_parameter() -> None:
    with pytest.raises(ValueError, match="2: code, year"):
        NotebookPages.of("pages/x.ipynb", {"code": ["1"], "year": ["2"]})
    assert NotebookPages.of("pages/x.ipynb", {"code": []}).runs == ()
