"""Boundaries on this machine: a square around a point in each municipality stands in for its shape."""

import csv
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RAW = Path(__file__).parents[1] / "data" / "raw"
CHRISTIANSOE = ("411", "Christiansø", 15.18, 55.32)
SQUARE = ((0, 0), (0.05, 0), (0.05, 0.05), (0, 0.05), (0, 0))


def places() -> list[tuple[str, str, float, float]]:
    """Code, name, longitude and latitude of each municipality; read without threads, for forks to come."""
    with (RAW / "reference" / "municipalities.csv").open(encoding="utf-8", newline="") as lines:
        return [
            (row["municipality_code"], row["municipality"], float(row["lon"]), float(row["lat"]))
            for row in csv.DictReader(lines)
        ]


def features() -> list[dict[str, Any]]:
    """A square in each municipality and on Christiansø, as the public address writes them."""
    return [
        {
            "type": "Feature",
            "properties": {"kode": f"{code:>04}", "navn": name, "udenforkommuneinddeling": code == "411"},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[east + x, north + y] for x, y in SQUARE]]],
            },
        }
        for code, name, east, north in [*places(), CHRISTIANSOE]
    ]


def collection(areas: list[dict[str, Any]]) -> bytes:
    """Areas as GeoJSON."""
    return json.dumps({"type": "FeatureCollection", "features": areas}).encode()


class BoundaryServer:
    """Answers every question on 127.0.0.1 with the same bytes."""

    def __init__(self) -> None:
        self.content, self.status, self.wait = collection(features()), 200, 0.0
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                time.sleep(outer.wait)
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(outer.content)))
                self.end_headers()
                self.wfile.write(outer.content)

            def log_message(self, *_: object) -> None:
                """Tests read what was asked in `asked`."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def boundary_server() -> Iterator[BoundaryServer]:
    """A running server."""
    running = BoundaryServer()
    threading.Thread(target=running.server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield running
    finally:
        running.server.shutdown()
        running.server.server_close()
