"""Write `docs/checks.md`, the catalogue for readers: `python -m checks.describe`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from checks.catalogue import GROUPS, Check, catalogue
from checks.notes import kinds

OUT = Path(__file__).parents[1] / "docs" / "checks.md"
HEAD = """# Checks 检查目录

Generated from `checks/catalogue.toml` and `checks/notes.toml` by `python -m checks.describe`; do not edit.

Every check gives a finding with a status: `pass`, `fail`, `not_applicable`, `not_assessable` (an input is missing:
never passed) or `explained` (by a person). Severity: **E** arithmetic or structure that the form itself asserts, **W**
should hold, with known exceptions, **I** a hint. A failed check says that published figures do not agree. It does not
say why: 所载数字不一致，不说明原因。

`attribution` is `source` only where row and column were read at exact places, the reader noted nothing and no cheap
repair (a row shifted by a column, a lost cell, two digits joined, two cells swapped) balances; `extraction` only where
the reader noted doubt on the row and such a repair balances; otherwise `undetermined`.

The identities of the table of part 3 are numbered by column in the order of the form (B01–B07, B08–B14) and by row in
the order of the 2021 form (B15–B39). The one row that only the 2019 form prints, （六）其他处理, is B35-2019; every
other row has the same id in both forms.

Checks whose input is other years, other reports or the archive are made when an archive is built. Years are
compared for the same organ and the same scope only, and a report of unknown scope only where its organ can have but
one; regions by their consolidated reports alone. Where the archive lacks the other report, `reports.unassessed`
names the checks and the reason, and `reports.not_assessable` counts them; there is no row for each in `findings`.
The attribution of a break between two years is `extraction` where the reader doubted one of the cells, `source`
where both reports balance by themselves, else `undetermined`; a third year tells which of the two is the likelier
one.

How alike two texts are (Q01, Q02) is the share of runs of five characters that they have in common (Jaccard), after
numbers became 0 and the names of the organ and of regions 某. Headings, labels of the tables, the customary
sub-headings and the standard sentences of `checks/likeness.toml` do not count; texts with fewer than 300 runs of
their own are not judged.
"""


def document() -> str:
    """Return the text of `docs/checks.md`."""
    return "\n".join([HEAD, *_groups(), *_notes()]) + "\n"


def _groups() -> Iterator[str]:
    for group, (zh, en) in GROUPS.items():
        yield f"## {group} · {en} · {zh}\n"
        yield "| id | severity | check | rule | exceptions | inputs |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(check) for check in catalogue() if check.group == group)
        yield ""


def _row(check: Check) -> str:
    exceptions = "<br>".join(text for text in check.exceptions if text) or "–"
    needs = {"": "this report", "years": "other years", "peers": "other reports", "archive": "the archive"}[check.needs]
    forms = "" if len(check.forms) == 2 else f", {check.forms[0]} only"
    terms = f"<br>`{_short(check)}`" if check.left else ""
    return (
        f"| {check.id} | {check.severity} | {'<br>'.join(check.title)} | {'<br>'.join(check.rule)}{terms} "
        f"| {exceptions} | {needs}{forms} |"
    )


def _short(check: Check) -> str:
    """Return the identity in codes; a long sum by its first and last term."""
    left = check.left
    terms = " + ".join(left) if len(left) <= 6 else f"{left[0]} + … + {left[-1]} ({len(left)} terms)"
    return f"{terms} = {' + '.join(check.right)}"


def _notes() -> Iterator[str]:
    yield "## Notes of the reader 读取记录\n"
    yield "What the reader notices becomes a finding of the check it belongs to.\n"
    yield "| note | check | severity | finding |"
    yield "|---|---|---|---|"
    for kind, entry in kinds().items():
        yield f"| `{kind}` | {entry['check']} | {entry['severity']} | {'<br>'.join(entry['text'])} |"


def main() -> None:
    """Write the file."""
    OUT.write_text(document(), "utf-8")
    print(OUT.name)


if __name__ == "__main__":
    main()
