"""Group C beyond the sums: Table C against Table B and against the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks import labels
from checks.applications import missing
from checks.catalogue import check, finding
from checks.finding import Finding
from checks.sentences import sentences
from checks.view import View, absent
from parsers.codes import review_blocks

COMPULSORY_REVIEW_YEAR = 2024
# Claims of success, and the results that must be 0 for them to be true. Disputes of other kinds are not meant.
CLAIM = re.compile(
    r"零败诉|无败诉|没有败诉|均(?:获|予以|被)?维持|全部维持|全部胜诉|均胜诉|(?:零|无一?件?|没有)(?:被)?(?:纠错|纠正)"
)
DISPUTE = re.compile(r"复议|诉讼|败诉|胜诉")
OPEN_GOVERNMENT = re.compile(r"信息公开|依申请")


def review_findings(view: View) -> Iterator[Finding]:
    """Yield the findings of C04-C08."""
    if not view.has("c"):
        status, say = absent(view)
        for number in range(4, 9):
            yield finding(check(f"C{number:02}"), status, say, table=labels.TABLES["c"])
        return
    yield finding(check("C04"), "not_assessable", "no_last_year")
    yield finding(check("C05"), "not_assessable", "no_last_year")
    yield _disputes(view)
    early = view.report.year is not None and view.report.year < COMPULSORY_REVIEW_YEAR
    yield (
        finding(check("C07"), "not_applicable", "no_condition")
        if early
        else finding(check("C07"), "not_assessable", "no_last_year")
    )
    yield _claims(view)


def _disputes(view: View) -> Finding:
    """C06: this year's replies alone can clear it; only last year's could make it fail."""
    cells = ("rev_total", "lit_direct_total", "res_total__total")
    lacking = missing(view, "C06", *cells)
    if lacking:
        return lacking
    review, suits, handled = (view.values[code] for code in cells)
    sides = review + suits, handled
    if review + suits <= handled:
        return finding(check("C06"), "pass", "pass", cells=cells, sides=sides)
    return finding(
        check("C06"), "not_assessable", "more", cells=cells, sides=sides, review=review, suits=suits, handled=handled
    )


def _claims(view: View) -> Finding:
    """C08: claims about OGI disputes; in part 4 every dispute is one."""
    claim = ""
    for part in (4, 1):
        for sentence in sentences(view.text(part)):
            about = DISPUTE.search(sentence) and (part == 4 or OPEN_GOVERNMENT.search(sentence))
            if about and CLAIM.search(sentence):
                claim = claim or sentence
    if not claim:
        return finding(check("C08"), "not_applicable", "no_statement")
    results = ("corrected", "pending") if "维持" in claim else ("corrected",)
    meant = {"rev": "复议", "lit_direct": "诉", "lit_after": "诉"}
    blocks = [block for block in review_blocks() if meant[block] in claim] or review_blocks()
    cells = tuple(f"{block}_{result}" for block in blocks for result in results)
    lacking = missing(view, "C08", *cells)
    if lacking:
        return lacking
    wrong = tuple(code for code in cells if view.values[code] != 0)
    if not wrong:
        return finding(check("C08"), "pass", "pass", cells=cells, evidence=claim)
    names = [labels.cell(code) for code in wrong]
    words = tuple(
        "、".join(f"{name[side]} {view.values[code]}" for name, code in zip(names, wrong, strict=True))
        for side in (0, 1)
    )
    return finding(
        check("C08"), "fail", "fail", cells=wrong, names=(words[0], words[1]), evidence=claim, quote=claim[:60]
    )
