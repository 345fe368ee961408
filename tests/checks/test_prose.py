"""Text against tables: real wordings are understood, and what speaks of something else raises no alarm."""

import pytest
from make_report import empty, report

from checks.run import check_report
from parsers.report import Scope

TABLE = {
    "req_new__natural": 8,
    "req_new__org_business": 1,
    "req_new__total": 9,
    "req_carried_in__natural": 2,
    "req_carried_in__total": 2,
    "res_granted__total": 5,
    "res_partial__total": 1,
    "res_denied_internal__total": 2,
    "res_unable_not_held__total": 1,
    "res_declined_petition__total": 1,
    "res_total__total": 10,
    "req_carried_out__total": 1,
    "rev_total": 2,
    "rev_upheld": 2,
    "lit_direct_total": 3,
    "lit_direct_pending": 3,
    "lit_after_total": 1,
    "normdoc_issued": 4,
    "normdoc_repealed": 2,
    "normdoc_effective": 30,
}


def outcomes(text, part=1, table=None, **more):
    made = report(empty() | TABLE | (table or {}), text={part: text}, **more)
    out = {}
    for one in check_report(made, strict=True):
        if one.check[0] == "N" and one.status != "not_applicable":
            out.setdefault(one.check, []).append(one.status)
    return out


AGREES = [
    ("N01", "2022年，我局共收到政府信息公开申请9件。"),
    ("N01", "（二）依申请公开方面。本年度全区共收到11件申请，及时依法依规办结10件，1件结转下年度继续办理。"),
    ("N01", "2022年全区接收通过邮寄、网络提交的各类政府信息公开申请共计９件，涉及自然人8件、商业企业1件。"),
    ("N01", "全市全年共收办依申请公开11件。"),
    ("N01", "全年新收依申请公开9件，同比增长50%。"),
    ("N02", "全年共收到政府信息公开申请9件，其中5件关于拆迁、1件关于职称、3件关于物业。"),
    ("N02", "全年共收到申请公开9件。其中网上申请5件，信函申请4件；关于拆迁的6件，关于职称的3件。"),
    ("N03", "依申请公开方面，办结10件，结转下年度继续办理1件。"),
    ("N03", "依申请公开方面，上年结转2件。"),
    ("N04", "办结政府信息公开申请10件：予以公开5件，部分公开1件，不予公开2件，无法提供1件，不予处理1件。"),
    ("N05", "办结政府信息公开申请10件：予以公开5件，占50%。"),
    ("N07", "因政府信息公开引起的行政复议案件2件、行政诉讼案件4件。"),
    ("N08", "全年制发规范性文件4件，废止规范性文件2件，现行有效行政规范性文件30件。"),
    ("N09", "共收到政府信息公开申请9件，其中自然人8件，法人或其他组织1件。"),
    ("N10", "全年共收到依申请公开9件，其中市本级4件，县区5件。"),
    (
        "N01",
        "2022年，全区各职能部门、镇街共收到政府信息依申请公开9件。其中，通过网络申请8件，占88.89%；通过信函申请1件。",
    ),
    ("N01", "本单位2022年度共受理信息公开申请9件。"),
    ("N01", "2022年全市共收到政府信息申请公开件9件，因政府信息公开引起的行政复议2件、行政诉讼案件4件。"),
    ("N02", "全区各部门共收到政府信息依申请公开9件。其中，通过网络申请8件，占88.89%；通过信函申请1件。"),
    ("N02", "办理政府信息公开申请9件，其中自然人8件，法人及其他组织1件；予以公开或部分公开6件，无法提供等3件。"),
    ("N03", "共办结政府信息公开申请10件，结转至2023年办理1件。"),
    ("N03", "法定期限内予以答复依申请公开10件，结转下年1件。"),
    ("N04", "办理政府信息公开申请10件，其中予以公开或部分公开6件，不予公开2件。"),
    ("N05", "在主动公开的政府信息共12条中，公文5条，占41%。"),
    ("N08", "2022年，共制发行政规范性文件4个，废止行政规范性文件2个。"),
]
SEED = (
    "今年以来，我区共受理申请公开8件，均已在法定期限内答复。"
    "其中5件申请公开拆迁改造方案、1件申请公开职称评审批复、2件申请公开物业备案信息。"
)
DIFFERS = [
    (
        "N01",
        "今年以来，我区共受理申请公开14件，均已在法定期限内答复。其中5件申请公开拆迁改造方案、1件申请公开职称评审批复、2件申请公开物业备案信息。",
    ),
    ("N01", "2022年，我局未收到政府信息公开申请。"),
    ("N01", "2022年度收到政府信息公开申请1,209件。"),
    (
        "N02",
        "2022年制作、获取政府信息总数510条，其中主动公开政府信息198条，依申请公开信息数142条，不予公开信息数137条。",
    ),
    ("N03", "依申请公开方面，共办结政府信息公开申请7件。"),
    ("N04", "办结政府信息公开申请10件：予以公开5件，部分公开1件，不予公开4件。"),
    ("N05", "办结政府信息公开申请共10件：予以公开5件，占52.3%。"),
    ("N07", "因政府信息公开被申请行政复议5件。"),
    ("N08", "现行有效行政规范性文件393件。"),
    ("N09", "2022年收到政府信息公开申请，其中自然人7件，法人或其他组织1件。"),
    ("N10", "全年共收到依申请公开9件，其中市本级4件，县区4件。"),
]
SILENT = [
    "2021年收到政府信息公开申请5件，2022年有所增长。",
    "与上年收到申请5件相比有所增长。",
    "主动公开信息125条、依申请公开176条、不予公开77条。",
    "作为依申请公开信息数161条，不予公开信息数79。",
    "区长信箱收到留言申请1200件，依申请公开工作有序开展。",
    "受理行政许可申请300件，依申请公开工作有序开展。",
    "依申请公开工作中，市自然资源局收到申请30件，市公安局收到申请20件。",
    "我局通过网络收到政府信息公开申请5件，通过信函收到政府信息公开申请4件。",
    "市本级共收到政府信息公开申请4件，各县区收到政府信息公开申请5件。",
    "共收到政府信息公开申请近10件。",
    "收到自然人政府信息公开申请8件。",
    "上半年收到政府信息公开申请3件。",
    "收到政府信息公开行政复议申请7件。",
    "依申请公开：予以公开3件，属于已主动公开范围告知获取途径2件。",
    "备案审查规范性文件60件，清理规范性文件500件。",
    "全市公安机关办理行政复议案件20件、行政诉讼案件30件。",
    "2022年我局没有未经复议直接起诉的案件。",
    "全年发布信息共1000条，政策解读50条，占政策文件总数的80%。",
    "共收到政府信息公开申请9件，其中通过网络提交5件。",
    "延期答复政府信息公开申请2件。",
    "2022年度我办通过政府门户网站共办理并答复信息公开申请3件、纸质申请7件，顺延至下一年答复2件。",
    "全年未收到依申请公开来信，无意见投诉情况。",
    "我办全年未收到行政许可申请；依申请公开工作平稳。",
    "全年共完成依申请公开答复10件，包括上年结转信息公开申请2件。其中，予以公开5件；部分公开1件；不予公开2件；"
    "无法提供的1件；不予处理的1件；其他处理0件。",
    "主动公开政府信息47条，其中部门文件22件，通知公告16条，人事任免5条。",
]


@pytest.mark.parametrize(("id_", "text"), AGREES)
def test_a_statement_that_agrees_with_the_table_passes(id_, text):
    found = outcomes(text)
    assert set(found.get(id_, ())) == {"pass"}, found
    assert not any("fail" in statuses for statuses in found.values()), found


@pytest.mark.parametrize(("id_", "text"), DIFFERS)
def test_a_statement_that_no_reading_makes_agree_fails(id_, text):
    assert "fail" in outcomes(text).get(id_, ()), outcomes(text)


@pytest.mark.parametrize("text", SILENT)
def test_what_speaks_of_something_else_raises_no_alarm(text):
    assert not any("fail" in statuses for statuses in outcomes(text).values()), outcomes(text)


def test_figures_of_the_whole_region_are_none_of_one_organs():
    text = "全县共制发行政规范性文件58件。"
    assert "N08" not in outcomes(text, organ="临江县水利局", scope=Scope("own"))
    assert outcomes(text, organ="临江县", scope=Scope("region"))["N08"] == ["fail"]


def test_an_office_that_names_itself_speaks_of_itself():
    text = "2022年，区政府办公室共收到8份政府信息公开申请，均为自然人申请。"
    assert outcomes(text, organ="汉阳区人民政府办公室")["N01"] == ["fail"]
    assert "N01" not in outcomes(text, organ="汉阳区人民政府")


@pytest.mark.parametrize(
    ("text", "sums"),
    [("收到1件占5%" * 20_000, 0), ("自然人5件法人" * 20_000, 0), ("全年共收到申请9件，其中5件、4件。" * 3_000, 3_000)],
)
def test_endless_text_is_read_to_its_end(text, sums):
    assert outcomes(text).get("N02", []) == ["pass"] * sums


def test_the_seed_fails_n01_and_passes_n02_with_the_quoted_span():
    made = report(empty() | {"req_new__total": 9, "res_total__total": 9}, text={1: SEED})
    found = {one.check: one for one in check_report(made) if one.check in ("N01", "N02")}
    assert (found["N01"].status, found["N01"].left, found["N01"].right) == ("fail", 8, 9)
    assert "受理申请公开8件" in found["N01"].evidence
    assert found["N02"].status == "pass"


def test_received_may_mean_new_and_carried_in():
    table = {"req_new__total": 3511, "req_carried_in__total": 96}
    assert outcomes("2022年全市依申请公开工作平稳，全市全年共收办3607件。", table=table)["N01"] == ["pass"]


def test_a_statement_about_cells_without_a_number_is_not_assessed():
    values = {code: value for code, value in empty().items() if not code.startswith("req_")}
    made = report(values, text={1: "2022年，我局共收到政府信息公开申请9件。"})
    assert [one.status for one in check_report(made) if one.check == "N01"] == ["not_assessable"]


def test_a_claim_of_no_defeat_is_held_against_the_table():
    text = {4: "全年行政诉讼案件保持零败诉。"}
    for corrected, status in ((0, "pass"), (1, "fail")):
        made = report(empty() | {"lit_direct_corrected": corrected, "lit_direct_total": corrected}, text=text)
        assert [one.status for one in check_report(made) if one.check == "C08"] == [status]
