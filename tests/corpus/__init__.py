"""Generated reports in every format that offices publish, each with its true values: `python -m tests.corpus OUT`."""
