"""Import: files, folders and foreign WARC files come in once, and a bad one stops no other."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from captures.importer import LEAST_SCAN, run_import
from captures.store import CaptureStore

REPORT = "<html><title>甲局2022年政府信息公开工作年度报告</title><body><p>一、总体情况</p></body></html>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    below = tmp_path / "in" / "甲 局"
    below.mkdir(parents=True)
    (below / "report.html").write_bytes(REPORT.encode("gb18030"))
    (below / "copy.html").write_bytes(REPORT.encode("gb18030"))
    (below / "photo.png").write_bytes(b"\x89PNG\r\n")
    (below / ".hidden").write_text("x")
    return tmp_path / "in"


def foreign_warc(path: Path, whole: bool = True) -> Path:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for name, kind, status, body in [
        ("a.html", "text/html", "200 OK", REPORT.encode()),
        ("b.css", "text/css", "200 OK", b"p{}"),
        ("c.html", "text/html", "404 Not Found", b"<html>no</html>"),
    ]:
        head = StatusAndHeaders(status, [("Content-Type", kind), ("ETag", '"e"')], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"http://x.gov.cn/{name}", "response", io.BytesIO(body), http_headers=head,
                warc_headers_dict={"WARC-Date": "2023-02-01T00:00:00Z"},
            )
        )  # fmt: skip
    data = out.getvalue()
    path.write_bytes(data if whole else data[: len(data) // 2])
    return path


def test_a_folder_comes_in_with_relative_addresses(folder: Path, tmp_path: Path) -> None:
    summary = run_import([folder], tmp_path / "data")
    assert (summary.taken, summary.passed_over, summary.exit_code) == (2, 1, 0)
    with CaptureStore(tmp_path / "data") as store:
        assert [visit.url for visit in store.visits()] == [
            "file:in/%E7%94%B2%20%E5%B1%80/copy.html",
            "file:in/%E7%94%B2%20%E5%B1%80/report.html",
        ]
        (capture,) = store.captures()
        assert store.body(capture.sha256) == REPORT.encode("gb18030")


def test_a_scan_is_taken_and_a_button_is_not(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(LEAST_SCAN))
    (tmp_path / "in" / "button.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    summary = run_import([tmp_path / "in"], tmp_path / "data")
    assert (summary.taken, summary.passed_over) == (1, 1)


def test_importing_again_adds_nothing(folder: Path, tmp_path: Path) -> None:
    paths = [folder, foreign_warc(tmp_path / "other.warc.gz")]
    first, second = (run_import(paths, tmp_path / "data") for _ in range(2))
    assert (first.taken, second.taken, second.known, second.exit_code) == (4, 0, 4, 0)
    with CaptureStore(tmp_path / "data") as store:
        assert len(list(store.visits())) == 4


def test_a_foreign_warc_keeps_its_addresses_times_and_refusals(tmp_path: Path) -> None:
    run_import([foreign_warc(tmp_path / "other.warc.gz")], tmp_path / "data")
    with CaptureStore(tmp_path / "data") as store:
        report, missing = store.visits()
        assert (report.url, report.visited_at, report.role) == (
            "http://x.gov.cn/a.html",
            "2023-02-01T00:00:00Z",
            "report",
        )
        assert report.link_title == "甲局2022年政府信息公开工作年度报告" and report.etag == '"e"'
        assert (missing.outcome, missing.sha256) == ("gone", None)
        assert report.sha256 is not None and store.body(report.sha256) == REPORT.encode()


def test_our_own_warc_can_be_imported(tmp_path: Path, folder: Path) -> None:
    run_import([folder], tmp_path / "one")
    run_import([tmp_path / "one" / "warc"], tmp_path / "two")
    with CaptureStore(tmp_path / "one") as one, CaptureStore(tmp_path / "two") as two:
        assert [capture.sha256 for capture in one.captures()] == [capture.sha256 for capture in two.captures()]


def test_bad_files_are_named_and_the_rest_comes_in(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.html").write_bytes(b"")
    torn = foreign_warc(tmp_path / "torn.warc.gz", whole=False)
    (tmp_path / "words.warc").write_text("no warc")
    summary = run_import([tmp_path / "none", torn, tmp_path / "words.warc", folder], tmp_path / "data")
    assert summary.exit_code == 1 and len(summary.problems) >= 3
    assert "none does not exist" in summary.problems[0]
    with CaptureStore(tmp_path / "data") as store:
        assert len([visit for visit in store.visits() if visit.url.startswith("file:")]) == 2


def test_nothing_to_import_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert run_import([tmp_path / "in"], tmp_path / "data").exit_code == 1
