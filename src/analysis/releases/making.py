"""Everything that a version holds, made from its inputs and a few facts, the same bytes each time."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any, Final

import polars as pl

from analysis.builds.report import SHEETS, Progress, build
from analysis.builds.sheets import make_sheets
from analysis.checks.findings import findings
from analysis.core.folders import files_of
from analysis.core.hashes import Described, hash_and_size, sha256
from analysis.core.layout import MANIFEST, METHOD_PAGE, ROOT, SEMICOLON_CSV, DataRoot
from analysis.core.left_overs import temporary_folder
from analysis.core.quarters import Quarter
from analysis.core.writing import write_atomically
from analysis.disclosure.audit.leaks import audit
from analysis.disclosure.protected import private_inputs
from analysis.guidance.page import PAGES
from analysis.indicators.differences import changes
from analysis.indicators.table import as_semicolon_csv
from analysis.ingest.snapshot import QUARTERS_A_YEAR, Snapshot, read_inputs
from analysis.outputs.crate import FILE as CRATE_FILE
from analysis.outputs.crate import crate
from analysis.outputs.datapackage import FILE as PACKAGE_FILE
from analysis.outputs.datapackage import datapackage
from analysis.outputs.ods import as_ods
from analysis.outputs.workbook import workbook
from analysis.outputs.xlsx import as_xlsx
from analysis.releases.archive import INPUTS, edition_of
from analysis.releases.languages import with_other_language
from analysis.releases.private import described_privately
from analysis.rendering.engines import RenderingEngine, RenderingError, embedded_engine
from analysis.report.data import ReportData
from analysis.report.edition import Edition
from analysis.report.figures import IndicatorTable
from analysis.texts import Texts
from analysis.texts.notes import TABLE_LANGUAGE

ENGINE_PAGES: Final = ("report.html", "report.pdf")
ENGLISH: Final = "en"


def pages_of_edition(language: str) -> tuple[str, ...]:
    """The pages of a report and those that it leads to, each of which lies beside it."""
    return (*ENGINE_PAGES, METHOD_PAGE, PAGES[language])


# What a version takes over from a build, files and folders; the data files are made from the numbers.
COPIED_FROM_BUILD: Final = (*pages_of_edition(TABLE_LANGUAGE), "notebooks")
# What a version may hold besides, each in a folder of its own.
PARTS: Final = (ENGLISH, SHEETS)
FORMAT: Final = 1
# Beside these the hash of the lock file says every version.
NAMED_PACKAGES: Final = (
    "statusrapport",
    "polars",
    "altair",
    "vl-convert-python",
    "papermill",
    "pypandoc_binary",
    "typst",
)


@dataclass(frozen=True)
class ReleaseFacts:
    """What no input file says about a version.

    Attributes:
        quarter: The quarter reported.
        edition: Version, date, kind and reason.
        commit: Of the code; empty where unknown.
        clean: Whether the tree was as the commit says.
        previous: `version` and `sha256` of the manifest before this one; None for the first.
        audited: The released versions that hidden numbers were audited against.
        engine: What sets the pages.
        parts: Those of `PARTS` that the version holds.
    """

    quarter: Quarter
    edition: Edition
    commit: str
    clean: bool
    previous: Mapping[str, str | int] | None = None
    audited: tuple[str, ...] = ()
    engine: RenderingEngine = field(default_factory=embedded_engine)
    parts: tuple[str, ...] = ()

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> ReleaseFacts:
        """The facts that a manifest records."""
        return cls(
            Quarter.parse(manifest["quarter"]),
            edition_of(manifest),
            manifest["code"]["commit"],
            manifest["code"]["clean"],
            manifest["previous"],
            tuple(manifest["audited_with"]),
            RenderingEngine(manifest["engine"]["name"], manifest["engine"]["version"]),
            tuple(manifest.get("parts", ())),
        )


def make_version(
    inputs: Path,
    facts: ReleaseFacts,
    folder: Path,
    progress: Progress | None = None,
    *,
    key: bytes = b"",
    pages: Path | None = None,
) -> None:
    """Build a quarter's report from frozen inputs and write the whole version, as far as it is public.

    Args:
        inputs: A data root: `raw/` and, from version 2 on, `previous/`. Nothing is written there.
        facts: What the inputs do not say.
        folder: The version's folder, which must not exist.
        progress: Told of every step.
        key: Of the hashes of private inputs.
        pages: A version whose HTML and PDF are taken over, where the engine that set them is not there.

    Raises:
        InputError: The inputs are wrong.
        NotebookError: A notebook's cell failed.
        RenderingError: An engine failed.
    """
    with temporary_folder() as temporary:
        data = DataRoot(temporary / "data")
        shutil.copytree(inputs, data.path)
        report = temporary / "report"
        # Only the embedded engine is pinned to the last byte by the lock.
        engine = "embedded" if pages else facts.engine.name.lower()
        build(facts.quarter, data=data, engine=engine, out=report, edition=facts.edition, progress=progress)
        _build_parts(report, data, facts, engine, progress or Progress())
        if pages:
            _take_over(pages, report, facts)
        freeze(report, data, inputs, facts, folder, key)


def _build_parts(report: Path, data: DataRoot, facts: ReleaseFacts, engine: str, shown: Progress) -> None:
    """Make the English edition and the sheets in the folder of the Danish one."""
    if ENGLISH in facts.parts:
        made = report.with_name(f"report-{ENGLISH}")
        shown.say("Making the English edition")
        build(
            facts.quarter,
            data=data,
            language=ENGLISH,
            engine=engine,
            out=made,
            edition=facts.edition,
            progress=shown,
        )
        (report / ENGLISH).mkdir()
        for name in pages_of_edition(ENGLISH):
            shutil.copy(made / name, report / ENGLISH / name)
        _link_editions(report / ENGINE_PAGES[0], report / ENGLISH / ENGINE_PAGES[0])
    if SHEETS in facts.parts:
        shown.say("Making the sheets")
        outcome = make_sheets(facts.quarter, data=data, out=report / SHEETS, released=True)
        if outcome.failed:
            raise RenderingError("\n".join(f"{area}: {why}" for area, why in outcome.failed.items()))
        (report / SHEETS / MANIFEST).unlink()


def _link_editions(danish: Path, english: Path) -> None:
    """Let the two editions of a version lead to each other."""
    for page, other, language in ((danish, english, ENGLISH), (english, danish, TABLE_LANGUAGE)):
        address = Path(os.path.relpath(other, page.parent)).as_posix()
        linked = with_other_language(page.read_text(encoding="utf-8"), language, address)
        write_atomically(page, linked.encode())


def _take_over(version: Path, report: Path, facts: ReleaseFacts) -> None:
    """Put a version's pages, and the engine that set them, in the place of those of a build."""
    folders = ["", ENGLISH] if ENGLISH in facts.parts else [""]
    for folder in folders:
        for name in ENGINE_PAGES:
            shutil.copyfile(version / folder / name, report / folder / name)
    built = json.loads((report / MANIFEST).read_bytes())
    built["engine"] = {"name": facts.engine.name, "version": facts.engine.version}
    (report / MANIFEST).write_bytes(as_json(built))


def freeze(report: Path, data: DataRoot, inputs: Path, facts: ReleaseFacts, folder: Path, key: bytes) -> None:
    """Write a version from a finished build.

    Args:
        report: The build's folder.
        data: The data root it was built from, with what the notebooks wrote.
        inputs: The same data root as it was before.
        facts: What the inputs do not say.
        folder: The version's folder, which must not exist.
        key: Of the hashes of private inputs.
    """
    folder.mkdir(parents=True)
    for name in (*COPIED_FROM_BUILD, *facts.parts):
        source = report / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    table = pl.read_parquet(data.processed(str(facts.quarter)) / "indicators.parquet")
    snapshot = read_inputs(data, facts.quarter)
    kept_back = {
        f"{INPUTS}/raw/{name}": described_privately(data.raw / name, key, why)
        for name, why in private_inputs(data, snapshot, table).items()
    }
    for name, path in files_of(inputs).items():
        if f"{INPUTS}/{name}" not in kept_back:
            (folder / INPUTS / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / INPUTS / name)
    built = json.loads((report / MANIFEST).read_bytes())
    revised = changes(pl.read_parquet(data.previous), table) if data.previous.exists() else None
    texts = Texts(built["parameters"]["lang"])
    context = ReportData(snapshot, IndicatorTable(table), texts, facts.edition, revised)
    _write_data(table, context, folder / "data")
    programs = {name: installed(name) for name in NAMED_PACKAGES}
    if built["engine"]["name"] == "Quarto":
        programs["Quarto"] = built["engine"]["version"]
    is_input = {name: name.startswith(f"{INPUTS}/") for name in files_of(folder)}
    described_run = crate(context, folder, software=programs, commit=facts.commit, is_input=is_input)
    (folder / CRATE_FILE).write_bytes(as_json(described_run))
    manifest = _manifest(built, snapshot, table, facts, folder, kept_back)
    (folder / MANIFEST).write_bytes(as_json(manifest))


def _write_data(table: pl.DataFrame, context: ReportData, folder: Path) -> None:
    folder.mkdir()
    table.write_csv(folder / "indicators.csv")
    (folder / SEMICOLON_CSV).write_bytes(as_semicolon_csv(table))
    table.write_parquet(folder / "indicators.parquet")
    if context.revisions is not None:
        context.revisions.write_csv(folder / "revisions.csv")
    book = workbook(context)
    (folder / "indicators.xlsx").write_bytes(as_xlsx(book))
    (folder / "indicators.ods").write_bytes(as_ods(book))
    (folder / PACKAGE_FILE).write_bytes(as_json(datapackage(context, folder)))


def _manifest(
    built: Mapping[str, Any],
    snapshot: Snapshot,
    table: pl.DataFrame,
    facts: ReleaseFacts,
    folder: Path,
    kept_back: Mapping[str, Described],
) -> dict[str, Any]:
    edition = facts.edition
    files = {name: hash_and_size(path) for name, path in files_of(folder).items()}
    everything = dict(sorted({**files, **kept_back}.items(), key=lambda item: item[0].split("/")))
    return {
        "format": FORMAT,
        "quarter": str(facts.quarter),
        "version": edition.version,
        "kind": edition.kind,
        **edition.reasons,
        "previous": facts.previous,
        "as_of": built["as_of"],
        "created": edition.released.isoformat(),
        "simulated": built["simulated"],
        "code": {"commit": facts.commit, "clean": facts.clean},
        "lock": sha256(ROOT / "requirements.txt"),
        "engine": built["engine"],
        "packages": {name: installed(name) for name in NAMED_PACKAGES},
        "parameters": {**built["parameters"], **edition.facts()},
        **({"parts": list(facts.parts)} if facts.parts else {}),
        "checks": _checks(snapshot, table),
        "audited_with": list(facts.audited),
        "inputs": {name: said for name, said in everything.items() if name.startswith(f"{INPUTS}/")},
        "outputs": {name: said for name, said in files.items() if not name.startswith(f"{INPUTS}/")},
        "environment": {"python": platform.python_version(), "platform": platform.platform()},
    }


def _checks(snapshot: Snapshot, table: pl.DataFrame) -> list[dict[str, Any]]:
    """The checks a version passed, and what a person has to know about them."""
    recent = tuple(
        one
        for one in snapshot.earlier
        if snapshot.delivery.quarter.ordinal - one.quarter.ordinal <= QUARTERS_A_YEAR
    )
    warnings = findings(Snapshot(snapshot.delivery, snapshot.reference, recent))
    return [
        {"check": "rules of the delivery and the reference data", "outcome": "passed"},
        {
            "check": "what is odd",
            "outcome": f"{len(warnings)} warnings, {sum(one.answer is None for one in warnings)} unanswered",
            "warnings": [f"{one.kind}/{one.key}" for one in warnings],
        },
        {
            "check": "hidden numbers that the shown ones give away",
            "outcome": "none but accepted ones",
            "accepted": _accepted(snapshot, table),
        },
    ]


def _accepted(snapshot: Snapshot, table: pl.DataFrame) -> list[str]:
    hidden = (leak.hidden for leak in audit(snapshot, table) if leak.reason is not None)
    return [f"{one.indicator}/{one.area_code}/{one.quarter}" for one in hidden]


def as_json(content: Mapping[str, Any] | Iterable[Any]) -> bytes:
    """JSON as the archive's files hold it."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
