"""Fuzzing runs by itself, not with the tests: see fuzz.py."""

collect_ignore_glob = ["*.py"]
