"""The lines that take a result: pasted and run, they give the rows that the page shows, typed, whatever the names are."""

from __future__ import annotations

import ast
import csv
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import duckdb
import pytest
from datasette.utils.asgi import Request
from hypothesis import given
from hypothesis import strategies as st

from publish.taking import AT_ONCE, Result, taken
from tests.publish.pasted import lines_in, paste

ODD = 'SELECT organ_name AS "it\'s ""odd""", year AS "a\'b", 1.5 AS "$(id)`", region_code AS 代码, NULL AS blank FROM reports WHERE organ_name != \'a\'\'b & c\' AND title NOT LIKE \'%"%\' ORDER BY id'
RESULTS = {
    "table": "/archive/reports?year__gte=2021&_sort=requests_new&_facet=year",
    "search": "/archive/sections?" + urlencode({"_search": "补正"}),
    "view": "/archive/applications?report_id__notnull=1&_size=5",
    "question": "/archive/timeliness?year=2022",
    "sql": "/archive?" + urlencode({"sql": ODD}),
    "parameter": "/archive?"
    + urlencode({"sql": "SELECT organ_name, year FROM reports WHERE year = :y ORDER BY id", "y": "2022"}),
    "second page": "/archive/reports?_size=3&_next=",
}
WAYS = ("python", "r", "duckdb", "curl")
Rows = list[dict[str, object]]


@pytest.fixture(scope="module")
def shown(served: str):
    """Return a function that gives the page of a result and its rows as JSON, every one."""

    def read(name: str) -> tuple[str, Rows]:
        path = RESULTS[name]
        if name == "second page":
            with urlopen(f"{served}/archive/reports.json?_size=3") as answer:
                path += str(json.load(answer)["next"])
        with urlopen(served + path) as answer:
            page = answer.read().decode("utf-8")
        place, _, query = path.partition("?")
        query = re.sub(r"&?_(size|facet|next)=[^&]*", "", query).lstrip("&")
        with urlopen(f"{served}{place}.json?{query}&_shape=array&_size=max") as answer:
            return page, json.load(answer)

    return read


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("way", WAYS)
def test_pasted_lines_give_every_row_of_the_result(shown, tmp_path: Path, name, way) -> None:
    page, rows = shown(name)
    code = lines_in(page, f"@data-way='{way}'")
    assert rows
    if way == "python":
        code += (
            "\nresult.to_json('rows.json', orient='records', force_ascii=False)\nprint(list(map(str, result.dtypes)))"
        )
    elif way == "r":
        code += '\nwrite.csv(result, "rows.csv", row.names = FALSE, na = "", fileEncoding = "UTF-8")'
    elif way == "duckdb":
        code = code.replace("\nFROM result;", "\nCOPY result TO 'rows.json' (ARRAY true);")
    paste(way, code, tmp_path)
    if way == "curl":
        assert json.loads((tmp_path / "result.json").read_text("utf-8")) == rows
        with (tmp_path / "result.csv").open(encoding="utf-8", newline="") as file:
            assert plain(csv.DictReader(file)) == plain(rows)
    elif way == "r":
        with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
            assert plain(csv.DictReader(file)) == plain(rows)
    else:
        taken_rows = json.loads((tmp_path / "rows.json").read_text("utf-8"))
        # Null and empty text are one in CSV; every number must be a number, every code a text.
        assert [{k: v or (0 if v == 0 else None) for k, v in row.items()} for row in taken_rows] == [
            {k: v or (0 if v == 0 else None) for k, v in row.items()} for row in rows
        ]


def plain(rows) -> list[list[str]]:
    """Return rows as the texts that CSV knows, line ends of one kind."""
    return [["" if v is None else as_text(v) for v in row.values()] for row in rows]


def as_text(value: object) -> str:
    text = str(value).replace("\r\n", "\n")
    return text[:-2] if re.fullmatch(r"-?\d+\.0", text) else text


def test_columns_have_their_types_in_every_language(shown) -> None:
    page, _ = shown("sql")
    assert '"代码": "string"' in lines_in(page, "@data-way='python'")
    assert '"a\'b" = "numeric"' in lines_in(page, "@data-way='r'")
    assert "'a''b': 'BIGINT'" in lines_in(page, "@data-way='duckdb'")
    assert "'$(id)`': 'DOUBLE'" in lines_in(page, "@data-way='duckdb'")
    of_table, _ = shown("table")
    assert '"region_code": "string"' in lines_in(of_table, "@data-way='python'")
    assert '"requests_new": "Int64"' in lines_in(of_table, "@data-way='python'")


def test_what_is_cut_and_what_is_streamed_is_said(get) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) SELECT i FROM n"
    page = get("/archive?" + urlencode({"sql": endless})).text
    assert "结果已截断" in page and "The result is cut" in page
    assert "The result is cut" not in get("/archive?sql=select+1").text
    many, few = (
        {way: code for way, _, code in taken(request("/archive/reports"), Result(["id"], [[1]], count, "reports"))}
        for count in (AT_ONCE + 1, AT_ONCE)
    )
    assert "_stream=on" in many["python"] and f"== {AT_ONCE + 1}" in many["python"]
    assert "_size=max" in few["python"] and "_stream" not in few["python"]
    uncounted = {
        way: code for way, _, code in taken(request("/archive/reports"), Result(["id"], [[1]], None, "reports"))
    }
    assert "assert" not in uncounted["python"] and "_stream=on" in uncounted["python"]


def request(path: str, query: str = "", host: str = "127.0.0.1:8001") -> Request:
    scope = {"type": "http", "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": query.encode()}
    return Request({**scope, "headers": [(b"host", host.encode())]}, None)


NAMES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), min_size=1, max_size=4
)


@given(names=NAMES, value=st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_a_query_names_its_columns_and_parameters_the_lines_stay_lines(names, value) -> None:
    """A link may hold any SQL: what is pasted must never be more than names and one address."""
    result = Result(names, [[at for at, _ in enumerate(names)]], 1)
    address = request("/archive", urlencode({"sql": f"select {value}", value or "x": value}))
    code = {way: text for way, _, text in taken(address, result)}
    tree = ast.parse(code["python"])
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert set(names) <= set(strings)
    assert [type(node).__name__ for node in tree.body] == ["Import", "Assign", "Assign", "Assign", "Assert", "Expr"]
    (url,) = re.findall(r"^curl -fsS -o result.csv '([^']*)'$", code["curl"], re.MULTILINE)
    assert re.fullmatch(r"http://127\.0\.0\.1:8001/archive\.csv\?[\w.~%&=-]+", url)
    assert code["curl"].count("\n") == 1
    shell = code["duckdb"].split("\n", 2)
    assert shell[1] == "duckdb <<'SQL'" and shell[2].endswith("\nSQL") and "\nSQL" not in shell[2][:-4]
    statements = duckdb.extract_statements(shell[2][:-4])
    assert len(statements) == 3
    done = subprocess.run(["bash", "-n"], input=code["duckdb"], text=True, capture_output=True)
    assert done.returncode == 0, done.stderr


@given(
    rows=st.lists(
        st.tuples(st.one_of(st.none(), st.integers(-(2**62), 2**62), st.floats(allow_nan=False), st.text())), max_size=5
    )
)
def test_a_column_has_the_narrowest_type_that_holds_all_its_values(rows) -> None:
    lines = {way: code for way, _, code in taken(request("/archive", "sql=x"), Result(["v"], rows, len(rows)))}
    kinds = {type(value) for (value,) in rows} - {type(None)}
    wanted = "string" if str in kinds or not kinds else "Int64" if kinds == {int} else "float64"
    assert f'"v": "{wanted}"' in lines["python"]


def test_the_page_needs_no_script_of_its_own_and_the_file_is_there(get) -> None:
    page = get("/archive/reports").text
    assert "<pre" in page and page.count("data-copy=") == len(WAYS)
    assert re.search(r'<script src="/static/copy\.js\?[0-9a-f]+" defer></script>', page)
    assert get("/static/copy.js").status_code == 200
    ours = get("/data")
    assert "script-src 'self'" in ours.headers["content-security-policy"]
    assert "unsafe" not in ours.headers["content-security-policy"]
    assert "script" not in get("/questions").headers["content-security-policy"]
