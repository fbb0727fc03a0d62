"""The API of Danmarks Statistik's StatBank: what a table holds, and its cells.

The API (version 1) is asked by POST with JSON. It answers in UTF-8: the description of a table as JSON, cells
as CSV with a byte order mark and semicolons, and errors as JSON with `errorTypeCode` and `message`.
"""

import csv
import io
import json
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from threading import Thread
from typing import Any, ClassVar, Final, Self
from urllib.parse import urlsplit

import polars as pl
from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    InvalidHeader,
    MaxRetryError,
    NameResolutionError,
    ProtocolError,
    ProxyError,
    SSLError,
    TimeoutError,
)
from urllib3.util import make_headers, parse_url
from urllib3.util.retry import Retry

ADDRESS: Final = "https://api.statbank.dk/v1"
MOST_CELLS: Final = 1_000_000
NOT_AVAILABLE: Final = frozenset({"..", "."})
VALUE: Final = "value"
BYTES_PER_READ: Final = 2**16
LONGEST_REASON: Final = 200
TEMPORARY: Final = frozenset({429, *range(500, 600)})

Values = dict[str, str]


class StatBankError(Exception):
    """StatBank cannot be reached, refuses the question, or gives an answer that cannot be read.

    The message is one line.
    """


@dataclass(frozen=True)
class StatBank:
    """StatBank at an address, and how patiently it is asked.

    Questions are asked again when the connection fails or breaks off, when nothing comes in time, and at the
    statuses 429 and 5xx, where `Retry-After` is respected. Redirects are not followed, wherever they lead.

    Attributes:
        address: Where the API's functions lie.
        connect_seconds: How long a connection may take.
        read_seconds: How long StatBank may be silent.
        answer_seconds: How long it may take until the whole answer is there, retries and pauses included.
        retries: How often a question is asked again.
        pause_seconds: It is asked again at once, then after 2, 4, 8 … times this.
        longest_pause_seconds: No pause is longer, whatever `Retry-After` says.
        largest_answer: Bytes of an answer, unpacked.
        say: Is told what is being done, a few words at a time.
    """

    called: ClassVar[str] = "StatBank"

    address: str = ADDRESS
    connect_seconds: float = 10
    read_seconds: float = 60
    answer_seconds: float = 300
    retries: int = 4
    pause_seconds: float = 1
    longest_pause_seconds: int = 60
    largest_answer: int = 64 * 2**20
    say: Callable[[str], None] = lambda _: None

    def describe(self, table: str) -> dict[str, Values]:
        """The variables of a table: by variable, the text of each code, in StatBank's order.

        Raises:
            StatBankError: There is no readable answer.
        """
        self.say(f"asking StatBank what {table} holds")
        question = {"table": table, "lang": "da", "format": "JSON"}
        return parse_description(self._answer("tableinfo", question))

    def cells(self, table: str, selection: Mapping[str, Sequence[str]]) -> pl.DataFrame:
        """Cells of a table.

        Args:
            table: Such as `FOLK1A`.
            selection: The codes wanted, by variable; no more than `MOST_CELLS` cells in all.

        Returns:
            A row per cell of the answer: a String column of codes per variable, in the selection's order, and
            `value` (Int64, null where StatBank has none).

        Raises:
            StatBankError: There is no readable answer.
            ValueError: The selection is larger than StatBank answers at once.
        """
        wanted = prod(map(len, selection.values()))
        if wanted > MOST_CELLS:
            raise ValueError(f"{wanted} cells of {table}, more than {MOST_CELLS}")
        self.say(f"asking StatBank for {wanted} cells of {table}")
        question = {
            "table": table,
            "lang": "da",
            "format": "CSV",
            "valuePresentation": "Code",
            "delimiter": "Semicolon",
            "variables": [{"code": code, "values": list(values)} for code, values in selection.items()],
        }
        return parse_cells(self._answer("data", question), selection)

    def _answer(self, function: str, question: dict[str, Any] | None) -> bytes:
        """The answer of a function to a question, by POST; by GET where there is none."""
        url = f"{self.address.rstrip('/')}/{function}"
        deadline = time.monotonic() + self.answer_seconds
        try:
            return _within(self.answer_seconds, partial(self._asked, url, question, deadline))
        except MaxRetryError as error:
            reason = self._reason(error.reason)
            raise StatBankError(f"{self.address} cannot be reached: {reason}") from error
        except HTTPError as error:
            raise StatBankError(f"{self.address} cannot be reached: {self._reason(error)}") from error
        except PastDeadlineError:
            reason = f"takes more than {self.answer_seconds:g} s to answer"
            raise StatBankError(f"{self.address} {reason}") from None

    def _asked(self, url: str, question: dict[str, Any] | None, deadline: float) -> bytes:
        """The answer, asked for as often as `Retries` allows.

        Raises:
            StatBankError: It is a refusal, a redirect, or larger than the limit.
            HTTPError: There is none, or none that is whole.
            PastDeadlineError: There is none in time.
        """

        def tell(failure: Exception | int, time_number: int) -> None:
            reason = f"status {failure}" if isinstance(failure, int) else self._reason(failure)
            self.say(f"{self.called}: {reason}; asking again ({time_number} of {self.retries})")

        retries: Retry = Retries(
            total=self.retries,
            status_forcelist=TEMPORARY,
            backoff_factor=self.pause_seconds,
            backoff_max=self.longest_pause_seconds,
            retry_after_max=self.longest_pause_seconds,
            allowed_methods=None,
            raise_on_status=False,
            tell=tell,
            deadline=deadline,
        )
        headers = make_headers(accept_encoding=True, user_agent="statusrapport")
        method, body = "GET", b""
        if question is not None:
            method, body = "POST", json.dumps(question, ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json; charset=utf-8"
        with _pool(url) as pool:
            while True:
                response = pool.request(
                    method,
                    url,
                    body=body or None,
                    headers=headers,
                    timeout=Timeout(connect=self.connect_seconds, read=self.read_seconds),
                    retries=retries,
                    redirect=False,
                    preload_content=False,
                )
                try:
                    return self._content(response, deadline)
                except HTTPError as error:
                    # urllib3 asks again until an answer begins; of one that breaks off it knows nothing.
                    retries = (response.retries or retries).increment(method, url, error=error)
                    retries.sleep()
                finally:
                    response.close()

    def _content(self, response: BaseHTTPResponse, deadline: float) -> bytes:
        if response.status in TEMPORARY:
            raise StatBankError(f"{self.address} cannot be reached: status {response.status}")
        if 300 <= response.status < 400:
            target = _shown(response.headers.get("Location"))
            raise StatBankError(f"{self.address} redirects to {target}, which is not followed")
        content = bytearray()
        while piece := response.read1(BYTES_PER_READ):
            content += piece
            if len(content) > self.largest_answer:
                raise StatBankError(f"{self.address} answers with more than {self.largest_answer} bytes")
            if time.monotonic() > deadline:
                raise PastDeadlineError
        if response.status != 200:
            reason = _refusal(bytes(content))
            raise StatBankError(f"{self.address} refuses the question: status {response.status}{reason}")
        return bytes(content)

    def _reason(self, error: Exception | None) -> str:
        """Why there is no answer, in a few words."""
        if isinstance(error, SSLError):
            return f"its certificate is not accepted ({_shown(error)})"
        if isinstance(error, ProxyError):
            return f"the proxy does not let it through ({_shown(error.original_error)})"
        if isinstance(error, NameResolutionError):
            return "its name is not known (is there a network?)"
        if isinstance(error, TimeoutError):
            refused = getattr(error.__cause__, "strerror", None)
            return _shown(refused) if refused else f"nothing within {self.read_seconds:g} s"
        if isinstance(error, DecodeError):
            return "an answer that cannot be unpacked"
        if isinstance(error, ProtocolError):
            return "the connection breaks off"
        return _shown(error)


class PastDeadlineError(Exception):
    """There was no answer in time."""


class Retries(Retry):
    """The retries of urllib3, which also tell of each, and end at a deadline.

    Nothing is read of an answer that is asked for again, and a `Retry-After` that cannot be read is none.
    """

    RETRY_AFTER_STATUS_CODES = frozenset({429, 503})

    def __init__(
        self, *arguments: Any, tell: Callable[[Exception | int, int], None], deadline: float, **settings: Any
    ) -> None:
        """Add to the settings of `Retry` who is told, and when it ends.

        Args:
            arguments: Those of `Retry`.
            tell: Is given the error or the status, and which retry it is.
            deadline: By the monotonic clock, in seconds.
            settings: Those of `Retry`.
        """
        super().__init__(*arguments, **settings)
        self._tell, self._deadline = tell, deadline

    def new(self, **changed: Any) -> Self:
        """See `Retry`."""
        return super().new(tell=self._tell, deadline=self._deadline, **changed)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        *others: Any,
        **named: Any,
    ) -> Self:
        """See `Retry`."""
        if response is not None:
            response.close()
        following = super().increment(method, url, response, error, *others, **named)
        if time.monotonic() > self._deadline:
            raise PastDeadlineError
        failure = error or (response.status if response is not None else 0)
        self._tell(failure, len(following.history))
        return following

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """See `Retry`."""
        try:
            return super().get_retry_after(response)
        except InvalidHeader:
            return None


def _within(seconds: float, question: Callable[[], bytes]) -> bytes:
    """What a function returns, if it does so in time.

    It runs in a thread, as no timeout of a socket bounds headers that come byte by byte, or the search for a
    name. A thread that is late ends with the program.

    Raises:
        PastDeadlineError: It takes longer.
    """
    answered: list[bytes] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            answered.append(question())
        except Exception as error:
            failed.append(error)

    thread = Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    for error in failed:
        raise error
    for answer in answered:
        return answer
    raise PastDeadlineError


def parse_description(content: bytes) -> dict[str, Values]:
    """The answer of `tableinfo`: by variable, the text of each code.

    Raises:
        StatBankError: It is not the description of a table.
    """
    try:
        described = json.loads(content.decode("utf-8-sig"))
        return {
            _text(variable["id"]): {_text(value["id"]): _text(value["text"]) for value in variable["values"]}
            for variable in described["variables"]
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        found = _quoted_start(content)
        raise StatBankError(f"StatBank's description of the table cannot be read: {found}") from None


def parse_cells(content: bytes, selection: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """The answer of `data` in CSV; columns as in `StatBank.cells`.

    Raises:
        StatBankError: It is not CSV in UTF-8 with the columns asked for, it breaks off, it holds other cells
            than were asked for, one of them twice, or a value that is neither a whole number nor `..`.
    """
    try:
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        rows = list(csv.reader(text, delimiter=";", strict=True))
    except (ValueError, csv.Error):
        rows = []
    header = [*(code.casefold() for code in selection), "indhold"]
    if not rows or sorted(title.casefold() for title in rows[0]) != sorted(header):
        raise StatBankError(f"StatBank's answer is not the CSV that was asked for: {_quoted_start(content)}")
    if not content.endswith(b"\n"):
        raise StatBankError(f"StatBank's answer breaks off in row {len(rows)}")
    titles = [title.casefold() for title in rows[0]]
    order = [titles.index(title) for title in header]
    asked = [frozenset(values) for values in selection.values()]
    cells: dict[tuple[str, ...], int | None] = {}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise StatBankError(f"StatBank's answer has {len(row)} columns in row {number}")
        *key, value = (row[position] for position in order)
        strange = next((code for code, codes in zip(key, asked, strict=True) if code not in codes), None)
        if strange is not None:
            raise StatBankError(f"StatBank's answer has {_shown(strange)} in row {number}, not asked for")
        if tuple(key) in cells:
            raise StatBankError(f"StatBank's answer has the cell of row {number} twice")
        cells[tuple(key)] = _count(value, number)
    return pl.DataFrame(
        [(*key, value) for key, value in cells.items()],
        schema={**dict.fromkeys(selection, pl.String()), VALUE: pl.Int64()},
        orient="row",
    )


def _count(value: str, row: int) -> int | None:
    if value in NOT_AVAILABLE:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= 15):
        raise StatBankError(f"StatBank's answer has {_shown(value)} in row {row}, no whole number")
    return int(value)


def _pool(url: str) -> PoolManager:
    """Connections to a host, through the proxy that the system names for it."""
    parts = urlsplit(url)
    proxy = urllib.request.getproxies().get(parts.scheme)
    if not proxy or urllib.request.proxy_bypass(parts.netloc):
        return PoolManager()
    return ProxyManager(proxy, proxy_headers=make_headers(proxy_basic_auth=parse_url(proxy).auth))


def _refusal(content: bytes) -> str:
    """What the API says of a question that it refuses."""
    try:
        said = json.loads(content.decode("utf-8-sig"))
        return f" ({_shown(said['errorTypeCode'])}: {_shown(said['message'])})"
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _quoted_start(content: bytes) -> str:
    return repr(_shown(content[:80].decode("utf-8", errors="replace")))


def _shown(text: object) -> str:
    """A text of others for a message: on one line, printable, cut."""
    line = " ".join(str(text).split())
    printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
    return printable if len(printable) <= LONGEST_REASON else printable[: LONGEST_REASON - 1] + "…"
