"""Every check on one report."""

from __future__ import annotations

from checks.applications import application_findings
from checks.catalogue import catalogue, finding
from checks.cells import cell_findings
from checks.disclosure import disclosure_findings
from checks.finding import Finding, FindingStatus
from checks.identities import identity_findings
from checks.notes import note_findings
from checks.prose import prose_findings
from checks.reviews import review_findings
from checks.structure import structure_findings
from checks.view import View
from checks.wording import wording_findings
from parsers.report import AnnualReport

MAKERS = (
    structure_findings,
    cell_findings,
    identity_findings,
    application_findings,
    review_findings,
    disclosure_findings,
    prose_findings,
    wording_findings,
)
NEEDS = {"years": "no_last_year", "peers": "no_peers", "archive": "no_archive"}


def check_report(report: AnnualReport, strict: bool = False) -> list[Finding]:
    """Return at least one finding for every check of the catalogue, in its order; the report is not changed.

    A check whose input is missing is `not_assessable`, never passed. With `strict` a note of the reader that no check
    knows raises UnknownNoteError; without, it is a finding of X02.
    """
    view = View(report)
    found = [*note_findings(view, strict), *(one for make in MAKERS for one in make(view))]
    made = {one.check for one in found}
    for check in catalogue():
        if check.id not in made:
            # What no maker assesses needs more than this report, or is only ever said by the reader.
            status: FindingStatus = "not_assessable" if check.needs else "pass"
            found.append(finding(check, status, NEEDS.get(check.needs, "pass")))
    place = {check.id: at for at, check in enumerate(catalogue())}
    return sorted(found, key=lambda one: place[one.check])


def shown(findings: list[Finding]) -> list[Finding]:
    """Return the findings that a person should see: those that failed, gravest first."""
    return sorted((one for one in findings if one.status == "fail"), key=lambda one: "EWI".index(one.severity))
