"""Pictures of pages to blocks: what only scans need, imported when the first scan is read."""
