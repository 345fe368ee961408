"""The self-check (自查): a draft comes in a form, the answer is the page; nothing of it is kept."""

from __future__ import annotations

import base64
import sys
from collections import Counter
from typing import Any

from datasette.utils.asgi import Response

from checks.catalogue import check
from checks.file import CheckedFile
from checks.finding import Finding
from checks.reasons import reason_in
from checks.run import shown
from parsers.codes import applicants, codes, declaration
from parsers.report import AnnualReport
from publish import confined, forms, official
from publish.archive_db import Row
from publish.cells import cell
from publish.page import Page
from publish.upload import Part

FORM = "gongkai.form"
"""Where in the request the guard puts the fields of the form."""
_NO_STORE = {"cache-control": "no-store"}


async def selfcheck(page: Page) -> Response:
    """Show the form, or check the draft that it brings."""
    if not page.site.desk.settings.workers:
        return await page.render("missing.html", status=404, what="", why=page.t("selfcheck.off"))
    if page.request.method != "POST":
        return await _form(page)
    try:
        return await _answer(page, page.request.scope[FORM])
    except Exception as fault:  # noqa: BLE001 - whatever fails here has a draft at hand, which no log may quote
        print(f"The self-check failed: {type(fault).__name__}", file=sys.stderr, flush=True)
        return await _form(page, "selfcheck.failed", 500)


async def refused(page: Page, key: str, status: int) -> Response:
    """Say in one sentence why a request is not let in."""
    settings = page.site.desk.settings
    why = page.t(key, megabytes=f"{settings.megabytes:g}")
    again = key.startswith("selfcheck.")
    return await page.render("refused.html", status=status, why=why, again=again)


async def _form(page: Page, problem: str = "", status: int = 200) -> Response:
    settings = page.site.desk.settings
    said = page.t(problem) if problem else ""
    words = {"problem": said, "settings": settings, "walls": confined.has_walls()}
    response = await page.render("selfcheck.html", status=status, **words)
    response.headers |= _NO_STORE
    return response


async def _answer(page: Page, form: dict[str, Part]) -> Response:
    file, text = form.get("file", Part(b"")), form.get("text", Part(b"")).data.decode("utf-8", "replace")
    if bool(file.data) == bool(text.strip()):
        empty = "selfcheck.empty" if file.filename else "selfcheck.nothing"
        return await _form(page, "selfcheck.both" if file.data else empty, 400)
    # The mark says how the text is written, whatever a pasted page says of itself.
    data = file.data or text.encode("utf-8-sig")
    name = (file.filename if file.data else "") or page.t("selfcheck.pasted")
    checked = await page.site.desk.check(data, name)
    response = await page.render("selfcheck_answer.html", **await _shown(page, checked))
    response.headers |= _NO_STORE
    return response


async def _shown(page: Page, checked: CheckedFile) -> dict[str, Any]:
    """Return what the page of the answer needs."""
    reading, sheet = checked.reading, checked.sheet(page.t.lang).text
    words: dict[str, Any] = {"name": str(checked.path), "reading": reading, "sheet": sheet, "report": reading.to_check}
    # The mark lets every editor read the Chinese.
    words["sheet_file"] = base64.b64encode(sheet.encode("utf-8-sig")).decode()
    if reading.to_check is None:
        return {**words, "reason": reason_in(reading.reason, page.t.lang)}
    report = reading.to_check
    failed = [_row(one, number) for number, one in enumerate(shown(list(checked.findings)), start=1)]
    cells = {code: cell(code, None, {}, page.t) for code in codes()}
    notes = {fact.code: (str(fact.status), fact.raw) for fact in report.facts}
    cells |= {fact.code: cell(fact.code, fact.value, notes, page.t) for fact in report.facts}
    tables = official.tables(report.forms, official.marked(cells, failed), [], page.t)
    return {
        **words,
        "failed": failed,
        "tables": tables,
        "heads": forms.application_heads(page.t),
        "statistics": [_statistic(report, at) for at in range(len(report.statistics))],
        "counts": Counter(one.status for one in checked.findings),
        "numbers": sum(fact.value is not None for fact in report.facts),
        "open": _open(checked.findings, page.t.lang),
        "last_year": await _last_year(page, report),
    }


def _row(one: Finding, number: int) -> Row:
    """Return a finding as the pages show those of the archive, with the rule."""
    rule = dict(zip(("zh", "en"), check(one.check).rule, strict=True))
    row = {name: getattr(one, name) for name in ("severity", "message_zh", "message_en", "evidence", "attribution")}
    sides = {"left_value": one.left, "right_value": one.right}
    return {**row, **sides, "number": number, "check_id": one.check, "cells": " ".join(one.cells), "rule": rule}


def _statistic(report: AnnualReport, at: int) -> Row:
    one = report.statistics[at]
    names = ("label", "unit", "value", "status", "raw")
    return {**{name: getattr(one, name) for name in names}, "column_label": one.column}


def _open(findings: tuple[Finding, ...], lang: str) -> dict[str, list[str]]:
    """Return why checks could not be made: the reason, and the ids of all that have it."""
    out: dict[str, list[str]] = {}
    for one in findings:
        if one.status == "not_assessable":
            ids = out.setdefault(one.message(lang), [])
            if one.check not in ids:
                ids.append(one.check)
    return out


async def _last_year(page: Page, report: AnnualReport) -> list[dict[str, Any]]:
    """Return the archive's reports of an organ of this name on the year before, and what was carried over."""
    if not report.organ or not report.year:
        return []
    rows = await page.rows("selfcheck_last_year", organ=report.organ, year=report.year - 1, scope=report.scope.value)
    values = report.values()
    return [
        {
            **row,
            "carried": [
                (page.t.pick(applicant), row[f"req_carried_out__{code}"], values.get(f"req_carried_in__{code}"))
                for code, applicant in zip(applicants(), declaration("applications")["applicant"], strict=True)
            ],
        }
        for row in rows
    ]
