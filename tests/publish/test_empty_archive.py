"""An archive in which nothing has been found yet: every page that is always there answers, and says so."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from click.testing import CliRunner

from gongkai import main
from publish.metadata import queries
from publish.site import make_site

PAGES = (
    "", "regions", "years", "coverage", "checks", "checks/B07", "compare", "search?q=复议", "dictionary", "data",
    "questions", "operations", "selfcheck", "coverage/000000.csv", "coverage/000000.json",
    "compare?regions=410000&years=2022&indicators=req_new__total",
)  # fmt: skip


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("empty")
    (folder / "login.html").write_text("<html><title>登录</title><body><p>请登录</p></body></html>", "utf-8")
    places = ["--data", str(folder / "data"), "--db", str(folder / "archive.db")]
    assert CliRunner().invoke(main, ["import", str(folder / "login.html"), *places]).exit_code == 0
    built = CliRunner().invoke(main, ["build", *places])
    assert built.exit_code == 1 and "No capture reads as a report" in built.output
    site = make_site(folder / "archive.db", folder / "data")
    return lambda address: asyncio.run(site.client.get(address))


@pytest.mark.parametrize("prefix", ["/", "/en/"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers(ask: Any, prefix: str, page: str) -> None:
    answer = ask(prefix + page)
    assert answer.status_code == 200, answer.text[:500]
    if "." not in page:
        assert "<h1" in answer.text


@pytest.mark.parametrize("name", [query["name"] for query in queries()])
def test_every_question_answers(ask: Any, name: str) -> None:
    assert ask(f"/archive/{name}").status_code == 200


def test_what_is_not_there_is_not_found(ask: Any) -> None:
    assert [ask(f"/{page}").status_code for page in ("regions/410000", "years/2022", "reports/x")] == [404] * 3
