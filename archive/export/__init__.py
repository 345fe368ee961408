"""Export: every table and view of the archive as CSV, Parquet, a workbook, or a release with all that goes with it."""
