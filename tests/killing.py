"""Commands that are killed at a step of theirs in the file system, or at a moment, and what is left of it.

`python tests/killing.py COMMAND KILLS` kills one of five commands so often and prints a table of what was
found: release, "population update", "boundaries update", sheets or reduce.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import releasing  # type: ignore[import-not-found]
from boundary_squares import boundary_server  # type: ignore[import-not-found]
from statbank_server import StatBankServer, folk1a  # type: ignore[import-not-found]

import analysis.releases.making
import analysis.releases.release
from analysis.builds.report import files_of_sheets
from analysis.cli import main
from analysis.core.folders import files_of
from analysis.core.left_overs import MARK, SIDE_NAME, UNFINISHED_FILE
from analysis.reading.sidecars import SUFFIX
from analysis.reference.files import SCHEMAS, read_reference_table
from analysis.releases.archive import Archive
from analysis.releases.integrity import differences
from analysis.releases.private import KEY, PrivateArchive, missing_inputs, private_differences

Files = Mapping[str, bytes]

ROOT: Final = Path(__file__).parents[1]
RAW: Final = ROOT / "data" / "raw"
PRELOADED: Final = ("builds.sheets", "events.delivering", "events.engines", "reference.boundary_update")
# Events of Python's audit that change the file system, or are about to.
CHANGES: Final = frozenset(
    f"os.{name}"
    for name in ("chmod", "link", "mkdir", "remove", "rename", "rmdir", "symlink", "truncate", "utime")
)
EXCHANGES: Final = frozenset({"renameat2", "renamex_np"})
LENGTH: Final = 400
LOCK: Final = ".reports-release-lock"
AS_BEFORE, COMPLETE = "as before", "complete"
TEMPORARY, COMPUTED, EXCHANGE = "temporary folder", "computed tables", "at the exchange"
POSITIONS: Final = "500000"
PRIVATE_INPUT: Final = "2025Q2/activations.csv"
SHEET: Final = "580"


class Steps:
    """Counts the steps of this process in the file system below a folder, and kills it at one of them."""

    def __init__(self, home: Path, trace: Path, last: int | None) -> None:
        self._home, self._last, self._count = str(home), last, 0
        self._trace = os.open(trace, os.O_WRONLY | os.O_CREAT)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take note of an event."""
        path: Any = ""
        if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            path = arguments[0]
        elif event == "ctypes.dlsym" and arguments[1] in EXCHANGES:
            path = self._home
        elif event in CHANGES:
            path = arguments[1 if event in ("os.rename", "os.link") else 0]
        if not isinstance(path, str | os.PathLike) or not str(path).startswith(self._home):
            return
        said = f"{event} {str(path).removeprefix(self._home)}".encode()[: LENGTH - 1]
        os.pwrite(self._trace, said.ljust(LENGTH - 1) + b"\n", self._count * LENGTH)
        if self._count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
        self._count += 1


def serve() -> None:
    """Run a command in a process of its own for each line on standard input.

    Everything is imported once, and no thread runs, so that a fork of this process can go on by itself. One
    line says the number of its process, another, once it has ended, its status.
    """
    for name in PRELOADED:
        importlib.import_module(f"analysis.{name}")
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            os._exit(_run(**asked))
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


def _run(arguments: list[str], home: str, said: str, trace: str, step: int | None, report: str) -> int:
    """Run a command in this process, with the system's temporary folder below `home`."""
    os.environ["NO_PROXY"] = "127.0.0.1"
    os.environ["TMPDIR"] = tempfile.tempdir = f"{home}/temporary"
    output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    if report:
        releasing.build_beforehand(Path(report))
        releasing.made_with("c" * 40)
        for module in (analysis.releases.making, analysis.releases.release):
            setattr(module, "private_inputs", lambda *_: {PRIVATE_INPUT: "prøve"})  # noqa: B010
    sys.addaudithook(Steps(Path(home), Path(trace), step))
    try:
        main(arguments, prog_name="statusrapport")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def phase_of(event: str, path: str) -> str:
    """To which phase of its work a step of a command belongs."""
    if event == "ctypes.dlsym":
        return EXCHANGE
    for pattern, phase in (
        (r"^/temporary/", TEMPORARY),
        (r"/processed/", COMPUTED),
        (r"\.statusrapport-\w{8}\.tmp$", "unfinished file"),
        (r"statusrapport-\w{8}", "side folder"),
        (re.escape(LOCK), "lock"),
    ):
        if re.search(pattern, path):
            return phase
    return "in place"


@dataclass(frozen=True)
class Ended:
    """How a run of a command ended: status (−9 if it was killed), the phase of each step, what it wrote."""

    status: int
    steps: list[str]
    said: str


class Runner:
    """A process that runs commands in processes of their own, which can be killed."""

    def __init__(self, scratch: Path) -> None:
        self._trace, self._said = scratch / "trace", scratch / "said"
        path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
        self._process = subprocess.Popen(
            [sys.executable, __file__, "serve"],
            env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}, cwd=scratch,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip
        assert self._read() == "ready"

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def run(
        self,
        arguments: list[str],
        home: Path,
        *,
        step: int | None = None,
        after: float | None = None,
        report: str = "",
    ) -> Ended:
        """Run a command; kill it at a step, or after some seconds, or not at all."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._trace.unlink(missing_ok=True)
        asked = {"arguments": arguments, "home": str(home), "step": step, "report": report}
        files = {"said": str(self._said), "trace": str(self._trace)}
        self._process.stdin.write(json.dumps({**asked, **files}) + "\n")
        process = int(self._read())
        if after is not None and not select.select([self._process.stdout], [], [], after)[0]:
            os.kill(process, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(int(self._read()))
        said = self._said.read_text(encoding="utf-8") if self._said.exists() else ""
        trace = self._trace.read_text(encoding="utf-8").splitlines() if self._trace.exists() else []
        return Ended(status, [phase_of(*line.rstrip().partition(" ")[::2]) for line in trace], said)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@contextmanager
def running(scratch: Path) -> Iterator[Runner]:
    """A runner for as long as the block lasts."""
    runner = Runner(scratch)
    try:
        yield runner
    finally:
        runner.close()


def left_overs(home: Path) -> list[str]:
    """What killed commands left, and commands that end well must not leave."""
    return [
        path.relative_to(home).as_posix()
        for path in sorted(home.rglob("*"))
        if path.name in (MARK, LOCK)
        or UNFINISHED_FILE.fullmatch(path.name)
        or (SIDE_NAME.fullmatch(path.name) and path.is_dir() and not any(path.iterdir()))
        or path.parent == home / "temporary"
    ]


def contents(home: Path) -> dict[str, bytes]:
    """Every file below a folder, apart from left-overs and from what is computed anew each time."""
    apart = ("data/processed/", "data/more/processed/", "temporary/", LOCK)
    marked = [f"{name.rpartition('/')[0]}/" for name in left_overs(home) if name.endswith(MARK)]
    return {
        name: path.read_bytes()
        for name, path in files_of(home).items()
        if not name.startswith((*apart, *marked)) and not UNFINISHED_FILE.fullmatch(path.name)
    }


@dataclass
class Case:
    """A command to be killed.

    Attributes:
        name: What to call it.
        template: A folder that is copied for every kill.
        arguments: Folder → the command's arguments.
        changing: Beginnings of the paths that the command may write.
        whole: Folder, what of these was there before and what is there after an undisturbed run → the state
            that it is in; raises AssertionError where something is half.
        again: Folder → arguments of the next run where the killed one was complete.
        report: The report that a release takes.
    """

    name: str
    template: Path
    arguments: Callable[[Path], list[str]]
    changing: tuple[str, ...]
    whole: Callable[[Path, Files, Files], str]
    again: Callable[[Path], list[str]]
    report: str = ""
    steps: list[str] = field(default_factory=list)
    seconds: float = 0.0
    after: Files = field(default_factory=dict)

    def state(self, home: Path, before: Files) -> str:
        """The state of a folder; nothing of the user's may have changed."""
        now = contents(home)
        of_others = [
            {name: content for name, content in files.items() if not name.startswith(self.changing)}
            for files in (before, now)
        ]
        assert of_others[0] == of_others[1]
        own = [
            {name: content for name, content in files.items() if name.startswith(self.changing)}
            for files in (before, self.after)
        ]
        return self.whole(home, own[0], own[1])


def replaced_as_a_whole(home: Path, before: Files, after: Files) -> str:
    """The state of a folder that a command replaces in one step."""
    places = tuple({f"{name.rpartition('/')[0]}/" for name in after})
    now = {name: content for name, content in contents(home).items() if name.startswith(places)}
    if now == before:
        return AS_BEFORE
    assert now == after
    return COMPLETE


def file_by_file(home: Path, before: Files, after: Files) -> str:
    """The state of sheets: every file is the old one or the new one, and a manifest lists them all."""
    now = {name: content for name, content in contents(home).items() if name.startswith("out/")}
    if now in (before, after):
        return AS_BEFORE if now == before else COMPLETE
    for name, content in now.items():
        if name != "out/manifest.json":
            assert content in (before.get(name), after.get(name)), name
    assert {f"out/{name}" for name in files_of_sheets(home / "out")} >= set(now)
    assert set(now) >= set(before) & set(after)
    return "each file old or new"


def sound_archive(home: Path, before: Files, _after: Files) -> str:
    """The state of an archive: every byte of it is as it was released, and private inputs are all there."""
    archive, private = Archive(home / "reports"), PrivateArchive(home / "private")
    versions = archive.versions()
    assert differences(archive, versions) == []
    assert [one.number for one in versions] == list(range(1, len(versions) + 1))
    for version in versions:
        assert missing_inputs(version, private) == []
        assert private_differences(version, private) == []
    now = contents(home)
    for name, content in before.items():
        assert "/v1/" not in name or now[name] == content, name
    for folder in (home / "private" / "2025Q2").glob("v*"):
        assert set(files_of(folder)) == {KEY, f"inputs/raw/{PRIVATE_INPUT}"}
        assert (folder / "inputs/raw" / PRIVATE_INPUT).read_bytes() == (RAW / PRIVATE_INPUT).read_bytes()
    if len(versions) > 1:
        return COMPLETE
    kept = {name: content for name, content in now.items() if name.startswith("reports/")}
    assert kept == {name: content for name, content in before.items() if name.startswith("reports/")}
    return AS_BEFORE


def measure(case: Case, runner: Runner, scratch: Path) -> None:
    """Run a command undisturbed: how many steps it takes, how long, and what it makes."""
    home = copied(case.template, scratch / "home")
    started = time.monotonic()
    ended = runner.run(case.arguments(home), home, report=case.report)
    case.seconds = time.monotonic() - started
    assert ended.status == 0, ended.said
    case.steps, case.after = ended.steps, contents(home)
    assert left_overs(home) == []
    shutil.rmtree(home)


def copied(template: Path, home: Path) -> Path:
    """A copy of a template, always in the same place."""
    return Path(shutil.copytree(template, home, symlinks=True))


@dataclass(frozen=True)
class Kill:
    """A kill: in which phase of its work the command was, the state it left, and how many left-overs."""

    phase: str
    state: str
    left: int


def kill(
    case: Case, runner: Runner, scratch: Path, *, step: int | None = None, after: float | None = None
) -> Kill:
    """Kill a command once, look at what is left, and let the next run finish and sweep."""
    home = copied(case.template, scratch / "home")
    before = contents(home)
    ended = runner.run(case.arguments(home), home, step=step, after=after, report=case.report)
    assert ended.status in (-signal.SIGKILL, 0), ended.said
    state, left = case.state(home, before), len(left_overs(home))
    arguments = case.again(home) if state == COMPLETE else case.arguments(home)
    done = runner.run(arguments, home, report=case.report)
    assert done.status == 0, done.said
    assert case.state(home, before) == COMPLETE
    assert left_overs(home) == [], (step, after, ended.steps[-1:])
    if case.report:
        verified = runner.run(["verify", "2025Q2", "--quick", "--reports", f"{home}/reports"], home)
        assert verified.status == 0, verified.said
    shutil.rmtree(home)
    phase = ended.steps[-1] if ended.steps else "before its first step"
    found = Kill(phase if ended.status else "after its end", state, left)
    print(case.name, found, file=sys.stderr, flush=True)
    return found


def killed(case: Case, runner: Runner, scratch: Path, kills: int, seed: int = 1) -> list[Kill]:
    """Kill a command at steps spread evenly over its work, at steps among the user's files, and at moments.

    Those are a third each, and the exchange of two folders is one of them.
    """
    rng = random.Random(seed)
    measure(case, runner, scratch)
    everywhere = range(len(case.steps))
    beside = [number for number in everywhere if case.steps[number] not in (TEMPORARY, COMPUTED)]
    before = [number for number in everywhere if case.steps[number] == EXCHANGE]
    before += [number for number in everywhere if case.steps[number] == "in place"][-1:]
    exchanges = [number + after for number in before for after in (0, 1)]
    third = max(1, kills // 3)
    steps = [*exchanges, *spread(beside, third, rng), *spread(everywhere, third, rng)]
    chosen = sorted(set(steps[: max(1, kills - kills // 3)]))
    done = [kill(case, runner, scratch, step=step) for step in chosen]
    moments = [rng.uniform(0, case.seconds) for _ in range(kills - len(done))]
    return done + [kill(case, runner, scratch, after=moment) for moment in moments]


def spread(steps: Sequence[int], number: int, rng: random.Random) -> list[int]:
    """Steps spread evenly over some."""
    return [steps[int((place + rng.random()) * len(steps) / number)] for place in range(number)]


def users_home(home: Path) -> Path:
    """A folder with what a user has beside what commands write, some of it under names like theirs."""
    for name in ("letter.txt", ".statusrapport-mineonly/letter.txt", "data/raw/notes.txt"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("mine", encoding="utf-8")
    (home / "temporary").mkdir()
    shutil.copytree(RAW / "reference", home / "data" / "raw" / "reference")
    return home


def delivery(data: Path, more: int) -> Path:
    """A data root with the delivery of 2025Q2, one municipality's number changed."""
    if not (data / "raw" / "reference").exists():
        shutil.copytree(RAW / "reference", data / "raw" / "reference")
    shutil.copytree(RAW / "2025Q2", data / "raw" / "2025Q2")
    (data / "raw" / f"2025Q2/delivery.toml{SUFFIX}").unlink()
    if more:
        releasing.with_aabenraa(data, more)
    return data


def release_case(scratch: Path, runner: Runner, report: Path) -> Case:
    """A second version, one input of which goes to the private archive."""
    home = users_home(scratch / "release")
    delivery(home / "data", 3)
    delivery(home / "data/more", 5)
    common = ["--kind", "revision", "--reason", "Et tal er et andet."]

    def arguments(home: Path, data: str = "data") -> list[str]:
        return ["release", "2025Q2", "--data", f"{home}/{data}", "--reports", f"{home}/reports"]

    first = delivery(scratch / "first", 0)
    done = runner.run([*arguments(home)[:3], str(first), *arguments(home)[4:]], home, report=str(report))
    assert done.status == 0, done.said
    return Case(
        "release", home, lambda home: [*arguments(home), *common], ("reports/", "private/"), sound_archive,
        lambda home: [*arguments(home, "data/more"), *common], str(report),
    )  # fmt: skip


def update_case(scratch: Path, what: str) -> Case:
    """An update of the population or of boundaries; the environment names servers that have something new."""
    home = users_home(scratch / "update")

    def arguments(home: Path) -> list[str]:
        return [what, "update", "--data", f"{home}/data"]

    changing = ("data/raw/reference/",)
    return Case(f"{what} update", home, arguments, changing, replaced_as_a_whole, arguments)


def sheets_case(scratch: Path, runner: Runner) -> Case:
    """A sheet whose numbers changed since it was made."""
    home = users_home(scratch / "sheets")
    delivery(home / "data", 3)

    def arguments(home: Path) -> list[str]:
        return ["sheets", "2025Q2", "--only", SHEET, "--data", f"{home}/data", "--out", f"{home}/out"]

    older = delivery(scratch / "older", 0)
    done = runner.run([*arguments(home)[:5], str(older), *arguments(home)[6:]], home)
    assert done.status == 0, done.said
    return Case("sheets", home, arguments, ("out/",), file_by_file, arguments)


def reduce_case(scratch: Path, runner: Runner) -> Case:
    """A delivery counted from extracts, beside another."""
    home = users_home(scratch / "reduce")
    made = scratch / "simulated"
    (scratch / "temporary").mkdir()
    command = ["simulate", "--from", "2025Q1", "--to", "2025Q2", "--seed", "1", "--extracts", POSITIONS]
    done = runner.run([*command, "--out", str(made)], scratch)
    assert done.status == 0, done.said
    shutil.rmtree(home / "data" / "raw" / "reference")
    for name in ("2025Q1", "reference"):
        shutil.copytree(made / "raw" / name, home / "data" / "raw" / name)
    day = tomllib.loads((made / "extracts/known/delivery/delivery.toml").read_text(encoding="utf-8"))["as_of"]

    def arguments(home: Path) -> list[str]:
        options = ["--quarter", "2025Q2", "--as-of", str(day), "--data", f"{home}/data"]
        return ["reduce", f"{made}/extracts", *options, "--out", f"{home}/data/raw/2025Q2"]

    def again(home: Path) -> list[str]:
        shutil.rmtree(home / "data" / "raw" / "2025Q2")  # a complete delivery is never replaced
        return arguments(home)

    return Case("reduce", home, arguments, ("data/raw/2025Q2/",), replaced_as_a_whole, again)


@contextmanager
def services() -> Iterator[dict[str, str]]:
    """Variables that name a StatBank with a quarter that the reference files lack, and one of boundaries."""
    held = {stem: read_reference_table(RAW.parent, stem)[1] for stem in SCHEMAS}
    with (
        StatBankServer(folk1a(held).with_period("2026K2", like="2026K1")) as numbers,
        boundary_server() as shapes,
    ):
        yield {
            "STATUSRAPPORT_STATBANK": numbers.address,
            "STATUSRAPPORT_DATAFORSYNINGEN": shapes.address,
        }


def table_of(case: Case, kills: list[Kill]) -> str:
    """What was found, a row for each phase and state."""
    rows = Counter((one.phase, one.state) for one in kills)
    swept = Counter()  # type: Counter[tuple[str, str]]
    for one in kills:
        swept[one.phase, one.state] += one.left > 0
    return "\n".join(
        f"| {case.name} | {phase} | {number} | {state} | {swept[phase, state]} |"
        for (phase, state), number in sorted(rows.items())
    )


CASES: Final[Mapping[str, Callable[[Path, Runner, Path], Case]]] = {
    "release": release_case,
    "population update": lambda scratch, _runner, _report: update_case(scratch, "population"),
    "boundaries update": lambda scratch, _runner, _report: update_case(scratch, "boundaries"),
    "sheets": lambda scratch, runner, _report: sheets_case(scratch, runner),
    "reduce": lambda scratch, runner, _report: reduce_case(scratch, runner),
}


def kill_all(name: str, kills: int) -> None:
    """Kill a command so often and print what was found."""
    with tempfile.TemporaryDirectory(prefix="killing-") as folder, services() as addresses:
        scratch = Path(folder)
        report = scratch / "built"
        if name == "release":
            build = ["build", "2025Q2", "--engine", "embedded", "--out", str(report)]
            started = [sys.executable, "-c", "from analysis.cli import main; main()"]
            data = delivery(scratch / "delivery", 0)
            subprocess.run([*started, *build, "--data", str(data)], check=True, stdout=subprocess.DEVNULL)
        os.environ.update(addresses)
        with running(scratch) as runner:
            case = CASES[name](scratch, runner, report)
            done = killed(case, runner, scratch, kills)
        print(f"{case.name}: {len(done)} kills over {len(case.steps)} steps, {case.seconds:.1f} s")
        print(table_of(case, done), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve()
    else:
        kill_all(sys.argv[1], int(sys.argv[2]))
