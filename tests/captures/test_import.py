"""Import: files, folders and foreign WARC files come in once, and a bad one stops no other."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from captures.importer import LEAST_SCAN, run_import
from captures.store import CaptureStore

REPORT = (
    "<html><title>甲局2022年政府信息公开工作年度报告</title><body><p>一、总体情况</p>"
    f"<p>{'我局按照要求公开政府信息，' * 20}</p></body></html>"
)


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


def answer(writer: WARCWriter, name: str, body: bytes, *headers: tuple[str, str], **warc_headers: str) -> None:
    """Write one answer with status 200 at `http://x.gov.cn/NAME`."""
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1")
    told = {"WARC-Date": "2023-02-01T00:00:00Z"} | {f"WARC-{key}": value for key, value in warc_headers.items()}
    url = f"http://x.gov.cn/{name}"
    writer.write_record(
        writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=head, warc_headers_dict=told)
    )


def outcomes(data: Path) -> dict[str, tuple[str, str]]:
    with CaptureStore(data) as store:
        return {visit.url.rpartition("/")[2]: (visit.outcome, visit.reason) for visit in store.visits()}


def test_packed_bodies_are_unpacked_and_those_cut_off_are_failures(tmp_path: Path) -> None:
    out, body = io.BytesIO(), REPORT.encode()
    writer = WARCWriter(out, gzip=True)
    answer(writer, "br.html", brotli.compress(body), ("Content-Encoding", "br"))
    answer(writer, "gz.html", gzip.compress(body), ("Content-Encoding", "gzip"))
    answer(writer, "cut.html", gzip.compress(body)[:-9], ("Content-Encoding", "gzip"))
    answer(writer, "long.html", body, Truncated="length")
    answer(writer, "last.html", body)
    (tmp_path / "packed").write_bytes(out.getvalue())
    summary = run_import([tmp_path / "packed"], tmp_path / "data")
    assert (summary.taken, summary.problems) == (5, [])
    told = outcomes(tmp_path / "data")
    # The same bytes at other addresses are seen anew at each.
    assert [told[f"{name}.html"][0] for name in ("br", "gz", "cut", "long", "last")] == [
        "ok", "ok", "failed", "failed", "ok",
    ]  # fmt: skip
    assert told["cut.html"][1] == "In the WARC file the body is cut off."
    assert told["long.html"][1] == "In the WARC file the body is cut off by the crawler that recorded it (length)."
    with CaptureStore(tmp_path / "data") as store:
        (capture,) = store.captures()
        assert store.body(capture.sha256) == body


def test_pages_that_are_no_documents_are_judged_as_the_crawler_judges_its_own(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    answer(writer, "stub.html", b"<html><script>location.reload()</script></html>")
    answer(writer, "report.pdf", REPORT.encode())
    (tmp_path / "other.warc.gz").write_bytes(out.getvalue())
    run_import([tmp_path / "other.warc.gz"], tmp_path / "data")
    told = outcomes(tmp_path / "data")
    assert {name: outcome for name, (outcome, _) in told.items()} == {"stub.html": "failed", "report.pdf": "failed"}
    assert "html_instead_of_file" in told["report.pdf"][1]


def revisit(writer: WARCWriter, of: str, when: str) -> None:
    head = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
    record = writer.create_revisit_record(
        "http://x.gov.cn/a.html", "sha1:A", of, when, http_headers=head,
        warc_headers_dict={"WARC-Date": "2024-02-01T00:00:00Z"},
    )  # fmt: skip
    writer.write_record(record)


def test_a_page_that_another_crawler_found_again_is_unchanged(tmp_path: Path) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    answer(writer, "a.html", REPORT.encode())
    revisit(writer, "http://x.gov.cn/a.html", "2023-02-01T00:00:00Z")
    (tmp_path / "other.warc.gz").write_bytes(out.getvalue())
    summary = run_import([tmp_path / "other.warc.gz"], tmp_path / "data")
    assert (summary.taken, summary.notes, summary.exit_code) == (2, [], 0)
    with CaptureStore(tmp_path / "data") as store:
        first, again = store.visits()
        assert (again.outcome, again.sha256, again.visited_at) == ("unchanged", first.sha256, "2024-02-01T00:00:00Z")


def test_a_repetition_of_what_is_not_here_is_told_and_taken_when_it_is(tmp_path: Path) -> None:
    out, first = io.BytesIO(), io.BytesIO()
    revisit(WARCWriter(out, gzip=True), "http://x.gov.cn/a.html", "2023-02-01T00:00:00Z")
    answer(WARCWriter(first, gzip=True), "a.html", REPORT.encode())
    (tmp_path / "later.warc.gz").write_bytes(out.getvalue())
    (tmp_path / "first.warc.gz").write_bytes(first.getvalue())
    summary = run_import([tmp_path / "later.warc.gz"], tmp_path / "data")
    assert summary.taken == 0 and "1 records of" in summary.notes[0]
    summary = run_import([tmp_path / "first.warc.gz", tmp_path / "later.warc.gz"], tmp_path / "data")
    assert (summary.taken, summary.notes) == (2, [])


@pytest.mark.parametrize("packed", ["whole", "plain"])
def test_a_warc_that_is_packed_as_one_or_not_at_all_is_read_whatever_its_name(tmp_path: Path, packed: str) -> None:
    foreign_warc(tmp_path / "records.warc.gz")
    plain = gzip.decompress((tmp_path / "records.warc.gz").read_bytes())
    (tmp_path / "crawl").write_bytes(gzip.compress(plain) if packed == "whole" else plain)
    summary = run_import([tmp_path / "crawl"], tmp_path / "data")
    assert (summary.taken, summary.known, summary.passed_over, summary.problems) == (2, 0, 1, [])


def test_an_arc_file_is_read(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    body = head + REPORT.encode()
    version = b"1 0 gongkai\nURL IP-address Archive-date Content-type Archive-length\n"
    lines = (
        b"filedesc://crawl.arc 0.0.0.0 20120201000000 text/plain %d\n" % len(version) + version,
        b"http://x.gov.cn/a.html 1.2.3.4 20120201000000 text/html %d\n" % len(body) + body,
    )
    (tmp_path / "crawl.arc").write_bytes(b"\n".join((*lines, b"")))
    summary = run_import([tmp_path / "crawl.arc"], tmp_path / "data")
    assert (summary.taken, summary.problems) == (1, [])
    with CaptureStore(tmp_path / "data") as store:
        (visit,) = store.visits()
        assert (visit.url, visit.visited_at) == ("http://x.gov.cn/a.html", "2012-02-01T00:00:00Z")


def test_a_torn_last_record_is_no_whole_body(tmp_path: Path) -> None:
    plain = gzip.decompress(foreign_warc(tmp_path / "other.warc.gz").read_bytes())
    (tmp_path / "torn.warc").write_bytes(plain[: plain.rindex(b"<html>") + 3])
    summary = run_import([tmp_path / "torn.warc"], tmp_path / "data")
    assert "the last record is cut off" in summary.problems[0] and summary.exit_code == 1
    assert outcomes(tmp_path / "data").keys() == {"a.html"}


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


def test_a_file_that_no_reader_takes_gets_a_row_once_and_no_copy(folder: Path, tmp_path: Path) -> None:
    with (folder / "huge.pdf").open("wb") as huge:
        huge.write(b"%PDF-1.7")
        huge.truncate(2 << 30)
    first, second = (run_import([folder], tmp_path / "data") for _ in range(2))
    assert first.problems == ["file:in/huge.pdf: The file is larger than 256 MB."]
    assert (first.taken, first.exit_code, second.taken, second.known) == (2, 1, 0, 3)
    told = outcomes(tmp_path / "data")
    assert told["huge.pdf"] == ("failed", "The file is larger than 256 MB.")


def test_nothing_to_import_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert run_import([tmp_path / "in"], tmp_path / "data").exit_code == 1
