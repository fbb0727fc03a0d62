"""Bring .venv up to the lock files. `make` calls it first each time; when nothing changed it is instant.

    python tools/setup_env.py                what the report and the tests need
    python tools/setup_env.py --lab          JupyterLab as well
    python tools/setup_env.py --docs         the generator of the documentation as well
    python tools/setup_env.py --spark        Spark as well
    python tools/setup_env.py --retry-quarto try once more to get Quarto
    python tools/setup_env.py --without-quarto  do not try (`statusrapport verify`)

Needs nothing but Python's standard library. Nothing is registered outside the project folder. The stamp is
written last, so that an interrupted setup starts anew. Output is in .venv/setup.log and .venv/quarto.log.
"""

from __future__ import annotations

import argparse
import ast
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)
THIS = f"{sys.version_info[0]}.{sys.version_info[1]}"
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
EXE = ".exe" if os.name == "nt" else ""
PYTHON = str(BIN / f"python{EXE}")
UV = str(BIN / f"uv{EXE}")
PIP_INSTALL = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
UV_INSTALL = [UV, "pip", "install", "--quiet", "--python", PYTHON]
UV_SYNC = [UV, "pip", "sync", "--quiet", "--python", PYTHON]
LOG = VENV / "setup.log"
QUARTO_LOG = VENV / "quarto.log"
OLDEST_QUARTO = (1, 10)  # as _extensions/statusrapport/_extension.yml asks for
QUARTO_SECONDS = 300  # a download that succeeds takes one or two minutes
TAIL = 25  # lines of the log that are shown when a step fails


def main() -> None:
    """Set up what is asked for and what is not there yet."""
    parser = argparse.ArgumentParser(description="Bring .venv up to the lock files.")
    parser.add_argument("--lab", action="store_true", help="install JupyterLab as well")
    parser.add_argument("--docs", action="store_true", help="install the documentation's generator as well")
    parser.add_argument("--spark", action="store_true", help="install Spark as well")
    parser.add_argument("--retry-quarto", action="store_true", help="try again to get Quarto")
    parser.add_argument("--without-quarto", action="store_true", help="do not try to get Quarto")
    parser.add_argument("--same-python", action="store_true", help="rebuild .venv if its Python is another")
    options = parser.parse_args()
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(
            f"Python 3.{OLDEST[1]} to 3.{NEWEST[1]} is needed, this is {THIS} ({sys.executable}).\n"
            "Name another one: make PYTHON=python3.12 ..."
        )
    os.environ.pop("VIRTUAL_ENV", None)
    wait_for_others()
    started = time.monotonic()
    wanted = fingerprint("requirements.txt", "requirements-bootstrap.txt", "pyproject.toml")
    stamp = read_stamp("project")
    other_python = options.same_python and stamp.get("python") != THIS
    if other_python or stamp.get("fingerprint") != wanted or not os.path.exists(PYTHON):
        set_up_project(wanted, keep=not other_python)
        say(f"Environment ready in {time.monotonic() - started:.0f} s.")
    if options.lab:
        set_up_more("lab", "JupyterLab")
    if options.docs:
        set_up_more("docs", "the generator of the documentation")
    if options.spark:
        set_up_more("spark", "Spark")
    if not options.without_quarto:
        set_up_quarto(options.retry_quarto)


def set_up_project(wanted: str, keep: bool) -> None:
    """Make the environment: uv by pip, everything else by uv, then the project in place."""
    in_place = read_stamp("project").get("venv") == str(VENV)  # its scripts hold its path
    healthy = keep and in_place and runs([PYTHON, "-c", "import pip"])
    for name in ("project", "lab", "docs", "spark"):
        stamp_path(name).unlink(missing_ok=True)
    if healthy:
        say("Bringing .venv up to date ...")
    else:
        say(f"Setting up .venv (Python {THIS}) ...")
        shutil.rmtree(VENV, ignore_errors=True)
        try:
            run([base_python(), "-m", "venv", str(VENV)])
        except CommandError as failure:
            sys.exit(
                f"{failure}\nThis Python cannot make a virtual environment"
                " (on Debian and Ubuntu: apt-get install python3-venv)."
            )
    bootstrap = ["--require-hashes", "--requirement", "requirements-bootstrap.txt"]
    attempt("uv", [*PIP_INSTALL, *bootstrap])
    lock = ["--require-hashes", "--requirement", "requirements.txt"]
    # `sync` also removes what a newer lock no longer names; pip is the way out where uv fails.
    attempt("requirements.txt", [*UV_SYNC, "--require-hashes", "requirements.txt"], [*PIP_INSTALL, *lock])
    project = ["--no-deps", "--no-build-isolation", "--editable", "."]
    attempt("the project", [*UV_INSTALL, *project], [*PIP_INSTALL, *project])
    runs([PYTHON, str(ROOT / "tools" / "keep_bytecode.py")])  # without it everything works, only slower
    write_stamp("project", {"fingerprint": wanted, "python": THIS, "venv": str(VENV)})


def wait_for_others() -> None:
    """Let one setup at a time work in this folder: two terminals may well run `make` at once."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    folder = os.open(ROOT, os.O_RDONLY)  # stays open, and locked, until this program ends
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("Waiting for another setup of .venv ...")
        fcntl.flock(folder, fcntl.LOCK_EX)


def base_python() -> str:
    """The Python that runs this, outside of .venv if that happens to be activated."""
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    return str(getattr(sys, "_base_executable", sys.executable)) if inside else sys.executable


def set_up_more(name: str, what: str) -> None:
    """Add what neither report nor tests need, from a lock file of its own."""
    file = f"requirements-{name}.txt"
    wanted = fingerprint("requirements.txt", file)
    if read_stamp(name).get("fingerprint") == wanted:
        return
    say(f"Installing {what} ...")
    lock = ["--require-hashes", "--requirement", file]
    attempt(file, [*UV_INSTALL, *lock], [*PIP_INSTALL, *lock])
    runs([PYTHON, str(ROOT / "tools" / "keep_bytecode.py")])
    write_stamp(name, {"fingerprint": wanted})


def set_up_quarto(retry: bool) -> None:
    """Try once for Quarto: its package downloads a program while it is installed; closed networks refuse."""
    wanted = fingerprint("requirements-quarto.txt")
    if not retry and (read_stamp("quarto").get("fingerprint") == wanted or has_quarto()):
        return
    lock = ["--no-deps", "--require-hashes", "--requirement", "requirements-quarto.txt"]
    QUARTO_LOG.unlink(missing_ok=True)
    try:
        run([*UV_INSTALL, *lock], log=QUARTO_LOG, seconds=QUARTO_SECONDS)
        run([str(BIN / f"quarto{EXE}"), "--version"], log=QUARTO_LOG, seconds=60)
        say("Quarto is installed in .venv.")
    except CommandError:
        # A package without its program would only be found and fail later.
        runs([UV, "pip", "uninstall", "--quiet", "--python", PYTHON, "quarto-cli"])
        say(
            "Quarto could not be had (see .venv/quarto.log): the embedded engine renders the report."
            " `make quarto` tries again."
        )
    write_stamp("quarto", {"fingerprint": wanted})


def has_quarto() -> bool:
    """Whether a Quarto on PATH is new enough to render the report."""
    program = shutil.which("quarto")
    if program is None:
        return False
    try:
        said = subprocess.run([program, "--version"], check=True, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    match = re.match(r"(\d+)\.(\d+)", said.stdout.strip())
    return match is not None and (int(match[1]), int(match[2])) >= OLDEST_QUARTO


class CommandError(Exception):
    """A command that failed; its text is the end of what it said."""


def attempt(what: str, *commands: list[str]) -> None:
    """Run the first command that works; stop if none does."""
    problems = []
    for command in commands:
        try:
            return run(command)
        except CommandError as failure:
            problems.append(str(failure))
    sys.exit("\n".join([*problems, f"Could not install {what}. Everything it said: .venv/setup.log"]))


def run(command: list[str], log: Path = LOG, seconds: float | None = None) -> None:
    """Run a command silently; its output goes to the log."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if command[0] == UV:
        environment |= uv_settings()
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            check=False,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        code, text = done.returncode, done.stdout.decode("utf-8", "replace")
    except OSError as problem:
        code, text = 127, f"{problem}\n"
    except subprocess.TimeoutExpired:
        code, text = 124, f"stopped after {seconds:.0f} seconds\n"
    if VENV.is_dir():
        with open(log, "a", encoding="utf-8") as stream:
            stream.write(f"$ {' '.join(command)}\n{text}[{code}]\n")
    if code:
        raise CommandError("\n".join(text.splitlines()[-TAIL:]) or f"exit status {code}")


def runs(command: list[str]) -> bool:
    """Whether a command can be run and succeeds."""
    try:
        run(command)
    except CommandError:
        return False
    return True


@functools.cache
def uv_settings() -> dict[str, str]:
    """Say to uv what the user told pip: uv does not read pip's settings."""
    command = [PYTHON, "-m", "pip", "config", "list", "--disable-pip-version-check"]
    listing = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    return from_pip_settings(listing, os.environ)


def from_pip_settings(listing: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Variables for uv that say the same as `pip config list`.

    Args:
        listing: Lines such as ``global.index-url='...'``; later lines win, as they do in pip.
        environment: The user's variables; those that uv reads are left alone.

    Returns:
        Variables to add to the environment.
    """
    pip: dict[str, str] = {}
    for line in listing.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.rpartition(".")
        if section in ("global", "install", ":env:"):
            try:
                pip[key] = str(ast.literal_eval(value))
            except (SyntaxError, ValueError):
                continue
    settings = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    if pip.get("cert"):
        settings["SSL_CERT_FILE"] = pip["cert"]
    elif "SSL_CERT_FILE" not in environment:
        settings["UV_SYSTEM_CERTS"] = "1"  # as pip does
    told = ("UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX", "UV_EXTRA_INDEX_URL")
    if not any(name in environment for name in told):
        if pip.get("index-url"):
            settings["UV_DEFAULT_INDEX"] = pip["index-url"]
        if pip.get("extra-index-url"):
            settings["UV_INDEX"] = " ".join(pip["extra-index-url"].split())
            settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # pip's way; the hashes make it safe
    if pip.get("trusted-host"):
        settings["UV_INSECURE_HOST"] = " ".join(pip["trusted-host"].split())
    if pip.get("find-links"):
        settings["UV_FIND_LINKS"] = ",".join(pip["find-links"].split())
    if pip.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        settings["UV_NO_INDEX"] = "1"
    return {name: value for name, value in settings.items() if name not in environment}


def fingerprint(*names: str) -> str:
    """What an environment depends on: the files' content and where it lies (scripts hold its path)."""
    digest = hashlib.sha256(str(VENV).encode())
    for name in names:
        digest.update((ROOT / name).read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def stamp_path(name: str) -> Path:
    """The file that says that a step is done."""
    return VENV / f"stamp-{name}.json"


def read_stamp(name: str) -> dict[str, str]:
    """What a step left behind; nothing if it did not finish."""
    try:
        return dict(json.loads(stamp_path(name).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def write_stamp(name: str, content: dict[str, str]) -> None:
    """Say that a step is done, in one move."""
    new = VENV / f"stamp-{name}.new"
    new.write_text(json.dumps(content), encoding="utf-8")
    new.replace(stamp_path(name))


def say(text: str) -> None:
    """Tell the user, at once."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Interrupted: the next run starts this step anew.")
