"""What every other package rests on: quarters, numbers as people read them, problems, paths, hashes."""
