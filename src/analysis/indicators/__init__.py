"""From checked counts to the tidy table of numbers."""
