"""What a build did, for the command line and for tests."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class BuildSummary:
    """Counts of one build. `seconds` maps a stage to the time it took; `trouble` holds sentences for a person, and
    so does `unused_decisions`, which is no fault of the build."""

    captures: int = 0
    read: int = 0
    newly_unreadable: int = 0
    internal_errors: int = 0
    reports: int = 0
    versions: int = 0
    not_reports: int = 0
    unreadable: int = 0
    no_organ: int = 0
    no_year: int = 0
    organs: int = 0
    regions: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    unused_decisions: list[str] = field(default_factory=list)
    size: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def trouble(self) -> list[str]:
        """What went wrong in this build; empty when all went well."""
        said = [
            (
                self.reports == 0,
                "No capture reads as a report: crawl or import first, then look at the table readings.",
            ),
            (self.internal_errors > 0, f"{self.internal_errors} captures met a fault of the parser: see readings."),
            (
                self.newly_unreadable > 0,
                f"{self.newly_unreadable} new captures cannot be read: see the table readings.",
            ),
        ]
        return [sentence for holds, sentence in said if holds]

    @property
    def exit_code(self) -> int:
        """0 when all went well, else 1."""
        return 1 if self.trouble else 0

    def table(self) -> str:
        """Return the summary as a table for a person."""
        failed = ", ".join(f"{severity} {count}" for severity, count in self.failed.items()) or "none"
        rows = [
            ("captures", f"{self.captures}, of which {self.read} newly read"),
            ("reports", f"{self.reports} in {self.versions} versions"),
            ("organs, regions", f"{self.organs}, {self.regions}"),
            ("not a report", f"{self.not_reports}"),
            ("unreadable", f"{self.unreadable}"),
            ("organ, year unknown", f"{self.no_organ}, {self.no_year}"),
            ("failed checks", failed),
            ("archive", f"{self.size / 1e6:.1f} MB"),
            ("seconds", ", ".join(f"{stage} {spent:.1f}" for stage, spent in self.seconds.items())),
        ]
        return "\n".join([*(f"{name:<20} {value}" for name, value in rows), *self.unused_decisions, *self.trouble])
