"""How Datasette's own page of a table with a full-text index is searched."""

WORDS = "_words"
"""The parameter under which the words reach our filter: Datasette's own, `_search`, collects every row that holds them,
which takes seconds for a word of nearly every section."""
LATEST = 20_000
"""So many rows that hold the words are looked at, from the last one of the table on."""
