"""Bytes to Document to AnnualReport, by pure functions."""
