"""Two versions of a report side by side, and a report's citation as files."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from publish.citations import bibtex, ris
from publish.differences import LinePair, Version, text_pairs

LINES = st.lists(st.text("公开申请件数甲乙丙1234。", max_size=12).filter(bool), max_size=8)


def version(lines: list[str]) -> Version:
    return Version({}, {}, {}, {1: lines} if lines else {})


def sides(pairs: list[LinePair]) -> tuple[str, str]:
    return tuple("".join(piece.text for pair in pairs for piece in getattr(pair, side)) for side in ("old", "new"))  # type: ignore[return-value]


@given(LINES, LINES)
def test_both_texts_are_whole_and_only_what_differs_is_marked(was: list[str], now: list[str]) -> None:
    pairs = [pair for _, found in text_pairs(version(was), version(now)) for pair in found]
    same = sum(pair.same for pair in pairs)
    if was == now:
        assert pairs == []
        return
    assert same + sum(bool(pair.old) for pair in pairs) == len(was)
    assert same + sum(bool(pair.new) for pair in pairs) == len(now)
    for pair in pairs:
        kept = ["".join(piece.text for piece in side if not piece.is_changed) for side in (pair.old, pair.new)]
        assert kept[0] == kept[1]
    old, new = sides(pairs)
    assert len(old) <= len("".join(was)) and len(new) <= len("".join(now))


def test_letters_that_changed_are_marked_in_their_line() -> None:
    ((_, (pair,)),) = text_pairs(version(["本年收到申请12件。"]), version(["本年收到申请15件。"]))
    assert [piece.text for piece in pair.old if piece.is_changed] == ["2"]
    assert [piece.text for piece in pair.new if piece.is_changed] == ["5"]


def test_the_page_shows_cells_and_titles_of_both_versions(get, key) -> None:
    name = key("濮阳市教育局", 2023)
    assert f'href="/reports/{name}/differences"' in get(f"/reports/{name}").text
    page = get(f"/reports/{name}/differences").text
    assert re.search(r"cells/req_new__total\">[^<]*</a></th><td>40</td><td>41</td>", page)
    assert "<ins>更正后的年度报告</ins>" in page
    turned = get(f"/en/reports/{name}/differences?from=2&to=1").text
    assert re.search(r"cells/req_new__total\">[^<]*</a></th><td>41</td><td>40</td>", turned)


def test_one_version_has_nothing_to_compare_and_a_wrong_number_is_not_found(get, key) -> None:
    name = key("濮阳市财政局", 2022)
    assert "只有一个版本" in get(f"/reports/{name}/differences").text
    assert get(f"/reports/{name}/differences?from=7").status_code == 404


def test_a_citation_names_the_report_and_the_bytes(get, key, one) -> None:
    name = key("濮阳市教育局", 2023)
    digest = one("SELECT current_sha256 FROM reports WHERE report_key = ?", name)
    for ending in ("bib", "ris"):
        text = get(f"/reports/{name}.{ending}").text
        assert "濮阳市教育局" in text and "更正后的年度报告" in text and digest in text


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_a_report_prints_cannot_leave_its_field(organ: str, title: str) -> None:
    row = {"organ_name": organ, "title": title, "published_on": None, "source_url": "http://a/}\n", "current_sha256": "0", "report_key": "k"}  # fmt: skip
    assert len(re.findall(r"^TY  - ", ris(row), re.MULTILINE)) == 1 and ris(row).count("\nER  - ") == 1
    entry = bibtex(row)
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}") and bare.endswith("}\n")
    depth = 0
    for letter in bare[:-2]:
        depth += (letter == "{") - (letter == "}")
        assert depth > 0 or bare.index("{") > 0
