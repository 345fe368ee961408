"""The command as a person uses it: several portals at once, mistakes, a full disk, interruptions."""

from __future__ import annotations

import gzip
import hashlib
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gongkai import main
from tests.crawler.independent import markup
from tests.crawler.independent.conftest import Station, read_ledger
from tests.crawler.independent.hub_site import hub
from tests.crawler.independent.jcms_sites import Block, jcms_site, records
from tests.crawler.independent.trs_sites import COLUMN, trs_site
from tests.crawler.independent.web import Reply, Web

FEW_BYTES = 60_000


class Slow:
    """A site that takes its time, as long as `seconds` says so."""

    def __init__(self, web: Web, seconds: float) -> None:
        self.seconds, served = seconds, web.answer
        web.answer = lambda ask: replace(served(ask), wait=self.seconds)  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Iterator[tuple[Path, dict[str, Web]]]:
    """A portals file with five sites and one port where nothing listens."""
    folder = tmp_path_factory.mktemp("town")
    sites = {
        "ministry": (trs_site(markup.items(20)), COLUMN, "trs"),
        "jcms": (jcms_site(Block(records(47))), "/col/col30516/index.html", "jpage"),
        "silent": (jcms_site(Block(records(47), empty=True)), "/col/col30516/index.html", "auto"),
        "hub": (hub(), "/", "auto"),
        "slow": (trs_site(markup.items(30), per_page=50), COLUMN, "trs"),
    }
    with ExitStack() as stack:
        rows = []
        for name, (web, path, family) in sites.items():
            rows.append(Station(stack.enter_context(web.open()), folder, path, family).row(id=name))
        rows.append(Station(Web(), folder).row(id="dead", url="http://127.0.0.1:9/nb/"))
        (folder / "portals.toml").write_text("\n".join(rows), "utf-8")
        yield folder, {name: web for name, (web, _, _) in sites.items()}


def command(folder: Path, *names: str, data: str, **how: Any) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "gongkai", "crawl", *names]
    words += ["--portals", str(folder / how.pop("portals", "portals.toml")), "--data", str(folder / data)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(words, **pipes, **how)


def run(folder: Path, *names: str, **how: Any) -> tuple[int, str, str]:
    process = command(folder, *names, **how)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def until_rows(data: Path, count: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if (data / "ledger.db").exists() and len(read_ledger(data, "SELECT id FROM visits")) >= count:
            return
        time.sleep(0.05)


def payloads(data: Path) -> dict[str, bytes]:
    """Digest → body of every response record, read by hand: members of gzip, a head, a blank line, a block."""
    found = {}
    for path in sorted((data / "warc").iterdir()):
        text = gzip.decompress(path.read_bytes())
        while text:
            head, _, rest = text.partition(b"\r\n\r\n")
            length = int(re.search(rb"Content-Length: (\d+)", head)[1])  # type: ignore[index]
            if b"WARC-Type: response" in head:
                body = rest[:length].partition(b"\r\n\r\n")[2]
                found[hashlib.sha256(body).hexdigest()] = body
            text = rest[length:].removeprefix(b"\r\n\r\n")
    return found


def test_several_portals_at_once(town) -> None:
    folder, _ = town
    code, out, err = run(folder, data="all")
    table = {line.split()[0]: line.split() for line in out.splitlines() if line[:1].isalpha()}
    assert code == 1 and not err, err
    assert table["ministry"][1:] == ["20", "20", "0", "0", "0", "0", "yes"]
    assert (table["jcms"][1], table["jcms"][-1]) == ("47", "yes")
    assert (table["hub"][1], table["hub"][4], table["hub"][-1]) == ("90", "1", "yes")
    assert (table["silent"][1], table["silent"][-1], table["dead"][-1]) == ("45", "no", "no")
    assert "refuses connections" in out and "54 bytes" in out and "the ledger" in out
    captures = read_ledger(folder / "all", "SELECT sha256, size FROM captures")
    bodies = payloads(folder / "all")
    assert captures and all(len(bodies[row["sha256"]]) == row["size"] for row in captures)
    checked = [sys.executable, "-m", "warcio.cli", "check", *map(str, (folder / "all" / "warc").iterdir())]
    assert subprocess.run(checked, check=False).returncode == 0
    (last,) = read_ledger(folder / "all", "SELECT complete, exit_code, note FROM runs")
    assert (last["complete"], last["exit_code"]) == (0, 1) and "dead:" in last["note"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "does not exist"),
        ("hello", "is not TOML"),
        (
            "[[portal]]\nid = 'a'\nname = 'b'\nregion = '410972'\nurl = 'http://127.0.0.1/'\nfamily = 'trss'\n",
            "families are",
        ),
    ],
    ids=["none", "no-toml", "family"],
)
def test_a_wrong_file_is_a_wrong_call(town, text: str | None, words: str) -> None:
    folder, _ = town
    if text:
        (folder / "wrong.toml").write_text(text, "utf-8")
    file = folder / ("wrong.toml" if text else "absent.toml")
    said = CliRunner().invoke(main, ["crawl", "--portals", str(file), "--data", str(folder / "none")])
    assert (said.exit_code, said.stdout, len(said.stderr.splitlines())) == (2, "", 1) and words in said.stderr
    assert not (folder / "none").exists()


def test_a_portal_killed_in_the_middle(tmp_path: Path) -> None:
    web = trs_site(markup.items(30), per_page=50)
    Slow(web, 0.05)
    with web.open():
        (tmp_path / "portals.toml").write_text(Station(web, tmp_path).row(), "utf-8")
        process = command(tmp_path, data="d")
        until_rows(tmp_path / "d", 10)
        web.answer = lambda ask: Reply(reset=True)  # type: ignore[method-assign]
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1 and not err and "The connection broke" in out and "more of this kind" in out
    rows = read_ledger(tmp_path / "d", "SELECT outcome FROM visits WHERE role = 'report'")
    assert len(rows) == 30 and {row["outcome"] for row in rows} == {"ok", "failed"}


def test_interrupted_then_killed_then_whole(town) -> None:
    folder, sites = town
    data, pace = folder / "broken", Slow(sites["slow"], 0.15)
    process = command(folder, "slow", data="broken")
    until_rows(data, 8)
    refused = run(folder, "slow", data="broken")
    assert refused[0] == 1 and "being written by another gongkai" in refused[2] and len(refused[2].splitlines()) == 1
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1 and not err and "Stopped" in out
    process = command(folder, "slow", data="broken")
    until_rows(data, len(read_ledger(data, "SELECT id FROM visits")) + 8)
    process.kill()
    process.communicate()
    pace.seconds = 0
    code, out, _ = run(folder, "slow", data="broken")
    assert code == 0 and " yes" in out
    notes = [row["note"] for row in read_ledger(data, "SELECT note FROM runs ORDER BY id")]
    assert "Stopped by the user" in notes[0] and "did not end" in notes[1]
    bodies = payloads(data)
    assert all(row["sha256"] in bodies for row in read_ledger(data, "SELECT sha256 FROM captures"))
    assert len(read_ledger(data, "SELECT DISTINCT sha256 FROM visits WHERE role = 'report' AND sha256 > ''")) == 30


def test_a_full_disk_ends_the_crawl_with_a_sentence(town) -> None:
    folder, sites = town
    sites["hub"].log.clear()

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (FEW_BYTES, FEW_BYTES))

    code, out, err = run(folder, "hub", data="full", preexec_fn=little_room)
    assert (code, out) == (1, "") and "cannot be written" in err and len(err.splitlines()) == 1
    assert len(sites["hub"].log) < 60
    code, out, err = run(folder, "hub", data="full")
    assert code == 0 and not err, (out, err)
