"""The raw archive: WARC files and the ledger of every visit."""
