"""Polars computes with one thread in the process that runs tests: their frames are small, more only wait.

A pytest plugin, registered in pyproject.toml, so that it stands before the first import of Polars. What tests
start as processes of their own computes with all threads, as on anybody's machine.
"""

import os

import pytest

VARIABLE = "POLARS_MAX_THREADS"

with pytest.MonkeyPatch.context() as patch:
    patch.setenv(VARIABLE, os.environ.get(VARIABLE, "1"))
    import polars

    polars.thread_pool_size()
