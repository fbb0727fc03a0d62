"""Deliveries that keep every rule, otherwise as odd as they can be: for what has to work with all of them."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.core.typeface import shown_characters
from analysis.guidance.codes import load_codes
from analysis.ingest.areas import area_members
from analysis.ingest.corrections import CORRECTIONS_COLUMNS
from analysis.ingest.counts import BREAKABLE, WITHHOLDABLE
from analysis.ingest.delivery_text import toml_value
from analysis.ingest.tables.activations import ACTIVATIONS
from analysis.ingest.tables.aeds import AEDS
from analysis.ingest.tables.cancellations import CANCELLATIONS
from analysis.ingest.tables.event_counts import EVENT_COUNTS
from analysis.ingest.tables.response_times import RESPONSE_TIMES
from analysis.ingest.tables.runners import RUNNERS
from analysis.reading.text_rules import LONGEST_NAME, LONGEST_TEXT, composed, text_fault
from analysis.reference.files import ReferenceFiles
from tests.payloads import PAYLOADS

Rows = list[dict[str, Any]]
OPTIONAL: Final = (
    "cancellations", "response_times", "event_counts", "corrections",
    "aeds by region", "aeds by municipality", "counts of acceptance", "counts of cancelled",
    "withheld", "break", "answer", "accepted_leak", "english", "totals", "publisher", "notes",
    "longest texts", "zeros", "unknown numbers", "few alarms",
)  # fmt: skip
QUARTERS: Final = ("2024Q1", "2024Q3", "2025Q1", "2025Q2", "2025Q4", "2026Q1")
FIRST_POPULATION: Final = date(2024, 2, 15)
LAST_POPULATION: Final = date(2026, 5, 14)


@dataclass(frozen=True)
class Kind:
    """What a delivery is like.

    Attributes:
        quarter: The quarter reported.
        earlier: How many deliveries lie before it.
        has: Of `OPTIONAL`, what it has.
        seed: Of everything else.
    """

    quarter: str
    earlier: int
    has: frozenset[str] = field(default_factory=frozenset)
    seed: int = 0


KINDS: Final = st.builds(
    Kind,
    quarter=st.sampled_from(QUARTERS),
    earlier=st.integers(0, 3),
    has=st.frozensets(st.sampled_from(OPTIONAL)),
    seed=st.integers(0, 2**32 - 1),
)


@cache
def alphabet() -> tuple[str, ...]:
    return tuple(sorted(shown_characters()))


def text(dice: random.Random, longest: bool, limit: int = LONGEST_TEXT) -> str:
    """A text that keeps the rules: of any characters, of words, of one unbroken word, or a payload."""
    signs = "\"'\\${}#*_<>&=+-@|`~^[]()/%,;:.!? "
    letters = "abcdefghijklmnopqrstuvwxyzæøåÆØÅéüß"
    while True:
        length = limit if longest else dice.randint(1, 60)
        kind = dice.choice(("any", "signs", "words", "word", "payload", "wide"))
        if kind == "any":
            made = "".join(dice.choices(alphabet(), k=length))
        elif kind == "signs":
            made = "".join(dice.choices(signs + letters, k=length))
        elif kind == "words":
            made = " ".join("".join(dice.choices(letters, k=dice.randint(1, 12))) for _ in range(length))
        elif kind == "payload":
            made = " ".join(dice.choices(list(PAYLOADS.values()), k=max(1, length // 20)))
        else:
            made = ("W" if kind == "wide" else dice.choice(letters)) * length
        made = composed(made[:limit]).strip()[:limit].strip()
        number_alone = not made.strip("0123456789., ")
        if made and not number_alone and text_fault(made, limit) is None:
            return made


reference_on = ReferenceFiles(DEFAULT_DATA.path).on


def deliver(root: Path, kind: Kind) -> list[str]:
    """Write a data root with the deliveries of a kind, and name its quarters, the reported one last."""
    shutil.copytree(DEFAULT_DATA.path / "raw" / "reference", root / "raw" / "reference")
    dice = random.Random(kind.seed)
    quarters = [Quarter.parse(kind.quarter)]
    while len(quarters) <= kind.earlier and quarters[0].previous.last_day >= FIRST_POPULATION:
        quarters.insert(0, quarters[0].previous)
    if len(quarters) > 2 and dice.random() < 0.3:
        del quarters[dice.randrange(len(quarters) - 1)]
    before: dict[str, int] = {}
    for quarter in quarters:
        if quarter.number == 1:
            before = {}
        _Delivery(root / "raw" / str(quarter), quarter, kind.has, dice, before).write()
    return [str(quarter) for quarter in quarters]


class _Delivery:
    def __init__(
        self, folder: Path, quarter: Quarter, has: frozenset[str], dice: random.Random, before: dict[str, int]
    ) -> None:
        self.folder, self.quarter, self.has, self.dice, self.before = folder, quarter, has, dice, before
        late = quarter.last_day + timedelta(dice.choice((0, 1, 31)))
        early = max(quarter.first_day + timedelta(32), FIRST_POPULATION)
        self.as_of = min(dice.choice((early, late)), LAST_POPULATION)
        self.reference = reference_on(self.as_of)
        self.members = area_members(self.reference)
        geography = self.reference.geography
        self.names = {"dk": "Danmark"}
        for level in ("region", "municipality"):
            self.names |= dict(
                geography.select(f"{level}_code", level).unique(maintain_order=True).iter_rows()
            )
        self.regions = [code for code in self.members if code != "dk"]
        self.municipalities = geography["municipality_code"].to_list()
        self.withheld: set[tuple[str, str]] = set()
        self.texts: list[str] = []
        self.corrections: Rows = []

    def write(self) -> None:
        dice, has = self.dice, self.has
        self.folder.mkdir(parents=True)
        source = self._text()
        if "withheld" in has:
            for _ in range(dice.randint(1, 3)):
                indicator = dice.choice(list(WITHHOLDABLE))
                inside = self.municipalities if WITHHOLDABLE[indicator][0] == "aeds" else []
                self.withheld.add((indicator, dice.choice([*self.regions, "dk", *inside[:2]])))
        if "cancellations" in has:
            self.withheld.discard(("cancelled_share", "dk"))
        runners, activations, aeds = self._runners(), self._activations(), self._aeds()
        if "cancellations" in has:
            self._cancellations(activations)
        if "response_times" in has:
            self._response_times()
        if "event_counts" in has:
            self._event_counts(activations)
        self._table("runners", RUNNERS.columns, runners, "municipality_code")
        self._table("activations", ACTIVATIONS.columns, activations, "area_code")
        self._table("aeds", AEDS.columns, aeds, "area_code")
        if self.corrections:
            self._file("corrections", CORRECTIONS_COLUMNS, self.corrections)
        self._delivery_file(source, {str(row["municipality_code"]): row["active_runners"] for row in runners})

    def _text(self, limit: int = LONGEST_TEXT) -> str:
        made = text(self.dice, "longest texts" in self.has and self.dice.random() < 0.7, limit)
        self.texts.append(made)
        return made

    def _note(self) -> str | None:
        if "notes" not in self.has or self.dice.random() < 0.3:
            return None
        return self._text()

    def _number(self, most: int) -> int:
        small = "zeros" in self.has and self.dice.random() < 0.3
        return self.dice.choice((0, 1, self.dice.randint(0, 9))) if small else self.dice.randint(0, most)

    def _unknown(self) -> bool:
        return "unknown numbers" in self.has and self.dice.random() < 0.2

    def _runners(self) -> Rows:
        return [
            {
                "municipality_code": code,
                "municipality": self.names[code],
                "active_runners": self._number(self.dice.choice((60, 2000))),
                "note": self._note(),
            }
            for code in self.municipalities
        ]

    def _activations(self) -> Rows:
        """Counts of the year to date, each part at most its whole, shares only where no count stands."""
        dice, rows = self.dice, []
        most = 9 if "few alarms" in self.has else 400
        for code in self.regions:
            row: dict[str, Any] = {"area_code": code, "area": self.names[code], "note": self._note()}
            counted = [("activations", most), ("cancelled", max(most // 5, 3))]
            for name, largest in counted:
                row[name] = self.before.get(f"{name}/{code}", 0) + self._number(largest)
                self.before[f"{name}/{code}"] = row[name]
            row["accepted_by_one"] = row["activations"] - dice.randint(0, min(5, row["activations"]))
            row["accepted_by_two"] = row["accepted_by_one"] - dice.randint(0, min(5, row["accepted_by_one"]))
            rows.append(row)
        total = {
            name: sum(row[name] for row in rows)
            for name in ("activations", "cancelled", "accepted_by_one", "accepted_by_two")
        }
        rows.insert(0, {"area_code": "dk", "area": "Danmark", "note": self._note(), **total})
        for row in rows:
            self._leave_out(row)
        return rows

    def _leave_out(self, row: dict[str, Any]) -> None:
        shares = {"accepted_by_one": 99, "accepted_by_two": 97, "cancelled": 16}
        for name, share in shares.items():
            kind = "counts of cancelled" if name == "cancelled" else "counts of acceptance"
            if kind not in self.has or self._unknown():
                row[name] = None
                if self.dice.random() < 0.7 and row["activations"]:
                    row[f"{name}_percent"] = self.dice.choice(
                        (share, f"{share},5", 2, 100 if share > 50 else 3)
                    )
            indicator = "cancelled_share" if name == "cancelled" else name
            if (indicator, row["area_code"]) in self.withheld:
                row[name] = row[f"{name}_percent"] = None
        if self._unknown() or ("activations", row["area_code"]) in self.withheld:
            row["activations"] = None
            for name in shares:
                row[name] = None

    def _aeds(self) -> Rows:
        """A row for the country, and for all regions and for some or all municipalities where it has them."""
        dice = self.dice
        municipal = {code: self._number(500) for code in self.municipalities}
        around = {code: dice.randint(0, number) for code, number in municipal.items()}
        levels: list[str] = ["dk"]
        if "aeds by region" in self.has:
            levels += self.regions
        if "aeds by municipality" in self.has:
            levels += self.municipalities if dice.random() < 0.6 else dice.sample(self.municipalities, 30)
        rows = []
        for code in levels:
            within = self._within(code)
            registered, always = (sum(one[part] for part in within) for one in (municipal, around))
            row: dict[str, Any] = {"area_code": code, "area": self.names[code], "note": self._note()}
            row |= {"aed_registered": registered, "aed_24_7": None if self._unknown() else always}
            if ("aed_24_7", code) in self.withheld:
                row["aed_24_7"] = None
            if code == "dk" and row["aed_24_7"] is not None:
                row["aed_open_hours"] = dice.randint(always * 168, registered * 168)
            rows.append(row)
        return rows

    def _within(self, code: str) -> list[str]:
        if code == "dk":
            return self.municipalities
        return self.members[code] if code in self.regions else [code]

    def _cancellations(self, activations: Rows) -> None:
        dice, country = self.dice, activations[0]
        known = [row["cancelled"] for row in activations[1:]]
        counts = [self.before.get(f"reason/{code}", 0) + self._number(30) for code in load_codes()]
        total = country["cancelled"]
        if total is None and None not in known:
            total = sum(known)
        if total is None:
            total = sum(one for one in known if one is not None) + dice.choice((0, 3, 40))
        counts = _scaled(counts, total)
        for code, count in zip(load_codes(), counts, strict=True):
            self.before[f"reason/{code}"] = count
        country.pop("cancelled_percent", None)
        cells: list[int | None] = list(counts)
        for place, count in enumerate(counts):
            if count == 0 and dice.random() < 0.5 and any(cells[:place] + cells[place + 1 :]):
                cells[place] = None
        rows = [
            {"reason_code": code, "reason": one.danish, "cancelled": cell, "note": self._note()}
            for (code, one), cell in zip(load_codes().items(), cells, strict=True)
        ]
        self._file("cancellations", CANCELLATIONS.columns, rows)

    def _response_times(self) -> None:
        dice = self.dice
        areas = dice.choice((["dk"], self.regions, dice.sample(self.municipalities, 12)))
        rows = [
            {
                "area_code": code,
                "area": self.names[code],
                "minutes": minutes,
                "alarms": self._number(6 if "few alarms" in self.has else 60),
                "note": self._note(),
            }
            for code in areas
            for minutes in sorted(dice.sample(range(241), dice.randint(1, 6)))
        ]
        self._file("response_times", RESPONSE_TIMES.columns, rows)

    def _event_counts(self, activations: Rows) -> None:
        dice, rows = self.dice, []
        for one in activations[1:]:
            net = one["activations"]
            times = None if net is None else dice.randint(0, net)
            before = None if times is None else dice.randint(0, times)
            alerted = self._number(3000)
            rows.append(
                {
                    "area_code": one["area_code"],
                    "area": one["area"],
                    "active_by_day": self._number(3000),
                    "active_by_night": self._number(3000),
                    "activations": net,
                    "alerted": alerted,
                    "accepted": dice.randint(0, alerted),
                    "arrived": self._number(100),
                    "accepted_times": times,
                    "accepted_median": 60,
                    "accepted_p90": 200,
                    "arrived_times": times,
                    "arrived_median": 300,
                    "arrived_p90": 700,
                    "compared": before,
                    "before_ambulance": None if before is None else dice.randint(0, before),
                    "note": text(dice, longest="longest texts" in self.has),
                }
            )
        self._file("event_counts", EVENT_COUNTS.columns, rows)

    def _table(self, stem: str, columns: Sequence[Any], rows: Rows, code: str) -> None:
        """A table, some of whose cells are wrong in the file and right in the corrections."""
        written = [dict(row) for row in rows]
        if "corrections" in self.has:
            for place in self.dice.sample(range(len(rows)), min(2, len(rows))):
                column = self.dice.choice(columns[2:]).name
                right = rows[place].get(column)
                wrong: object = 99 if right != 99 else 98
                if column == "note":
                    wrong = f"{text(self.dice, longest=False)} – før"
                written[place][column] = wrong
                self.corrections.append(
                    {
                        "table": stem,
                        "area_code": rows[place][code],
                        "column": column,
                        "old_value": wrong,
                        "new_value": right,
                        "reason": self._text(),
                        "corrected_by": text(self.dice, longest=False, limit=LONGEST_NAME),
                    }
                )
        self._file(stem, columns, written)

    def _file(self, stem: str, columns: Sequence[Any], rows: Iterable[Mapping[str, Any]]) -> None:
        with (self.folder / f"{stem}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=self.dice.choice(",;"))
            writer.writerow([column.header for column in columns])
            writer.writerows([[row.get(column.name) for column in columns] for row in rows])

    def _delivery_file(self, source: str, runners: Mapping[str, int]) -> None:
        dice, has = self.dice, self.has
        lines = [
            f'quarter = "{self.quarter}"',
            f"as_of = {self.as_of}",
            f"period_start = {date(self.quarter.year, 1, 1)}",
            f"source = {toml_value(source)}",
            "simulated = false",
        ]
        if "publisher" in has:
            publisher = text(dice, longest="longest texts" in has, limit=LONGEST_NAME)
            lines.append(f"publisher = {toml_value(publisher)}")
        if "totals" in has:
            lines += ["[totals]", f"dk = {sum(runners.values())}"]
            lines += [
                f'"{code}" = {sum(runners[part] for part in self.members[code])}' for code in self.regions
            ]
        areas = ["dk", *self.regions, *dice.sample(self.municipalities, 3)]
        for indicator, area in sorted(self.withheld):
            until = self.as_of + timedelta(dice.choice((-1, 400)))
            lines += _entry("withheld", indicator=indicator, area=area, reason=self._text(), until=until)
        if "break" in has:
            for area in dice.sample(areas, 2):
                indicator = dice.choice(BREAKABLE)
                lines += _entry("break", indicator=indicator, area=area, reason=self._text())
        if "answer" in has:
            for area in dice.sample(self.municipalities, 3):
                name = f"neighbours/{area}/active_runners"
                lines += _entry("answer", warning=name, text=self._text())
        if "accepted_leak" in has:
            area, indicator = dice.choice(self.regions), dice.choice(list(WITHHOLDABLE))
            lines += _entry("accepted_leak", indicator=indicator, area=area, reason=self._text())
        if "english" in has:
            for one in dice.sample(sorted(set(self.texts)), min(8, len(set(self.texts)))):
                english = text(dice, longest="longest texts" in has)
                lines += _entry("english", text=one, english=english)
        (self.folder / "delivery.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _scaled(counts: Sequence[int], total: int) -> list[int]:
    """Counts in the same proportions that add up to a total."""
    whole = sum(counts) or 1
    scaled = [count * total // whole for count in counts]
    scaled[0] += total - sum(scaled)
    return scaled


def _entry(table: str, **values: object) -> list[str]:
    written = {name: toml_value(one) if isinstance(one, str) else one for name, one in values.items()}
    return [f"[[{table}]]", *(f"{name} = {value}" for name, value in written.items())]


def accept_leaks(root: Path, quarter: str, named: Iterable[str], reason: Callable[[], str]) -> None:
    """Accept what warnings named `leak/<area>/<indicator>` say can be worked out."""
    path = root / "raw" / quarter / "delivery.toml"
    lines = []
    for name in named:
        _, area, indicator = name.split("/")
        lines += _entry("accepted_leak", indicator=indicator, area=area, reason=reason())
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
