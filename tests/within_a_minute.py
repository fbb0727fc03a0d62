"""What `make test-fast` does not come to within most of a minute is skipped and counted.

A pytest plugin for that target alone.
"""

import os
import time

import pytest

STARTED = "TESTS_STARTED"
SECONDS = 45
OVER = "the minute is over"


def pytest_configure() -> None:
    """Remember when the first process started; workers take its time over."""
    os.environ.setdefault(STARTED, repr(time.time()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Skip what would start too late."""
    if time.time() - float(os.environ[STARTED]) > SECONDS:
        pytest.skip(OVER)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were not come to."""
    late = [report for report in terminalreporter.getreports("skipped") if OVER in str(report.longrepr)]
    if late:
        terminalreporter.write_line(f"{len(late)} more did not run within a minute: make test")
