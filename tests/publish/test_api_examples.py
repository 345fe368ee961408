"""Every example of the page /data is pasted and run against a served archive, at the address that the page shows."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from urllib.request import urlopen

import pytest

from publish.pages.data import EXAMPLES
from tests.publish.pasted import lines_in, paste

DECLARED = tomllib.loads(EXAMPLES.read_text("utf-8"))["example"]
EACH = [(one["name"], language) for one in DECLARED for language in one["code"]]
ANSWERS = {
    "table": {"curl": "requests_new", "python": " 2023 region", "r": "organ_name", "duckdb": "region"},
    "question": {"curl": "on_time", "python": "河南省 2023", "r": "province_name", "duckdb": "河南省"},
    "report": {"curl": '"facts"', "python": "reported"},
    "pages": {"curl": "page-1.json", "python": " of "},
    "sql": {"curl": "year,scope,reports", "python": "2023 region 2", "r": "reports", "duckdb": "reports"},
}


@pytest.fixture(scope="module")
def page(served: str) -> str:
    with urlopen(f"{served}/data") as answer:
        return answer.read().decode("utf-8")


@pytest.mark.parametrize(("name", "language"), EACH)
def test_an_example_runs_as_pasted_and_says_what_the_archive_holds(page, served, tmp_path: Path, name, language):
    code = lines_in(page, f"@id='example-{name}-{language}'")
    assert served in code and "@" not in code.replace("@media", "")
    assert ANSWERS[name][language] in paste(language, code, tmp_path)


def test_paging_by_next_takes_every_row_once(page, served, tmp_path: Path, one):
    said = paste("python", lines_in(page, "@id='example-pages-python'").replace("1000", "1"), tmp_path)
    shell = lines_in(page, "@id='example-pages-curl'").replace("1000", "1")
    count = one("SELECT count(*) FROM reports WHERE year = 2023")
    assert count > 1 and said.split() == [str(count), "of", str(count)]
    assert paste("curl", shell, tmp_path).split() == [f"page-{number}.json" for number in range(1, count + 1)]


def test_the_examples_are_in_both_languages_and_speak_of_the_address_that_was_asked(served):
    with urlopen(f"{served}/en/data") as answer:
        english = answer.read().decode("utf-8")
    assert all(one["en"] in english and one["zh"] and one["note_zh"] and one["note_en"] for one in DECLARED)
    assert "A table, with a filter" in english and served in english


def test_the_json_of_a_table_is_what_the_page_says(served):
    with urlopen(f"{served}/archive/reports.json?year=2023&_shape=array&_size=max") as answer:
        assert {row["year"] for row in json.load(answer)} == {2023}
