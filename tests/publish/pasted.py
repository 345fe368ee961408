"""Runs lines as a person would who pastes them: into a shell, into Python, into R, where these are at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DUCKDB = """#!{python}
import sys, duckdb
sql = sys.argv[2] if sys.argv[1:2] == ["-c"] else sys.stdin.read()
for statement in duckdb.extract_statements(sql):
    result = duckdb.sql(statement.query)
    print(result if result is not None else "")
"""
"""As the DuckDB shell, which comes in no package of the test extra, over the same engine."""


def lines_in(page: str, where: str) -> str:
    """Return the lines of the <pre> whose attributes hold `where`, as the browser copies them."""
    from lxml import html

    (block,) = html.fromstring(page).xpath(f"//pre[{where}]")
    return block.text_content()


def paste(language: str, code: str, folder: Path) -> str:
    """Run lines in `folder` and return what they print; skip the test where nothing can run the language."""
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    shell = tools / "duckdb"
    shell.write_text(DUCKDB.format(python=sys.executable), "utf-8")
    shell.chmod(0o755)
    environment = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}", "PYTHONWARNINGS": "error::FutureWarning"}
    if language == "r":
        found = shutil.which("Rscript")
        if not found:
            pytest.skip("R is not on this machine")
        (folder / "lines.R").write_text(code, "utf-8")
        command = [found, str(folder / "lines.R")]
    elif language == "python":
        command = [sys.executable, "-c", code]
    else:
        command = ["bash", "-euo", "pipefail", "-c", code]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout
