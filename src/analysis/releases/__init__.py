"""Frozen, verifiable and comparable versions of a quarter's report."""
