"""Limits of reading: a file that takes too long, too much memory or its worker down is told, and the next is read."""

from __future__ import annotations

import os
import signal
import time

import pytest
from lxml import etree

from parsers.bounded import LimitError, Limits, results

FEW = Limits(seconds=1.5, megabytes=700)


def work(task: str) -> str:
    if task == "slow":
        time.sleep(60)
    if task == "large":
        return str(len(bytearray(1 << 31)))
    if task == "fault":
        etree.fromstring("<a", etree.XMLParser(recover=False))
    if task == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{task} read"


def failed(task: str, reason: str) -> str:
    return f"{task}: {reason}"


TASKS = ["a", "slow", "b", "large", "c", "dies", "d", "fault", "e"]
SAID = [
    "a read",
    "slow: it was not read within 1.5 seconds",
    "b read",
    "large: it needs more than 700 MB of memory",
    "c read",
    "dies: reading it ended abruptly, as when it needs more than 700 MB of memory",
    "d read",
    "fault: internal error: XMLSyntaxError: Couldn't find end of Start Tag a line 1, line 1, column 3 (<string>, line 1)",
    "e read",
]


@pytest.mark.parametrize("light", [False, True], ids=["one by one", "given out together"])
def test_each_limit_stops_one_task_and_no_other(light):
    assert list(results(work, TASKS, failed, 2, FEW, lambda task: light)) == SAID


def test_results_come_in_order_however_many_there_are():
    tasks = [str(number) for number in range(300)]
    assert list(results(work, tasks, failed, 2, Limits(), lambda task: int(task) % 7 > 0)) == [
        f"{task} read" for task in tasks
    ]


def test_a_reader_that_stops_half_way_leaves_no_worker_behind():
    source = results(work, ["a", "slow"], failed, 1, Limits())
    assert next(source) == "a read"
    source.close()


def test_the_limits_are_settings(monkeypatch):
    monkeypatch.setenv("GONGKAI_READ_SECONDS", "7.5")
    monkeypatch.setenv("GONGKAI_READ_MEMORY", "900")
    assert Limits.of_environment() == Limits(7.5, 900)
    monkeypatch.setenv("GONGKAI_READ_MEMORY", "much")
    with pytest.raises(LimitError, match="GONGKAI_READ_MEMORY must be a number"):
        Limits.of_environment()
