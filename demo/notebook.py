"""`python -m demo.notebook`: run docs/duckdb.ipynb over the Parquet of the sample archive, keep what its cells give."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from archive.export.command import export_command
from demo.sample import SAMPLE

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "duckdb.ipynb"
FOLDER = "parquet"
"""The folder that the notebook reads, beside itself."""


def run(notebook: Path = NOTEBOOK) -> int:
    """Run every cell in a folder with a fresh export and write the outputs back; return 0, or 1 without an export."""
    with tempfile.TemporaryDirectory() as folder:
        if export_command("parquet", Path(folder) / FOLDER, (), None, "", SAMPLE, -1):
            return 1
        book = nbformat.read(notebook, as_version=4)
        client = NotebookClient(book, resources={"metadata": {"path": folder}}, record_timing=False)
        client.execute()
    # Which Python ran it is no part of it.
    book.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}}
    nbformat.write(book, notebook)
    return 0


if __name__ == "__main__":
    sys.exit(run())
