"""The codes of the three tables, built from the declared forms: the one source of columns, labels and units."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FORMS_FOLDER = Path(__file__).with_name("forms")


@dataclass(frozen=True, slots=True)
class Code:
    """One figure of a declared form.

    `table` is a, b or c; `row` and `column` are the codes of its row and its column; `real` marks amounts with
    decimals; `signed` figures that may be negative; `forms` the national forms that print it.
    """

    code: str
    table: str
    row: str
    column: str
    zh: str
    en: str
    unit: str
    basis: str
    forms: tuple[str, ...]
    real: bool = False
    signed: bool = False


@cache
def declaration(name: str) -> dict[str, Any]:
    """Return the parsed `forms/NAME.toml`."""
    with (FORMS_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _disclosure() -> Iterator[Code]:
    for block in declaration("disclosure")["block"]:
        for item in block["item"]:
            for measure, code, unit in zip(block["measure"], item["codes"], item["units"], strict=True):
                yield Code(
                    code,
                    "a",
                    item["zh"],
                    measure["zh"],
                    f"{item['zh']}：{measure['zh']}",
                    f"{item['en']}: {measure['en']}",
                    unit,
                    block["basis"],
                    (block["form"],),
                    real=bool(item.get("real")) and unit in ("", "万元"),
                    signed=bool(measure.get("signed")),
                )


def _applications() -> Iterator[Code]:
    form = declaration("applications")
    for row in form["row"]:
        prefix = row.get("group", "")
        for applicant in form["applicant"]:
            yield Code(
                f"{row['code']}__{applicant['code']}",
                "b",
                row["code"],
                applicant["code"],
                # What a label adds in brackets or after a comma explains it; the name is what stands before.
                f"{prefix}{row['mark']}{re.split('[（、]', row['zh'])[0]}：{applicant['zh']}",
                f"{row['en']}: {applicant['en']}",
                form["unit"],
                row.get("basis", ""),
                tuple(row["forms"]),
            )


def _reviews() -> Iterator[Code]:
    form = declaration("reviews")
    for block in form["block"]:
        for result in form["result"]:
            yield Code(
                f"{block['code']}_{result['code']}",
                "c",
                block["code"],
                result["code"],
                f"{block['zh']}：{result['zh']}",
                f"{block['en']}: {result['en']}",
                form["unit"],
                form["basis"],
                ("f2019", "f2021"),
            )


@cache
def codes() -> dict[str, Code]:
    """Return every code of the forms f2019 and f2021 in printed order; a code of both forms names both."""
    out: dict[str, Code] = {}
    for code in (*_disclosure(), *_applications(), *_reviews()):
        seen = out.get(code.code)
        if seen:
            code = Code(**{**_fields(seen), "forms": tuple(sorted({*seen.forms, *code.forms}))})
        out[code.code] = code
    return out


def _fields(code: Code) -> dict[str, Any]:
    return {name: getattr(code, name) for name in Code.__dataclass_fields__}


def application_rows(form: str) -> list[str]:
    """Return the row codes of Table B in printed order for `form` (f2019: 23, f2021: 25)."""
    return [row["code"] for row in declaration("applications")["row"] if form in row["forms"]]


def applicants() -> list[str]:
    """Return the seven applicant codes of Table B from left to right, `total` last."""
    return [applicant["code"] for applicant in declaration("applications")["applicant"]]


def review_blocks() -> list[str]:
    """Return the three block codes of Table C from left to right."""
    return [block["code"] for block in declaration("reviews")["block"]]


def review_results() -> list[str]:
    """Return the five result codes of a block of Table C from left to right, `total` last."""
    return [result["code"] for result in declaration("reviews")["result"]]
