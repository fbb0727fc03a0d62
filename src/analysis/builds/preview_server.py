"""A page that this machine alone sees, and that a browser loads again when it is another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any, Final

from analysis.texts.markup import as_html

LOOPBACK: Final = "127.0.0.1"
SECONDS_TO_WAIT: Final = 20
END_OF_BODY: Final = b"</body>"
# The browser asks for the number of the newest page and is answered when there is one that it does not show.
SCRIPT: Final = """<script>
(async shown => {
  for (;;) {
    try {
      const answer = await fetch("newest?shown=" + shown);
      if (answer.ok && await answer.text() !== shown) return location.reload();
    } catch { await new Promise(done => setTimeout(done, 500)); }
  }
})("%s");
</script>
"""
FAILED: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Preview failed</title>
<style>body {{ font: 1rem/1.5 sans-serif; margin: 2rem; }} pre {{ white-space: pre-wrap; }}</style></head>
<body><h1>The page could not be made</h1><pre>{}</pre>
<p>It is made again as soon as a notebook, the delivery or the look is saved.</p></body></html>
"""


class PortError(ValueError):
    """Nothing can listen on a port; the message says why."""


class PreviewServer(ThreadingHTTPServer):
    """Serves one page on loopback.

    Only who asks for this machine by its own name is answered, so that no page on the web can have a browser
    read a draft.
    """

    daemon_threads = True

    def __init__(self, port: int) -> None:
        """Listen.

        Args:
            port: On which port; 0 for one that is free.

        Raises:
            PortError: The port is taken, or kept for others.
        """
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except OSError as error:
            raise PortError(f"port {port} cannot be used: {error.strerror}; name another") from error
        self._changed = Condition()
        self._number = 0
        self._page = b""

    @property
    def address(self) -> str:
        """Where a browser finds the page."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def show(self, page: bytes) -> None:
        """Replace the page; browsers that show the old one load it again."""
        with self._changed:
            self._number += 1
            script = (SCRIPT % self._number).encode()
            before, body, after = page.rpartition(END_OF_BODY)
            self._page = before + script + body + after if body else page + script
            self._changed.notify_all()

    def show_failure(self, message: str) -> None:
        """Replace the page by what went wrong."""
        self.show(FAILED.format(as_html(message)).encode())

    def page(self) -> bytes:
        """The page as it is now, once there is one."""
        with self._changed:
            self._changed.wait_for(lambda: self._number, SECONDS_TO_WAIT)
            return self._page

    def newest(self, shown: str) -> str:
        """The number of the newest page, as soon as it is another than the one that is shown."""
        with self._changed:
            self._changed.wait_for(lambda: str(self._number) != shown, SECONDS_TO_WAIT)
            return str(self._number)

    def names(self) -> set[str]:
        """How the address of this server can be written."""
        return {f"{host}:{self.server_port}" for host in (LOOPBACK, "localhost")}


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer

    def do_GET(self) -> None:
        """Answer with the page, or with the number of the newest."""
        path, _, shown = self.path.partition("?shown=")
        if self.headers.get("Host") not in self.server.names():
            self._answer(HTTPStatus.FORBIDDEN, b"", "text/plain")
        elif path == "/":
            self._answer(HTTPStatus.OK, self.server.page(), "text/html")
        elif path == "/newest":
            self._answer(HTTPStatus.OK, self.server.newest(shown).encode(), "text/plain")
        else:
            self._answer(HTTPStatus.NOT_FOUND, b"", "text/plain")

    def _answer(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""

    def handle(self) -> None:
        """Answer, also a browser that has left meanwhile."""
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True


@contextmanager
def serving(port: int = 0) -> Iterator[PreviewServer]:
    """A server for as long as the block lasts.

    Args:
        port: On which port; 0 for one that is free.
    """
    with PreviewServer(port) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
