"""Progress: a moving line on a terminal, nothing at all when quiet."""

from __future__ import annotations

import io

from captures.progress import Progress
from captures.session import PortalResult
from registry.portals import Portal

RESULT = PortalResult(Portal("p", "甲县", "410972", "http://a.gov.cn/", "trs"), rows=3)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_one_moving_line_that_is_cleared() -> None:
    stream = Terminal()
    progress = Progress(0, stream)
    progress(RESULT)
    progress.close()
    assert "1 portals · 3 requests · 0 reports · 甲县" in stream.getvalue() and "\n" not in stream.getvalue()


def test_quiet_is_quiet_and_a_file_is_not_flooded() -> None:
    quiet, plain = Terminal(), io.StringIO()
    for progress in (Progress(-1, quiet), Progress(0, plain)):
        progress(RESULT)
        progress.close()
    assert quiet.getvalue() == plain.getvalue() == ""
