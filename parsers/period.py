"""The period that a report states for its figures, and the year that its prose speaks of."""

from __future__ import annotations

import re
import unicodedata

from registry.titles import read_year

_STOP = r"(?:\d{1,2}时)?(?:开始|起)?[,，]?(?:截?至|截?止|到|—|-|~|－|–)+"
_PERIOD = re.compile(
    rf"(20\d\d)(?:年度?|[./-])(\d{{1,2}})(?:(?:月|[./-])(\d{{1,2}})(?:日|(?!\d))|月)?{_STOP}"
    r"(?:(20\d\d)(?:年度?|[./-]))?(\d{1,2})(?:(?:月|[./-])(\d{1,2})(?:日|(?!\d))|月)"
)
_HAN_DATE = re.compile(
    r"[二贰][〇○零O0][〇○零O0一二三四五六七八九]{2}年|(?<=[年月])[一二三四五六七八九十]{1,3}(?=[月日])"
)
_PERIOD_CUE = re.compile(r"统计(?:期限|时限|时间|周期|区间|范围)|(?:期限|时限|时间|周期)(?:为|是|自|从)|数据|所列")
_PERIOD_CUE_BEHIND = re.compile(r"^.{0,4}(?:统计期限|统计时限)")
_PROSE_YEAR = re.compile(r"(20\d\d)年(?:度)?(?!\d{0,2}月|\d)")
_CITED = re.compile(r"[〔\[(（【]20\d\d[〕\])）】]|20\d\d年(?:新)?(?:修订|修正|印发|发布|公布|施行|实施|起)")
# NFKC leaves alone a text that has it already, and most reports have but for these, which are exchanged far faster.
_WIDE = (("…", "..."), *zip("，：；（）！？％", ",:;()!?%", strict=True))
_ONES = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)}
_PLAN = re.compile(r"将|计划|下一步|明年|拟")


def iso_date(year: str, month: str, day: str) -> str | None:
    """Return a date as YYYY-MM-DD, or None when there is no such month or day."""
    numbers = int(year), int(month), int(day)
    if not (1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31):
        return None
    return f"{numbers[0]:04d}-{numbers[1]:02d}-{numbers[2]:02d}"


def stated_period(text: str, year: int | None) -> tuple[str, str] | None:
    """Return the period that the text states for its figures: of several, the one of the title's year."""
    found: list[tuple[str, str]] = []
    text = _HAN_DATE.sub(lambda match: _digits(match[0]), _folded(text))
    for match in _PERIOD.finditer(text):
        before, behind = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 12]
        if _PERIOD_CUE.search(before) or _PERIOD_CUE_BEHIND.search(behind):
            first = iso_date(match[1], match[2], match[3] or "1")
            last = iso_date(match[4] or match[1], match[5], match[6] or _last_day(match[5]))
            found += [(first, last)] if first and last else []
    return next((one for one in found if one[1][:4] == str(year)), found[0] if found else None)


def _folded(text: str) -> str:
    """Return `text` in NFKC."""
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text)


def _last_day(month: str) -> str:
    return {2: "28", 4: "30", 6: "30", 9: "30", 11: "30"}.get(int(month), "31")


def _digits(numeral: str) -> str:
    """Return a Chinese numeral of a date in digits: 二〇二三年 digit by digit, 三十一 by value."""
    if numeral.endswith("年"):
        return str(read_year(numeral) or numeral).removesuffix("年") + "年"
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return str("一二三四五六七八九".index(numeral) + 1) if len(numeral) == 1 else numeral
    return str(((_ONES[tens] if tens else 1) * 10) + (_ONES[ones] if ones else 0))


def prose_year(text: str, published_on: str | None) -> int | None:
    """Return the year that the beginning of the text speaks of, plans and citations apart: the one year it names, or of
    several the one before that of publication."""
    sentences = [part for part in re.split(r"[。；\n]", text[:3000]) if not _PLAN.search(part)]
    named = {int(year) for year in _PROSE_YEAR.findall(_CITED.sub("", "。".join(sentences)))}
    if not published_on:
        return named.pop() if len(named) == 1 else None
    last = int(published_on[:4]) - 1
    return last if last in named else None
