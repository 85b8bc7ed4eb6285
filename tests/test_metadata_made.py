"""Metadata of documents whose bracket says when and by whom they were made, of what the press gives, of reports to the party."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from notices import read  # noqa: E402

ARTICLES = "第一章 总则\n第一条 为了提高陶瓷质量，制定本办法。\n"
TITLE = "绥化市陶瓷质量管理办法"
MADE = {
    "two offices, the day between them and the verb": ("中共山东省委办公厅、山东省人民政府办公厅1998年6月11日印发", "1998-06-11", "中共山东省委办公厅、山东省人民政府办公厅"),
    "two offices with a blank between them": ("绥化市财政局 绥化市审计局 1997年7月2日印发", "1997-07-02", "绥化市财政局 绥化市审计局"),
    "a body, a comma and the day": ("绥化市人民政府，2011年6月8日", "2011-06-08", "绥化市人民政府"),
    "the last of several days": ("2012年4月6日绥化市财政局制定并发布 2018年7月9日绥化市财政局修订", "2018-07-09", "绥化市财政局"),
    "who made it is named once": ("2017年6月12日绥化市财政局制定 2017年9月4日发布", "2017-09-04", "绥化市财政局"),
    "made known by an order": ("2005年3月1日绥化市人民政府第12次常务会议通过 2005年3月8日绥化市人民政府令第12号公布 自2005年5月1日起施行", "2005-03-08", "绥化市人民政府"),
    "amended by a decision": ("2005年3月8日绥化市人民政府令第12号公布 根据2018年5月2日《绥化市人民政府关于修改部分规章的决定》修正", "2018-05-02", "绥化市人民政府"),
    "a plenary session": ("2017年4月18日中国共产党第三届委员会第六次全体会议通过", "2017-04-18", "中国共产党第三届委员会第六次全体会议"),
    "a session over the day": ("中国共产党绥化市第三届委员会第六次全体会议一九八八年六月七日通过", "1988-06-07", None),
    "from when it holds is no day of issue": ("自2005年5月1日起施行", None, None),
}  # fmt: skip


@pytest.mark.parametrize("made", MADE)
def test_a_bracket_under_the_title(made: str) -> None:
    said, day, issuer = MADE[made]
    found = read(f"{TITLE}\n（{said}）\n{ARTICLES}")
    assert (found["title"], found["date_issued"], found["doc_type"]) == (TITLE, day, "办法")
    assert issuer is None or found["issuer"] == issuer


def test_a_session_adopts_what_the_committee_issues() -> None:
    text = f"中共中央关于提高陶瓷质量的建议\n（2018年4月12日中国共产党第九届中央委员会第四次全体会议通过）\n{ARTICLES}"
    assert (read(text)["issuer"], read(text)["date_issued"]) == ("中共中央", "2018-04-12")
    standing = read(text.replace("中共中央关于提高陶瓷质量的建议", "陶瓷质量准则"))
    assert (standing["issuer"], standing["jurisdiction"], standing["doc_type"]) == (
        "中国共产党第九届中央委员会第四次全体会议", "全国", "准则",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "kind", "issuer"),
    [
        ("中共中央 国务院关于提高陶瓷质量的意见", "意见", "中共中央国务院"),
        ("关于《陶瓷质量条例》第三章的解释", "解释", None),
    ],
)
def test_titles_of_the_centre(title: str, kind: str, issuer: str | None) -> None:
    found = read(f"{title}\n（2018年12月3日）\n{ARTICLES}")
    assert (found["title"], found["doc_type"], found["date_issued"]) == (title, kind, "2018-12-03")
    assert (found["issuer"] or "").replace(" ", "") == (issuer or "")


def test_passed_on_after_approval() -> None:
    found = read(f"{TITLE}\n（经绥化市委批准，绥化市人民政府办公室1997年9月9日转发）\n{ARTICLES}")
    assert found["date_issued"] == "1997-09-09"


PRESS = (
    "中共山东省委办公厅 山东省人民政府办公厅印发《关于陶瓷质量的意见》\n2018-12-03 18:30 来源：江城日报\n"
    "江城日报12月3日电 近日，中共山东省委办公厅、山东省人民政府办公厅印发了《关于陶瓷质量的意见》（以下简称《意见》），并发出通知，要求遵照执行。\n"
)
TOLD = "记者看到，陶瓷质量分为三等，由各市评定，评定的结果每年公布，落选的窑口可以再报。\n"


@pytest.mark.parametrize("told", ["", TOLD, TOLD * 3])
def test_what_the_press_gives_in_full(told: str) -> None:
    found = read(f"{PRESS}{told}《关于陶瓷质量的意见》全文如下。\n关于陶瓷质量的意见\n（2018年11月30日）\n{ARTICLES}")
    assert (found["title"], found["doc_type"]) == ("关于陶瓷质量的意见", "意见")
    assert (found["issuer"], found["date_issued"]) == ("中共山东省委办公厅 山东省人民政府办公厅", "2018-11-30")


def test_what_the_press_gives_without_its_title() -> None:
    found = read(f"{PRESS}《关于陶瓷质量的意见》全文如下：\n为提高陶瓷质量，现提出如下意见。\n{ARTICLES}")
    assert (found["title"], found["date_issued"]) == ("关于陶瓷质量的意见", None)


def test_what_the_press_does_not_give() -> None:
    assert read(PRESS + TOLD * 3)["title"] != "关于陶瓷质量的意见"


@pytest.mark.parametrize(
    ("title", "issuer", "place"),
    [
        ("在中国共产党绥化市第八次代表大会上的报告", "中共绥化市委员会", "黑龙江省绥化市"),
        ("在中国共产党第四十次全国代表大会上的报告", "中共中央", "全国"),
        ("中共绥化市纪律检查委员会向中国共产党绥化市第八次代表大会的工作报告", "中共绥化市纪律检查委员会", "黑龙江省绥化市"),
    ],
)  # fmt: skip
def test_a_report_to_a_congress_of_the_party(title: str, issuer: str, place: str) -> None:
    found = read(
        f"{title}\n（2018年9月27日）\n李平\n同志们：\n现在，我向大会作报告。\n一、过去五年的工作\n生产总值增长8%。\n"
    )
    assert (found["issuer"], found["jurisdiction"]) == (issuer, place)


def test_a_sign_off_glued_to_the_last_sentence() -> None:
    body = "各县（市、区）林业局：为做好工作，现通知如下。" + "一、加强管理。窑口要按时报送样品，由市里统一检验。" * 12
    found = read(
        "绥化市财政局绥化市林业局关于加强陶瓷质量管理的通知绥财发〔2018〕16号" + body
        + "绥化市财政局绥化市林业局2018年8月6日绥化市财政局2018年8月7日印发\n"
    )  # fmt: skip
    assert found["date_issued"] == "2018-08-06"


def test_a_press_line_before_a_report_in_one_line() -> None:
    found = read(
        "3月5日，李平作《政府工作报告》。江城日报记者王刚摄 江城日报3月9日电政府工作报告——2018年3月5日在绥化市第四届人民代表大会第二次会议上"
        "市长李平各位代表：现在，我代表市人民政府，向大会作政府工作报告，请予审议。一、2017年工作回顾生产总值增长8%。" + "全市经济稳中向好。" * 60
    )  # fmt: skip
    assert (found["title"], found["date_issued"]) == ("政府工作报告", "2018-03-05")


def test_a_report_on_a_plan_by_its_short_name() -> None:
    found = read(
        "关于绥化市“十一五”规划纲要和2020年远景目标纲要的报告\n——2006年1月5日在绥化市第三届人民代表大会第二次会议上\n市长 李平\n各位代表：\n"
        "我代表市人民政府，向大会报告工作，请予审议。\n一、“十五”回顾\n生产总值增长8%。\n"
    )  # fmt: skip
    assert (found["period_start"], found["period_end"], found["horizon"]) == (2006, 2010, 2010)


OPENING = "各位代表：\n现在，我代表州人民政府，向大会报告工作，请予审议。\n一、2018年工作回顾\n"


@pytest.mark.parametrize(
    ("front", "title", "issuer", "day"),
    [
        ("甘孜州政府工作报告\n", "甘孜州政府工作报告", "甘孜藏族自治州人民政府", None),
        (
            "2019年自治州政府工作报告\n2019年1月9日在甘孜藏族自治州第十二届人民代表大会第二次会议上\n",
            "2019年自治州政府工作报告",
            "甘孜藏族自治州人民政府",
            "2019-01-09",
        ),
        (
            "绥化市政府工作报告\n——2019年1月9日绥化市第四届人民代表大会第二次会议通过\n",
            "绥化市政府工作报告",
            "绥化市人民政府",
            "2019-01-09",
        ),
        (
            "绥化市政府工作报告（2019年1月9日在绥化市第四届人民代表大会第二次会议上）市长 李平",
            "绥化市政府工作报告",
            "绥化市人民政府",
            "2019-01-09",
        ),
        (
            "绥化市政府工作报告──2019年1月9日在绥化市第四届人民代表大会第二次会议上市长 李平",
            "绥化市政府工作报告",
            "绥化市人民政府",
            "2019-01-09",
        ),
    ],
)
def test_a_local_report(front: str, title: str | None, issuer: str, day: str | None) -> None:
    found = read(front + OPENING)
    assert (found["title"], found["issuer"], found["date_issued"]) == (title, issuer, day)
    assert found["doc_type"] == "政府工作报告"


def test_a_report_of_a_revolutionary_committee() -> None:
    found = read(
        "革委会主任：\n各位代表：\n我代表浙江省革命委员会，向省第五届人民代表大会报告工作，请各位代表审议。\n一、两年工作\n"
    )
    assert (found["issuer"], found["jurisdiction"], found["doc_type"]) == ("浙江省革命委员会", "浙江省", "政府工作报告")
