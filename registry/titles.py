"""What a title says: report or neighbour, for which year, of which organ (`portals.md` §5.2)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import opencc

TitleKind = Literal["report", "possible", "companion", "other"]

UNNAMED = "its title does not name an annual report on disclosure"
"""The reason of a reading that nothing in the words speaks for or against."""
_CORE = re.compile(
    r"(?:政府|政务)?(?:信息公开|政务公开|公开工作|工作公开)(?:情况|工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?"
    r"(?:年度)?(?:总结)?(?:报告|年报)"
)
_SHORT = re.compile(r"(?:年度?)(?:工作)?(?:年度)?(?:年报|报告)|(?<=\d)年报|年度报告")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_LOOSE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_TWO_DIGITS = re.compile(r"(?<!\d)(\d\d)(?=年度?)")
_HAN_YEAR = re.compile(r"[二贰][〇○零О0Oo][〇○零一二三四五六七八九О0Oo]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇○零ОOo一二三四五六七八九贰", "0000001234567892")
_SPAN = re.compile(r"20\d\d年?[-—–~至]+20\d\d年")
# Pinyin that mirrors set behind a character: 报(bào).
GLOSS = re.compile(r"(?<=[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+[)）]")
_BRACKETS = re.compile(r"[(\[（【〔《][^()\[\]（）【】〔〕《》]*[)\]）】〕》]")
# A day or a month is one of publication or of signing, never the year of the report; nor is a year of publishing.
_DATE = re.compile(
    r"20\d\d(?:年\d{1,2}月(?:\d{1,2}日|(?![\d\-—–~至到]))|([-/.])\d{1,2}\1\d{1,2}(?!\d)|年(?=发布|公布|公开发布))"
)
# 贵阳市人民政府（市人民政府办公厅）: the office's own report, not the government's (domain.md §1.2).
_OF_OFFICE = re.compile(r"政府[(（](?:[^()（）]*政府)?(办公[厅室])[)）]")
# A letter that only passes the report on, and a report that has its picture version with it.
_QUOTED = re.compile(r"关于(?:[印转]发|公[布开]|发布|[报呈]送|上报)?《([^《》]*)》的?(?:函|报告|通知|公告)$")
_WITH = re.compile(r"[(（](?:含|[内另]?附)[^()（）]*[)）]")
_NUMBERED = re.compile(r"[(\[（【〔]\d{4}[)\]）】〕]第?\d*号?")
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
# A university reports by school year, which is that of its end.
_SCHOOL_YEAR = re.compile(r"20\d\d年?[-—–~至]+(20\d\d)学年(?:度)?")
_YEAR_WORDS = re.compile(
    r"20\d\d年?[-—–~至]+20\d\d学年(?:度)?"
    r"|(?:(?:19|20)?\d\d|[二贰][〇○零ОOo0-9一二三四五六七八九]{3})年(?:度)?|(?<!\d)20\d\d(?!\d)"
)


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title says. `possible`: a short title that only its column or body can decide.

    `organ` is None where the title names none by itself ("我局", "区教育局" keep their words; "" never occurs);
    `variant` is corrected, picture, links or text for a copy of a report, else "".
    """

    kind: TitleKind
    year: int | None = None
    organ: str | None = None
    variant: str = ""
    reason: str = ""


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _lexicon() -> dict[str, Any]:
    with Path(__file__).with_name("titles.toml").open("rb") as file:
        return tomllib.load(file)


def plain(text: str) -> str:
    """Return `text` in NFKC and simplified characters, without blanks and pinyin glosses ("报(bào)")."""
    text = _simplifier().convert(unicodedata.normalize("NFKC", text))
    for said, meant in _lexicon()["spellings"].items():
        text = text.replace(said, meant)
    text = GLOSS.sub("", text)
    return re.sub(r"[\s\u200b-\u200f\ufeff\u00ad?]+", "", text)


@lru_cache(maxsize=4096)
def read_title(text: str) -> TitleReading:
    """Tell from a link text or heading whether it titles an annual report, and of which year and organ."""
    title = plain(text)
    if not title:
        return TitleReading("other", reason="the title is empty")
    words = _lexicon()
    quoted = _QUOTED.search(title)
    if quoted and _CORE.search(quoted[1]):
        title = quoted[1]
    title = title.replace("《", "").replace("》", "")
    told = _WITH.sub("", re.sub(words["inside_organs"], "", title))
    for word in words["companion"]:
        if word in told:
            return TitleReading("companion", read_year(title), reason=f"its title says {word}")
    if _SPAN.search(title):
        return TitleReading("other", reason="its title names a span of years")
    for word in words["other"]:
        if word in told:
            organ = _report_title(title.replace(word, "年度报告")).organ if word in words["unless_whole"] else None
            return TitleReading("other", read_year(title), organ, reason=f"its title says {word}")
    return _report_title(title)


def _report_title(title: str) -> TitleReading:
    pieces = [piece for piece in re.split(r"[_|｜>›»]|(?<![\d])-+(?![\d])|-{2,}|——", title) if piece]
    for piece in pieces:
        # The year may stand inside the words that name a report: 政府信息公开工作2021年度报告.
        bare = _YEAR_WORDS.sub("", piece)
        core = _CORE.search(piece) or _CORE.search(bare)
        if core:
            # Where the year stands apart, the organ may stand beside it; a piece without a year names the site.
            others = [] if read_year(piece) else [other for other in pieces if other is not piece and read_year(other)]
            organ = _organ(core.string, core, others)
            return TitleReading("report", read_year(piece) or read_year(title), organ, _variant(title))
    for piece in pieces:
        core = _SHORT.search(piece)
        if core and read_year(piece):
            organ = _organ(piece, core, [p for p in pieces if p is not piece])
            return TitleReading("possible", read_year(piece), organ, _variant(title))
    return TitleReading("other", read_year(title), reason=UNNAMED)


def _variant(title: str) -> str:
    return next((name for name, words in _lexicon()["variant"].items() if any(word in title for word in words)), "")


def read_year(text: str) -> int | None:
    """Return the year that a title names: outside brackets first, then inside, Chinese numerals too; else None."""
    title = _DATE.sub("", _NUMBERED.sub("", plain(text)))
    outside = _BRACKETS.sub("", title)
    for source in (outside, title):
        match = _SCHOOL_YEAR.search(source) or _YEAR.search(source)
        if match:
            return int(match[1])
        han = _HAN_YEAR.search(source)
        if han:
            return int(han[0].translate(_HAN_DIGITS))
    for source in (outside, title):
        match = _LOOSE_YEAR.search(source)
        if match:
            return int(match[1])
        match = _TWO_DIGITS.search(source)
        if match:
            return 2000 + int(match[1])
    return None


def _organ(piece: str, core: re.Match[str], others: list[str]) -> str | None:
    before, after = piece[: core.start()], piece[core.end() :]
    name = _strip(before)
    office = _OF_OFFICE.search(before)
    if office and name.endswith("政府"):
        return name + office[1]
    if name.endswith("人民") or (core[0].startswith("政府") and name.endswith(("省级", "市级", "县级", "区级"))):
        name += "政府"
    if name:
        return name
    endings = tuple(_lexicon()["organ"]["endings"])
    bracketed = [m[0][1:-1] for m in _BRACKETS.finditer(piece)]
    for candidate in (_strip(after), *map(_strip, bracketed), *map(_strip, others)):
        if candidate.endswith(endings) and not _CORE.search(candidate):
            return candidate
    return None


def _strip(text: str) -> str:
    text = _BRACKETS.sub("", _NUMBERED.sub("", text))
    text = _YEAR_WORDS.sub("", text)
    text = re.sub(r"^(?:附件\d*[:：.、]?|关于|编制|公布|发布|报送|印发)+", "", text)
    return re.sub(r"(?:的|年度|年|关于|发布|公布)+$", "", text).strip("-—_.,:：、，。;；·|\"'“”()（）")


def is_settled_by_content(reading: TitleReading) -> bool:
    """Tell whether a title that is no report's may stand over a whole report: some head theirs 工作总结."""
    return any(reading.reason.endswith(word) for word in _lexicon()["unless_whole"])


def ends_as_organ(text: str) -> bool:
    """Tell whether words end like the name of an organ."""
    return text.endswith(tuple(_lexicon()["organ"]["endings"])) and len(text) > 2


def names_an_organ(organ: str | None) -> bool:
    """Tell whether a title's organ stands by itself: 区教育局 and 我局 need the site to say whose they are."""
    if not organ or organ[0] in "我本" or not _HAN_WORD.search(organ):
        return False
    bare = _lexicon()["organ"]["bare"]
    return organ not in bare and not re.match(r"(?:区|县|市|旗|省)(?!.{0,3}(?:区|县|市|旗)$)", organ)
