"""Which organ's report of which year a document is, and when it was published; every doubt becomes a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from parsers.document import Document, Paragraph, Table, lines_of
from parsers.period import iso_date, prose_year, stated_period
from parsers.report import Context, Note
from registry.titles import TitleReading, ends_as_organ, names_an_organ, plain, read_title

_DATE = r"(20\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})"
_PUBLISHED = re.compile(
    r"(?:(?:发布|公布|上传|公开|发文)(?:时间|日期)|(?:发布|发表|公布|上传)于)\s*+[:：]?\s*+" + _DATE
)
# Other dates of a document are none of publication.
_OTHER_DATES = "成文|生成|签发|印发|施行|实施|生效|失效|废止|截止|统计"
_DATED = re.compile(rf"(?:(?<!{_OTHER_DATES})(?:时间|日期)|【)\s*+[:：]?\s*+" + _DATE)
_SOURCE = re.compile(
    r"(?:信息来源|来源|发布机构|发布单位|公开主体|发布者|作者)\s*[:：]\s*([\u4e00-\u9fff（）()]{3,40}?)"
    r"(?=\s|$|时间|日期|发布|字体|浏览|作者|编辑)"
)
_SIGNATURE = re.compile(
    r"([\u4e00-\u9fff（）]{3,30}(?:局|委|厅|办公室|政府|办事处|管委会|委员会|中心|院|镇|乡))\s*"
    r"(?:20\d\d|二[〇○零O]..)\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
)
# A date set without a word before it, on the line of source and readers.
_BARE_DATE = re.compile(r"^\W{0,2}" + _DATE + r"(?=.*(?:来源|浏览|阅读|字体|作者|点击|访问))")
# A date on a line of its own, as portals set it below the title.
_LONE_DATE = re.compile(r"\W{0,2}" + _DATE + r"\s*+日?\W*+(?:\d{1,2}:\d{2}(?::\d{2})?)?\W*+")
_TIMED = re.compile(r"\d{1,2}:\d{2}")
_EDITOR = re.compile(r"本(?:年度)?(?:报告|年报)由([\u4e00-\u9fff（）]{3,30}?)(?:根据|按照|依据|编制|负责|组织|汇总)")
_SITE = re.compile(r"^(.{2,12}[区县市旗])(?:人民)?政府")
_LEAD_LINES = 12
# How near the report a title or a lone date that stands before it must be.
_NEAR = 6
_META_DATES = ("pubdate", "publishdate", "publish_date", "pubtime", "publishtime")
# A title set over lines: its organ, its year, its words; a breadcrumb or a line of date and source is none of them.
_ONLY_YEAR = re.compile(r"20\d\d年?(?:度)?|[二贰]\S{3}年(?:度)?")
_LAST_YEAR = re.compile(r"20\d\d年?(?:度)?$")
_TITLE_WORDS = re.compile(r"政府信息|信息公开|年度报告|工作报告|年报|20\d\d年")
_NAMED = re.compile("公\\s*[开開]|年\\s*[报報]")
_SENTENCE = re.compile(r"[，。；].*[，。；、]|[，。；]$|、.*、")
_NO_TITLE = re.compile(r"[:：>]|\d月|\d[-/.]\d")


@dataclass
class Identity:
    """Title, organ, year, period (ISO dates), date of publication, the title's reading, and notes."""

    title: str
    reading: TitleReading
    organ: str | None = None
    year: int | None = None
    period: tuple[str, str] | None = None
    published_on: str | None = None
    notes: list[Note] = field(default_factory=list)


def identify(document: Document, context: Context) -> Identity:
    """Find title, organ, year, period and date. The year is that of the title, else of the period stated in the text,
    never of an address (`portals.md` §0.5)."""
    title, reading = _title(document, context)
    out = Identity(title, reading)
    text = _lead_text(document)
    out.period = stated_period(text, reading.year)
    out.published_on = _published(document, context)
    _set_year(out, context, text)
    _set_organ(out, document, context)
    return out


def _candidates(document: Document) -> Iterator[str]:
    yield from document.titles[:1]
    if "articletitle" in document.metadata:
        yield document.metadata["articletitle"]
    yield from document.titles[1:]
    yield from _of_lines([block.text for block in document.blocks[:_LEAD_LINES] if not isinstance(block, Table)])


def _of_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that may be a title, and those that make one together."""
    for at, line in enumerate(lines):
        if len(line) <= 80:
            yield line
        for stop in (at + 2, at + 3):
            pieces = lines[at:stop]
            joined = "".join(pieces)
            if stop <= len(lines) and len(joined) <= 80 and _NAMED.search(joined) and _make_a_title(pieces):
                yield joined


def _make_a_title(lines: Sequence[str]) -> bool:
    """Tell whether lines are one title: organ and year before words that title a report, or pieces of such words."""
    words = [plain(line) for line in lines]
    if any(_NO_TITLE.search(line) for line in words) or any(read_title(line).kind == "report" for line in lines[:-1]):
        return False
    whole = read_title(lines[-1]).kind == "report"
    return all(
        ends_as_organ(_LAST_YEAR.sub("", line))
        or _ONLY_YEAR.fullmatch(line)
        or (not whole and _TITLE_WORDS.search(line))
        for line in words[:-1]
    )


def _decisive(reading: TitleReading, text: str) -> bool:
    """Tell whether a line settles what the document is; a sentence that speaks of 图解 is no title of one."""
    if text.endswith(("。", "；")) or (reading.kind == "companion" and _SENTENCE.search(text)):
        return False
    if reading.kind in ("report", "possible"):
        return reading.year is not None or bool(reading.organ)
    return reading.kind == "companion" or (reading.year is not None and "title says" in reading.reason)


def _title(document: Document, context: Context) -> tuple[str, TitleReading]:
    weak: tuple[str, TitleReading] | None = None
    complete: tuple[str, TitleReading] | None = None
    for text in chain(_candidates(document), [context.title] if context.title else []):
        reading = read_title(text)
        if _decisive(reading, text):
            if reading.kind != "report" or (reading.year and reading.organ):
                return _fuller(text, reading, complete)
            complete = complete or (text, reading)
        elif reading.kind == "report" and weak is None:
            weak = (text, reading)
    return complete or _before_the_report(document) or weak or (document.title, read_title(document.title))


def _before_the_report(document: Document) -> tuple[str, TitleReading] | None:
    """Return a title that is set in plain lines right before the report, if the report speaks of its year."""
    for text in _of_lines(document.lead[-_NEAR:]):
        reading = read_title(text)
        if reading.kind == "report" and reading.organ and reading.year and str(reading.year) in _lead_text(document):
            return text, reading
    return None


def _fuller(text: str, reading: TitleReading, before: tuple[str, TitleReading] | None) -> tuple[str, TitleReading]:
    """A title that lacks organ or year gives way to a later one that has both, unless they contradict each other."""
    if before and (reading.kind != "report" or (before[1].year and before[1].year != reading.year)):
        return before
    if before and before[1].organ and not _may_be_one(before[1].organ, reading.organ or ""):
        return before
    return text, reading


def _may_be_one(first: str, second: str) -> bool:
    """Tell whether two names may be one organ's: one says the other in fewer words, or names none by itself."""
    return first in second or second in first or not (names_an_organ(first) and names_an_organ(second))


def _lead_text(document: Document) -> str:
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    return "".join("\n".join(texts).split())[:30_000]


def _set_year(out: Identity, context: Context, text: str) -> None:
    stated = int(out.period[1][:4]) if out.period else None
    out.year = out.reading.year or stated
    if out.reading.year and stated and out.reading.year != stated:
        out.notes.append(Note("year_conflict", detail=f"{out.reading.year} / {stated}"))
    if out.year is None and context.title:
        out.year = read_title(context.title).year
        if out.year:
            out.notes.append(Note("year_from_context", detail=context.title))
    if out.year is None:
        out.year = prose_year(text, out.published_on)
        if out.year:
            out.notes.append(Note("year_from_context", detail=f"正文：{out.year}年"))
    if out.period and (out.period[0][5:], out.period[1][5:]) != ("01-01", "12-31"):
        out.notes.append(Note("period_unusual", detail=" – ".join(out.period)))


def _set_organ(out: Identity, document: Document, context: Context) -> None:
    named = out.reading.organ
    if names_an_organ(named):
        out.organ = named
        return
    site = _SITE.match(document.metadata.get("sitename", ""))
    if named and site and named[0] == site[1][-1] and len(named) > 1:
        out.organ = site[1] + named[1:]
        out.notes.append(Note("organ_from_context", detail=f"{named} → {out.organ}"))
        return
    for source in _other_names(document, context):
        if names_an_organ(source) and (named is None or named[0] in "我本" or source.endswith(named[-2:])):
            out.organ = source
            out.notes.append(Note("organ_from_context", detail=f"{named or ''} → {source}"))
            return
    out.organ = named if named and named[0] not in "我本" else None


def _other_names(document: Document, context: Context) -> Iterator[str]:
    if context.title:
        yield read_title(context.title).organ or ""
    text = document.text()
    for match in _SIGNATURE.finditer(text[-600:]):
        yield match[1]
    for match in _EDITOR.finditer(re.sub(r"\s+", "", text[:3000])):
        yield match[1]
    for line in (*reversed(document.lead), *text.split("\n")[:_LEAD_LINES]):
        source = _SOURCE.search(line)
        if source:
            yield source[1]
    yield document.metadata.get("contentsource", "")
    yield context.publisher or ""


def _published(document: Document, context: Context) -> str | None:
    """Return the date of publication: as the listing gave it, as the page prints it, or as its metadata say; the
    metadata come last because they may be the minute the page was made anew (`portals.md` §0.4)."""
    if context.published_on:
        return context.published_on
    opening = [line for block in document.blocks[:_LEAD_LINES] for line in lines_of(block) if len(line) < 200]
    lines = [*reversed(document.lead), *opening]
    found = [pattern.search(line) for pattern in (_PUBLISHED, _DATED, _BARE_DATE) for line in lines]
    found += [_LONE_DATE.fullmatch(line) for line in document.lead[: -_NEAR - 1 : -1]]
    found += [_LONE_DATE.fullmatch(line) for line in opening[:_NEAR] if _TIMED.search(line)]
    found += [_PUBLISHED.search(line) for line in document.foot]
    found += [re.match(_DATE, document.metadata.get(name, "")) for name in _META_DATES]
    dates = (iso_date(match[1], match[2], match[3]) for match in found if match)
    return next((date for date in dates if date), None)
