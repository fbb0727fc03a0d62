"""A stand-in for Quarto 1.10 that behaves as the real one was seen to, driving the same Pandoc and Typst.

It renders only what the project lists, closes no progress line before a warning, makes sections in HTML only
where the extension asks for them, sets `quarto-version` for HTML templates only, tells Lua filters of itself,
and exits 0 when Typst warns. Run as ``fake_quarto.py render FILE --to FORMAT`` in the project's folder.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pypandoc
import typst
import yaml

VERSION = "1.10.18"
MARKDOWN = "markdown+raw_attribute+fenced_divs-citations"


def main(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        print(VERSION)
        return 0
    command, name, option, target = arguments
    assert (command, option) == ("render", "--to"), arguments
    source = Path(name)
    assert not source.is_absolute(), "a path inside the project"
    project = yaml.safe_load(Path("_quarto.yml").read_text(encoding="utf-8"))["project"]
    if not any(source in Path().glob(pattern) for pattern in project.get("render", ["**/*.qmd"])):
        print("ERROR: Unable to read the extension 'statusrapport'.", file=sys.stderr)
        return 1
    extension = Path("_extensions/statusrapport").resolve()
    formats = yaml.safe_load((extension / "_extension.yml").read_text(encoding="utf-8"))["contributes"][
        "formats"
    ]
    render = {"statusrapport-html": to_html, "statusrapport-typst": to_typst}[target]
    return render(source.resolve(), extension, formats[target.removeprefix("statusrapport-")])


def to_html(source: Path, extension: Path, options: dict[str, Any]) -> int:
    output = source.with_suffix(".html")
    more = ["--section-divs"] if options.get("section-divs") else []
    more += ["--toc"] if options.get("toc") else []
    template = [
        f"--template={extension / str(options['template'])}",
        f"--css={extension / str(options['css'])}",
    ]
    more += ["--embed-resources", f"--metadata=quarto-version:{VERSION}", *template]
    return pandoc(source, extension, "html5", output, *more)


def to_typst(source: Path, extension: Path, options: dict[str, Any]) -> int:
    code = source.with_suffix(".typ")
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.typ"
        template.write_bytes((extension / "embedded.typ").read_bytes())
        for partial in options["template-partials"]:
            (Path(folder) / partial).write_bytes((extension / partial).read_bytes())
        failed = pandoc(source, extension, "typst", code, f"--template={template}")
    if failed:
        return failed
    print(f"[typst]: Compiling {code.name} to {source.stem}.pdf...", end="", file=sys.stderr)
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(code), root=str(source.parent), font_paths=[str(extension / str(options["font-paths"]))],
            ignore_system_fonts=True, pdf_standards=options["pdf-standard"], timestamp=0,
        )  # fmt: skip
    except typst.TypstError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    source.with_suffix(".pdf").write_bytes(pdf)
    code.unlink()
    print("DONE\n", file=sys.stderr)
    return 0


def pandoc(source: Path, extension: Path, target: str, output: Path, *options: str) -> int:
    """Convert with the extension's filter, which is told that Quarto runs it."""
    told = f'quarto = {{ version = pandoc.types.Version("{VERSION}") }}\n'
    with tempfile.TemporaryDirectory() as folder:
        lua = Path(folder) / "filter.lua"
        lua.write_text(told + (extension / "rapport.lua").read_text(encoding="utf-8"), encoding="utf-8")
        done = subprocess.run(
            [
                pypandoc.get_pandoc_path(), str(source), f"--from={MARKDOWN}",
                f"--to={target}", f"--output={output}", "--standalone", "--wrap=preserve",
                f"--lua-filter={lua}", f"--resource-path={source.parent}", *options,
            ],
            check=False, cwd=source.parent, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    sys.stderr.write(done.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
