"""Pandoc as one process makes of a source what the program makes of it, and lives through what is wrong."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.core.layout import EXTENSION
from analysis.rendering.converter import Converter
from analysis.rendering.engines import RenderingError, pandoc

SOURCE = """---
title: "Ærø \\"& Øer\\""
subtitle: "2. kvartal 2025"
lang: "da"
kicker: "Kommuneark"
stem: "492-aeroe"
numbers: {"value": 444.0, "lower": null}
linked: [{"stem": "482-langeland", "name": "Langeland"}]
---

:::: {.spalter bredder="150 102"}
::: {.spalte}
## Et fund {.figurtitel}

::: {.fund}
3. juni 2025: *444* pr. 100.000 -- "sagt" ... og mere.
:::

| a | b |
|---|--:|
| 1 | 2 |

```{=html}
<svg class="figur"></svg>
```

```{=typst}
#line()
```
:::
::::
"""
DRAFT = "UDKAST · ikke udgivet"


@pytest.fixture(scope="module")
def converter() -> Iterator[Converter]:
    with Converter() as running:
        yield running


@pytest.mark.parametrize(
    ("target", "template", "options"),
    [("typst", "sheet.typ", []), ("html5", "sheet.html", ["--section-divs"])],
)
@pytest.mark.parametrize("told", [{"draft": DRAFT, "site": ""}, {"site": "https://example.dk/æ/"}])
def test_it_makes_what_the_program_makes(
    converter: Converter,
    tmp_path: Path,
    target: str,
    template: str,
    options: list[str],
    told: dict[str, str],
) -> None:
    source, out = tmp_path / "sheet.qmd", tmp_path / "out"
    source.write_text(SOURCE, encoding="utf-8", newline="\n")
    said = [f"--metadata={key}:{value}" for key, value in told.items()]
    pandoc(
        source, ["Pandoc", "Typst"], target, out,
        "--standalone", f"--template={EXTENSION / template}", *options, *said,
    )  # fmt: skip
    made = converter.convert(SOURCE, target, template, {"renderer": ["Pandoc", "Typst"], **told})
    assert made == out.read_text(encoding="utf-8")
    assert "444" in made


def test_a_warning_is_an_error_and_the_next_source_is_made(converter: Converter) -> None:
    before = converter.convert(SOURCE, "html5", "sheet.html", {})
    with pytest.raises(RenderingError, match=r"pandoc: Duplicate link reference '\[x\]'"):
        converter.convert("[x]: a\n\n[x]: b\n", "html5", "sheet.html", {})
    with pytest.raises(RenderingError, match="no-such-template"):
        converter.convert(SOURCE, "html5", "no-such-template.html", {})
    assert converter.convert(SOURCE, "html5", "sheet.html", {}) == before


@pytest.mark.skipif(os.name != "posix", reason="ends a process by a signal")
def test_when_it_is_killed_one_source_fails_and_the_next_is_made() -> None:
    with Converter() as converter:
        before = converter.convert(SOURCE, "typst", "sheet.typ", {})
        converter._process.send_signal(signal.SIGKILL)
        converter._process.wait()
        with pytest.raises(RenderingError, match="pandoc: ended without a word"):
            converter.convert(SOURCE, "typst", "sheet.typ", {})
        assert converter.convert(SOURCE, "typst", "sheet.typ", {}) == before
        process = converter._process
    assert process.poll() is not None


def test_it_leaves_nothing_among_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Converter() as converter:
        converter.convert(SOURCE, "typst", "sheet.typ", {})
    assert list(tmp_path.iterdir()) == []
