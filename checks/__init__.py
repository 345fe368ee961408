"""AnnualReport to findings: the catalogue of checks and the code that runs it."""
