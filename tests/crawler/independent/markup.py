"""Rows, pages and articles in the markup that real portals were seen to use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A row of a listing: words, address as printed, day."""

    title: str
    href: str
    day: str = "2024-01-31"


def report_title(organ: str, year: int) -> str:
    """The ordinary title."""
    return f"{organ}{year}年政府信息公开工作年度报告"


def items(count: int, folder: str = "./", year: int = 2023, name: str = "练习县第{}局") -> list[Item]:
    """So many reports in the manner of TRS, one a day from January 1."""
    return [
        Item(
            report_title(name.format(n), year),
            f"{folder}{year + 1}01/t{year + 1}01{n % 28 + 1:02}_{7000 + n}.html",
            f"{year + 1}-01-{n % 28 + 1:02}",
        )
        for n in range(1, count + 1)
    ]


def u_list(rows: Sequence[Item], explained: str = "") -> str:
    """NDRC: a direct anchor, a span, a hidden block of explanations, scripts and empty separators.

    `explained` is the address of an explanation that bears the very title of the report.
    """
    out = []
    for row in rows:
        block = (
            f'<div class="popbox"><strong>解读：</strong><a href="{explained}" title="{row.title}">{row.title}</a></div>'
            if explained
            else ""
        )
        cut = f"{row.title[:12]}…"
        out.append(
            f'<li><a href="{row.href}" target="_blank" title="{row.title}">{cut}</a><span>{row.day.replace("-", "/")}</span>'
            f'{block}<script>var n = 1; // <a href="./nothing.html"></script></li>\n<li class="empty"></li>'
        )
    return f'<ul class="u-list">{"".join(out)}</ul>'


def a_list(rows: Sequence[Item]) -> str:
    """MOST: single quotes, data attributes, the date twice."""
    return (
        "<ul class='list_common a_list'>"
        + "".join(
            f"<li><a href='{row.href}' title='{row.title}' data-type='20' data-doctUrl='{row.href}' data-docfile=''>"
            f"{row.title[:15]}...</a><span class='mhide'>{row.day}</span><span class='pchide'>{row.day}</span></li>"
            for row in rows
        )
        + "</ul>"
    )


def broken(words: str) -> str:
    """The words with a line break between two characters of Chinese."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", "\n", words, count=1)


def table_rows(rows: Sequence[Item]) -> str:
    """A table with the date in a cell of its own and the words broken over lines."""
    cells = "".join(
        f'<tr><td>{number}</td><td><a href="\n{row.href}\n">{broken(row.title)}</a></td>'
        f"<td class='rq'><span>{row.day}</span></td></tr>"
        for number, row in enumerate(rows, 1)
    )
    return f"<table class=listTab>{cells}</table>"


def written_rows(rows: Sequence[Item]) -> str:
    """Wuhan: each row emitted by `document.writeln` from variables."""
    return (
        "<ul>"
        + "".join(
            f"<li><script>\nvar url = '{row.href}';\nvar title = '{row.title}';\nvar FILENUM = '';\n"
            "if (FILENUM != '') { title = title + '（' + FILENUM + '）'; }\n"
            "document.writeln('<a href=\"' + url + '\" title=\"' + title + '\" target=\"_blank\">' + title + '</a>');\n"
            f"document.writeln('<span>{row.day}</span>');\n</script></li>"
            for row in rows
        )
        + "</ul>"
    )


def linked_by_script(rows: Sequence[Item]) -> str:
    """Haidian: the link in `var strLink`, the words outside of the script."""
    return (
        '<table class="listTab">'
        + "".join(
            f"<tr><td class='mc'><script>var strLink = '{row.href}';\n"
            "document.write(\"<a href='\"+strLink+\"' target='_blank'>\");</script>"
            f"{row.title}<script>document.write('</a>');</script></td><td class=\"rq\"><span>{row.day}</span></td></tr>"
            for row in rows
        )
        + "</table>"
    )


def page(body: str, title: str = "政府信息公开年报_练习县人民政府", head: str = "", menu: str = "") -> str:
    """A page with the chrome of a portal around `body`."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>
<meta name="SiteName"content="练习县人民政府"><meta name="SiteIDCode"content="4109720001">{head}</head><body>
<div class="header"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/hdjl/">互动交流</a></div>
<div class="left"><a href="/zwgk/zfxxgkzn/">政府信息公开指南</a><a href="/zwgk/zfxxgkzd/">政府信息公开制度</a>
<a href="/zwgk/fdzdgknr/">法定主动公开内容</a>{menu}</div>
<div class="main">{body}</div><script src="/images/page_footer.js"></script>
<div class="footer">主办：练习县人民政府办公室 {"　" * 9} 联系方式：0000-0000000 <a href="/wzdt/">站点地图</a></div>
</body></html>"""


def listing(rows: str, pager: str = "", **how: str) -> str:
    """A page of a listing."""
    return page(f'<div class="list">{rows}</div><div class="page">{pager}</div>', **how)


def home(column: str) -> str:
    """A home page that leads to the column."""
    return page(
        f'<div class="news"><ul><li><a href="/xw/t20240101_1.html">县领导调研</a></li></ul></div>'
        f'<div class="gk"><a href="{column}">政府信息公开年报</a></div>',
        title="练习县人民政府门户网站",
    )


def article(title: str, body: str = "", foot: str = "", organ: str = "练习县某局") -> str:
    """A report as TRS prints it: metas without blanks, an unquoted class, buttons in the body box, a foot."""
    text = body or f"<p>　　{organ}根据有关规定编制本报告。</p>" + "<p>&nbsp;　主动公开情况良好。</p>" * 12
    return page(
        f"""<h2 class="article_title">{title}</h2><div class=TRS_Editor>{text}<a href="javascript:window.print()">打印</a>
</div>{foot}""",
        title=f"{title}_练习县人民政府",
        head=f'<meta name="ArticleTitle"content="{title}"><meta content="2024-01-31 03:11"name="PubDate">',
    )
