"""StatBank's API: the answers it gives, and the ways in which it fails to."""

import csv
import gzip
import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statbank_server import BYTE_ORDER_MARK, Folk1a, Reply, StatBankServer, error  # type: ignore[import-not-found]

from analysis.reference.statbank import MOST_CELLS, StatBank, parse_cells, parse_description
from analysis.reference.web_service import WebServiceError

SELECTION = {
    "OMRÅDE": ["000", "084", "101", "411"],
    "KØN": ["TOT"],
    "ALDER": ["IALT", "0", "17", "18"],
    "CIVILSTAND": ["TOT"],
    "Tid": ["2025K1", "2025K2"],
}
TABLE = Folk1a(
    people={"2025K1": {"101": 650_000, "411": 90}, "2025K2": {"101": 651_000, "411": 91}},
    names={"084": "Region Hovedstaden", "101": "København", "411": "Christiansø"},
    regions={period: {"101": "084", "411": "084"} for period in ("2025K1", "2025K2")},
)
RIGHT = TABLE.answer(
    {
        "format": "CSV",
        "valuePresentation": "Code",
        "variables": [{"code": code, "values": values} for code, values in SELECTION.items()],
    }
)[2]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StatBankServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with StatBankServer(TABLE) as running:
        yield running


def impatient(server: StatBankServer, **options: float) -> StatBank:
    return partial(StatBank, server.address, pause_seconds=0, retries=2)(**options)  # type: ignore[arg-type]


def refusal(bank: StatBank) -> str:
    with pytest.raises(WebServiceError) as refused:
        bank.cells("FOLK1A", SELECTION)
    message = str(refused.value)
    assert "\n" not in message
    assert message.isprintable()
    return message


def test_what_a_table_holds(server: StatBankServer) -> None:
    described = impatient(server).describe("FOLK1A")
    assert list(described) == list(SELECTION)
    assert described["OMRÅDE"] == {
        "000": "Hele landet",
        "084": "Region Hovedstaden",
        "101": "København",
        "411": "Christiansø",
    }
    assert server.questions == [("tableinfo", {"table": "FOLK1A", "lang": "da", "format": "JSON"})]


def test_cells_of_a_table(server: StatBankServer) -> None:
    said: list[str] = []
    bank = StatBank(server.address, say=said.append)
    cells = bank.cells("FOLK1A", SELECTION)
    assert cells.columns == [*SELECTION, "value"]
    assert cells.height == 4 * 4 * 2
    totals = cells.filter(pl.col("ALDER") == "IALT").select("OMRÅDE", "Tid", "value").rows()
    assert ("000", "2025K2", 651_091) in totals
    assert ("411", "2025K1", 90) in totals
    assert said == ["asking StatBank for 32 cells of FOLK1A"]
    (function, question), headers = server.questions[0], server.headers[0]
    assert function == "data"
    assert question["variables"][4] == {"code": "Tid", "values": ["2025K1", "2025K2"]}
    assert headers["Content-Type"].startswith("application/json")


def test_an_answer_may_be_packed(server: StatBankServer) -> None:
    server.replies.append(Reply(content=gzip.compress(RIGHT), headers={"Content-Encoding": "gzip"}))
    assert impatient(server).cells("FOLK1A", SELECTION).height == 32
    assert "gzip" in server.headers[0]["Accept-Encoding"]


def test_an_answer_may_come_in_chunks(server: StatBankServer) -> None:
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(RIGHT), RIGHT)
    server.replies.append(
        Reply(content=chunked, headers={"Transfer-Encoding": "chunked", "Content-Length": ""})
    )
    assert impatient(server).cells("FOLK1A", SELECTION).height == 32


@pytest.mark.parametrize(
    "passing",
    [
        Reply(status=500),
        Reply(status=502, content=b"<html>Bad gateway</html>"),
        Reply(status=503, headers={"Retry-After": "0"}),
        Reply(status=503, headers={"Retry-After": "soon"}),
        Reply(status=429, headers={"Retry-After": "0"}),
        Reply(cut=10),
        Reply(content=b"not packed at all", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["500", "502", "503", "503-odd", "429", "cut", "unpackable"],
)
def test_what_passes_is_asked_for_again(server: StatBankServer, passing: Reply) -> None:
    server.replies.extend([passing, passing])
    said: list[str] = []
    bank = StatBank(server.address, pause_seconds=0, retries=2, say=said.append)
    assert bank.cells("FOLK1A", SELECTION).height == 32
    assert len(server.questions) == 3
    assert said[-1].endswith("asking again (2 of 2)")


@pytest.mark.parametrize(
    ("passing", "reason"),
    [
        (Reply(status=503), "cannot be reached: status 503"),
        (Reply(status=429, headers={"Retry-After": "0"}), "cannot be reached: status 429"),
        (Reply(cut=10), "cannot be reached: the connection breaks off"),
    ],
    ids=["503", "429", "cut"],
)
def test_what_does_not_pass_is_given_up(server: StatBankServer, passing: Reply, reason: str) -> None:
    server.replies.extend([passing] * 3)
    assert refusal(impatient(server)).endswith(reason)
    assert len(server.questions) == 3


def test_retry_after_is_respected_up_to_the_longest_pause(server: StatBankServer) -> None:
    server.replies.append(Reply(status=429, headers={"Retry-After": "3600"}))
    start = time.monotonic()
    assert impatient(server, longest_pause_seconds=1).cells("FOLK1A", SELECTION).height == 32
    assert 0.9 < time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (
            Reply(status=400, content=error("EXTRACT-NOTFOUND", "Kan ikke finde værdien: 999 (OMRÅDE)")[2]),
            "refuses the question: status 400 (EXTRACT-NOTFOUND: Kan ikke finde værdien: 999 (OMRÅDE))",
        ),
        (Reply(status=404, content=b"<html>Not found</html>"), "refuses the question: status 404"),
        (Reply(status=413, headers={"Retry-After": "1"}, content=b"[]"), "status 413"),
        (Reply(status=204, content=b""), "status 204"),
        (
            Reply(status=302, headers={"Location": "http://example.org/v1/data"}),
            "redirects to http://example.org/v1/data, which is not followed",
        ),
        (Reply(status=308, headers={"Location": "/v2/data"}), "redirects to /v2/data"),
        (
            Reply(content=b"<html>Lukket for\r\nvedligehold</html>"),
            "is not the CSV that was asked for: '<html>Lukket for vedligehold</html>'",
        ),
        (Reply(content=b""), "is not the CSV that was asked for: ''"),
        (Reply(content=RIGHT.decode("utf-8-sig").encode("cp1252")), "is not the CSV that was asked for"),
        (Reply(content=RIGHT[:-1]), "breaks off in row 33"),
        (
            Reply(content=gzip.compress(RIGHT)[:-20], headers={"Content-Encoding": "gzip"}),
            "breaks off in row",
        ),
    ],
    ids=[
        "400", "404", "413", "204", "elsewhere", "moved", "html", "empty", "encoding", "no-end", "cut-packed",
    ],
)  # fmt: skip
def test_what_does_not_pass_is_asked_for_once(server: StatBankServer, reply: Reply, words: str) -> None:
    server.replies.append(reply)
    assert words in refusal(impatient(server))
    assert len(server.questions) == 1


def test_silence_is_asked_again_and_given_up(server: StatBankServer) -> None:
    server.replies.extend([Reply(wait=5)] * 3)
    start = time.monotonic()
    assert "nothing within 0.1 s" in refusal(impatient(server, read_seconds=0.1))
    assert len(server.questions) == 3
    assert time.monotonic() - start < 2


def test_an_answer_that_drips_is_given_up(server: StatBankServer) -> None:
    server.replies.append(Reply(drip=0.1))
    start = time.monotonic()
    assert "takes more than 0.3 s to answer" in refusal(impatient(server, answer_seconds=0.3))
    assert time.monotonic() - start < 2


@contextmanager
def dripping(start: bytes, drop: bytes) -> Iterator[str]:
    """The address of a server that says `start` and then, every hundredth of a second, `drop`."""
    leave = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.sendall(start)
            while not leave.wait(0.01):
                connection.sendall(drop)

    def accept(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}/v1"
        finally:
            leave.set()


@pytest.mark.parametrize(
    ("scheme", "start", "drop"),
    [
        ("http", b"", b"H"),
        ("http", b"HTTP/1.1 200 OK\r\nX-Header: ", b"x"),
        ("http", b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        ("http", b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        ("http", b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        ("http", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        ("http", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        ("http", b"HTTP/1.1 404 Not Found\r\n\r\n", b"x"),
        ("http", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(b"")),
        ("https", b"\x16\x03\x03\x40\x00", b"\x02"),
    ],
    ids=["status", "header", "headers", "continue", "body", "chunks", "chunk", "refusal", "packed", "secure"],
)
def test_whatever_drips_is_given_up_in_time(
    monkeypatch: pytest.MonkeyPatch, scheme: str, start: bytes, drop: bytes
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with dripping(start, drop) as place:
        bank = StatBank(f"{scheme}://{place}", pause_seconds=0, retries=0, answer_seconds=0.5)
        begun = time.monotonic()
        assert refusal(bank).endswith("takes more than 0.5 s to answer")
        assert time.monotonic() - begun < 3


def test_an_endless_answer_of_a_failing_server_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with dripping(b"HTTP/1.1 503 Busy\r\n\r\n", b"x" * 2**20) as place:
        begun = time.monotonic()
        assert refusal(StatBank(f"http://{place}", pause_seconds=0)).endswith("cannot be reached: status 503")
        assert time.monotonic() - begun < 3


def test_pauses_count_towards_the_deadline(server: StatBankServer) -> None:
    server.replies.extend([Reply(status=503, headers={"Retry-After": "60"})] * 3)
    begun = time.monotonic()
    assert refusal(impatient(server, answer_seconds=0.3)).endswith("takes more than 0.3 s to answer")
    assert time.monotonic() - begun < 3
    assert len(server.questions) == 1


def test_a_name_that_is_searched_for_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    leave = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: leave.wait(10))
    bank = StatBank("http://statbank.invalid/v1", answer_seconds=0.3)
    assert refusal(bank).endswith("takes more than 0.3 s to answer")
    leave.set()


@pytest.mark.parametrize(
    "target",
    [
        "/v1/data",
        "file:///etc/hostname",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1/x",
        "//payload.invalid/x",
        "http://[",
        "javascript:alert(1)",
        "",
    ],
)
@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server: StatBankServer, status: int, target: str) -> None:
    server.replies.extend([Reply(status=status, headers={"Location": target})] * 5)
    assert refusal(impatient(server)).endswith(f"redirects to {target}, which is not followed")
    assert len(server.questions) == 1


def test_an_answer_larger_than_the_limit_is_refused(server: StatBankServer) -> None:
    assert "more than 100 bytes" in refusal(impatient(server, largest_answer=100))
    bomb = gzip.compress(b"\0" * 10_000_000)
    server.replies.append(Reply(content=bomb, headers={"Content-Encoding": "gzip"}))
    assert "more than 1000000 bytes" in refusal(impatient(server, largest_answer=1_000_000))


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    bank = StatBank(f"http://127.0.0.1:{port}/v1", pause_seconds=0)
    assert refusal(bank).endswith("cannot be reached: Connection refused")


def test_a_name_that_nobody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "is there a network?" in refusal(StatBank("http://statbank.invalid/v1", pause_seconds=0))


def test_a_host_without_a_certificate_is_not_trusted(server: StatBankServer) -> None:
    bank = StatBank(server.address.replace("http:", "https:"), pause_seconds=0)
    assert "its certificate is not accepted" in refusal(bank)


def test_the_proxy_of_the_system_is_used(server: StatBankServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", server.address.replace("http://", "http://name:secret@"))
    bank = StatBank("http://statbank.invalid/v1", pause_seconds=0, retries=0)
    assert bank.cells("FOLK1A", SELECTION).height == 32
    assert server.headers[0]["Host"] == "statbank.invalid"
    assert "Proxy-Authorization" in server.headers[0]


def test_no_more_cells_are_asked_for_than_are_answered() -> None:
    ages = [str(age) for age in range(1000)]
    with pytest.raises(ValueError, match="1001000 cells of FOLK1A"):
        StatBank().cells("FOLK1A", {"ALDER": ages, "Tid": [str(year) for year in range(1001)]})
    assert MOST_CELLS == 1_000_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"variables": null}',
        b'{"variables": [{"id": "Tid", "values": [{"id": 2025, "text": "2025"}]}]}',
        b'{"variables": [{"id": "Tid"}]}',
        b"[" * 100_000,
        b"<html>Lukket</html>",
    ],
)
def test_a_description_that_is_none(content: bytes) -> None:
    with pytest.raises(WebServiceError, match="description of the table cannot be read"):
        parse_description(content)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("101;2025K1;1\r\n101;2025K1;1\r\n", "the cell of row 3 twice"),
        ("751;2025K1;1\r\n", "has 751 in row 2, not asked for"),
        ("101;2025K1\r\n", "2 columns in row 2"),
        ("101;2025K1;1;2\r\n", "4 columns in row 2"),
        ("101;2025K1;1,5\r\n", "has 1,5 in row 2, no whole number"),
        ("101;2025K1;-1\r\n", "has -1 in row 2"),
        ("101;2025K1;1 000\r\n", "has 1 000 in row 2"),
        ("101;2025K1;١\r\n", "in row 2, no whole number"),
        ("101;2025K1;\r\n", "in row 2, no whole number"),
        ("101;2025K1;9999999999999999\r\n", "in row 2, no whole number"),
        ("101;2025K1;1", "breaks off in row 2"),
    ],
)
def test_cells_that_are_none(rows: str, words: str) -> None:
    selection = {"OMRÅDE": ["101"], "Tid": ["2025K1"]}
    with pytest.raises(WebServiceError, match=words.replace("(", r"\(")):
        parse_cells(f"OMRÅDE;TID;INDHOLD\r\n{rows}".encode(), selection)


def test_what_is_not_available_is_null_and_columns_may_stand_in_another_order() -> None:
    content = BYTE_ORDER_MARK + "TID;OMRÅDE;INDHOLD\r\n2025K1;101;..\r\n2025K1;411;0\r\n".encode()
    cells = parse_cells(content, {"OMRÅDE": ["101", "411"], "Tid": ["2025K1"]})
    assert cells.rows() == [("101", "2025K1", None), ("411", "2025K1", 0)]


codes = st.lists(
    st.text("0123456789ABKÅØ;\" '\n-", min_size=1, max_size=5), min_size=1, max_size=4, unique=True
)
counts = st.one_of(st.none(), st.integers(0, 10**12))


@given(areas=codes, periods=codes, data=st.data(), mark=st.booleans(), end=st.sampled_from(["\r\n", "\n"]))
def test_what_is_written_is_read(
    areas: list[str], periods: list[str], data: st.DataObject, mark: bool, end: str
) -> None:
    cells = {key: data.draw(counts) for key in product(areas, periods)}
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator=end)
    writer.writerow(["OMRÅDE", "TID", "INDHOLD"])
    writer.writerows([*key, ".." if count is None else count] for key, count in cells.items())
    content = (BYTE_ORDER_MARK if mark else b"") + stream.getvalue().encode()
    selection = {"OMRÅDE": areas, "Tid": periods}
    assert parse_cells(content, selection).rows() == [(*key, count) for key, count in cells.items()]


@given(st.one_of(st.binary(max_size=200), st.integers(0, len(RIGHT)).map(lambda cut: RIGHT[:cut])))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for parse in (partial(parse_cells, selection=SELECTION), parse_description):
        with suppress(WebServiceError):
            parse(content)
