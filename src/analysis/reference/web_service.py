"""A service on the web that is asked patiently: again where that helps, and never longer than a deadline."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Thread
from typing import Any, ClassVar, Final, Self
from urllib.parse import urlsplit

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

BYTES_PER_READ: Final = 2**16
LONGEST_REASON: Final = 200
TEMPORARY: Final = frozenset({429, *range(500, 600)})


class WebServiceError(Exception):
    """A service cannot be reached, refuses the question, or gives an answer that cannot be read.

    The message is one line.
    """


@dataclass(frozen=True)
class WebService:
    """A service at an address, and how patiently it is asked.

    Questions are asked again when the connection fails or breaks off, when nothing comes in time, and at the
    statuses 429 and 5xx, where `Retry-After` is respected. Redirects are not followed, wherever they lead.

    Attributes:
        called: What the service is called.
        address: Where its functions lie.
        connect_seconds: How long a connection may take.
        read_seconds: How long the service may be silent.
        answer_seconds: How long it may take until the whole answer is there, retries and pauses included.
        retries: How often a question is asked again.
        pause_seconds: It is asked again at once, then after 2, 4, 8 … times this.
        longest_pause_seconds: No pause is longer, whatever `Retry-After` says.
        largest_answer: Bytes of an answer, unpacked.
        say: Is told what is being done, a few words at a time.
    """

    called: ClassVar[str]

    address: str
    connect_seconds: float = 10
    read_seconds: float = 60
    answer_seconds: float = 300
    retries: int = 4
    pause_seconds: float = 1
    longest_pause_seconds: int = 60
    largest_answer: int = 64 * 2**20
    say: Callable[[str], None] = lambda _: None

    def _answer(self, function: str, question: dict[str, Any] | None) -> bytes:
        """The answer of a function to a question, by POST; by GET where there is none."""
        url = f"{self.address.rstrip('/')}/{function}"
        deadline = time.monotonic() + self.answer_seconds
        try:
            return _within(self.answer_seconds, partial(self._asked, url, question, deadline))
        except MaxRetryError as error:
            reason = self._reason(error.reason)
            raise WebServiceError(f"{self.address} cannot be reached: {reason}") from error
        except HTTPError as error:
            raise WebServiceError(f"{self.address} cannot be reached: {self._reason(error)}") from error
        except PastDeadlineError:
            reason = f"takes more than {self.answer_seconds:g} s to answer"
            raise WebServiceError(f"{self.address} {reason}") from None

    def _asked(self, url: str, question: dict[str, Any] | None, deadline: float) -> bytes:
        """The answer, asked for as often as `Retries` allows.

        Raises:
            WebServiceError: It is a refusal, a redirect, or larger than the limit.
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
            raise WebServiceError(f"{self.address} cannot be reached: status {response.status}")
        if 300 <= response.status < 400:
            target = shown(response.headers.get("Location"))
            raise WebServiceError(f"{self.address} redirects to {target}, which is not followed")
        content = bytearray()
        while piece := response.read1(BYTES_PER_READ):
            content += piece
            if len(content) > self.largest_answer:
                raise WebServiceError(f"{self.address} answers with more than {self.largest_answer} bytes")
            if time.monotonic() > deadline:
                raise PastDeadlineError
        if response.status != 200:
            reason = _refusal(bytes(content))
            raise WebServiceError(f"{self.address} refuses the question: status {response.status}{reason}")
        return bytes(content)

    def _reason(self, error: Exception | None) -> str:
        """Why there is no answer, in a few words."""
        if isinstance(error, SSLError):
            return f"its certificate is not accepted ({shown(error)})"
        if isinstance(error, ProxyError):
            return f"the proxy does not let it through ({shown(error.original_error)})"
        if isinstance(error, NameResolutionError):
            return "its name is not known (is there a network?)"
        if isinstance(error, TimeoutError):
            refused = getattr(error.__cause__, "strerror", None)
            return shown(refused) if refused else f"nothing within {self.read_seconds:g} s"
        if isinstance(error, DecodeError):
            return "an answer that cannot be unpacked"
        if isinstance(error, ProtocolError):
            return "the connection breaks off"
        return shown(error)


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
        return f" ({shown(said['errorTypeCode'])}: {shown(said['message'])})"
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def shown(text: object) -> str:
    """A text of others for a message: on one line, printable, cut."""
    line = " ".join(str(text).split())
    printable = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
    return printable if len(printable) <= LONGEST_REASON else printable[: LONGEST_REASON - 1] + "…"
