"""From the files of a quarter to a checked delivery and the snapshot that notebooks read."""
