"""Known figures for generated reports: consistent by the form's own sums, sparse like real ones."""

from __future__ import annotations

import random

from parsers.codes import applicants, application_rows, codes, review_blocks, review_results

COMMON = (0, 0, 0, 0, 0, 0, 1, 2, 3, 7, 12, 40, 118, 1204)


def figures(rng: random.Random, form: str) -> dict[str, int | float]:
    out: dict[str, int | float] = {}
    for code in codes().values():
        if form in code.forms and code.table == "a":
            out[code.code] = rng.choice((0, 0, 2, 15, 396, 12345, 1808595))
            if code.signed:
                out[code.code] = rng.choice((0, 0, 3, -18))
            if code.real:
                out[code.code] = rng.choice((0, 2.02, 96171.6, 24252.311082))
    out |= _applications(rng, form)
    for block in review_blocks():
        parts = [rng.choice(COMMON) for _ in review_results()[:-1]]
        out |= {f"{block}_{name}": value for name, value in zip(review_results(), [*parts, sum(parts)], strict=True)}
    return out


def _applications(rng: random.Random, form: str) -> dict[str, int]:
    leaves = [row for row in application_rows(form) if row.startswith("res_") and row != "res_total"]
    out: dict[str, int] = {}
    for applicant in applicants()[:-1]:
        busy = applicant == "natural" or rng.random() < 0.3
        values = {row: rng.choice(COMMON) if busy and rng.random() < 0.4 else 0 for row in leaves}
        carried_in = rng.choice(COMMON[:9]) if busy else 0
        total = sum(values.values())
        carried_out = rng.choice(COMMON[:9]) if busy else 0
        carried_in = min(carried_in, total + carried_out)
        values |= {"res_total": total, "req_carried_in": carried_in, "req_carried_out": carried_out}
        values["req_new"] = total + carried_out - carried_in
        out |= {f"{row}__{applicant}": value for row, value in values.items()}
    for row in application_rows(form):
        out[f"{row}__total"] = sum(out[f"{row}__{applicant}"] for applicant in applicants()[:-1])
    return out
