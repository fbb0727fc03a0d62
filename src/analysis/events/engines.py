"""The engines that reduce: the few lines that differ between Polars, DuckDB and Spark.

An engine opens files, gives every time an Int64 of milliseconds since 1970 beside it, and collects small
results. All else is Narwhals.
"""

from __future__ import annotations

import importlib
import socket
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

import narwhals as nw
import polars as pl

from analysis.events.contracts import MILLISECONDS, TEXT, TIME, TIME_TEXT, Field

ENGINES: Final = ("polars", "duckdb", "spark")
LOCAL_SPARK: Final = "local[*]"
CONNECT_PORT, MASTER_PORT = 15002, 7077
POLARS_ERRORS: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException)
SECONDS_TO_ANSWER: Final = 5.0
LOCAL_PARTITIONS: Final = 8
SQL_TYPES: Final[Mapping[pl.DataType, str]] = {pl.Int64(): "BIGINT", pl.Float64(): "DOUBLE"}
ROW: Final = "row_number"
FIRST_ROW_OF_CSV: Final = 2
CSV_TIME: Final = "%Y-%m-%dT%H:%M:%S%.f%#z"

Types = Mapping[str, nw.dtypes.DType]


class MissingEngineError(Exception):
    """The packages of an engine are not installed; the text says how to get them."""


class UnreachableError(Exception):
    """A cluster did not answer."""


class EngineError(Exception):
    """An engine stopped while it read; its own words may quote rows and are left out."""


@dataclass(frozen=True)
class Source:
    """The files of one table.

    Attributes:
        table: Name of the table.
        files: Their paths, or one address that only the engine can read.
        shown: Their names in messages.
        columns: Every column of CSV files in order; empty for Parquet.
        fields: The declared columns that are there.
        types: Their types.
    """

    table: str
    files: tuple[str, ...]
    shown: tuple[str, ...]
    columns: tuple[str, ...]
    fields: tuple[Field, ...]
    types: Types

    @property
    def text(self) -> bool:
        """Whether the files are CSV."""
        return bool(self.columns)

    @property
    def names(self) -> list[str]:
        """Names of the declared columns that are there."""
        return [field.name for field in self.fields]

    @property
    def times(self) -> list[str]:
        """Those of them that hold times."""
        return [field.name for field in self.fields if field.kind == TIME]


class ReductionEngine(Protocol):
    """What an engine has to do."""

    def open(self, source: Source) -> nw.LazyFrame[Any]:
        """The declared columns; times zoned, with `<name>_ms` beside them, and `<name>_text` of CSV."""

    def open_numbered(self, source: Source) -> nw.LazyFrame[Any] | None:
        """A table of one file as `open` gives it, with each row's number in the file as `ROW`.

        In Parquet the first row is 1, in CSV 2, below the header. None where the engine has no such numbers.
        """

    def small(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """A small table of ours, to be joined with those of the engine."""

    def kept(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """A table computed once and held on the engine, for several uses.

        Raises:
            EngineError: The files could not be read to the end.
        """

    def collect(
        self, frame: nw.LazyFrame[Any], schema: Mapping[str, pl.DataType | type[pl.DataType]]
    ) -> pl.DataFrame:
        """A small result in these columns.

        Raises:
            EngineError: The files could not be read to the end.
        """


def start(name: str, address: str | None = None) -> ReductionEngine:
    """An engine by name.

    Args:
        name: One of `ENGINES`.
        address: Of Spark: `sc://host:15002`, `spark://host:7077`, or None for one in this process.

    Raises:
        MissingEngineError: Its packages are not installed.
        UnreachableError: No cluster answers at the address.
    """
    if name == "polars":
        return PolarsEngine()
    module = {"duckdb": "duckdb", "spark": "pyspark.sql"}[name]
    try:
        with warnings.catch_warnings():
            # PySpark doubts new versions of pandas, which nothing here uses.
            warnings.simplefilter("ignore", FutureWarning)
            importlib.import_module(module)
    except ImportError:
        hint = f"install it with: pip install 'statusrapport[{name}]'"
        raise MissingEngineError(f"--engine {name} needs a package that is not installed; {hint}") from None
    return DuckDBEngine() if name == "duckdb" else SparkEngine(address or LOCAL_SPARK)


class PolarsEngine:
    """Polars, streaming: the default."""

    def open(self, source: Source) -> nw.LazyFrame[Any]:
        """See `ReductionEngine`."""
        return self._opened(source, None)

    def open_numbered(self, source: Source) -> nw.LazyFrame[Any] | None:
        """See `ReductionEngine`."""
        return self._opened(source, ROW)

    def _opened(self, source: Source, row: str | None) -> nw.LazyFrame[Any]:
        files, wanted = list(source.files), [*source.names, *([row] if row else [])]
        if source.text:
            frame = pl.scan_csv(
                files,
                schema=dict.fromkeys(source.columns, pl.String),
                row_index_name=row,
                row_index_offset=FIRST_ROW_OF_CSV,
            )
            texts = [pl.col(name).alias(name + TEXT) for name in source.times]
            parsed = [
                pl.when(pl.col(name).str.contains(TIME_TEXT))
                .then(name)
                .str.to_datetime(CSV_TIME, time_unit="us", time_zone="UTC", strict=False)
                for name in source.times
            ]
            frame = frame.select(wanted).with_columns(texts).with_columns(parsed)
        else:
            frame = pl.scan_parquet(
                files, extra_columns="ignore", row_index_name=row, row_index_offset=1
            ).select(wanted)
        epochs = [pl.col(name).dt.epoch("ms").alias(name + MILLISECONDS) for name in source.times]
        return nw.from_native(frame.with_columns(epochs))

    def small(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """See `ReductionEngine`."""
        return nw.from_native(frame.lazy())

    def kept(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """See `ReductionEngine`."""
        try:
            found: pl.DataFrame = frame.to_native().collect(engine="streaming")
        except (*POLARS_ERRORS, OSError) as error:
            raise EngineError(type(error).__name__) from None
        return nw.from_native(found.lazy())

    def collect(
        self, frame: nw.LazyFrame[Any], schema: Mapping[str, pl.DataType | type[pl.DataType]]
    ) -> pl.DataFrame:
        """See `ReductionEngine`."""
        try:
            found: pl.DataFrame = frame.to_native().collect(engine="streaming")
        except (*POLARS_ERRORS, OSError) as error:
            raise EngineError(type(error).__name__) from None
        return found.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


class DuckDBEngine:
    """DuckDB, in this process: a third of the memory."""

    def __init__(self) -> None:
        """Read times in UTC, and stay silent."""
        import duckdb

        # Narwhals itself uses the default connection.
        self._connection = duckdb.default_connection()
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET enable_progress_bar = false")

    def open(self, source: Source) -> nw.LazyFrame[Any]:
        """See `ReductionEngine`."""
        return self._opened(source, [])

    def open_numbered(self, source: Source) -> nw.LazyFrame[Any] | None:
        """See `ReductionEngine`."""
        # The window without an order numbers the rows of CSV as they stand: DuckDB keeps that order.
        row = f"row_number() OVER () + {FIRST_ROW_OF_CSV - 1}" if source.text else "file_row_number + 1"
        return self._opened(source, [f"{row} AS {_name(ROW)}"])

    def _opened(self, source: Source, numbers: list[str]) -> nw.LazyFrame[Any]:
        files = f"[{', '.join(_quoted(file) for file in source.files)}]"
        times = source.times if source.text else []
        chosen = [*numbers, *(self._column(source, name) for name in source.names if name not in times)]
        if source.text:
            schema = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in source.columns)
            read = (
                f"read_csv({files}, columns = {{{schema}}}, header = true, auto_detect = false, delim = ',', "
                "quote = '\"', escape = '\"', nullstr = '')"
            )
            for name in times:
                cell = _name(name)
                zoned = f"regexp_matches({cell}, {_quoted(TIME_TEXT)})"
                chosen.append(f"{cell} AS {_name(name + TEXT)}")
                chosen.append(f"try_cast(CASE WHEN {zoned} THEN {cell} END AS TIMESTAMPTZ) AS {cell}")
        else:
            read = f"read_parquet({files}, file_row_number = {str(bool(numbers)).lower()})"
        epochs = [f"epoch_ms({_name(name)}) AS {_name(name + MILLISECONDS)}" for name in source.times]
        opened = f"SELECT {', '.join(chosen)} FROM {read}"
        return nw.from_native(self._connection.sql(f"SELECT {', '.join(['*', *epochs])} FROM ({opened})"))

    @staticmethod
    def _column(source: Source, name: str) -> str:
        """A column of Parquet; of a time in nanoseconds DuckDB knows no milliseconds."""
        if name not in source.times:
            return _name(name)
        return f"CAST({_name(name)} AS TIMESTAMPTZ) AS {_name(name)}"

    def small(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """See `ReductionEngine`."""
        arrays = {name: frame[name].to_numpy() for name in frame.columns}  # noqa: F841 (DuckDB finds it)
        return nw.from_native(self._connection.sql("SELECT * FROM arrays"))

    def kept(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """See `ReductionEngine`."""
        import duckdb

        relation, name = frame.to_native(), f"kept_{uuid4().hex}"
        try:
            relation.create(name)
        except duckdb.Error as error:
            raise EngineError(type(error).__name__) from None
        return nw.from_native(self._connection.table(name))

    def collect(
        self, frame: nw.LazyFrame[Any], schema: Mapping[str, pl.DataType | type[pl.DataType]]
    ) -> pl.DataFrame:
        """See `ReductionEngine`."""
        import duckdb

        try:
            rows = frame.select(list(schema)).to_native().fetchall()
        except duckdb.Error as error:
            raise EngineError(type(error).__name__) from None
        return pl.DataFrame(rows, schema=dict(schema), orient="row")


class SparkEngine:
    """Spark: a cluster over Spark Connect or as its driver, or one in this process."""

    def __init__(self, address: str) -> None:
        """Start or join a session.

        Raises:
            UnreachableError: No cluster answers.
        """
        from pyspark.sql import SparkSession

        _check_reachable(address)
        builder = SparkSession.builder.appName("statusrapport reduce")
        builder = builder.remote(address) if address.startswith("sc://") else builder.master(address)
        if not address.startswith("sc://"):
            for setting in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
                builder = builder.config(setting, "false")
        if address.startswith("local"):
            builder = builder.config("spark.sql.shuffle.partitions", LOCAL_PARTITIONS)
        try:
            self.session = builder.getOrCreate()
            self.session.conf.set("spark.sql.session.timeZone", "UTC")
        except Exception as error:
            raise UnreachableError(f"Spark did not start at {address} ({type(error).__name__})") from None

    def open(self, source: Source) -> nw.LazyFrame[Any]:
        """See `ReductionEngine`."""
        from pyspark.sql import functions

        files = list(source.files)
        if source.text:
            schema = ", ".join(f"`{name}` STRING" for name in source.columns)
            options: dict[str, Any] = {
                "header": True,
                "escape": '"',
                "mode": "FAILFAST",
                "enforceSchema": True,
            }
            frame = self.session.read.schema(schema).options(**options).csv(files).select(source.names)
            for name in source.times:
                cell = functions.col(name)
                zoned = functions.when(cell.rlike(TIME_TEXT), functions.try_to_timestamp(cell))
                frame = frame.withColumn(name + TEXT, cell).withColumn(name, zoned)
        else:
            frame = self.session.read.parquet(*files).select(source.names)
        for name in source.times:
            frame = frame.withColumn(name + MILLISECONDS, functions.unix_millis(functions.col(name)))
        read: nw.LazyFrame[Any] = nw.from_native(frame)
        return read

    def open_numbered(self, source: Source) -> nw.LazyFrame[Any] | None:
        """Spark deals out the rows of files, and knows no numbers of them."""
        return None

    def text(self, address: str) -> str | None:
        """A small text file that only Spark can read; None where it cannot."""
        try:
            rows = self.session.read.text(address, wholetext=True).collect()
        except Exception:
            return None
        return str(rows[0][0]) if rows else ""

    def columns(self, address: str) -> Types | None:
        """The columns of Parquet that only Spark can read; None where it cannot."""
        try:
            return dict(nw.from_native(self.session.read.parquet(address)).collect_schema())
        except Exception:
            return None

    def small(self, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        """See `ReductionEngine`."""
        schema = ", ".join(f"{name} {SQL_TYPES[dtype]}" for name, dtype in frame.schema.items())
        made: nw.LazyFrame[Any] = nw.from_native(self.session.createDataFrame(frame.rows(), schema))
        return made

    def kept(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """See `ReductionEngine`."""
        cached: nw.LazyFrame[Any] = nw.from_native(frame.to_native().cache())
        return cached

    def collect(
        self, frame: nw.LazyFrame[Any], schema: Mapping[str, pl.DataType | type[pl.DataType]]
    ) -> pl.DataFrame:
        """See `ReductionEngine`."""
        try:
            rows = [tuple(row) for row in frame.select(list(schema)).to_native().collect()]
        except Exception as error:
            raise EngineError(type(error).__name__) from None
        return pl.DataFrame(rows, schema=dict(schema), orient="row")


def _check_reachable(address: str) -> None:
    """Ask for a connection before Spark does, which tries for minutes."""
    parts = urlsplit(address)
    ports = {"sc": CONNECT_PORT, "spark": MASTER_PORT}
    if parts.scheme not in ports:
        return
    hosts = [f"//{place}" for place in parts.netloc.split(",")]
    refused = []
    for host in map(urlsplit, hosts):
        try:
            with socket.create_connection(
                (host.hostname or "", host.port or ports[parts.scheme]), SECONDS_TO_ANSWER
            ):
                return
        except OSError as error:
            refused.append(error.strerror or type(error).__name__)
    raise UnreachableError(f"no Spark answers at {address} ({', '.join(refused)})")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
