"""What the commands make from a data root: the report, and the sheets of municipalities."""
