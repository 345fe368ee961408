"""The real reports, read by the reader: their slips are found, nothing of severity E is invented, every note is known."""

import pytest
from make_report import SAMPLES
from test_identities import slips

from checks.run import check_report, shown
from parsers.read import read
from parsers.report import Context

FILES = (
    sorted(path for path in SAMPLES.glob("*/input.*") if path.suffix in (".html", ".txt")) if SAMPLES.exists() else []
)


def findings(path):
    reading = read(path.read_bytes(), Context())
    assert reading.report is not None, reading.reason
    return check_report(reading.report, strict=True)


def expected(path):
    import json

    return json.loads(path.with_name("expected.json").read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_nothing_of_severity_e_is_found_but_the_slips_of_the_source(path):
    found = [one for one in shown(findings(path)) if one.severity == "E"]
    assert {one.check for one in found} == slips(expected(path)["identity_failures"])


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name == "seed-puyang-2022"])
def test_the_seed(path):
    found = {one.check: one for one in findings(path)}
    assert (found["N01"].status, found["N01"].left, found["N01"].right) == ("fail", 8, 9)
    assert found["N02"].status == "pass"
    assert found["S02"].status == found["S08"].status == "fail"
    assert found["B01"].status == found["B39"].status == "not_assessable"
    assert "would be 0" in found["V04"].message("en")
    assert found["A03"].status == "pass"
    assert found["A01"].status == "not_assessable"


@pytest.mark.parametrize("path", [path for path in FILES if path.parent.name == "pingtan-2023"])
def test_pingtan_2023_states_393_documents_where_its_table_has_470(path):
    failed = [one for one in findings(path) if one.check[0] == "N" and one.status == "fail"]
    assert [(one.check, one.left, one.right) for one in failed] == [("N08", 393, 470)]
    assert "现行有效行政规范性文件393件" in failed[0].evidence
