"""The shipped unit files, cron lines and workflow: they parse, and what they run is a command that exists."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from gongkai import main

ROOT = Path(__file__).resolve().parents[1]


def commands(text: str) -> list[list[str]]:
    """The words of every call of gongkai in a text, up to the end of its command."""
    return [shlex.split(found) for found in re.findall(r"bin/gongkai ([^;}\n]+)", text)]


@pytest.mark.parametrize("name", ["schedule/gongkai-crawl.service", "schedule/crontab", ".github/workflows/crawl.yml"])
def test_every_command_of_a_schedule_is_one_that_the_command_line_has(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("${PORTALS:---due}", "--due")
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    found = commands(text)
    assert [words[0] for words in found] == ["crawl", "build"] and "--due" in found[0]
    for command, *options in found:
        main.commands[command].make_context(command, options)


def unit(name: str) -> dict[str, list[str]]:
    """Every key of a unit file with its values, in order."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "schedule" / name).read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_the_night_of_the_unit_ends_with_an_interrupt_and_an_incomplete_portal_does_not_stop_the_build() -> None:
    service, timer = unit("gongkai-crawl.service"), unit("gongkai-crawl.timer")
    assert (service["Type"], service["KillSignal"], service["SuccessExitStatus"]) == (["oneshot"], ["SIGINT"], ["1"])
    assert len(service["ExecStart"]) == 2 and not any(line.startswith("-") for line in service["ExecStart"])
    assert timer["Persistent"] == ["true"] and timer["OnCalendar"] == ["*-*-* 18:17:00 UTC"]


@pytest.mark.parametrize("code", [0, 1])
def test_the_cron_line_crawls_and_builds_in_its_folder(tmp_path: Path, code: int) -> None:
    (line,) = [line for line in (ROOT / "schedule/crontab").read_text("utf-8").splitlines() if line[0].isdigit()]
    times, command = line.split(" ", 5)[:5], line.split(" ", 5)[5]
    assert times == ["17", "2", "*", "*", "*"] and "%" not in command  # cron takes % for a line break
    stub = tmp_path / ".venv" / "bin" / "gongkai"
    stub.parent.mkdir(parents=True)
    stub.write_text(f'#!/bin/sh\necho "$(pwd) $*" >> calls\n[ "$1" = build ] || exit {code}\n')
    stub.chmod(0o755)
    command = command.replace("/srv/gongkai", shlex.quote(str(tmp_path)))
    assert subprocess.run(["sh", "-c", command], env={"PATH": os.environ["PATH"]}, check=False).returncode == 0
    assert (tmp_path / "calls").read_text().splitlines() == [f"{tmp_path} crawl --due -q", f"{tmp_path} build -q"]


def test_the_workflow_ends_its_crawl_before_its_job_ends() -> None:
    text = (ROOT / ".github/workflows/crawl.yml").read_text("utf-8")
    (job,) = yaml.safe_load(text)["jobs"].values()
    (crawl,) = [step for step in job["steps"] if step.get("id") == "crawl"]
    minutes = re.search(r"timeout --signal=INT (\d+)m", crawl["run"])
    assert minutes and int(minutes[1]) + 40 <= job["timeout-minutes"] and crawl["continue-on-error"] is True
    assert "--all" not in text


def test_every_number_of_the_page_on_scheduling_is_one_of_the_rules() -> None:
    from captures.schedule import load_rules

    rules, page = load_rules(), (ROOT / "docs/scheduling.md").read_text("utf-8")
    assert f"takes {rules.portals:,} portals: {rules.new} new ones" in page
    assert f"from {rules.before} days before to {rules.after} days after 31 January" in page
    assert "{} to {} |".format(*rules.season) in page and "{} to {} |".format(*rules.calm) in page
    assert f"8 … {rules.retry[2]} " in page
