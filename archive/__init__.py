"""The SQLite archive: schema, loading, versions, derived tables, search."""
