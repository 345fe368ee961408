"""How many cases a rate must rest on before it is more than an observation."""

LEAST_N = 30
"""A rate of a smaller n has no rank and is for observation only (domain.md §3)."""
