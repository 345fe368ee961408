"""Finding: what one check found in one report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FindingStatus = Literal["pass", "fail", "not_applicable", "not_assessable", "explained"]
Severity = Literal["E", "W", "I"]
Attribution = Literal["source", "extraction", "undetermined"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check on one report (`checks.md` §2), with both sides of its equation where it has one.

    `message_zh` and `message_en` are one sentence each; `attribution` is never more than the evidence allows.
    """

    check: str
    severity: Severity
    status: FindingStatus
    message_zh: str
    message_en: str
    cells: tuple[str, ...] = ()
    left: int | float | None = None
    right: int | float | None = None
    evidence: str = ""
    attribution: Attribution = "undetermined"

    def message(self, lang: str) -> str:
        """Return the sentence in `lang` ("zh" or "en")."""
        return self.message_zh if lang == "zh" else self.message_en

    def as_json(self, lang: str) -> dict[str, object]:
        """Return the mapping that `gongkai parse` prints; empty fields are left out, `cells` never."""
        out: dict[str, object] = {
            "check": self.check,
            "severity": self.severity,
            "status": self.status,
            "message": self.message(lang),
            "cells": list(self.cells),
        }
        for name in ("left", "right"):
            if getattr(self, name) is not None:
                out[name] = getattr(self, name)
        if self.evidence:
            out["evidence"] = self.evidence
        if self.attribution != "undetermined":
            out["attribution"] = self.attribution
        return out
