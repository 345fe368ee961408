"""Every hostile file ends as unreadable or no report with one sentence, soon, in bounds; and the next file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.bounded import Limits, results
from parsers.libreoffice import NEEDED, program
from parsers.read import read
from tests.corpus.score import score
from tests.corpus.values import Expected, content, read_values
from tests.parsers.hostile.guarded import CASES, SLOW, Outcome, guarded, guarded_read
from tests.parsers.hostile.pages import OFFICE

SMALL = Path(__file__).resolve().parents[2] / "corpus" / "small"
# LibreOffice starts anew for each of the old office files; three are enough for every day.
QUICK = [name for name in CASES if name not in SLOW]
LIMITS = Limits(seconds=30, megabytes=3072)
SECONDS, MEGABYTES = 15.0, 700.0
HOSTS = "127.0.0.1:9"


def broke(name: object, reason: str) -> Outcome:
    return Outcome("broke", reason)


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    """All of them read by one worker, one after the other: none may end it."""
    return dict(zip(QUICK, results(guarded_read, QUICK, broke, 1, LIMITS), strict=True))


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_file_ends_with_one_sentence(name, outcomes):
    got = outcomes[name]
    assert got.verdict in ("unreadable", "not_a_report"), got
    assert got.reason and "\n" not in got.reason and len(got.reason) < 400
    assert not got.reason.startswith("internal error")
    assert got.seconds < SECONDS and got.megabytes < MEGABYTES, got
    assert not got.doors
    if name in OFFICE and program() is None and got.verdict == "unreadable":
        assert got.reason == NEEDED or "unknown program" in got.reason


@pytest.mark.parametrize("name", [name for name in QUICK if "asks" in name or "laughs" in name or "outside" in name])
def test_no_entity_and_no_link_is_followed(name, outcomes):
    got = outcomes[name]
    assert not got.doors
    assert "root:" not in got.reason + got.text
    assert "哈哈" not in got.reason + got.text


CUTS = (0.02, 0.2, 0.45, 0.6, 0.8, 0.95, 0.999)
CUT_FORMATS = (
    "docx",
    "docx-libreoffice",
    "xlsx",
    "xls",
    "pdf-chromium",
    "pdf-libreoffice",
    "pdf-weasyprint",
    "scan-200",
)


def cut(task: tuple[Expected, float]) -> tuple[Outcome, dict[str, object]]:
    want, share = task
    data = content(SMALL / want.file)
    data = data[: int(len(data) * share)]
    got = guarded(data)
    return got, dict(score(read(data), want).silent) if got.verdict == "report" else {}


def test_files_cut_short_are_told_and_the_next_is_read():
    firsts = {want.format: want for want in read_values(SMALL / "values.jsonl") if want.format in CUT_FORMATS}
    tasks = [(want, share) for want in firsts.values() for share in CUTS]
    outcomes = results(cut, tasks, lambda task, reason: (broke(task, reason), {}), 1, LIMITS)
    for (want, share), (got, silent) in zip(tasks, outcomes, strict=True):
        assert got.verdict in ("unreadable", "not_a_report", "report"), (want.file, share, got)
        assert got.reason or got.verdict == "report"
        assert not got.doors and not silent, (want.file, share, silent)
        assert got.seconds < SECONDS, (want.file, share, got)
