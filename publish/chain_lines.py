"""Where a number comes from, as lines that people read: what `gongkai show` prints and the page of a cell shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archive.provenance import CellRead, Chain, plain
from parsers.document import Place
from publish.cells import number
from publish.strings import Speaker
from registry.organs import lexicon


class Line(NamedTuple):
    """A line of a chain: its name (`show.NAME` is the label), its text, and where it leads: the path of a page of the
    site, or an address on the web; "" for nowhere."""

    name: str
    text: str
    leads: str = ""


def value_lines(found: Chain, say: Speaker) -> Iterator[Line]:
    """Yield what the number is: its code, value, terms or cell."""
    unit = f"（{found.unit}）" if found.unit else ""
    yield Line(
        "code", f"{found.code} {say.pick({'zh': found.zh, 'en': found.en})}{unit}", f"dictionary#code-{found.code}"
    )
    yield Line("value", cell_text(found.cell, say) + (f" (n = {found.n})" if found.terms else ""))
    for term in found.terms:
        leads = f"reports/{found.report['report_key']}/cells/{term.code}"
        yield Line(term.side, f"{term.code} = {cell_text(term.cell, say)}", leads)
    if not found.terms:
        yield Line("printed", repr(found.cell.raw) if found.cell.raw else say("show.nothing"))
        yield Line("place", place_text(found.cell.place, say))


def report_lines(found: Chain, say: Speaker) -> Iterator[Line]:
    """Yield what report and version it stands in, and how organ and scope were told."""
    report, version = found.report, found.version
    organ, year = report["organ_name"] or say("report.unknown_organ"), report["year"] or say("report.unknown_year")
    how = lexicon()["method"][version["organ_method"]][say.lang]
    key = report["report_key"]
    yield Line("report", f"{key}: {organ} {year} ({how})", f"reports/{key}")
    told = say("show.scope_by", method=version["scope_method"], confidence=version["scope_confidence"])
    evidence = f": “{version['scope_evidence']}”" if version["scope_evidence"] else ""
    yield Line("scope", f"{say.label('scope', report['scope'])} ({told}{evidence})")
    status = say.label("presence", version["status"])
    which = say("show.version_is", number=version["number"], status=status)
    yield Line("version", f"{which}, {say('show.of', count=report['versions'])}")


def other_lines(found: Chain, say: Speaker) -> Iterator[Line]:
    """Yield what the other versions print."""
    for version, cell in found.others:
        seen = say("show.version_is", number=version["number"], status=say.label("presence", version["status"]))
        digest = version["sha256"]
        yield Line("other", f"{seen}: {cell_text(cell, say)}; sha256 {digest}", f"captures/{digest}/view")


def finding_lines(found: Chain, say: Speaker) -> Iterator[Line]:
    """Yield the findings that touch the number."""
    for finding in found.findings:
        told = say.pick(finding, "message")
        marks = f"{finding['check_id']} {finding['severity']} {finding['status']}"
        attribution = say.label("attribution", finding["attribution"])
        yield Line("finding", f"{marks}: {told} ({attribution})", f"checks/{finding['check_id']}")


def source_lines(found: Chain, say: Speaker) -> Iterator[Line]:
    """Yield the captured bytes, the addresses they were seen at, and the parser that read them."""
    version, capture = found.version, found.capture
    digest = version["sha256"]
    size = number(capture.get("size") or 0)
    yield Line("capture", f"sha256 {digest}, {version['media_type']}, {size} B", f"captures/{digest}/view")
    yield Line("warc", f"{capture.get('warc_file', '—')} @ {capture.get('warc_offset', '—')}")
    for seen in found.sightings:
        status = say.label("presence", seen["status"])
        text = f"{seen['url']} ({status}; {seen['first_seen']} – {seen['last_seen']})"
        yield Line("address", text, seen["url"])
    if version["gone_at"]:
        yield Line("gone", version["gone_at"])
    yield Line("parser", found.parser_version)


def cell_text(cell: CellRead, say: Speaker) -> str:
    """Return the value with its status; what is no number by its status alone, never as 0."""
    label = say.label("status", cell.status)
    return label if cell.value is None else f"{plain(cell.value)} ({label})"


def place_text(place: Place | None, say: Speaker) -> str:
    """Return where a cell stood."""
    if place is None:
        return say("show.no_place")
    where = say("show.place_is", table=place.table, row=place.row, column=place.column)
    return where + (say("show.page_is", page=place.page) if place.page is not None else "")
