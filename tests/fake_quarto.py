"""A stand-in for Quarto 1.10 that behaves as the real one was seen to, driving the same Pandoc and Typst.

The nearest folder above a document that holds `_quarto.yml` is its project, and it renders with the project's
extension only what the project lists. It closes no progress line before a warning, makes sections in HTML
only where the extension asks for them, sets `quarto-version` for HTML templates only, tells Lua filters of
itself, and exits 0 when Typst warns. While it works it holds the project's cache, which no second one can
open, and it leaves an index of the document there. Without a `.gitignore` it writes one.
Run as ``fake_quarto.py render FILE --to FORMAT``. With FAKE_QUARTO_MEETS it waits until it has met as many
others as that names, in the folder of that variable's second word.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pypandoc
import typst
import yaml

VERSION = "1.10.18"
MARKDOWN = "markdown+raw_attribute+fenced_divs-citations"
MEETS = "FAKE_QUARTO_MEETS"
SECONDS_TO_MEET = 60


def main(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        print(VERSION)
        return 0
    command, name, option, target = arguments
    assert (command, option) == ("render", "--to"), arguments
    source = Path(name).resolve()
    project = next((one for one in source.parents if (one / "_quarto.yml").is_file()), None)
    if project is None or not is_listed(source, project):
        print("ERROR: Unable to read the extension 'statusrapport'.", file=sys.stderr)
        return 1
    if not (project / ".gitignore").exists():
        (project / ".gitignore").write_text("/.quarto/\n**/*.quarto_ipynb\n", encoding="utf-8")
    cache = project / ".quarto" / "project-cache" / "deno-kv-file"
    cache.parent.mkdir(parents=True, exist_ok=True)
    with open(cache, "wb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("ERROR: TypeError: database is locked", file=sys.stderr)
            return 1
        meet_others()
        index = project / ".quarto" / "idx" / f"{source.relative_to(project)}.json"
        index.parent.mkdir(parents=True, exist_ok=True)
        index.write_text("{}", encoding="utf-8")
        extension = project / "_extensions" / "statusrapport"
        formats = yaml.safe_load((extension / "_extension.yml").read_text(encoding="utf-8"))["contributes"][
            "formats"
        ]
        render = {"statusrapport-html": to_html, "statusrapport-typst": to_typst}[target]
        return render(source, extension, formats[target.removeprefix("statusrapport-")])


def is_listed(source: Path, project: Path) -> bool:
    said = yaml.safe_load((project / "_quarto.yml").read_text(encoding="utf-8"))["project"]
    return any(source in project.glob(pattern) for pattern in said.get("render", ["**/*.qmd"]))


def meet_others() -> None:
    if MEETS not in os.environ:
        return
    others, folder = os.environ[MEETS].split(maxsplit=1)
    Path(folder, str(os.getpid())).touch()
    until = time.monotonic() + SECONDS_TO_MEET
    while len(list(Path(folder).iterdir())) <= int(others):
        assert time.monotonic() < until, "nobody else works at the same time"
        time.sleep(0.02)


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
            ignore_system_fonts=True, pdf_standards=options["pdf-standard"],
            timestamp=int(os.environ.get("SOURCE_DATE_EPOCH", time.time())),
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
