"""Tests on a cluster are there only where Spark is installed: `make test-spark`."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("pyspark") else ["test_*.py"]
