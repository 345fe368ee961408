"""A report as reference managers take it: BibTeX and RIS."""

from __future__ import annotations

import re

from publish.archive_db import Row

_SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}"} | {sign: f"\\{sign}" for sign in "#$%&_"}
_SPECIAL |= {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def bibtex(report: Row) -> str:
    """Return the entry of a report (a row of `reports`); what is not known has no field."""
    fields = {
        "author": f"{{{_tex(report['organ_name'])}}}" if report["organ_name"] else "",
        "title": f"{{{_tex(report['title'])}}}" if report["title"] else "",
        "year": (report["published_on"] or "")[:4],
        "date": report["published_on"] or "",
        "url": re.sub(r"[{}\\\s]", "", report["source_url"] or ""),
        "note": f"sha256 {report['current_sha256']}",
        "language": "chinese",
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@techreport{{gongkai-{report['report_key']},", *lines, "}", ""])


def ris(report: Row) -> str:
    """Return the record of a report (a row of `reports`); what is not known has no line."""
    published = (report["published_on"] or "").replace("-", "/")
    fields = [
        ("TY", "RPRT"),
        ("AU", _line(report["organ_name"])),
        ("TI", _line(report["title"])),
        ("PY", published[:4]),
        ("DA", published and f"{published}/"),
        ("UR", _line(report["source_url"])),
        ("ID", report["report_key"]),
        ("N1", f"sha256 {report['current_sha256']}"),
        ("LA", "zh"),
    ]
    lines = [f"{tag}  - {text}" for tag, text in fields if text]
    return "\r\n".join([*lines, "ER  - ", ""])


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in _line(text))
