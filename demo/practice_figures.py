"""Figures of the practice organs: carried from year to year, consistent by the form's sums, children adding up."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal

from parsers.codes import applicants, application_rows, codes, review_blocks, review_results

Figures = dict[str, int | float]
F2021_BEGINS = 2021
_OUTCOMES = {
    "res_granted": 30,
    "res_partial": 9,
    "res_denied_state_secret": 0.3,
    "res_denied_law_prohibited": 1,
    "res_denied_security_stability": 0.5,
    "res_denied_third_party": 3,
    "res_denied_internal": 3,
    "res_denied_deliberative": 2,
    "res_denied_case_file": 3,
    "res_denied_query_matter": 2,
    "res_unable_not_held": 28,
    "res_unable_needs_creation": 3,
    "res_unable_unclear": 2,
    "res_declined_petition": 6,
    "res_declined_duplicate": 3,
    "res_declined_publication": 0.5,
    "res_declined_excessive": 1,
    "res_declined_reconfirm": 0.5,
    "res_other_not_corrected": 3,
    "res_other_fee_unpaid": 0.3,
    "res_other_misc": 4,
}
_APPLICANTS = {
    "natural": 86,
    "org_business": 8,
    "org_research": 0.5,
    "org_welfare": 1,
    "org_legal": 4,
    "org_other": 0.5,
}


def form_of(year: int) -> str:
    """Return the form that the practice organs use in a year."""
    return "f2021" if year >= F2021_BEGINS else "f2019"


def history(name: str, size: int, years: Iterable[int]) -> dict[int, Figures]:
    """Return the figures of one organ for each year; the same name gives the same figures."""
    rng = random.Random(f"gongkai practice {name}")
    carried = dict.fromkeys(list(_APPLICANTS), 0)
    stock = {"rule": 0, "normdoc": rng.randint(20, 90)}
    items = {kind: rng.randint(2, 90) for kind in ("license", "service", "penalty", "coercion", "fee")}
    out: dict[int, Figures] = {}
    for at, year in enumerate(years):
        form = form_of(year)
        figures = _applications(rng, round(size * (1.08**at) * rng.uniform(0.85, 1.15)), carried, form)
        figures |= _disclosure(rng, stock, items, form)
        figures |= _reviews(rng, int(figures["res_total__total"]))
        out[year] = {code: figures[code] for code in codes() if code in figures}
    return out


def _applications(rng: random.Random, requests: int, carried: dict[str, int], form: str) -> Figures:
    out: Figures = {f"{row}__{who}": 0 for row in application_rows(form) for who in applicants()}
    new = rng.choices(list(_APPLICANTS), list(_APPLICANTS.values()), k=requests)
    for who in _APPLICANTS:
        received, before = new.count(who), carried[who]
        left = min(round((received + before) * rng.uniform(0.02, 0.12)), received + before)
        for outcome in rng.choices(list(_OUTCOMES), list(_OUTCOMES.values()), k=received + before - left):
            row = "res_other" if form == "f2019" and outcome.startswith("res_other") else outcome
            out[f"{row}__{who}"] += 1
        out |= {f"req_new__{who}": received, f"req_carried_in__{who}": before, f"req_carried_out__{who}": left}
        out[f"res_total__{who}"] = received + before - left
        carried[who] = left
    for row in application_rows(form):
        out[f"{row}__total"] = sum(out[f"{row}__{who}"] for who in _APPLICANTS)
    return out


def _disclosure(rng: random.Random, stock: dict[str, int], items: dict[str, int], form: str) -> Figures:
    out: Figures = {f"{kind}_decisions": rng.randint(0, 900) for kind in ("license", "penalty", "coercion")}
    for kind in stock:
        issued = rng.randint(0, 9) if kind == "normdoc" else 0
        repealed = min(rng.randint(0, 6), stock[kind]) if kind == "normdoc" else 0
        stock[kind] += issued - repealed
        if form == "f2021":
            out |= {f"{kind}_issued": issued, f"{kind}_repealed": repealed, f"{kind}_effective": stock[kind]}
        else:
            out |= {f"{kind}_made19": issued, f"{kind}_opened19": issued, f"{kind}_public_total19": stock[kind]}
    if form == "f2021":
        return out | {"fee_amount_wan": float(Decimal(rng.randint(0, 9_000_000)) / 10_000)}
    out["service_decisions19"] = rng.randint(0, 300)
    for kind in items:
        change = rng.randint(-1, 2)
        out |= {f"{kind}_items19": items[kind], f"{kind}_items_change19": change}
        items[kind] += change
    return out | {
        "procure_items19": rng.randint(0, 30),
        "procure_amount19": float(Decimal(rng.randint(0, 90_000)) / 100),
    }


def _reviews(rng: random.Random, closed: int) -> Figures:
    out: Figures = {}
    for block, share in zip(review_blocks(), (0.06, 0.02, 0.015), strict=True):
        parts = [round(closed * share * rng.uniform(0, weight)) for weight in (1.4, 0.4, 0.3, 0.2)]
        out |= {f"{block}_{name}": value for name, value in zip(review_results(), [*parts, sum(parts)], strict=True)}
    return out


def consolidated(parts: Iterable[Mapping[str, int | float]]) -> Figures:
    """Return the sum of several organs' figures, exact to four decimals."""
    out: dict[str, Decimal] = {}
    for part in parts:
        for code, value in part.items():
            out[code] = out.get(code, Decimal(0)) + Decimal(str(value))
    return {code: float(value) if codes()[code].real else int(value) for code, value in out.items()}
