"""A page that this machine alone sees, and that a browser loads again when it is another."""

import http.client
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from analysis.builds.preview_server import PortError, PreviewServer, serving

PAGE = b"<!doctype html><html><body><p>One</p></body></html>"


@pytest.fixture
def server() -> Iterator[PreviewServer]:
    with serving() as started:
        yield started


def asked(server: PreviewServer, path: str, host: str = "", method: str = "GET") -> tuple[int, str]:
    """Status and text of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    try:
        connection.request(method, path, headers={"Host": host or f"127.0.0.1:{server.server_port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_the_page_is_whole_with_the_script_at_its_end(server: PreviewServer) -> None:
    server.show(PAGE)
    status, page = asked(server, "/")
    start, end = page.split("<script>")[0], page.split("</script>\n")[1]
    assert (status, start + end) == (200, PAGE.decode())
    assert '})("1");' in page


def test_the_answer_on_the_newest_waits_for_another_page(server: PreviewServer) -> None:
    server.show(PAGE)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(asked, server, "/newest?shown=1")
        time.sleep(0.3)
        assert not waiting.done()
        server.show(PAGE)
        assert waiting.result(timeout=10) == (200, "2")
    assert asked(server, "/newest?shown=1") == (200, "2")


def test_a_browser_that_comes_before_the_first_page_gets_it(server: PreviewServer) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(asked, server, "/")
        time.sleep(0.3)
        server.show(PAGE)
        assert "<p>One</p>" in waiting.result(timeout=10)[1]


def test_what_went_wrong_is_text(server: PreviewServer) -> None:
    server.show_failure("found '<img src=x onerror=alert(1)>' & more")
    page = asked(server, "/")[1]
    assert "&lt;img src=x onerror=alert(1)&gt;&#x27; &amp; more" in page
    assert "<img" not in page


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "example.org:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "0.0.0.0:{port}",
        "127.0.0.1.example.org:{port}",
    ],
)
def test_who_calls_this_machine_by_another_name_gets_nothing(server: PreviewServer, host: str) -> None:
    server.show(PAGE)
    named = host.format(port=server.server_port)
    assert asked(server, "/", named) == (403, "")
    assert asked(server, "/newest?shown=0", named) == (403, "")


def test_localhost_is_this_machine(server: PreviewServer) -> None:
    server.show(PAGE)
    assert asked(server, "/", f"localhost:{server.server_port}")[0] == 200


@pytest.mark.parametrize("path", ["/report.html", "/../pyproject.toml", "/newest/", "/%2e%2e/README.md"])
def test_there_is_one_page_and_no_other(server: PreviewServer, path: str) -> None:
    server.show(PAGE)
    assert asked(server, path) == (404, "")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_is_only_read(server: PreviewServer, method: str) -> None:
    server.show(PAGE)
    assert asked(server, "/", method=method)[0] == 501


def test_it_listens_on_loopback_and_no_longer_than_it_has_to() -> None:
    with serving() as server:
        port = server.server_port
        assert server.socket.getsockname() == ("127.0.0.1", port)
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass


def test_a_port_that_is_taken_is_said(server: PreviewServer) -> None:
    with (
        pytest.raises(PortError, match=f"port {server.server_port} cannot be used: "),
        serving(server.server_port),
    ):
        pass


def test_a_browser_that_leaves_disturbs_nobody(
    server: PreviewServer, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port)) as one:
        one.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode())
    server.show(PAGE * 100_000)
    assert asked(server, "/newest?shown=0") == (200, "1")
    assert capfd.readouterr().err == ""
