"""Which elements the page's own style sheets hide on a wide screen: the last and most specific rule decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import cssselect
from lxml import etree

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_WIDTH = re.compile(r"(min|max)-width\s*:\s*([\d.]+)\s*(px|r?em)")
_SCREEN = 1280.0
# A state of the pointer or of a control, or a box beside the element: no rule about the element as it stands.
_PASSING = re.compile(r"::|:(?:before|after|hover|focus|active|visited|checked|target|first-l)", re.IGNORECASE)
_NAMES = re.compile(r"([.#])([\w-]+)")
_SHOWS = re.compile(r"(?:^|[;\s])(?:display|visibility)\s*:", re.IGNORECASE)
_DEEPEST = 4
_MOST_RULES = 2000
_HIDING = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|opacity\s*:\s*0(?![.\d])|text-indent\s*:\s*-\d{3,}\s*(?:px|em)|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]"
    r"|text-decoration(?:-line)?\s*:[^;]*line-through)",
    re.IGNORECASE,
)
_AWAY = re.compile(r"(?:^|[;\s])(?:left|top|right)\s*:\s*-\d{3,}", re.IGNORECASE)
_OUT_OF_FLOW = re.compile(r"position\s*:\s*(?:absolute|fixed)", re.IGNORECASE)
_NO_HEIGHT = re.compile(r"(?:^|[;\s])(?:max-)?height\s*:\s*0(?:px)?\s*(?:!\s*important\s*)?(?:;|$)", re.IGNORECASE)
_CLIPPED = re.compile(r"overflow(?:-y)?\s*:\s*hidden", re.IGNORECASE)


@lru_cache(maxsize=4096)
def hides(style: str) -> bool:
    """Tell whether declarations take an element out of sight: not shown, off the screen, without height, struck out."""
    if _HIDING.search(style):
        return True
    if _AWAY.search(style) and _OUT_OF_FLOW.search(style):
        return True
    return bool(_NO_HEIGHT.search(style) and _CLIPPED.search(style))


def applies(query: str) -> bool:
    """Tell whether a media query holds for a wide screen."""
    return any(_one_applies(one) for one in query.lower().split(",")) if query.strip() else True


def _one_applies(query: str) -> bool:
    if re.search(r"\bnot\s+(?:screen|all)\b", query) or ("orientation" in query and "portrait" in query):
        return False
    if re.search(r"\b(?:print|speech|aural|handheld|tty)\b|prefers-", query):
        return False
    for bound, number, unit in _WIDTH.findall(query):
        width = float(number) * (1 if unit == "px" else 16)
        if (bound == "min" and width > _SCREEN) or (bound == "max" and width < _SCREEN):
            return False
    return True


def rules(sheet: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (selectors, declarations) of the rules that hold for a wide screen."""
    at = 0
    while (brace := sheet.find("{", at)) >= 0:
        prelude = sheet[at:brace].rsplit(";", 1)[-1].strip()
        if prelude.startswith("@"):
            end = _closing(sheet, brace)
            name = prelude.split(None, 1)[0].split("(", 1)[0].lower()
            if depth < _DEEPEST and (name in ("@supports", "@layer") or (name == "@media" and applies(prelude[6:]))):
                yield from rules(sheet[brace + 1 : end], depth + 1)
        else:
            end = sheet.find("}", brace)
            end = len(sheet) if end < 0 else end
            yield prelude, sheet[brace + 1 : end]
        at = end + 1


def _closing(sheet: str, brace: int) -> int:
    level = 0
    for match in re.finditer(r"[{}]", sheet[brace:]):
        level += 1 if match[0] == "{" else -1
        if not level:
            return brace + match.start()
    return len(sheet)


def _sheets(root: etree._Element) -> str:
    texts = [element.text or "" for element in root.iter("style") if applies(element.get("media") or "")]
    return _COMMENT.sub("", "\n".join(texts))


def hidden_by_rules(root: etree._Element) -> list[etree._Element]:
    """Return the elements that the style sheets inside the page hide."""
    sheet = _sheets(root)
    found = [(prelude, body) for prelude, body in rules(sheet) if hides(body) or _SHOWS.search(body)][:_MOST_RULES]
    if not any(hides(body) for _, body in found):
        return []
    names = _names(root)
    decided: dict[etree._Element, tuple[tuple[object, ...], bool]] = {}
    for order, (prelude, body) in enumerate(found):
        hiding = hides(body)
        for selector in prelude.split(","):
            if {name for _, name in _NAMES.findall(selector)} <= names and not _PASSING.search(selector):
                for weight, element in _matches(root, selector.strip()):
                    rank = ("!important" in body.replace("! ", "!"), weight, order)
                    if element not in decided or rank >= decided[element][0]:
                        decided[element] = (rank, hiding)
    return [element for element, (_, hiding) in decided.items() if hiding]


def _names(root: etree._Element) -> set[str]:
    out: set[str] = set()
    for value in root.xpath("//@class | //@id"):
        out.update(str(value).split())
    return out


@lru_cache(maxsize=2048)
def _compiled(selector: str) -> tuple[tuple[tuple[int, int, int], etree.XPath], ...]:
    try:
        parsed = cssselect.parse(selector)
        translator = cssselect.HTMLTranslator()
        return tuple((one.specificity(), etree.XPath(translator.selector_to_xpath(one))) for one in parsed)
    except (cssselect.SelectorError, etree.XPathError):
        return ()


def _matches(root: etree._Element, selector: str) -> Iterator[tuple[tuple[int, int, int], etree._Element]]:
    for weight, path in _compiled(selector):
        for element in path(root):
            yield weight, element
