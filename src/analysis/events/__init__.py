"""From event-level extracts (positions, alarms, responses, AEDs) to the counts of a delivery.

One reducer, written in Narwhals, runs on Polars, DuckDB or Spark. What leaves the engine are aggregates and
rows about alarms, never rows about people.
"""
