"""Which files are an article's: every manner of linking one that the field notes name, and none of its neighbours'."""

from __future__ import annotations

import pytest

from crawler.attachments import attachments
from crawler.pages import Page
from tests.crawler.independent import markup

TITLE = "练习县教育局2023年政府信息公开工作年度报告"
URL = "http://x.gov.cn/zwgk/nb/202401/t20240131_1.html"
HERE = "/zwgk/nb/202401/"
LONG = "<p>　　正文良好。</p>" * 60


def found(inside: str = "", box: str = "<div class=TRS_Editor>", after: str = "", before: str = "") -> list[str]:
    """The addresses of the files of an article with this markup in its body box, behind it and before it."""
    body = f'{before}<h2 class="article_title">{TITLE}</h2>{box}{LONG}{inside}</div>{after}'
    text = markup.page(body, title=f"{TITLE}_县", head=f'<meta name="ArticleTitle"content="{TITLE}">')
    return [link.url.removeprefix("http://x.gov.cn") for link in attachments(Page(URL, text.encode()))]


LINKED = {
    'onclick': ('<a href="javascript:void(0)" onclick="window.open(\'./P1.pdf\')">附件</a>', '/zwgk/nb/202401/P1.pdf'),
    'js-href': ('<a href="javascript:downloadFile(\'/files/a.docx\')">附件</a>', '/files/a.docx'),
    'data-href': ('<a href="#" data-href="/files/a.docx">附件</a>', '/files/a.docx'),
    'title-names': ('<a href="/attach/77" title="年度报告.docx">附件1</a>', '/attach/77'),
    'download-attr': ('<a href="/attach/77" download="年度报告.docx">附件1</a>', '/attach/77'),
    'fujian-noext': ('<a href="/attach/77">附件：年度报告</a>', '/attach/77'),
    'docm': ('<a href="/a.docm">x</a>', '/a.docm'),
    'ceb': ('<a href="/a.ceb">x</a>', '/a.ceb'),
    'txt': ('<a href="/a.txt">x</a>', '/a.txt'),
    'xlsm': ('<a href="/a.XLSM">x</a>', '/a.XLSM'),
    'pptx': ('<a href="/a.pptx">x</a>', '/a.pptx'),
    'csv': ('<a href="/a.csv">x</a>', '/a.csv'),
    'jpg-link': ('<a href="/upload/a.jpg">附表</a>', '/upload/a.jpg'),
    'jsessionid': ('<a href="/a.pdf;jsessionid=3A">x</a>', '/a.pdf;jsessionid=3A'),
    'ashx': ('<a href="/Ashx/DownLoadFile.ashx?id=9">附件</a>', '/Ashx/DownLoadFile.ashx?id=9'),
    'php': ('<a href="/e/down.php?id=9">附件</a>', '/e/down.php?id=9'),
    'rest': ('<a href="/file/download/8a8b1234">附件</a>', '/file/download/8a8b1234'),
    'downloadattach': ('<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=9">附件【年报.doc】</a>', '/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=9'),
    'viewer-rel': ('<iframe src="/pdfjs/web/viewer.html?file=../../upload/2023.pdf"></iframe>', '/upload/2023.pdf'),
    'viewer-anchor': ('<a href="/pdfjs/web/viewer.html?file=/upload/2023.pdf">在线阅读</a>', '/upload/2023.pdf'),
    'viewer-other': ('<iframe src="/static/pdfview/index.html?url=%2Fupload%2F2023.pdf"></iframe>', '/upload/2023.pdf'),
    'iframe-datasrc': ('<iframe data-src="/upload/2023.pdf"></iframe>', '/upload/2023.pdf'),
    'iframe-hash': ('<iframe src="/upload/2023.pdf#toolbar=0"></iframe>', '/upload/2023.pdf'),
    'param': ('<object type="application/pdf"><param name="src" value="/upload/2023.pdf"></object>', '/upload/2023.pdf'),
    'docwrite': ('<script>document.write(\'<a href="./P020.doc">附件.doc</a>\');</script>', '/zwgk/nb/202401/P020.doc'),
    'fj-var': ('<script>var fjlist = "<a href=\'./P020.doc\'>附件.doc</a>"; if(fjlist!=""){document.write(fjlist);}</script>', '/zwgk/nb/202401/P020.doc'),
    'json-list': ('<script>var files=[{"name":"年报.docx","url":"\\/upload\\/1.docx"}];</script>', '/upload/1.docx'),
    'pdfobject': ('<div id="pdf"></div><script>PDFObject.embed("/upload/1.pdf", "#pdf");</script>', '/upload/1.pdf'),
    'img-rel': ('<p><img src="./images/page1.jpg"></p>', '/zwgk/nb/202401/images/page1.jpg'),
    'img-attach': ('<p><img src="/attachment/2024/1.png"></p>', '/attachment/2024/1.png'),
    'img-lazy': ('<p><img src="/blank.gif" data-original="/upload/2024/1.png"></p>', '/upload/2024/1.png'),
    'img-upper': ('<p><IMG SRC="W020240131401234567890.JPG"></p>', '/zwgk/nb/202401/W020240131401234567890.JPG'),
    'backslash': ('<a href="\\upload\\a.pdf">附件</a>', '/upload/a.pdf'),
    'spaces': ('<a href="/upload/年 报.pdf">附件</a>', '/upload/年 报.pdf'),
    'filequery': ('<a href="/file.action?fileName=年报.pdf&id=3">附件</a>', '/file.action?fileName=年报.pdf&id=3'),
    'area': ('<map><area href="/a.pdf"></map>', '/a.pdf'),
}  # fmt: skip
LEFT = {
    'img-print-icon': '<p><img src="/images/print.png"><img src="../../images/qrcode.png"><img src="/images/icon_pdf.gif"></p>',
    'other-year': '<a href="/o.pdf">练习县教育局2022年政府信息公开工作年度报告.pdf</a>',
}  # fmt: skip
BEHIND = {
    'foot-nested': ('<div class="xg"><div class="tit"><h3><span>相关文章</span></h3></div><ul><li><a href="/o.pdf">财政局2023年政府信息公开工作年度报告.pdf</a></li><li><a href="/q.doc">附件2</a></li></ul></div>', []),
    'foot-mark': ('<div class="xg"><p>【相关阅读】</p><ul><li><a href="/q.doc">附件2</a></li></ul></div>', []),
    'foot-dl': ('<dl><dt>■ 相关信息</dt><dd><a href="/q.doc">附件2</a></dd></dl>', []),
    'attach-block-related': ('<div class="related-files">相关附件：<a href="/q.doc">附件2</a></div>', ['/q.doc']),
    'menu-doc': ('<div class="footer"><a href="/z.doc">网站手册</a></div>', []),
    'sidebar-doc': ('<div class="right"><h3>热点推荐</h3><a href="/z.doc">附件：申请表</a></div>', []),
}  # fmt: skip
BOXES = {
    'img-box-content': ('<div class="content">', '<p><img src="/picture/0/1.jpg"></p>', '/picture/0/1.jpg'),
    'img-box-zoomcase': ('<div id="Zoom">', '<p><img src="/picture/0/1.jpg"></p>', '/picture/0/1.jpg'),
    'img-box-pages_content': ('<div class="pages_content">', '<p><img src="W020240131401234567890.jpg"></p>', '/zwgk/nb/202401/W020240131401234567890.jpg'),
}  # fmt: skip


@pytest.mark.parametrize("name", LINKED)
def test_a_file_in_the_body(name: str) -> None:
    inside, address = LINKED[name]
    assert found(inside) == [address]


@pytest.mark.parametrize("name", LEFT)
def test_what_is_no_file_of_the_report(name: str) -> None:
    assert found(LEFT[name]) == []


@pytest.mark.parametrize("name", BEHIND)
def test_what_stands_behind_the_body(name: str) -> None:
    after, addresses = BEHIND[name]
    assert found(after=after) == addresses


@pytest.mark.parametrize("name", BOXES)
def test_a_scanned_page_in_a_box_of_any_name(name: str) -> None:
    box, inside, address = BOXES[name]
    assert found(inside, box) == [address]


def test_a_block_is_not_the_frame_of_the_site_that_holds_the_body() -> None:
    link = '<a href="/a.doc">附件</a>'
    assert found(link, before='<div class="position-relative">', after="</div>") == ["/a.doc"]
    assert found(after=f'<div class="fj">{link}</div></div>', before='<div class="no-sidebar">') == ["/a.doc"]
    assert found(before='<div class="left-menu"><a href="/sqb.doc">申请表</a></div>') == []


def test_relative_addresses_start_from_the_base_of_the_page() -> None:
    assert found('<base href="http://x.gov.cn/other/"><a href="a.pdf">附件</a>') == ["/other/a.pdf"]
