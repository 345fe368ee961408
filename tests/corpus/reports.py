"""One generated report: bent grids with their truth, names, running text and the way it is set."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from parsers.codes import applicants, application_rows
from tests.corpus import prose
from tests.corpus.layout import Layout, layout, small_layout
from tests.parsers.variety import quirks
from tests.parsers.variety.figures import figures
from tests.parsers.variety.sheet import Sheet, sheet

Quirk = Callable[[Sheet], None]
ORGANS = (
    "临川县自然资源局", "云溪市人民政府办公室", "青禾区教育局", "白石镇人民政府", "江北新区管理委员会", "平湖市市场监督管理局",
    "东岭县应急管理局", "南桥街道办事处", "石门县交通运输局", "海安市住房和城乡建设局", "清水县文化旅游体育和广播电视局",
    "北原市公安局", "长林县卫生健康委员会", "永乐乡人民政府", "西河市农业农村局",
)  # fmt: skip
# The shape of Table B, one bent row of it, the shape of Table C: at most one of each, since they rebuild the same rows.
# What page breaks do to a table is left to the real pages.
SHAPES: list[Quirk] = [quirks.fillers, quirks.exploded, quirks.spare_columns, quirks.subtotal_column, quirks.missing_row,
                       quirks.split_row_label, quirks.printed_subtotals, quirks.split_head, quirks.irregular_spans]  # fmt: skip
ROWS: list[Quirk] = [quirks.short_row, quirks.merged_blank, quirks.merged_number, quirks.two_lines, quirks.blank_zeros]
TURNED: list[Quirk] = [quirks.reviews_by_block, quirks.reviews_downwards]
WORDING: list[Quirk] = [quirks.marked_nil, quirks.full_width, quirks.separators, quirks.padded, quirks.typos,
                        quirks.traditional, quirks.half_brackets, quirks.other_numbering, quirks.short_labels,
                        quirks.units_in_cells, quirks.local_heads, quirks.ran_together, quirks.two_tables]  # fmt: skip
# Rows whose cells these shapes would move once more: nobody could then say where a figure stands.
UNSETTLED = (quirks.subtotal_column, quirks.irregular_spans)
# Decided from the edges of cells alone: a table without them would print something else.
EDGED = (quirks.irregular_spans, quirks.short_row, quirks.merged_number, quirks.merged_blank, quirks.fillers)
BIG = (10_203_040, 98_765_432, 1_808_595, 24_680_135)


@dataclass
class Report:
    """`number` and `seed` name it; `texts` maps part 1 to 6 to its paragraphs, those of 2 to 4 before the table."""

    number: int
    sheet: Sheet
    organ: str
    year: int
    title: tuple[str, ...]
    layout: Layout
    texts: dict[int, list[str]]

    @property
    def rng(self) -> random.Random:
        """A fresh source of chance for one setting of the report, the same for each format."""
        return random.Random(f"{self.number} {self.organ} {self.year}")


def report(number: int, seed: int, small: bool = False) -> Report:
    """Return report `number` of the corpus `seed`; a `small` one fits one sheet."""
    rng = random.Random(f"{seed} {number}")
    form = rng.choice(("f2021", "f2021", "f2019"))
    year = rng.choice((2019, 2020)) if form == "f2019" else rng.choice((2021, 2022, 2023, 2024, 2025))
    made = sheet(rng, form, _figures(rng, form))
    set_as = small_layout(rng) if small else layout(rng)
    for quirk in _chosen(rng, set_as):
        quirk(made)
        made.applied.append(quirk.__name__)
    organ = rng.choice(ORGANS)
    return Report(number, made, organ, year, _title(rng, organ, year, set_as), set_as, _texts(rng, year, set_as))


def _chosen(rng: random.Random, set_as: Layout) -> list[Quirk]:
    if rng.random() < 0.3:
        return []
    out = [rng.choice(group) for group, share in ((SHAPES, 0.5), (ROWS, 0.45), (TURNED, 0.25)) if rng.random() < share]
    if any(quirk in UNSETTLED for quirk in out):
        out = [quirk for quirk in out if quirk not in ROWS or quirk is quirks.blank_zeros]
    if set_as.border != "all":
        out = [quirk for quirk in out if quirk not in EDGED]
    return out + rng.sample(WORDING, rng.choice((0, 0, 1, 1, 2)))


def _figures(rng: random.Random, form: str) -> dict[str, int | float]:
    """Return consistent figures: those of a quiet office, a usual one, or a city with long numbers."""
    out = figures(rng, form)
    table_b = [f"{row}__{who}" for row in application_rows(form) for who in applicants()]
    kind = rng.choices(("quiet", "usual", "city"), (15, 70, 15))[0]
    if kind == "quiet":
        out |= dict.fromkeys([code for code in out if code in table_b or "_" in code and code[:3] in ("rev", "lit")], 0)
    if kind == "city":
        times = rng.choice((13, 97, 1009))
        out |= {code: out[code] * times for code in table_b}
        for code in (
            rng.sample([c for c in out if c not in table_b and out[c] == 12345], 1) if 12345 in out.values() else ()
        ):
            out[code] = rng.choice(BIG)
    return out


def _title(rng: random.Random, organ: str, year: int, set_as: Layout) -> tuple[str, ...]:
    words = rng.choice(("年政府信息公开工作年度报告", "年度政府信息公开工作报告", "年政府信息公开年度报告"))
    return (organ, f"{year}{words}") if set_as.split_title else (f"{organ}{year}{words}",)


def _texts(rng: random.Random, year: int, set_as: Layout) -> dict[int, list[str]]:
    lead = f"根据《中华人民共和国政府信息公开条例》编制本报告，统计期限自{year}年1月1日起至{year}年12月31日止。"
    if not set_as.prose:
        return {1: [lead], 2: [], 3: [], 4: [], 5: ["无。"], 6: ["无。"]}
    out = {1: [lead, *prose.paragraphs(rng, set_as.prose)]}
    for part in (2, 3, 4):
        some = rng.choice((0, 0, 1, set_as.prose // 2))
        out[part] = [text for text in (*prose.paragraphs(rng, some), rng.choice(prose.BEFORE)) if text]
    out[5] = [rng.choice(prose.PROBLEMS), *prose.paragraphs(rng, set_as.prose // 3), rng.choice(prose.REMEDIES)]
    out[6] = [rng.choice(prose.OTHERS)]
    return out
