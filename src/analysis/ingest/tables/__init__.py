"""The optional input tables of a delivery, one module each."""
