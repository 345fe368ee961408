"""Benchmarks: ratios to a bare way of doing the same, both sides in turn in one run."""
