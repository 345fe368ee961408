"""The promise over generated reports in every format: no wrong cell without a finding that names it.

`python -m bench accuracy` keeps it over hundreds of reports a format; here are as many as a few seconds allow.
"""

from __future__ import annotations

import pytest

from parsers.libreoffice import NEEDED
from parsers.read import read
from parsers.scan import NOT_INSTALLED
from tests.corpus import chromium, office
from tests.corpus.reports import report
from tests.corpus.score import score
from tests.corpus.values import content, read_values
from tests.corpus.write import OFFICE, Writer

# How many reports of each format: reading a .doc starts LibreOffice, which takes a second or two.
COUNTS = {"html": 40, "docx": 40, "docx-libreoffice": 8, "pdf-libreoffice": 8, "xlsx": 8, "xls": 8, "doc": 2, "rtf": 2,
          "pdf-chromium": 8, "pdf-weasyprint": 6}  # fmt: skip
NOT_READ = (NOT_INSTALLED, NEEDED, "files of type")
SEED = 11


def can_write(format_: str) -> bool:
    """Tell whether this machine has the program that writes a format."""
    program = office.program if format_ in OFFICE else chromium.program if format_ == "pdf-chromium" else None
    return program is None or program() is not None


@pytest.mark.parametrize("format_", [format_ for format_ in COUNTS if can_write(format_)])
def test_no_cell_is_wrong_without_a_finding_that_names_it(format_, tmp_path):
    Writer(tmp_path, [report(number, SEED) for number in range(COUNTS[format_])]).write([format_])
    for want in read_values(tmp_path / "values.jsonl"):
        reading = read(content(tmp_path / want.file))
        got = score(reading, want)
        assert reading.report or reading.reason, want.file
        assert not got.silent, (want.file, want.quirks, got.silent)
        assert got.findings or not got.faults, (want.file, want.quirks, got.faults)
        if not reading.report:
            assert reading.reason.startswith(NOT_READ), (want.file, reading.reason)
