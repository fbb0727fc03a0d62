"""The reducer on a real cluster: a master and two workers as processes, and Spark Connect before them."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis.core.layout import DEFAULT_DATA
from analysis.core.quarters import Quarter
from analysis.simulation.deliveries import alarms_of
from analysis.simulation.extracts import write_extracts
from analysis.simulation.places import read_places
from analysis.simulation.plan import Plan

pyspark = pytest.importorskip("pyspark")
pytestmark = pytest.mark.spark

PLAN = Plan(Quarter(2025, 1), Quarter(2025, 2), 1)
DAY = PLAN.as_of(PLAN.last)
POSITIONS = 3_000_000
HOME = Path(pyspark.__file__).parent
STARTS_WITHIN = 600
ENDS_WITHIN = 1800
HOST = "127.0.0.1"
SETTINGS = """\
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.executor.memory 512m
spark.executor.cores 1
spark.ui.enabled false
spark.sql.shuffle.partitions 4
"""


def waited(what: str, holds: Callable[[], bool], seconds: float = STARTS_WITHIN) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"{what} took longer than {seconds} seconds"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
        return True
    return False


@dataclass(frozen=True)
class Cluster:
    """A master and workers on loopback, with the folder their executors write their logs to."""

    folder: Path
    environment: dict[str, str]
    port: int
    workers: tuple[subprocess.Popen[bytes], ...]

    @property
    def master(self) -> str:
        return f"spark://{HOST}:{self.port}"

    def said(self, worker: int) -> str:
        """What the executors of a worker logged."""
        logs = (self.folder / f"worker{worker}").glob("app-*/*/stderr")
        return "".join(log.read_text(errors="replace") for log in logs)


@contextlib.contextmanager
def running(
    folder: Path, environment: dict[str, str], name: str, *command: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A process with all its children, until the block ends."""
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [str(HOME / "bin" / command[0]), *command[1:]],
            env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            killed(process)


def killed(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that the test started, and its children."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def cluster(tmp_path: Path, source_on_path: dict[str, str]) -> Iterator[Cluster]:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "spark-defaults.conf").write_text(SETTINGS)
    environment = {
        **source_on_path,
        "SPARK_HOME": str(HOME),
        "SPARK_CONF_DIR": str(tmp_path / "conf"),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_NO_DAEMONIZE": "1",
    }
    port, deploy = free_port(), "org.apache.spark.deploy"
    with contextlib.ExitStack() as stack:
        master = (
            "spark-class",
            f"{deploy}.master.Master",
            "--host",
            HOST,
            "--port",
            str(port),
            "--webui-port",
            "0",
        )
        stack.enter_context(running(tmp_path, environment, "master", *master))
        waited("the master", lambda: answers(port))
        workers = []
        for number in range(2):
            place = str(tmp_path / f"worker{number}")
            options = (
                "--host",
                HOST,
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                place,
                "--webui-port",
                "0",
            )
            worker = ("spark-class", f"{deploy}.worker.Worker", *options, f"spark://{HOST}:{port}")
            workers.append(stack.enter_context(running(tmp_path, environment, f"worker{number}", *worker)))
        log = tmp_path / "master.log"
        waited("the workers", lambda: log.read_text(errors="replace").count("Registering worker") >= 2)
        yield Cluster(tmp_path, environment, port, tuple(workers))


@pytest.fixture
def connect(cluster: Cluster) -> Iterator[str]:
    """The address of a Spark Connect server whose executors are the cluster's."""
    port = free_port()
    server = (
        "spark-submit", "--master", cluster.master,
        "--class", "org.apache.spark.sql.connect.service.SparkConnectServer",
        "--conf", f"spark.connect.grpc.binding.port={port}", "spark-internal",
    )  # fmt: skip
    with running(cluster.folder, cluster.environment, "connect", *server):
        waited("Spark Connect", lambda: answers(port))
        yield f"sc://{HOST}:{port}"


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulated") / "extracts"
    places = read_places(DEFAULT_DATA.path, PLAN)
    write_extracts(folder, PLAN, places, alarms_of(PLAN, places), POSITIONS)
    return folder


def reducing(
    extracts: Path | str, out: Path, environment: dict[str, str], *options: str
) -> subprocess.Popen[str]:
    program = "from analysis.cli import main; main(prog_name='statusrapport')"
    arguments = ["--quarter", "2025Q2", "--as-of", str(DAY), "--out", str(out), *options]
    return subprocess.Popen(
        [sys.executable, "-c", program, "reduce", str(extracts), *arguments],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def finished(process: subprocess.Popen[str]) -> None:
    said, complained = process.communicate(timeout=ENDS_WITHIN)
    assert process.returncode == 0, complained + said


@pytest.fixture(scope="module")
def expected(
    extracts: Path, tmp_path_factory: pytest.TempPathFactory, source_on_path: dict[str, str]
) -> dict[str, bytes]:
    """What Polars makes of the extracts; `tests/unit/test_reduce.py` holds that against the known counts."""
    out = tmp_path_factory.mktemp("polars") / "2025Q2"
    finished(reducing(extracts, out, source_on_path))
    known = (extracts / "known" / "runners.csv").read_text().splitlines()[1:]
    found = (out / "runners.csv").read_text().splitlines()[1:]
    counts = {line.split(",")[0]: line.split(",")[2] for line in found}
    assert counts == {line.split(",")[0]: line.split(",")[1] for line in known}
    return content(out)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def without_files(contents: dict[str, bytes]) -> dict[str, bytes]:
    """Without how many files the sidecars say there were, which an address does not tell."""
    return {name: re.sub(rb" in [0-9]+ files?", b"", text) for name, text in contents.items()}


def test_a_standalone_cluster_gives_the_same_bytes_from_an_address(
    cluster: Cluster, extracts: Path, expected: dict[str, bytes], tmp_path: Path
):
    out, address = tmp_path / "out", extracts.as_uri()
    finished(reducing(address, out, cluster.environment, "--engine", "spark", "--spark", cluster.master))
    assert without_files(content(out)) == without_files(expected)
    assert all("Finished task" in cluster.said(worker) for worker in range(2))


def test_spark_connect_gives_the_same_bytes_and_they_become_a_report(
    cluster: Cluster, connect: str, extracts: Path, expected: dict[str, bytes], tmp_path: Path
):
    root = tmp_path / "data"
    shutil.copytree(DEFAULT_DATA.raw / "reference", root / "raw" / "reference")
    out = root / "raw" / "2025Q2"
    finished(reducing(extracts, out, cluster.environment, "--engine", "spark", "--spark", connect))
    assert content(out) == expected
    program = "import sys; from analysis.cli import main; main(prog_name='statusrapport')"
    for arguments in (
        ["check", "2025Q2", "--data", str(root)],
        ["build", "2025Q2", "--data", str(root), "--out", str(tmp_path / "report"), "--engine", "embedded"],
    ):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=cluster.environment, capture_output=True, text=True, check=False, timeout=ENDS_WITHIN,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "report" / "report.pdf").stat().st_size > 0


@pytest.mark.parametrize("way", ["standalone", "connect"])
def test_a_worker_that_dies_in_the_middle_changes_nothing(
    way: str,
    cluster: Cluster,
    extracts: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
    request: pytest.FixtureRequest,
):
    address = cluster.master if way == "standalone" else request.getfixturevalue("connect")
    out = tmp_path / "out"
    process = reducing(extracts, out, cluster.environment, "--engine", "spark", "--spark", address)
    request.addfinalizer(process.kill)
    waited(
        "the first tasks", lambda: "Finished task" in cluster.said(0) and "Finished task" in cluster.said(1)
    )
    killed(cluster.workers[0])
    before = cluster.said(1).count("Finished task")
    assert process.poll() is None
    finished(process)
    assert content(out) == expected
    assert cluster.said(1).count("Finished task") > before


def test_a_cluster_that_does_not_answer_is_said_at_once(
    extracts: Path, tmp_path: Path, source_on_path: dict[str, str]
):
    for scheme in ("sc", "spark"):
        address = f"{scheme}://{HOST}:{free_port()}"
        process = reducing(
            extracts, tmp_path / "out", source_on_path, "--engine", "spark", "--spark", address
        )
        _, complained = process.communicate(timeout=STARTS_WITHIN)
        assert process.returncode == 4
        assert complained.startswith(f"no Spark answers at {address} (")
        assert not (tmp_path / "out").exists()
