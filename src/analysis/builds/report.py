"""From a delivery to a report: check, run the notebooks, render, put the result in place at once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import nbformat

from analysis.core.folders import (
    assert_output,
    files_of,
    is_below,
    link_or_copy,
    put_in_place,
    read_manifest,
)
from analysis.core.hashes import Described, hash_and_size, sha256
from analysis.core.layout import (
    BUILD,
    DATA_VARIABLE,
    MANIFEST,
    METHOD_PAGE,
    NOTEBOOKS,
    ROOT,
    SEMICOLON_CSV,
    DataRoot,
)
from analysis.core.left_overs import EVERYTHING, MOVED_ASIDE, side_folder, sweep
from analysis.core.quarters import Quarter
from analysis.rendering.engines import RenderingEngine, choose_engine, render
from analysis.rendering.execution import NotebookError, count_cells, kernel, run_notebooks
from analysis.report.edition import Edition
from analysis.texts.notes import TABLE_LANGUAGE

if TYPE_CHECKING:
    from analysis.ingest.delivery import Delivery

ORDER: Final = ("01_ingest.ipynb", "02_indicators.ipynb", "03_report.ipynb")
RENDERING_STEPS: Final = 2
SHEETS: Final = "kommuner"
SHEET_LISTS: Final = ("index.html", "presselinjer.csv", MANIFEST)
SHEET_FACTS: Final = frozenset({"inputs", "numbers", "look", "source", "told"})


@dataclass(frozen=True)
class Progress:
    """How a build tells what it is doing."""

    start: Callable[[int], None] = lambda _steps: None
    say: Callable[[str], None] = lambda _what: None
    step: Callable[[], None] = lambda: None


def build(
    quarter: Quarter,
    *,
    data: DataRoot,
    language: str = "da",
    engine: str = "auto",
    out: Path | None = None,
    edition: Edition | None = None,
    progress: Progress | None = None,
) -> Path:
    """Make a quarter's report.

    Args:
        quarter: The quarter reported.
        data: Where its delivery and the reference data lie.
        language: Language of the report.
        engine: ``auto``, ``quarto`` or ``embedded``.
        out: The folder of the finished report; `default_folder` if None.
        edition: The version that is being released; None for a draft.
        progress: Told of every step.

    Returns:
        The folder that now holds the report.

    Raises:
        OutputFolderError: The folder is not for a report to replace; nothing was written.
        InputError: The delivery or the reference data are wrong, or changed meanwhile; nothing was written.
        NoQuartoError: Quarto was asked for and is not there; nothing was written.
        ParameterError: The parameters do not fit the notebooks.
        NotebookError: A notebook's cell failed.
        RenderingError: An engine failed.
    """
    shown = progress or Progress()
    chosen = choose_engine(engine)
    folder = out or default_folder(quarter, language)
    target = assert_output(folder, data=data.path, listed=files_of_build)
    notebooks = [NOTEBOOKS / name for name in ORDER]
    told = {DATA_VARIABLE: str(data.path.resolve()), **(edition.for_notebooks() if edition else {})}
    with kernel(told) as running:
        # Imported only now: the kernel boots meanwhile.
        import polars as pl

        from analysis.disclosure.protected import private_inputs
        from analysis.guidance.page import PAGES, page
        from analysis.guidance.rules import load_rules
        from analysis.indicators.table import as_semicolon_csv
        from analysis.ingest.snapshot import assert_unchanged, files_read, read_inputs
        from analysis.rendering.notebook_page import LANGUAGE, notebook_page
        from analysis.rendering.source import page_runs, write_source
        from analysis.texts import Texts

        shown.say("Checking the delivery")
        snapshot = read_inputs(data, quarter)
        delivery = snapshot.delivery
        shown.start(count_cells(notebooks) + RENDERING_STEPS)
        shown.say("Running the notebooks")
        parameters = {"quarter": str(quarter), "lang": language}
        try:
            executed = run_notebooks(notebooks, parameters, running, shown.step)
        except NotebookError:
            assert_unchanged(snapshot.read, data)
            raise
        # Pandoc makes this page while the kernel runs those of the report.
        with ThreadPoolExecutor(max_workers=1) as beside_kernel:
            draft = "" if edition else Texts(LANGUAGE)("draft-mark")
            method = beside_kernel.submit(
                notebook_page, executed[1], kicker=f"Statusrapport {quarter}", draft=draft
            )
            pages = {
                run: run_notebooks(
                    [NOTEBOOKS / run.notebook], {**parameters, **dict(run.parameters)}, running
                )[0]
                for run in page_runs(executed[-1])
            }
    with workspace() as work:
        by_name = dict(zip(ORDER, executed, strict=True))
        _write_notebooks({**by_name, **{f"{run.stem}.ipynb": one for run, one in pages.items()}}, work)
        computed = data.processed(str(quarter))
        shutil.copy(computed / "indicators.csv", work / "indicators.csv")
        table = pl.read_parquet(computed / "indicators.parquet")
        (work / SEMICOLON_CSV).write_bytes(as_semicolon_csv(table))
        shown.say("Setting HTML and PDF")
        day = edition.released if edition else delivery.as_of
        epoch = int(datetime.combine(day, datetime.min.time(), UTC).timestamp())
        render(write_source(executed[-1], work, pages), chosen, epoch)
        shown.step()
        beside = {METHOD_PAGE: method.result(), PAGES[language]: page(load_rules(), language)}
        for name, content in beside.items():
            (work / name).write_text(content, encoding="utf-8", newline="\n")
        read = files_read(computed)
        for one in (snapshot.read, read):
            assert_unchanged(one, data)
        private = private_inputs(data, snapshot, table)
        _write_manifest(work, delivery, chosen, described_inputs(read, private), parameters)
        assert_output(folder, data=data.path, listed=files_of_build)
        publish(work, target, SHEETS if _same_numbers(work, target) else None)
        shown.step()
    return target


def default_folder(quarter: Quarter, language: str) -> Path:
    """``build/<quarter>/``; of another edition beside it, because each folder is replaced as a whole."""
    return BUILD / (str(quarter) if language == TABLE_LANGUAGE else f"{quarter}-{language}")


@contextmanager
def workspace() -> Iterator[Path]:
    """A folder to make a report in, inside the project because Quarto renders nothing outside it."""
    BUILD.mkdir(exist_ok=True)
    sweep(BUILD)
    with side_folder(BUILD, (EVERYTHING,), hidden=False) as side:
        work = side / "report"
        work.mkdir()
        yield work


def files_of_build(folder: Path) -> frozenset[str]:
    """The files that a build's manifest lists, and those of the sheets beside it; none without a manifest."""
    said = read_manifest(folder)
    outputs = said.get("outputs")
    if not isinstance(outputs, dict) or not {"quarter", "engine", "inputs"} <= said.keys():
        return frozenset()
    if not all(map(is_below, outputs)):
        return frozenset()
    sheets = {f"{SHEETS}/{name}" for name in files_of_sheets(folder / SHEETS)}
    return frozenset({MANIFEST, *outputs, *sheets})


def files_of_sheets(folder: Path) -> frozenset[str]:
    """The files that the manifest of sheets lists, also those that a run was still to make."""
    said = read_manifest(folder)
    sheets, making = said.get("sheets"), said.get("making", [])
    if not isinstance(sheets, dict) or not isinstance(making, list):
        return frozenset()
    for record in sheets.values():
        whole = isinstance(record, dict) and record.keys() >= SHEET_FACTS
        if not whole or not isinstance(record.get("files"), dict) or not is_below(record.get("stem")):
            return frozenset()
    names = [*making, *(name for record in sheets.values() for name in record["files"])]
    return frozenset({*SHEET_LISTS, *names}) if all(map(is_below, names)) else frozenset()


def _same_numbers(work: Path, target: Path) -> bool:
    """Whether two builds have the same table of numbers."""
    tables = [folder / "indicators.csv" for folder in (work, target)]
    return all(path.is_file() for path in tables) and sha256(tables[0]) == sha256(tables[1])


def publish(work: Path, target: Path, kept: str | None = None) -> None:
    """Put a finished folder in place of an older one.

    Where the system can exchange two folders, whoever looks sees the old one or the new, also if this process
    is killed; elsewhere the older one is moved aside first.

    Args:
        work: The finished folder.
        target: Its place.
        kept: Name of a folder in the older one that moves into the new.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for place in (target.parent, target / (kept or "")):
        sweep(place)
    older = files_of_build(target)
    names = [*files_of(work), *older]
    aside = [f"{MOVED_ASIDE}/{target.name}/{name}" for name in older]
    with side_folder(target.parent, [*(f"fresh/{name}" for name in names), *aside]) as side:
        fresh = side / "fresh"
        shutil.copytree(work, fresh)
        if kept and (target / kept).is_dir():
            shutil.copytree(target / kept, fresh / kept, copy_function=link_or_copy)
        put_in_place(fresh, target, side)


def _write_notebooks(notebooks: Mapping[str, Any], work: Path) -> None:
    # Imported only now: the kernel boots meanwhile.
    from analysis.rendering.previews import with_previews

    depths = [len(PurePosixPath(name).parts) for name in notebooks]
    previewed = with_previews(list(notebooks.values()), depths)
    for name, notebook in zip(notebooks, previewed, strict=True):
        path = work / "notebooks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")  # type: ignore[no-untyped-call]


def described_inputs(
    read: Mapping[str, Described], private: Mapping[str, str]
) -> dict[str, Mapping[str, str | int | None]]:
    """What a manifest says of the files that were read.

    Of one that holds a hidden number it says only that it was read, and why it is private: against hash and
    size numbers could be tried.

    Args:
        read: As `Snapshot.read`.
        private: As `private_inputs` returns them.
    """
    return {
        name: {"private": private[name], "sha256": None, "bytes": None} if name in private else {**said}
        for name, said in read.items()
    }


def _write_manifest(
    work: Path,
    delivery: Delivery,
    engine: RenderingEngine,
    read: Mapping[str, Mapping[str, str | int | None]],
    parameters: Mapping[str, str],
) -> None:
    outputs = sorted(path for path in work.rglob("*") if path.is_file())
    manifest = {
        "quarter": str(delivery.quarter),
        "as_of": delivery.as_of.isoformat(),
        "simulated": delivery.simulated,
        "parameters": dict(parameters),
        "engine": {"name": engine.name, "version": engine.version},
        "lock": sha256(ROOT / "requirements.txt"),
        "inputs": dict(read),
        "outputs": {path.relative_to(work).as_posix(): hash_and_size(path) for path in outputs},
    }
    (work / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
