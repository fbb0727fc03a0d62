"""A page for each municipality and region: one notebook, run once for each, as PDF, HTML and picture.

What costs time is prepared once for each worker and reused: a kernel with the package imported, the Typst
compiler with its fonts, the styles. A sheet whose inputs are as they were is not made again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from math import ceil
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

import polars as pl

from analysis.builds.report import SHEETS, default_folder, files_of_sheets
from analysis.core.folders import assert_output, read_manifest
from analysis.core.hashes import hash_and_size, hash_of_files, hash_of_texts, program_files, sha256
from analysis.core.layout import DATA_VARIABLE, EXTENSION, MANIFEST, NOTEBOOKS, ROOT, DataRoot
from analysis.core.left_overs import temporary_folder
from analysis.core.notebook_outputs import FACTS_TYPE
from analysis.core.quarters import Quarter
from analysis.core.writing import write_atomically
from analysis.disclosure.policy import policy_of
from analysis.disclosure.protected import without_hidden
from analysis.disclosure.publication import compute_table
from analysis.indicators.table import write_indicators
from analysis.ingest.snapshot import Snapshot, assert_unchanged, read_inputs, write_snapshot
from analysis.rendering.converter import Converter
from analysis.rendering.engines import RenderingError
from analysis.rendering.execution import Kernel, NotebookError, kernel, run_notebooks
from analysis.rendering.sheets import SUFFIXES, SheetRenderer, render_index
from analysis.rendering.source import json_outputs, write_source
from analysis.report.data import ReportData
from analysis.report.figures import IndicatorTable
from analysis.report.pages.explore import WITHOUT_SHEETS, with_sheets
from analysis.report.pages.sheet import AreaSheet, sheet_codes, sheet_list
from analysis.texts import Texts
from analysis.texts.notes import as_cell

NOTEBOOK: Final = NOTEBOOKS / "kommuneark.ipynb"
# Starting a kernel takes as long as making so many sheets.
SHEETS_A_KERNEL: Final = 6
INDEX: Final = "index.html"
NUMBERS: Final = "indicators.csv"
PRESS: Final = "presselinjer.csv"
PRESS_HEAD: Final = (
    "kode", "navn", "niveau", "aktive", "pr_100000", "nedre_95", "øvre_95", "opgjort", "sætning",
)  # fmt: skip


class UnknownAreaError(ValueError):
    """A sheet was asked for of an area that the quarter does not have."""


@dataclass(frozen=True)
class SheetProgress:
    """How a run tells what it is doing."""

    start: Callable[[int], None] = lambda _sheets: None
    step: Callable[[], None] = lambda: None


@dataclass
class SheetsMade:
    """What a run made.

    Attributes:
        folder: Where the sheets lie.
        made: Stems of the sheets that were made anew.
        kept: Stems of those that were as they should be.
        removed: Stems of those that held other numbers and were not to be made.
        failed: Area → what went wrong with its sheet.
    """

    folder: Path
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Job:
    """What all sheets of a run share."""

    quarter: Quarter
    data: DataRoot
    language: str
    site: str
    epoch: int
    folder: Path
    numbers: str
    inputs: str
    look: str
    draft: str


def make_sheets(
    quarter: Quarter,
    *,
    data: DataRoot,
    only: Sequence[str] = (),
    jobs: int | None = None,
    language: str = "da",
    site: str = "",
    out: Path | None = None,
    released: bool = False,
    progress: SheetProgress | None = None,
) -> SheetsMade:
    """Make the sheets of a quarter.

    Args:
        quarter: The quarter.
        data: Where its delivery and the reference data lie.
        only: Codes of the areas wanted; all if empty.
        jobs: How many are made at the same time at most; as many as there are processors if None.
        language: Language of the sheets.
        site: The address that the folder will have on the web, which shared pictures need.
        out: The folder of the sheets; ``kommuner/`` beside the report if None.
        released: Whether they are those of a version, which do not say that they are a draft.
        progress: Told of every sheet.

    Raises:
        InputError: The delivery or the reference data are wrong; nothing was written.
        OutputFolderError: The folder holds what is no sheet, or is no place for them; nothing was written.
        UnknownAreaError: `only` names an area that the quarter does not have; nothing was written.
    """
    shown = progress or SheetProgress()
    texts = Texts(language)
    folder = assert_output(
        out or default_folder(quarter, language) / SHEETS, data=data.path, listed=files_of_sheets
    )
    processed = data.processed(str(quarter))
    snapshot, table = _computed(quarter, data, processed)
    context = ReportData(snapshot, IndicatorTable(table), texts)
    assert_unchanged(context.snapshot.read, data)
    all_codes = sheet_codes(context)
    codes = chosen_areas(all_codes, only)
    folder.mkdir(parents=True, exist_ok=True)
    as_of = datetime.combine(context.snapshot.delivery.as_of, datetime.min.time(), UTC)
    numbers = _hash_of_published(snapshot, table)
    draft = "" if released else texts("draft-mark")
    job = _Job(
        quarter, data, language, site, int(as_of.timestamp()), folder,
        numbers=numbers,
        inputs=hash_of_texts(numbers, language, site, hash_of_files([NOTEBOOK, *program_files()])),
        look=hash_of_texts(
            site, draft, hash_of_files(_style_files()), version("typst"), version("pypandoc_binary")
        ),
        draft=draft,
    )  # fmt: skip
    before = _read_manifest(folder)
    outcome = SheetsMade(folder)
    records, wanted = {}, []
    for code in codes:
        record = before.get(code)
        if record and is_current(record, job.inputs, job.look) and _is_whole(folder, record):
            records[code] = record
            outcome.kept.append(record["stem"])
        else:
            wanted.append(code)
    making = [f"{AreaSheet(context, code).stem}{suffix}" for code in wanted for suffix in SUFFIXES]
    _write_unfinished(folder, before, making)
    shown.start(len(wanted))
    for code, made in _make(job, wanted, before, jobs or os.cpu_count() or 1, shown.step):
        if isinstance(made, str):
            outcome.failed[f"{AreaSheet(context, code).title} ({code})"] = made
        else:
            records[code] = made
            outcome.made.append(made["stem"])
    for code, record in before.items():
        if code in records:
            continue
        if record["numbers"] == numbers and code in all_codes and _is_whole(folder, record):
            records[code] = record
        else:
            _remove(folder, record)
            outcome.removed.append(record["stem"])
    in_order = {code: records[code] for code in all_codes if code in records}
    _write_lists(job, context, in_order)
    if len(in_order) == len(all_codes):
        _link_from_report(folder.parent, processed / NUMBERS)
    return outcome


def _computed(quarter: Quarter, data: DataRoot, processed: Path) -> tuple[Snapshot, pl.DataFrame]:
    """Read the inputs, compute the numbers, and write both to where the notebook reads them."""
    snapshot = read_inputs(data, quarter)
    write_snapshot(snapshot, processed)
    table = compute_table(snapshot)
    write_indicators(table, processed)
    return snapshot, table


def _hash_of_published(snapshot: Snapshot, table: pl.DataFrame) -> str:
    """The hash by which sheets know what they were made from: of all that may be shown.

    Hidden numbers are left out of it, as the manifest of the sheets is published: they could be tried
    against the hash. No sheet depends on them.
    """
    policy = policy_of(snapshot)
    delivery, *earlier = (
        without_hidden(one, table, policy) for one in (snapshot.delivery, *snapshot.earlier)
    )
    shown = replace(snapshot, delivery=delivery, earlier=tuple(earlier), read={})
    with temporary_folder() as side:
        folder = side / "published"
        write_snapshot(shown, folder)
        write_indicators(table, folder)
        return hash_of_files(sorted(folder.iterdir()))


def chosen_areas(codes: Sequence[str], only: Sequence[str]) -> list[str]:
    """The areas that are wanted, in the report's order.

    Raises:
        UnknownAreaError: Codes that are not among ``codes``, all at once.
    """
    unknown = [code for code in only if code not in codes]
    if unknown:
        raise UnknownAreaError(
            f"no municipality or region of the quarter has the code {', '.join(map(repr, unknown))}; "
            f"codes are three digits such as {codes[-1]}, or a region's such as {codes[0]}"
        )
    return [code for code in codes if not only or code in only]


def _make(
    job: _Job, codes: Sequence[str], before: Mapping[str, Any], jobs: int, done: Callable[[], None]
) -> list[tuple[str, dict[str, Any] | str]]:
    """Make sheets with several workers, each with a kernel, a Pandoc and a compiler of its own."""
    waiting: SimpleQueue[str] = SimpleQueue()
    for code in codes:
        waiting.put(code)
    results: list[tuple[str, dict[str, Any] | str]] = []

    def work() -> None:
        with kernel({DATA_VARIABLE: str(job.data.path.resolve())}) as running, Converter() as converter:
            renderer = SheetRenderer(converter, job.site, job.epoch, job.draft)
            while True:
                try:
                    code = waiting.get_nowait()
                except Empty:
                    return
                try:
                    results.append((code, _make_one(job, code, running, renderer, before.get(code))))
                except (NotebookError, RenderingError) as error:
                    results.append((code, str(error)))
                done()

    workers = min(jobs, ceil(len(codes) / SHEETS_A_KERNEL))
    if workers:
        with ThreadPoolExecutor(workers) as pool:
            for task in [pool.submit(work) for _ in range(workers)]:
                task.result()
    return sorted(results, key=lambda result: codes.index(result[0]))


def _make_one(
    job: _Job, code: str, running: Kernel, renderer: SheetRenderer, before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Run the notebook for one area, and render it unless its source is as it was."""
    parameters = {"quarter": str(job.quarter), "municipality": code, "lang": job.language}
    (notebook,) = run_notebooks([NOTEBOOK], parameters, running)
    facts = json_outputs(notebook, FACTS_TYPE)
    with temporary_folder() as side:
        source = write_source(notebook, side / "source")
        made = {"source": hash_of_files(sorted(path for path in source.parent.rglob("*") if path.is_file()))}
        shared = {"inputs": job.inputs, "numbers": job.numbers, "look": job.look}
        if (
            before
            and _is_whole(job.folder, before)
            and all(before[key] == value for key, value in (("look", job.look), *made.items()))
        ):
            return {**before, **shared}
        files = renderer.render(source, facts)
    for name, content in files.items():
        write_atomically(job.folder / name, content)
    told = ("stem", "title", "level", "numbers", "description-meta")
    return {
        **shared,
        **made,
        "stem": facts["stem"],
        "told": {name: facts[name] for name in told},
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }


def _write_lists(job: _Job, context: ReportData, records: Mapping[str, Any]) -> None:
    """The page that lists the sheets, the sentences for the press, and the manifest, in this order."""
    told = {code: record["told"] for code, record in records.items()}
    as_of = context.snapshot.delivery.as_of.isoformat()
    with temporary_folder() as side:
        listed = {**sheet_list(context, told), **({"draft": job.draft} if job.draft else {})}
        write_atomically(job.folder / INDEX, render_index(listed, side))
    write_atomically(job.folder / PRESS, press_lines(told, as_of).encode("utf-8-sig"))
    manifest = {"quarter": str(job.quarter), "language": job.language, "as_of": as_of, "sheets": records}
    write_atomically(
        job.folder / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    )


def _link_from_report(build: Path, numbers: Path) -> None:
    """Let a report of the same numbers link to the sheets beside it; its manifest knows of the change."""
    page, manifest = build / "report.html", build / MANIFEST
    built = (page, manifest, build / NUMBERS)
    if not all(path.is_file() for path in built) or sha256(build / NUMBERS) != sha256(numbers):
        return
    text = page.read_text(encoding="utf-8")
    if WITHOUT_SHEETS not in text:
        return
    write_atomically(page, with_sheets(text).encode())
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    facts["outputs"][page.name] = hash_and_size(page)
    write_atomically(manifest, (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode())


def press_lines(told: Mapping[str, Mapping[str, Any]], as_of: str) -> str:
    """All sentences for the press as CSV for spreadsheets in Danish: semicolons, decimal commas.

    Args:
        told: Area code → what its sheet tells: title, level, numbers, sentence.
        as_of: The date of the counts.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(PRESS_HEAD)
    for code, one in told.items():
        numbers = [one["numbers"][name] for name in ("numerator", "value", "lower", "upper")]
        count = "" if numbers[0] is None else str(int(numbers[0]))
        rates = ["" if number is None else f"{number:.2f}".replace(".", ",") for number in numbers[1:]]
        title, sentence = as_cell(one["title"]), as_cell(one["description-meta"])
        writer.writerow([code, title, one["level"], count, *rates, as_of, sentence])
    return text.getvalue()


def _read_manifest(folder: Path) -> dict[str, Any]:
    sheets: dict[str, Any] = read_manifest(folder)["sheets"] if files_of_sheets(folder) else {}
    return sheets


def _write_unfinished(folder: Path, sheets: Mapping[str, Any], making: Sequence[str]) -> None:
    """List what is going to be made, so that a run that is stopped leaves nothing that no manifest lists."""
    said = {"sheets": sheets, "making": making}
    write_atomically(folder / MANIFEST, (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())


def is_current(record: Mapping[str, Any], inputs: str, look: str) -> bool:
    """Whether a sheet was made from these inputs with this look."""
    return bool(record["inputs"] == inputs and record["look"] == look)


def _is_whole(folder: Path, record: Mapping[str, Any]) -> bool:
    """Whether a sheet's files are there and as they were made."""
    try:
        return all(sha256(folder / name) == found for name, found in record["files"].items())
    except OSError:
        return False


def _remove(folder: Path, record: Mapping[str, Any]) -> None:
    for suffix in SUFFIXES:
        (folder / f"{record['stem']}{suffix}").unlink(missing_ok=True)


def _style_files() -> list[Path]:
    """What decides how a sheet looks."""
    rendering = [ROOT / "src" / "analysis" / "rendering" / "sheets.py"]
    return rendering + sorted(path for path in EXTENSION.rglob("*") if path.is_file())
