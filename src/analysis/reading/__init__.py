"""Reads the files that people deliver: CSV, XLSX and Parquet, and the sidecars that vouch for them."""
