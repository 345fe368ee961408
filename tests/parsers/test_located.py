"""A cell that a reading names is found in the markup of its page: the element there prints what was read."""

from __future__ import annotations

import pytest

from parsers.located import located
from parsers.read import read
from tests.corpus.reports import report
from tests.corpus.write import Writer
from tests.samples import samples

SEED = 17


def unlike(data: bytes) -> list[tuple[str, str, str | None]]:
    """Return the facts (code, text read) whose place prints something else, with what stands there (None: no cell)."""
    _, cells = located(data)
    facts = read(data).report.facts  # type: ignore[union-attr]
    there = [(fact, cells.get((fact.place.table, fact.place.row, fact.place.column))) for fact in facts]
    return [
        (fact.code, fact.raw, cell[1] if cell else None)
        for fact, cell in there
        if cell is None or cell[1].strip() != fact.raw.strip()
    ]


@pytest.mark.parametrize("sample", samples(".html"), ids=lambda sample: sample.name)
def test_in_real_reports_every_cell_is_found(sample) -> None:
    # A cell that the row lacks has no element of its own; its neighbour must not pass for it.
    assert all(raw == "" for _, raw, _ in unlike(sample.data))


def test_in_generated_reports_what_is_not_found_prints_nothing_or_is_no_cell(tmp_path) -> None:
    Writer(tmp_path, [report(number, SEED) for number in range(40)]).write(["html"])
    found = 0
    for path in sorted(tmp_path.rglob("*.html")):
        data = path.read_bytes()
        if not read(data).report:
            continue
        found += 1
        assert [row for row in unlike(data) if row[1] != "" and row[2] is not None] == [], path.name
    assert found > 20
