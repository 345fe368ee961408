"""How a generated report is set: paper, fonts, borders, where tables begin, what runs along the pages."""

from __future__ import annotations

import random
from dataclasses import dataclass

FONTS = ("Noto Sans CJK SC", "Noto Serif CJK SC", "WenQuanYi Zen Hei", "AR PL UMing CN")
SMALL_FONT = "WenQuanYi Zen Hei"


@dataclass(frozen=True)
class Layout:
    """`border` is all, rows or none; `label` is plain, narrow (one or two characters a line) or vertical; `pages` is
    own (each table begins a page) or shared; `number` is the page number's pattern ("" for none)."""

    font: str
    size: float
    table_size: float
    margin: int
    landscape: bool
    border: str
    label: str
    pages: str
    repeat_heads: bool
    running_head: bool
    number: str
    prose: int
    split_title: bool
    padding: int
    centred: bool
    bold: bool = True


def layout(rng: random.Random) -> Layout:
    size = rng.choice((10.5, 12, 14, 16))
    return Layout(
        font=rng.choice(FONTS),
        size=size,
        table_size=min(size, rng.choice((7.5, 9, 10.5, 12))),
        margin=rng.choice((15, 20, 25, 30)),
        landscape=rng.random() < 0.15,
        border=rng.choices(("all", "rows", "none"), (88, 7, 5))[0],
        label=rng.choices(("plain", "narrow", "vertical"), (50, 35, 15))[0],
        pages=rng.choices(("shared", "own"), (75, 25))[0],
        repeat_heads=rng.random() < 0.25,
        running_head=rng.random() < 0.3,
        number=rng.choices(("", "- {} -", "{}", "第 {} 页"), (25, 40, 20, 15))[0],
        prose=rng.choice((1, 3, 8, 20)),
        split_title=rng.random() < 0.35,
        padding=rng.choice((1, 2, 4)),
        centred=rng.random() < 0.8,
    )


def small_layout(rng: random.Random) -> Layout:
    """Few words in one weight of a font with small outlines, for files that a repository can keep."""
    plain = {
        "landscape": False,
        "border": "all",
        "label": "plain",
        "pages": "shared",
        "repeat_heads": False,
        "running_head": False,
    }
    sizes = {"size": 10.5, "table_size": 9, "margin": 12, "prose": 0, "padding": 0}
    return Layout(
        font=SMALL_FONT,
        number=rng.choice(("", "- {} -")),
        split_title=rng.random() < 0.5,
        centred=True,
        bold=False,
        **plain,
        **sizes,
    )
