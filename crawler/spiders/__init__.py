"""One spider for each family of content-management systems, on one base."""
