"""S16: one mixed list of a city: governments, departments, counties and towns, with everything that is no report."""

from __future__ import annotations

from tests.crawler.independent import markup
from tests.crawler.independent.markup import Item
from tests.crawler.independent.trs_sites import COLUMN, trs_site
from tests.crawler.independent.web import Reply, Web

REPORTS = [
    "2022年上海市政府信息公开工作年度报告",
    "安宁市2022年度政府信息公开工作年度报告",
    "2021年伊吾县人民政府信息公开工作年度报告",
    "叶城县人民政府2021年政府信息公开工作报告",
    "阿拉善盟阿拉善右旗人民政府办公室2022年度政府信息公开工作年度报告",
    "公安局2019年政府信息公开年度工作报告",
    "辽宁省2019年度政府信息公开工作报告",
    "2020年政府信息公开工作年度报告",
    "区教育局2022年政府信息公开工作年度报告",
    "县教育局2023年政府信息公开工作年度报告",
    "我旗2021年度信息公开年度报告",
    "经济技术开发区经济发展局2021年政府信息公开工作年报",
    "广东省教育考试院2022年政府信息公开年度报告",
    "昌江区委信访局2023年政府信息公开工作年度报告",
    "海关总署（本级机关）2022年政府信息公开工作年度报告",
    "全国海关2022年政府信息公开工作年度报告",
    "练习关区2022年政府信息公开工作年度报告",
    "练习省人民政府办公厅2022年政府信息公开工作年度报告",
    "宿州2019年政府信息公开工作年度报告（图片版）",
    "宿州2019年政府信息公开工作年度报告（超链版）",
    "清水县教育局2023年度政府信息\n公开工作年度报告",
    "2016年广州市公安局增城区分局政府信息公开工作年度报告",
    "于洪区教育局2023年政府信息公开工作年度报告",
    "练习市水利局2022年政府信息公开工作年度报告（更正）",
    "练习市林业局2022年政府信息公开工作年度报告（修订）",
    "二〇二二年度练习市统计局政府信息公开工作年度报告",
    "练习市审计局２０２２年政府信息公开工作年度报告",
    "练习市气象局 2022 年政府信息公开工作年度报告",
    "国家税务总局练习市税务局2023年政府信息公开工作年度报告",
    "练习市考核办公室2022年政府信息公开工作年度报告",
    *(f"练习市第{n}局2023年政府信息公开工作年度报告" for n in range(1, 31)),
    *(f"第{n}县人民政府2023年政府信息公开工作年度报告" for n in range(1, 9)),
    *(f"第{n}镇人民政府2023年政府信息公开工作年度报告" for n in range(1, 21)),
]
COMPANIONS = [
    "图解：练习市2022年政府信息公开工作年度报告",
    "一图读懂练习市水利局2022年政府信息公开工作年度报告",
    "【数说】练习市2022年政府信息公开工作年度报告",
    "《练习市2022年政府信息公开工作年度报告》解读",
    "第1镇人民政府 2023年政府信息公开年度报告（图解）",
    "Annual Report on Government Information Disclosure 2022",
]
NEAR_MISSES = [
    "练习市人民政府2022年政府网站工作年度报表",
    "练习市2022年政府网站监管年度报表",
    "练习市2022年法治政府建设年度报告",
    "练习市2022年政务公开工作要点",
    "练习市2022年政务公开工作总结",
    "练习市政府信息公开指南",
    "练习市政府信息公开制度",
    "练习市政府信息公开目录",
    "练习市2022年依申请公开年报",
    "练习市供水公司2022年公共企事业单位信息公开年报",
    "练习市图书馆2022年度事业单位法人年度报告",
    "练习市财政局2022年度部门决算",
    "练习市2022年政府工作报告",
    "关于做好2022年政府信息公开工作年度报告编制工作的通知",
    "练习市2022年度政务公开考核结果",
    "练习市2019—2020年政府信息公开工作报告",
    "练习市2023年上半年政府信息公开工作总结",
]
WITHDRAWN = "练习市民政局2022年政府信息公开工作年度报告"
CLONE = "练习市博彩局2023年政府信息公开工作年度报告"


def hub() -> Web:
    """The city; the withdrawn report stands twice, once gone; a clone and the big5 gate are linked."""
    titles = [*REPORTS, *COMPANIONS, *NEAR_MISSES, WITHDRAWN, WITHDRAWN]
    rows = [Item(title, f"./202401/t202401{n % 28 + 1:02}_{n}.html") for n, title in enumerate(titles)]
    own = rows[0].href.removeprefix("./")
    extra = [
        Item(CLONE, "http://127.0.0.2:8099/n2588035/c13587052/content.html"),
        Item(REPORTS[0], f"http://big5.practice.example.cn/gate/big5/127.0.0.1{COLUMN}{own}"),
        Item(REPORTS[1], "https://mp.weixin.qq.com/s/abc"),
    ]
    web = trs_site([*rows, *extra], markup.table_rows, per_page=20)
    gone = COLUMN + rows[-2].href.removeprefix("./")
    web.routes[gone] = Reply(b"gone", 404)
    return web
