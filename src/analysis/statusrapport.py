"""What notebooks import: one quarter's tables and pages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from analysis.checks.findings import findings
from analysis.core.layout import (
    DATA_VARIABLE,
    DEFAULT_DATA,
    PRIVATE_VARIABLE,
    REPORTS,
    REPORTS_VARIABLE,
    DataRoot,
)
from analysis.core.left_overs import temporary_folder
from analysis.core.problems import shown_path
from analysis.core.quarters import Quarter
from analysis.disclosure.policy import Policy, policy_of
from analysis.disclosure.protected import as_published, private_inputs, without_hidden
from analysis.disclosure.publication import compute_table, in_order
from analysis.disclosure.totals import with_safe_totals
from analysis.explore.arguments import answering, own_source, shown_title, whole_number
from analysis.explore.explorer import Explorer, JoinedData
from analysis.explore.guesses import shortened
from analysis.explore.indicator_names import near_indicators
from analysis.explore.own_ratios import own_ratio_rows
from analysis.indicators.declaration import Indicator, own_ratio
from analysis.indicators.differences import changes
from analysis.indicators.inputs import Inputs, inputs_of
from analysis.indicators.registry import INDICATORS, UndeclaredError, indicator
from analysis.indicators.schema import population_source
from analysis.indicators.table import write_indicators
from analysis.ingest.delivery import Delivery
from analysis.ingest.snapshot import (
    SNAPSHOT_FILES,
    Snapshot,
    read_inputs,
    read_snapshot,
    write_snapshot,
)
from analysis.reading.files import available_quarters
from analysis.reference.area_names import UnknownNameError
from analysis.releases.archive import INPUTS, Archive, edition_of
from analysis.releases.private import PrivateArchive, with_private_inputs
from analysis.report.data import ReportData
from analysis.report.edition import Edition
from analysis.report.figures import IndicatorTable
from analysis.report.frames import Shown, frame_table, text_shown
from analysis.report.pages.contents import ReportPages
from analysis.report.pages.quality import findings_in_words
from analysis.texts import Texts

MOST_VERSIONS: Final = 999
MOST_DECIMALS: Final = 15
MOST_ROWS: Final = 40_000
# What analysts see when they press the tab key.
SHOWN: Final = (
    "area", "as_table", "as_text", "chart", "code", "compare", "country", "declare", "indicators",
    "indicators_available", "is_simulated", "join", "keep", "municipalities", "neighbours", "number", "pages",
    "quarter", "quarters", "rank", "regions", "report_areas", "simulated", "table", "trend",
)  # fmt: skip


def data_root(folder: str = "") -> DataRoot:
    """The data root that is named, else the environment's, else the project's own."""
    named = folder or os.environ.get(DATA_VARIABLE, "")
    return DataRoot(Path(named)) if named else DEFAULT_DATA


def assert_data_root(folder: str) -> None:
    """See that a data root which somebody names is there.

    Raises:
        ValueError: It is no folder.
    """
    if not isinstance(folder, str | os.PathLike):
        raise ValueError(
            f'a data root is the path of a folder, such as data="min-mappe", not {shortened(repr(folder))}'
        )
    if not Path(folder).is_dir():
        raise ValueError(
            f"data root {folder!r}: found no such folder, seen from {Path.cwd().name}/; expected one with"
            ' raw/ in it, or "" for the project\'s own'
        )


def quarter_written(quarter: object) -> str:
    """A quarter as it is written, or nothing where it was left out.

    Raises:
        ValueError: It is neither a text nor a quarter.
    """
    if not isinstance(quarter, str | Quarter):
        raise ValueError(f'a quarter is written like "2025Q2", not {shortened(repr(quarter))}')
    return str(quarter)


def require_frame(frame: object) -> None:
    """See that something is a frame of Polars.

    Raises:
        ValueError: It is none; the message says how to make one.
    """
    if not isinstance(frame, pl.DataFrame):
        kind = type(frame)
        how = (
            "pl.from_pandas(…) makes one"
            if kind.__module__.startswith("pandas")
            else "such as report.regions"
        )
        raise ValueError(f"a table is a frame of Polars, {how}, not {kind.__module__}.{kind.__name__}")


def newest_quarter(data: DataRoot) -> Quarter:
    """The newest quarter with a delivery.

    Raises:
        ValueError: There is none.
    """
    delivered = available_quarters(data.path)
    if not delivered:
        raise ValueError(
            f"nothing is delivered in {data.path / 'raw'}: start with `statusrapport new`, or open another"
            ' data root with data="FOLDER"'
        )
    return delivered[-1]


def archive() -> Archive:
    """The archive of released versions: the environment's, else the project's own."""
    named = os.environ.get(REPORTS_VARIABLE, "")
    return Archive(Path(named) if named else REPORTS)


def private_archive() -> PrivateArchive:
    """The archive of inputs that are not published: the environment's, else the one beside `archive`."""
    named = os.environ.get(PRIVATE_VARIABLE, "")
    return PrivateArchive(Path(named)) if named else PrivateArchive.beside(archive())


class Ingested:
    """What the first step of a report left, and the table that may be published of it."""

    def __init__(self, folder: Path) -> None:
        """Read what `Statusrapport.ingest` wrote into a folder."""
        self.snapshot = read_snapshot(folder)

    @cached_property
    def published(self) -> pl.DataFrame:
        """The tidy table as it may be published."""
        return compute_table(self.snapshot)


@lru_cache(maxsize=1)
def _ingested(folder: Path, *_written: int) -> Ingested:
    """What a folder holds of the first step, kept as long as its files stay as they are."""
    return Ingested(folder)


@lru_cache(maxsize=1)
def _opened(folder: Path, language: str, *_written: int) -> ReportData:
    """What pages and sheets are made from, kept as long as the files in the folder stay as they are."""
    table = pl.read_parquet(folder / "indicators.parquet")
    snapshot = _ingested(folder, *written(folder, *SNAPSHOT_FILES)).snapshot
    return ReportData(snapshot, IndicatorTable(table), Texts(language))


def written(folder: Path, *names: str) -> list[int]:
    """When files of a folder were written and which ones they are: another write, another answer.

    Raises:
        FileNotFoundError: One of them is not there.
    """
    return [number for name in names for number in _stamps((folder / name).stat())]


def _stamps(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


class NotBuiltError(FileNotFoundError):
    """The quarter's numbers have not been computed here; the message says which command does it."""


class Statusrapport(Explorer):
    """One quarter: its numbers for questions of one's own, its checked inputs and the pages of its report.

    Analysts read what was built, or a released version: `indicators`, `indicators_available`, `table`,
    `municipalities`, `regions`, `country`, `neighbours`, `compare`, `rank`, `trend`, `join`, `chart`. The
    three steps of a report are `ingest`, `compute` and `pages`; each reads what the one before it wrote below
    ``data/processed/<quarter>/``.
    """

    def __init__(
        self,
        quarter: str = "",
        *,
        lang: str = "da",
        data: str = "",
        version: int = 0,
    ) -> None:
        """Name a quarter; nothing is read yet.

        Args:
            quarter: For example ``2025Q2``; the newest that is delivered where none is named.
            lang: Language of the report.
            data: Another data root than the project's; empty for that of the environment, else the project's.
                A relative path counts from the folder that the notebook runs in.
            version: Number of a released version to open; 0 for what was built last.

        Raises:
            ValueError: The quarter is not of the form 2025Q2, nothing is delivered, the report has no edition
                in that language, the archive holds no such version, or there is no such data root.
        """
        written = quarter_written(quarter)
        whole_number(version, "version", 0, MOST_VERSIONS)
        if data:
            assert_data_root(data)
        self.quarter = Quarter.typed(written) if written else newest_quarter(data_root(data))
        self.texts = Texts(lang)
        self._kept: ReportData | None = None
        self._own: Snapshot | None = None
        self._version = archive().version(self.quarter, version) if version else None
        if self._version is None:
            self.data = data_root(data)
            self.edition = Edition.from_environment()
        else:
            self.data = DataRoot(self._version.folder / INPUTS)
            self.edition = edition_of(self._version.manifest)

    def __dir__(self) -> list[str]:
        """What is completed: the side of the numbers; the steps of a report and its parts are left out."""
        return list(SHOWN)

    def __repr__(self) -> str:
        """Which quarter and version it is, its dates, and how much it holds."""
        name = self._version.name if self._version else f"{self.quarter}, draft"
        try:
            snapshot, table = self._context.snapshot, self.indicators
        except NotBuiltError as error:
            return f"<Statusrapport {name}: {error}>"
        now = table.filter(pl.col("quarter") == str(self.quarter))
        areas = now.group_by("level").agg(pl.col("area_code").n_unique())
        count = dict(areas.with_columns(pl.col("level").cast(pl.String)).iter_rows())
        delivery, quarters = snapshot.delivery, 1 + len(snapshot.earlier)
        simulated = ", simulated" if delivery.simulated else ""
        return (
            f"<Statusrapport {name}{simulated}: stocks of {delivery.as_of}, activations from"
            f" {delivery.period_start}; {self.indicators_available().height} indicators,"
            f" {count.get('municipality', 0)} municipalities, {count.get('region', 0)} regions,"
            f" {quarters} {'quarter' if quarters == 1 else 'quarters'} delivered>"
        )

    @property
    def folder(self) -> Path:
        """Where the notebooks of this quarter write."""
        return self.data.processed(str(self.quarter))

    def ingest(self) -> Snapshot:
        """Read and check the delivery and reference data, and keep what was read for the next steps.

        Raises:
            InputError: Something in the inputs is wrong.
            ValueError: A released version was opened.
        """
        self._refuse_version()
        snapshot = read_inputs(self.data, self.quarter)
        write_snapshot(snapshot, self.folder)
        for name in ("snapshot", "inputs", "policy", "_read"):
            self.__dict__.pop(name, None)
        self._own = snapshot
        return snapshot

    def files_read(self, snapshot: Snapshot) -> pl.DataFrame:
        """The files that were read: `file` below `raw/`, `rows` of a delivery's tables, `bytes`, `sha256`.

        All but the name of a file that holds a hidden number is null: numbers could be tried against them.
        """
        private = private_inputs(self.data, snapshot, self._published_of(snapshot))
        places = pl.concat(one.places for one in (*snapshot.earlier, snapshot.delivery))
        count = dict(places.group_by("file").len().iter_rows())
        rows = [
            (name, None, None, None)
            if name in private
            else (
                name,
                count.get(shown_path(self.data.raw / name, self.data.path)),
                said["bytes"],
                said["sha256"],
            )
            for name, said in snapshot.read.items()
        ]
        schema = {"file": pl.String, "rows": pl.Int64, "bytes": pl.Int64, "sha256": pl.String}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def odd_things(self, snapshot: Snapshot) -> pl.DataFrame:
        """What the check finds odd without being wrong, in the words of the report's page on data quality.

        Returns:
            `kind`, `table`, `column`, `area`, `finding`, `answer`: texts. A finding about a number that the
            report hides does not name it.
        """
        read = self._read.snapshot if snapshot is self._own else snapshot
        context = ReportData(read, IndicatorTable(self._published_of(snapshot)), self.texts)
        rows = [
            (one.kind, one.table, one.column, one.area, str(words), one.answer)
            for one, words in findings_in_words(context, findings(read))
        ]
        schema = dict.fromkeys(("kind", "table", "column", "area", "finding", "answer"), pl.String)
        return pl.DataFrame(rows, schema=schema, orient="row")

    def publishable_delivery(self, snapshot: Snapshot) -> Delivery:
        """The delivery as it may be shown: without the numbers that the report hides."""
        delivery = with_safe_totals(snapshot).delivery
        return without_hidden(delivery, self._published_of(snapshot), policy_of(snapshot))

    def compute(self) -> pl.DataFrame:
        """Compute the tidy table of numbers from what was ingested, and write it.

        Raises:
            ValueError: A released version was opened.
        """
        self._refuse_version()
        table = self._read.published
        write_indicators(table, self.folder)
        return table

    @cached_property
    def inputs(self) -> Inputs:
        """What the indicators are computed from: frames that hold every quarter delivered."""
        return inputs_of(with_safe_totals(self.snapshot))

    @cached_property
    def policy(self) -> Policy:
        """What of this quarter and the earlier ones is not published."""
        return policy_of(self.snapshot)

    def as_published(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A frame of counts, or of rows of the table, as it may be shown: what the report hides is null."""
        return as_published(frame, self._read.published, self.snapshot)

    def _published_of(self, snapshot: Snapshot) -> pl.DataFrame:
        """The published table of a snapshot; of the quarter's own it is computed once for all notebooks."""
        return self._read.published if snapshot is self._own else compute_table(snapshot)

    @answering()
    def declare(
        self,
        name: str,
        *,
        like: str,
        per: str,
        unit: str = "",
        decimals: int | None = None,
        own: JoinedData | None = None,
        source: str = "",
        title: str = "",
    ) -> Indicator:
        """Declare an indicator of one's own: the counts of a declared ratio over another column.

        Over a column of a joined table its numbers are computed at once, of all areas that the ratio is known
        for, and tables, charts, `number`, `compare` and the like have them from then on. In a notebook that
        computes indicators its rows are made there: what is declared is in `own`, from which the steps after
        it know when the number is hidden, what its formula is, and how charts show it.

        Args:
            name: What to call it.
            like: The ratio whose counts stand above the line and whose method gives the limits.
            per: The column below the line, of numbers that nobody has to hide.
            unit: ``ratio``, ``percent``, ``per_1000`` or ``per_100000``; that of `like` where it is one of
                them and none is said, else ``ratio``.
            decimals: How many charts show; as fit the unit where it is not said.
            own: The joined table that the column is of; larger areas have the sum of their municipalities.
                With it a name of one's own may be declared anew.
            source: Who counted what stands below the line; else what was said to `join`.
            title: What charts, tables and `indicators_available` call it; its name where none is given.

        An area has no number, and its `note` says so, where 0 stands below the line.

        Raises:
            UndeclaredError: No indicator is called as `like` says.
            UnknownNameError: The joined table has no such column of numbers, or no area a number of `like`.
            ValueError: `like` is no ratio, an own ratio has no such unit, the name is none or taken, or a
                number below the line cannot be one.
        """
        if decimals is not None:
            whole_number(decimals, "decimals", 0, MOST_DECIMALS)
        if not isinstance(like, str):
            raise ValueError(
                f'like= is the name of an indicator, such as "aed_rate", not {shortened(repr(like))}'
            )
        if like not in INDICATORS:
            near = " or ".join(map(repr, near_indicators(like, self._called())))
            meant = f"; did you mean {near}?" if near else "; indicators_available() lists those there are"
            raise UndeclaredError(like, meant)
        mine = {one.name for one in self.own}
        if name in INDICATORS or (name in mine and own is None):
            raise ValueError(f"{name} is declared already; choose another name")
        if own is not None and not isinstance(own, JoinedData):
            said = 'own= is what join gives, such as own=report.join("egne-tal.csv")'
            raise ValueError(f"{said}, not {shortened(repr(own))}")
        counted = own_source(source, "", self.texts.language) or (own.source if own is not None else "")
        made = own_ratio(
            name,
            indicator(like),
            per=per,
            unit=unit,
            decimals=decimals,
            source=counted,
            title=shown_title(title),
        )
        rows = None if own is None else self._own_rows(made, like, per, own)
        self.own = (*(one for one in self.own if one.name != name), made)
        if rows is not None:
            self.keep(pl.concat([self.indicators.filter(pl.col("indicator") != name), rows]))
        return made

    def _called(self) -> dict[str, tuple[str, ...]]:
        """Every declared indicator with its labels, with none before the quarter is built."""
        try:
            labels = self._labels
        except NotBuiltError:
            labels = {}
        return {one: tuple(labels.get(one, ())) for one in INDICATORS}

    def _own_rows(self, made: Indicator, like: str, per: str, own: JoinedData) -> pl.DataFrame:
        """The rows of an own ratio over a column of a joined table."""
        rows = self._context.figures.table.filter(pl.col("indicator") == like)
        if rows["numerator"].null_count() == rows.height:
            raise UnknownNameError(f"{like} has no counts in {self.quarter} that could stand above a line")
        if made.name in own.columns:
            raise ValueError(f"{made.name} is a column of the joined table already; choose another name")
        return own_ratio_rows(
            made,
            rows,
            own.numbers(per),
            self._municipalities_in,
            population_source(self._context.snapshot.delivery),
        )

    @answering()
    def keep(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Put the rows of a table in order and check them, for this notebook alone; the report's table stays.

        Args:
            rows: As they may be published.

        Returns:
            The table, which `indicators`, `municipalities`, `chart` and pages read from now on.
        """
        require_frame(rows)
        snapshot = self.snapshot if self._version is None else self._context.snapshot
        table = in_order(rows, snapshot)
        self._kept = ReportData(snapshot, IndicatorTable(table), self.texts, edition=self.edition)
        for name in ("indicators", "_places", "_tables", "_names", "_spellings"):
            self.__dict__.pop(name, None)
        return table

    def write(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Put the rows of the table in order, check them against its schema, and write them.

        Args:
            rows: As they may be published.

        Returns:
            The table that was written.

        Raises:
            ValueError: A released version was opened.
        """
        self._refuse_version()
        table = in_order(rows, self.snapshot)
        write_indicators(table, self.folder)
        return table

    @cached_property
    def snapshot(self) -> Snapshot:
        """The checked inputs of the quarter.

        Raises:
            NotBuiltError: They were not read here, or by an older program that kept other tables.
        """
        return self._read.snapshot

    @cached_property
    def _read(self) -> Ingested:
        try:
            return _ingested(self.folder, *written(self.folder, *SNAPSHOT_FILES))
        except FileNotFoundError as error:
            raise NotBuiltError(
                f"{self.quarter} was not read here: run 01_ingest first, or {self._command}{self._elsewhere}"
            ) from error

    @cached_property
    def indicators(self) -> pl.DataFrame:
        """The tidy table: a row per quarter, level, area and indicator.

        Raises:
            NotBuiltError: The quarter was not built here.
        """
        if self._kept is not None:
            return self._of_places(self._kept.figures.everything)
        if self._version is not None:
            return self._of_places(self._version.read_indicators())
        self._require_built()
        return self._of_places(pl.read_parquet(self.folder / "indicators.parquet"))

    def _refuse_version(self) -> None:
        if self._version is not None:
            raise ValueError(f"{self._version.name} is released: its numbers are not computed anew")

    def _require_built(self) -> None:
        if not (self.folder / "indicators.parquet").exists():
            delivered = available_quarters(self.data.path)
            if delivered and self.quarter not in delivered:
                named = ", ".join(map(str, delivered))
                raise NotBuiltError(
                    f"{self.quarter} is not built here, and nothing of it is delivered: there is {named}"
                    f"{self._elsewhere}"
                )
            raise NotBuiltError(
                f"{self.quarter} is not built here: run {self._command} first{self._elsewhere}"
            )

    @property
    def _command(self) -> str:
        elsewhere = "" if self.data == DEFAULT_DATA else f" --data {self.data.path}"
        return f"`statusrapport build {self.quarter}{elsewhere}`"

    @property
    def _elsewhere(self) -> str:
        """How to open what was built from another data root."""
        return f'; what `--data FOLDER` built is opened with Statusrapport("{self.quarter}", data="FOLDER")'

    @classmethod
    def simulated(cls, quarter: str, *, lang: str = "da", events: bool = False) -> Statusrapport:
        """A quarter of made-up figures, for questions that no real delivery answers yet.

        A data root of five quarters is made in ``build/simulated/`` the first time, and anew once the program
        or the reference data have changed; ``make clean`` removes what is there. Its charts say that it is
        simulated, as do its rows.

        Args:
            quarter: For example ``2025Q2``.
            lang: Language of the report.
            events: Whether the figures are counted up from made-up events, places and people, so that they
                hold what only those tell: who lives near an open AED and near runners, who answers an alarm.
                That root has two quarters.

        Raises:
            ValueError: The quarter is not of the form 2025Q2.
        """
        from analysis.simulation.made_roots import counted_up_root, simulated_root

        last = Quarter.typed(quarter_written(quarter))
        root = counted_up_root(last) if events else simulated_root(last)
        report = cls(quarter, lang=lang, data=str(root))
        try:
            report.content  # noqa: B018
        except NotBuiltError:
            report.ingest()
            report.compute()
        return report

    @property
    def is_simulated(self) -> bool:
        """Whether the figures are made up."""
        return bool(self._context.snapshot.delivery.simulated)

    @property
    def content(self) -> ReportData:
        """The numbers, words and facts that pages are made of."""
        return self._context

    @property
    def _context(self) -> ReportData:
        if self._kept is not None:
            return self._kept
        if self.edition is not None:
            return self._released_context
        return self._opened_context()

    @cached_property
    def _released_context(self) -> ReportData:
        """The context of a version: with its edition and what changed since the version before."""
        revisions = None
        if self.data.previous.exists():
            revisions = changes(pl.read_parquet(self.data.previous), self.indicators)
        return replace(self._opened_context(), edition=self.edition, revisions=revisions)

    def _opened_context(self) -> ReportData:
        if self._version is not None:
            with temporary_folder() as side:
                whole = with_private_inputs(self._version, private_archive(), side / "version")
                snapshot = read_inputs(DataRoot(whole / INPUTS), self.quarter)
            return ReportData(snapshot, IndicatorTable(self.indicators), self.texts)
        self._require_built()
        files = ("indicators.parquet", *SNAPSHOT_FILES)
        try:
            return _opened(self.folder, self.texts.language, *written(self.folder, *files))
        except (FileNotFoundError, KeyError) as error:
            raise NotBuiltError(
                f"{self.quarter} was built by an older program: run {self._command}{self._elsewhere}"
            ) from error

    @property
    def pages(self) -> ReportPages:
        """The pages of the report, each as its notebook shows it."""
        return ReportPages(self._context)

    @answering()
    def as_table(
        self,
        frame: pl.DataFrame,
        *,
        heads: Mapping[str, str] | None = None,
        units: Mapping[str, str] | None = None,
        decimals: int = 2,
        first: int | None = None,
        empty: str = "",
    ) -> Shown:
        """A frame as a table to read: whole, numbers in the report's language, a dash for what is not known.

        Args:
            frame: Any frame of texts, numbers and dates.
            heads: Headings by column; a column without one is headed by its name.
            units: What the numbers of a column are in, said in its heading.
            decimals: Of numbers that are not whole.
            first: How many rows are shown; None for all.
            empty: What is said instead where there are no rows.

        Raises:
            ValueError: It is no frame, or an argument is none of its kind.
        """
        require_frame(frame)
        whole_number(decimals, "decimals", 0, MOST_DECIMALS)
        if first is not None:
            whole_number(first, "first", 0, MOST_ROWS)
        for name, words in (("heads", heads), ("units", units)):
            if words is not None and not isinstance(words, Mapping):
                raise ValueError(
                    f'{name}= names columns, such as {{"area": "Kommune"}}, not {shortened(repr(words))}'
                )
        language = self.texts.language
        return frame_table(
            frame, language, heads=heads, units=units, decimals=decimals, first=first, empty=empty
        )

    def as_text(self, *texts: str) -> Shown:
        """Sentences of a page as text to read, each a paragraph."""
        return text_shown(*texts)
