"""What a run amounts to: a table for people and an exit code for scripts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from captures.session import PortalResult

SHOWN_REASONS = 3
FEW = 30
"""Portals that all have a line of their own; of more, those alone that have news."""
_HEADINGS = ("portal", "reports", "new", "unchanged", "gone", "blocked", "failed", "complete")


@dataclass(frozen=True)
class CrawlSummary:
    """The result of a crawl. `stopped`: the user ended it; `dry_run`: nothing was fetched but listings; `shared`: other
    workers crawl the rest of the run.
    """

    results: list[PortalResult]
    dry_run: bool = False
    stopped: bool = False
    shared: bool = False

    @property
    def complete(self) -> bool:
        """Whether every portal was read to its end; a run that was limited or stopped was not."""
        return (
            bool(self.results)
            and not self.stopped
            and all(result.complete and not result.tally.limited for result in self.results)
        )

    @property
    def exit_code(self) -> int:
        """0 when every portal gave what it says it has (or as much as was asked for) and no monitor calls, else 1.

        A portal that another worker has taken over counts there.
        """
        if self.stopped or not (self.results or self.shared):
            return 1
        well = all((result.complete or result.handed_over) and not result.alarms for result in self.results)
        return int(not well)

    def note(self) -> str:
        """Why the run is not complete, for the ledger."""
        sentences = [
            f"{result.portal.id}: {reason}" for result in self.results for reason in (*result.reasons, *result.alarms)
        ]
        if any(result.tally.limited for result in self.results):
            sentences.append("Stopped at the limit that was asked for.")
        if self.stopped:
            sentences.append("Stopped by the user.")
        return " ".join(sentences)

    def table(self) -> str:
        """The result as text: one line a portal, below it the reasons why it is not complete."""
        if not self.results and self.shared:
            return "Nothing was left to crawl: every portal of this run is done by other workers."
        if not self.results:
            return "No portal was given: name one, or use --all."
        if self.dry_run:
            return "\n".join(_plan(result) for result in self.results)
        shown = self.results if len(self.results) <= FEW else [one for one in self.results if _has_news(one)]
        lines = _aligned([_HEADINGS, *(_cells(result) for result in shown)])
        blocks = [lines[0]]
        for result, line in zip(shown, lines[1:], strict=True):
            blocks.append("\n".join([line, *_reasons(result)]))
        if len(self.results) > FEW:
            blocks.append(self._total(len(self.results) - len(shown)))
        if self.stopped:
            blocks.append("Stopped before the end: the same command goes on from here.")
        elif self.exit_code:
            blocks.append("Gone, blocked and failed count requests; the ledger (table visits) has a reason for each.")
        return "\n".join(blocks)

    def _total(self, quiet: int) -> str:
        """The sums over all portals of a large run, in one sentence."""
        reports = sum(len(result.tally.reports) for result in self.results)
        new = sum(result.new for result in self.results)
        broken = sum(not result.complete for result in self.results)
        return (
            f"{len(self.results)} portals, {reports} reports, {new} of them new or changed; {quiet} portals were read "
            f"to their end and had nothing new, {broken} were not read to their end."
        )


@dataclass(frozen=True)
class ImportSummary:
    """The result of an import: files, records and visits taken in, those already there, one sentence for each bad one,
    and what else a person should know.
    """

    taken: int = 0
    known: int = 0
    passed_over: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 when every file was read and at least one body is in the archive because of it."""
        return int(bool(self.problems) or not (self.taken or self.known))

    def table(self) -> str:
        """The result as text."""
        counts = f"{self.taken} taken in, {self.known} already there, {self.passed_over} passed over (no documents)."
        nothing = [] if self.taken or self.known else ["Nothing was found to import."]
        return "\n".join([counts, *nothing, *self.problems, *self.notes])


def _cells(result: PortalResult) -> tuple[str, ...]:
    counts = [result.outcomes.get(name, 0) for name in ("gone", "blocked", "failed")]
    complete = "yes" if result.complete else "elsewhere" if result.handed_over else "no"
    if result.complete and result.tally.limited:
        complete = "limited"
    numbers = (len(result.tally.reports), result.new, result.unchanged, *counts)
    return (result.portal.id, *map(str, numbers), complete)


def _has_news(result: PortalResult) -> bool:
    return bool(result.new or result.alarms or not result.complete or result.tally.limited)


def _reasons(result: PortalResult) -> list[str]:
    shown = [f"    {reason}" for reason in result.reasons[:SHOWN_REASONS]]
    more = len(result.reasons) - len(shown)
    if more > 0:
        shown.append(f"    … and {more} more of this kind, in the ledger.")
    resting = len(result.tally.reports & result.tally.resting)
    if resting:
        shown.append(f"    {resting} reports that the listing shows as before were seen lately and not asked for.")
    return [*shown, *(f"    Look at this: {alarm}" for alarm in result.alarms)]


def _plan(result: PortalResult) -> str:
    lines = [f"{result.portal.id}: {len(result.planned)} pages would be fetched"]
    lines += [
        f"  {item.role:<10} {item.link.date or '—':<10} {item.link.title}  {item.link.url}" for item in result.planned
    ]
    return "\n".join([*lines, *_reasons(result)])


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
