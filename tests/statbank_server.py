"""A StatBank on this machine: it speaks the API's own formats, and fails as it is told to."""

import json
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import date
from email.message import Message
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from math import prod
from typing import Any, Self

import polars as pl

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MOST_CELLS = 1_000_000
COUNTRY = "000"
FEW_AGES = (0, 17, 18, 64, 125)
ALL_AGES = tuple(range(126))
CHILDREN = (1_137_799, 6_019_866)  # of the people of 2025K4, as the reference files have it


@dataclass(frozen=True)
class Folk1a:
    """The table: `people` by period and by area's code, and what is derived from it.

    Every area's people are spread over the single ages so that children make up the country's share of
    2025K4 to the person; regions and the country are sums.
    """

    people: dict[str, dict[str, int]]
    names: dict[str, str]
    regions: dict[str, dict[str, str]]  # by period: municipality → region
    ages: tuple[int, ...] = FEW_AGES
    changes: dict[tuple[str, str, str], str] = field(default_factory=dict)  # period, area, age → text

    @cached_property
    def cells(self) -> dict[tuple[str, str, str], str]:
        """The text of each cell, by period, area and age."""
        cells: dict[tuple[str, str, str], int] = {}
        for period, people in self.people.items():
            before, children_before = 0, 0
            for area, count in sorted(people.items()):
                before += count
                children = before * CHILDREN[0] // CHILDREN[1] - children_before
                children_before += children
                for age, number in self._spread(children, count - children).items():
                    for place in (area, self.regions[period].get(area), COUNTRY):
                        if place is not None:
                            key = (period, place, age)
                            cells[key] = cells.get(key, 0) + number
        return {**{key: str(number) for key, number in cells.items()}, **self.changes}

    def _spread(self, children: int, adults: int) -> dict[str, int]:
        young, old = [a for a in self.ages if a < 18], [a for a in self.ages if a >= 18]
        return {
            "IALT": children + adults,
            **{str(a): children // len(young) + (i < children % len(young)) for i, a in enumerate(young)},
            **{str(a): adults // len(old) + (i < adults % len(old)) for i, a in enumerate(old)},
        }

    def with_period(self, period: str, like: str, regions: dict[str, str] | None = None) -> Self:
        """With another period, every area a little larger than in `like`."""
        people = {area: count + int(area) % 5 for area, count in self.people[like].items()}
        return replace(
            self,
            people={**self.people, period: people},
            regions={**self.regions, period: regions or self.regions[like]},
        )

    def without_period(self, period: str) -> Self:
        return replace(self, people={one: rows for one, rows in self.people.items() if one != period})

    def with_people(self, period: str, area: str, people: int) -> Self:
        """With other people in an area, in the sums too."""
        return replace(
            self, people={**self.people, period: {**self.people[period], area: people}}, changes=self.changes
        )

    def with_text(self, period: str, area: str, text: str, ages: tuple[str, ...] = ("IALT",)) -> Self:
        """With other texts in an area's cells, the sums as they were."""
        return replace(self, changes={**self.changes, **{(period, area, age): text for age in ages}})

    @property
    def variables(self) -> dict[str, dict[str, str]]:
        """Codes and texts, in the order of the API."""
        return {
            "OMRÅDE": {COUNTRY: "Hele landet", **self.names},
            "KØN": {"TOT": "I alt", "1": "Mænd", "2": "Kvinder"},
            "ALDER": {"IALT": "Alder i alt", **{str(age): f"{age} år" for age in self.ages}},
            "CIVILSTAND": {"TOT": "I alt", "U": "Ugift", "G": "Gift/separeret"},
            "Tid": {period: period for period in sorted(self.people)},
        }

    def description(self) -> bytes:
        """What `tableinfo` answers."""
        return json.dumps(
            {
                "id": "FOLK1A",
                "text": "Befolkningen den 1. i kvartalet",
                "unit": "Antal",
                "suppressedDataValue": "0",
                "active": True,
                "footnote": None,
                "variables": [
                    {
                        "id": code,
                        "text": code.lower(),
                        "elimination": code != "Tid",
                        "time": code == "Tid",
                        "values": [{"id": value, "text": text} for value, text in values.items()],
                    }
                    for code, values in self.variables.items()
                ],
            },
            ensure_ascii=False,
        ).encode()

    def answer(self, question: dict[str, Any]) -> tuple[int, str, bytes]:
        """What `data` answers: status, type, content."""
        if question.get("format") != "CSV":
            return error("REQUEST-MISSING", "Format ikke angivet, eller ikke gyldigt.")
        asked = {variable["code"]: variable["values"] for variable in question["variables"]}
        for code, values in asked.items():
            for value in values:
                if code not in self.variables:
                    return error("EXTRACT-NOTFOUND", f"Kan ikke finde variablen: {code}")
                if value not in self.variables[code]:
                    return error("EXTRACT-NOTFOUND", f"Kan ikke finde værdien: {value} ({code})")
        if prod(map(len, asked.values())) > MOST_CELLS:
            return error("REQUEST-LIMIT", "Forespørgslen er over begrænsningen på 1.000.000 celler.")
        assert question["valuePresentation"] == "Code"
        rows = [";".join([*(code.upper() for code in asked), "INDHOLD"])]
        for key in product(*asked.values()):
            place = dict(zip(asked, key, strict=True))
            text = self.cells.get((place["Tid"], place["OMRÅDE"], place["ALDER"]), "..")
            rows.append(";".join([*key, text]))
        return 200, "text/csv; charset=utf-8", BYTE_ORDER_MARK + ("\r\n".join(rows) + "\r\n").encode()


def error(code: str, message: str) -> tuple[int, str, bytes]:
    """The API's own way to refuse a question."""
    content = json.dumps({"errorTypeCode": code, "message": message}, ensure_ascii=False).encode()
    return 400, "text/json; charset=utf-8", content


def folk1a(tables: dict[str, pl.DataFrame]) -> Folk1a:
    """The table as our reference files have it."""
    people: dict[str, dict[str, int]] = {}
    names = {
        f"0{code[2:]}": name for code, name in tables["regions"].drop_nulls("code")["code", "name"].rows()
    }
    for period, code, name, count in tables["population_folk1a"].iter_rows():
        people.setdefault(period, {})[code] = count
        names[code] = name
    return Folk1a(people, names, dict.fromkeys(people, regions_on(tables, date(2026, 12, 31))))


def regions_on(tables: dict[str, pl.DataFrame], day: date, unpublished: str | None = None) -> dict[str, str]:
    """Municipality → StatBank's region on a day; the one without a published code under this code, if any."""
    valid = tables["municipality_regions"].filter(
        pl.col("valid_from") <= day, pl.col("valid_to").is_null() | (pl.col("valid_to") >= day)
    )
    found = {
        municipality: f"0{region[2:]}" if region.isdecimal() else unpublished
        for municipality, region in valid["municipality_code", "region_code"].iter_rows()
    }
    found["411"] = found["400"]
    return {municipality: region for municipality, region in found.items() if region}


@dataclass(frozen=True)
class Reply:
    """An answer in place of the right one; None in `content` stands for the right one's."""

    status: int = 200
    content: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    wait: float = 0
    drip: float = 0


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is none."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class StatBankServer:
    """Answers on 127.0.0.1; `replies` are given before the right answers, one a question."""

    def __init__(self, table: Folk1a) -> None:
        self.table = table
        self.replies: deque[Reply | None] = deque()
        self.questions: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[Message] = []
        self._leave = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer.reply(self)

            def log_message(self, *_: object) -> None:
                """Tests read what was asked in `questions`."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leave.set()
        self._server.shutdown()
        self._server.server_close()

    def reply(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one question."""
        question = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        function = handler.path.rpartition("/v1/")[2]
        self.questions.append((function, question))
        self.headers.append(handler.headers)
        reply = (self.replies.popleft() if self.replies else None) or Reply()
        if function == "tableinfo":
            status, kind, content = 200, "text/json; charset=utf-8", self.table.description()
        else:
            status, kind, content = self.table.answer(question)
        if reply.content is not None:
            content = reply.content
        self._leave.wait(reply.wait)
        try:
            handler.send_response(reply.status if reply.status != 200 else status)
            headers = {"Content-Type": kind, "Content-Length": str(len(content)), **reply.headers}
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.end_headers()
            content = content[: len(content) - reply.cut]
            for start in range(0, len(content), 64) if reply.drip else ():
                handler.wfile.write(content[start : start + 64])
                time.sleep(reply.drip)
            if not reply.drip:
                handler.wfile.write(content)
            handler.wfile.flush()
        except OSError:
            handler.close_connection = True
        if reply.cut:
            handler.close_connection = True
