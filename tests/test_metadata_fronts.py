"""Metadata of fronts that differ from copy to copy: a row is a front, and what has to be read in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qcompare.text.front import labels

sys.path.insert(0, str(Path(__file__).parent))
from notices import GOALS, read  # noqa: E402

LONG = "本市陶瓷产业基础扎实,门类齐全,质量稳步提升,为今后发展打下了坚实基础,各地要高度重视。"
FRONTS = {
    "labels and values apart by bars": (
        "文 号： | 绥政发〔2018〕7号 | 公开方式： | 主动公开 |\n发文日期： | 2018-03-02 | 效力状态： | |\n绥化市陶瓷质量规划\n",
        {"doc_number": "绥政发〔2018〕7号", "date_issued": "2018-03-02", "title": "绥化市陶瓷质量规划"},
    ),
    "fields whose labels nobody knows are no title": (
        "所属目录： 通知公告 公文种类： 公告\n绥化市陶瓷质量规划\n",
        {"title": "绥化市陶瓷质量规划", "doc_type": "规划"},
    ),
    "who put it on the web is no issuer": (
        "  • 发文机构：\n    县政府网站\n  • 发文字号：\n    安政发〔2018〕7号\n安平县人民政府工作规则\n",
        {"issuer": "安平县人民政府", "doc_number": "安政发〔2018〕7号"},
    ),
    "a number before a place name tells the place": (
        "市人民政府办公室关于印发《陶瓷质量方案》的通知\n鄂州政办发〔2018〕6号\n各区人民政府：\n",
        {"issuer": "鄂州市人民政府办公室", "jurisdiction": "湖北省鄂州市", "title": "陶瓷质量方案"},
    ),
    "two bodies with nothing between them, in title marks": (
        "《中共山东省委办公厅山东省人民政府办公厅印发〈关于陶瓷质量的实施意见〉的通知》\n鲁办发〔2018〕9号\n"
        "各市党委和人民政府：\n《关于陶瓷质量的实施意见》已经省委同意，现印发给你们，请认真贯彻落实。\n关于陶瓷质量的实施意见\n",
        {"issuer": "中共山东省委办公厅山东省人民政府办公厅", "title": "关于陶瓷质量的实施意见", "jurisdiction": "山东省"},
    ),
    "four bodies with blanks between them": (
        "绥化市发展和改革委员会 中共绥化市委社会工作部 绥化市财政局 关于印发绥化市陶瓷质量方案的通知\n各县（市）政府：\n",
        {"issuer": "绥化市发展和改革委员会 中共绥化市委社会工作部 绥化市财政局"},
    ),
    "a people's congress resolves": (
        "绥化市第三届人民代表大会第二次会议关于陶瓷规划纲要的决议\n（2018年3月11日绥化市第三届人民代表大会第二次会议通过）\n",
        {"issuer": "绥化市第三届人民代表大会第二次会议", "date_issued": "2018-03-11", "doc_type": "决议"},
    ),
    "a page's summary between its headline and the document": (
        f"绥化市人民政府关于印发陶瓷质量方案的通知\n{LONG}\n绥化市人民政府关于印发\n陶瓷质量方案的通知\n绥政发〔2018〕8号\n各县区：\n"
        "现将《绥化市陶瓷质量方案》印发给你们，请认真组织实施。\n2018年12月3日\n绥化市陶瓷质量方案\n",
        {"doc_number": "绥政发〔2018〕8号", "date_issued": "2018-12-03", "title": "绥化市陶瓷质量方案"},
    ),
    "a lead of the page": (
        f"绥化市人民政府印发陶瓷质量方案的通知\n导读：{LONG}\n绥政发〔2018〕8号\n绥化市人民政府\n2018年12月3日\n",
        {"doc_number": "绥政发〔2018〕8号", "date_issued": "2018-12-03"},
    ),
    "an encyclopaedia's sentence over the first chapter": (
        "2018年12月，中共山东省委办公厅、山东省人民政府办公厅发布《山东省陶瓷质量细则》，自发布之日起施行。\n内容全文\n第一章 总则\n",
        {"title": "山东省陶瓷质量细则", "issuer": "中共山东省委办公厅、山东省人民政府办公厅", "jurisdiction": "山东省"},
    ),
    "the press tells of a plan that it does not give": (
        f"2018年12月，山东省人民政府办公厅发布《山东省陶瓷质量细则》，各地反响热烈。\n{LONG}\n{LONG}\n{LONG}\n{LONG}\n",
        {"title": None, "issuer": None},
    ),
    "title marks that close in the next line": (
        "国务院关于《绥化陶瓷规划\n（2018—2035年）》的批复\n国函〔2018〕7号\n黑龙江省人民政府：\n",
        {"title": "国务院关于《绥化陶瓷规划（2018—2035年）》的批复", "doc_type": "批复", "period_end": None},
    ),
    "title, number, day and opening in one line": (
        "绥化市人民政府贯彻国务院陶瓷指导意见的实施意见 绥政发[2018]69号 2018-11-03 为贯彻《国务院陶瓷指导意见》，结合我市实际，提出以下实施意见。 ",
        {"title": "绥化市人民政府贯彻国务院陶瓷指导意见的实施意见", "doc_number": "绥政发[2018]69号", "date_issued": "2018-11-03"},
    ),
    "title, number in brackets and addressees in one line under a bar": (
        "|\n绥化市人民政府办公室关于印发《绥化市陶瓷质量意见》的通知 （绥政办发〔2018〕10号） 各区人民政府，市政府各部门： " + LONG + "\n",
        {"title": "绥化市陶瓷质量意见", "doc_number": "绥政办发〔2018〕10号", "issuer": "绥化市人民政府办公室"},
    ),
    "an order with its day in brackets": (
        "山东省陶瓷质量办法\n（山东省人民政府令第6号 1998年6月29日）\n第一章 总则\n",
        {"date_issued": "1998-06-29", "jurisdiction": "山东省"},
    ),
    "several places together are no prefecture": (
        "长三角地区2020—2021年陶瓷质量方案\n财政部 商务部\n浙江省人民政府\n2020年10月30日\n",
        {"jurisdiction": None, "date_issued": "2020-10-30"},
    ),
    "the day of a page under its headline is not the day of signing": (
        "绥化市人民政府关于重新发布陶瓷办法的通知\n2018-12-09\n来源：绥化日报\n绥政发〔2018〕8号\n各县区人民政府：\n"
        "经研究，现将《绥化市陶瓷办法》（绥政发〔2013〕1号）重新发布，请认真贯彻执行，执行中的问题请径向市质监局反映。\n"
        "绥化市人民政府\n2018年12月3日\n绥化市陶瓷办法\n",
        {"date_issued": "2018-12-03", "issuer": "绥化市人民政府"},
    ),
    "an order, its number and the mayor": (
        "绥化市陶瓷办法\n绥化市人民政府令\n第9号\n《绥化市陶瓷办法》已经市政府常务会议通过，现予公布，自2019年1月1日起施行。\n市长：李平\n"
        "2018年12月3日\n绥化市陶瓷办法\n第一章 总则\n",
        {"issuer": "绥化市人民政府", "date_issued": "2018-12-03", "title": "绥化市陶瓷办法"},
    ),
    "who issued an order stands in the bracket": (
        "陶瓷登记条例\n（2018年12月3日中华人民共和国国务院令第946号公布）\n第一章 总则\n",
        {"issuer": "中华人民共和国国务院", "jurisdiction": "全国", "date_issued": "2018-12-03"},
    ),
    "two bodies on each line sign": (
        "关于印发推进绥化市陶瓷质量实施方案的通知\n各区财政局：\n现印发给你们，请认真贯彻执行。\n"
        "绥化市卫生健康委员会      绥化市财政局\n绥化市人力资源和社会保障局      绥化市医疗保障局\n2018年12月3日\n"
        "关于推进绥化市陶瓷质量实施方案\n",
        {"issuer": "绥化市卫生健康委员会 绥化市财政局 绥化市人力资源和社会保障局 绥化市医疗保障局",
         "title": "关于推进绥化市陶瓷质量实施方案", "jurisdiction": "黑龙江省绥化市"},
    ),
    "a centre opens the title": (
        "绥化市陶瓷服务中心关于开展陶瓷缴费工作的通告\n", {"issuer": "绥化市陶瓷服务中心", "doc_type": "通告"},
    ),
    "an encyclopaedia's box under its sentence": (
        "绥化市2018年陶瓷统计公报\n锁定\n《绥化市2018年陶瓷统计公报》是绥化市统计局在2019年2月28日发布的公报，各界可以查阅。\n中文名\n"
        "绥化市2018年陶瓷统计公报\n发布单位\n绥化市统计局\n",
        {"issuer": "绥化市统计局", "doc_type": "统计公报", "title": "绥化市2018年陶瓷统计公报"},
    ),
    "what a file is called": ("绥化市陶瓷质量方案.pdf\n", {"title": "绥化市陶瓷质量方案", "doc_type": "方案"}),
    "the day on which a page was saved": (
        "2020年07月04日    星期六\n市人民政府关于印发绥化市陶瓷质量方案的通知\n各县区：\n现印发给你们，请认真贯彻落实。\n绥化市人民政府\n"
        "2020年4月 日\n绥化市陶瓷质量方案\n",
        {"date_issued": None, "title": "绥化市陶瓷质量方案"},
    ),
    "a town of a district": ("重庆市万州区桥亭镇2018年陶瓷预案\n", {"jurisdiction": "重庆市万州区", "level": "county"}),
    "a label without a number above the number": (
        "文 号： null 所属主题： 已归档\n绥化市陶瓷质量方案\n绥政发〔2018〕7号\n", {"doc_number": "绥政发〔2018〕7号"},
    ),
    "an encyclopaedia's first paragraph over its box": (
        "为有效预防和科学应对陶瓷质量事故，最大程度地减少危害，保护人身和财产安全，制订本预案。\n基本介绍\n- 中文名：安平县陶瓷质量预案\n- 类型：预案\n",
        {"title": "安平县陶瓷质量预案", "doc_type": "预案"},
    ),
    "blanks that a copy lost are question marks": (
        "关于印发陶瓷质量方案的通知\n各县区：\n现印发给你们，请认真贯彻落实。\n绥化市人民政府 ???????\n2018年12月3日 ?????\n绥化市陶瓷质量方案\n",
        {"issuer": "绥化市人民政府", "date_issued": "2018-12-03"},
    ),
    "links of a page and a ministry's notice": (
        "热门站点| 世界站点 | 专利站点 | 论坛\n收藏本站| 设为首页| 首页\n民政部关于陶瓷救济问题的通知\n",
        {"title": "民政部关于陶瓷救济问题的通知", "jurisdiction": "全国", "issuer": "民政部"},
    ),
    "a nought among Chinese numerals": (
        "关于陶瓷质量的意见\n各县区：\n现印发给你们，请认真贯彻落实。\n二0一0年九月二十六日\n绥化市陶瓷质量方案\n",
        {"date_issued": "2010-09-26"},
    ),
    "what is made known and not handed on": (
        "陶瓷条例\n国家陶瓷委员会\n《陶瓷条例》已由国家陶瓷委员会第十八次会议于2018年10月31日通过，现予公布，自2019年1月1日起施行。\n"
        "国家陶瓷委员会\n2018年10月31日\n陶瓷条例\n第一章 总则\n",
        {"date_issued": "2018-10-31", "issuer": "国家陶瓷委员会"},
    ),
    "an office of a district with a long name": (
        "南通市崇川区科技工业和信息化局关于陶瓷质量的实施意见\n",
        {"jurisdiction": "江苏省南通市崇川区", "level": "county"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("front", FRONTS)
def test_a_front(front: str) -> None:
    text, expected = FRONTS[front]
    found = read(text + GOALS)
    assert {field: found[field] for field in expected} == expected


SHAPED = {
    "a reply to a proposal": (
        "索 引 号：000/2018-7\n发文机关：绥化市人民政府办公室\n标　　题：绥化市人民政府办公室对市政协四届四次会议第26号提案的答复\n"
        "发文字号：绥政办函〔2018〕7号\n绥化市人民政府办公室对市政协\n四届四次会议第26号提案的答复\n绥政办函〔2018〕7号\n",
        {"title": "绥化市人民政府办公室对市政协四届四次会议第26号提案的答复", "doc_type": "答复", "doc_number": "绥政办函〔2018〕7号"},
    ),
    "an order's number as a label states it": (
        "发文机关：绥化市人民政府\n标题：绥化市陶瓷条例\n发文字号：绥政令第7号\n绥化市人民政府令\n第7号\n",
        {"title": "绥化市陶瓷条例", "doc_number": "绥政令第7号"},
    ),
    "a last word that no list has": (
        "绥化市财政局关于陶瓷资金使用的说明\n绥财函〔2018〕7号\n各县区：\n",
        {"title": "绥化市财政局关于陶瓷资金使用的说明", "doc_number": "绥财函〔2018〕7号", "issuer": "绥化市财政局"},
    ),
    "the headline of the press is no title": ("绥化市副市长李平提出：要用陶瓷建支点\n绥化市副市长李平提出：要用陶瓷建支点\n", {"title": None}),
    "a notice that a letter rests on": (
        "绥化市人民政府关于陶瓷安全的通知\n绥政发〔2018〕7号\n各县区：\n各县区要按照《黑龙江省人民政府关于印发陶瓷应急预案的通知》"
        "（黑政发〔2017〕9号）精神，现将有关事项通知如下。\n",
        {"title": "绥化市人民政府关于陶瓷安全的通知", "doc_number": "绥政发〔2018〕7号"},
    ),
    "above the trail of links stands the site": (
        "登录退出\n手机端\n北林区政府\n搜索热词：公共服务投资创业\n您当前所在的位置：首页 > 专题 > 住房 > 分配信息\n关于受理陶瓷公寓申请的公告\n"
        "发表时间：2018-08-11 18:04:59 信息来源：区住建局 浏览量：-\n",
        {"title": "关于受理陶瓷公寓申请的公告", "doc_type": "公告", "issuer": None, "date_issued": None},
    ),
    "the line to which the links lead": (
        "登录\n北林区政府\n首页 > 公共服务 > 就业创业\n陶瓷行业可以网上登记吗？一文读懂！\n发布日期：2018-04-08 11:24:11 文章来源：市人社局\n",
        {"title": "陶瓷行业可以网上登记吗？一文读懂！", "doc_type": None, "issuer": None},
    ),
    "a bar behind the title": (
        "|\n|||||||||\n绥化市水利局关于建立陶瓷月通报制度的通知 | |||||||||\n各县区水利局 根据《省政府办公厅关于推进陶瓷改革的实施意见》，为推进我市陶瓷工作，经研究，"
        "决定建立月通报制度。\n",
        {"title": "绥化市水利局关于建立陶瓷月通报制度的通知", "doc_type": "通知", "issuer": "绥化市水利局"},
    ),
    "a day beside who put it on the web is the page's": (
        "绥化市陶瓷事业发展“十三五”规划\n日期：2018-01-20  发布人：信息科  浏览量：4502\n",
        {"title": "绥化市陶瓷事业发展“十三五”规划", "date_issued": None, "period_end": 2020},
    ),
    "sign-off and title within one paragraph": (
        "阅读全文\n各县区人民政府：经市政府同意，现将市计委制订的《加快绥化地区陶瓷发展规划纲要》印发给你们，请认真贯彻执行。黑龙江省人民政府办公厅"
        "二00三年八月十二日加快绥化地区陶瓷发展规划纲要省委九届五次全会提出支持陶瓷发展，这是多年来的期盼和共同愿望，是重大举措。\n",
        {"title": "加快绥化地区陶瓷发展规划纲要", "date_issued": "2003-08-12", "issuer": "黑龙江省人民政府办公厅"},
    ),
    "an entry of an encyclopaedia, between bars": (
        "词条 | 绥化市“十一五”陶瓷发展规划 |\n释义 | 绥发改规划〔2006〕165号 未来5年，是绥化加快发展的关键时期，陶瓷担负着重要使命，任务艰巨，特制定本规划。 一、基础\n",
        {"title": "绥化市“十一五”陶瓷发展规划", "doc_number": "绥发改规划〔2006〕165号", "period_end": 2010},
    ),
    "a draft put to the public": (
        "规范性文件草案征集意见\n《关于建设陶瓷强市的意见》（征求意见稿）公开征求意见的通知\n为深入贯彻落实省委、省政府关于陶瓷的部署，我委牵头起草了"
        "意见，自2018年7月3日向社会公开征求意见。\n",
        {"title": "关于建设陶瓷强市的意见", "doc_type": "意见"},
    ),
    "a letter that goes to somebody, whatever it says": (
        "市人民政府办公室关于分解陶瓷任务的通知\n各区、镇、办事处，市政府各部门：\n2018年是新一届政府开局之年，是实施规划的重要一年。做好陶瓷工作，必须准确把握形势，"
        "抓住机遇，乘势而上，各单位要各负其责。\n绥化市人民政府办公室\n2018年1月13日\n陶瓷重点工作责任分解\n",
        {"date_issued": "2018-01-13", "issuer": "绥化市人民政府办公室", "title": "市人民政府办公室关于分解陶瓷任务的通知"},
    ),
    "what is attached stands between a letter and its sign-off": (
        "区政府各部门，各街道办事处：\n为确保完成陶瓷任务，经区政府研究决定，将陶瓷目标任务分解下达给你们，请各单位抓紧落实，按时完成。\n附件:1. 陶瓷目标任务分解表\n"
        "2. 陶瓷项目任务分解表\n绥化市北林区人民政府办公室\n2018年2月15日\n(此件可公开发布)\n",
        {"date_issued": "2018-02-15", "issuer": "绥化市北林区人民政府办公室", "jurisdiction": "黑龙江省绥化市北林区"},
    ),
    "blanks lost before a sign-off": (
        "各市（区）人民政府：\n《绥化市陶瓷方案》已经市政府审议通过，现印发给你们，请认真遵照执行。\n?\n????????? ?绥化市人民政府\n??????? 2018年12月24日\n"
        "绥化市陶瓷方案\n",
        {"date_issued": "2018-12-24", "issuer": "绥化市人民政府", "title": "绥化市陶瓷方案"},
    ),
    "what a file is called, of no kind": ("2018年陶瓷项目任务责任分解表.docx\n", {"title": "2018年陶瓷项目任务责任分解表"}),
    "the place behind the year": ("2018年安平县陶瓷统计公报\n", {"jurisdiction": "安平县", "title": "2018年安平县陶瓷统计公报"}),
    "the headline over a report of the press": (
        "绥化推出陶瓷意见 计划2018年企业增幅超7成\n财联社10月14日电，北林区人民政府发布陶瓷意见，为推进陶瓷创新，各界反响热烈，成效显著。\n",
        {"title": "绥化推出陶瓷意见 计划2018年企业增幅超7成", "doc_type": None, "issuer": None, "period_end": None},
    ),
    "the headline over a paper's stamp, below its trail": (
        "绥化> 今日绥化> 正文\n绥化市印发陶瓷意见，产值达到50亿元\n绥化经济日报 2018-03-28 01:47 大字\n",
        {"title": "绥化市印发陶瓷意见，产值达到50亿元", "doc_type": None},
    ),
    "a title between bars": (
        "| |\n| 绥化市人民政府办公室关于下达陶瓷任务的通知 | |\n附：绥化市陶瓷任务分解表。\n二OO九年九月十五日\n",
        {"title": "绥化市人民政府办公室关于下达陶瓷任务的通知", "date_issued": "2009-09-15", "issuer": "绥化市人民政府办公室"},
    ),
    "a page that opens with its stamp": (
        "2018-02-14 09:25:02 来源：绥化晚报\n3年后，绥化将培育5个陶瓷标杆\n市政府办公室近日发布意见，我市将开展陶瓷行动，努力实现转型升级，各界反响热烈。\n",
        {"title": "3年后，绥化将培育5个陶瓷标杆", "issuer": None},
    ),
    "a headline names no period": (
        "绥化公布“十二五”陶瓷目标\n来源：绥化日报 时间：2011-04-08\n", {"title": "绥化公布“十二五”陶瓷目标", "period_end": None, "horizon": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("front", SHAPED)
def test_a_title_of_any_kind(front: str) -> None:
    text, expected = SHAPED[front]
    found = read(text + GOALS)
    assert {field: found[field] for field in expected} == expected


def test_an_empty_cell_between_bars_is_no_value() -> None:
    line = "效力状态: | 公开时限: | 长期公开 | 文号: |"
    assert [(field, line[start:end]) for field, start, end in labels(line)] == [
        ("page", "长期公开"),
        ("doc_number", ""),
    ]


REPORTS = {
    "delivered on two days": (
        "2018年政府工作报告\n陶瓷强国\n——2018年12月21日和22日在第十三届全国人民代表大会第一次会议上\n国务院总理 李平\n",
        ("2018年政府工作报告", "2018-12-21"),
    ),
    "title and session in the middle of a line, letters set apart": (
        "1、2018 年 绥 化 市 政 府 工 作 报 告 全 文2018 年 2 月 3 日在绥化市第四届人民代表大会第四次会议上 市长 李平 ",
        ("2018年绥化市政府工作报告", "2018-02-03"),
    ),
}


@pytest.mark.parametrize("front", REPORTS)
def test_the_front_of_a_report(front: str) -> None:
    text, expected = REPORTS[front]
    found = read(
        f"{text}各位代表：\n现在，我代表人民政府向大会报告工作，请予审议。\n一、2017年工作回顾\n生产总值增长8%。\n"
    )
    assert ((found["title"] or "").replace(" ", ""), found["date_issued"]) == expected
    assert found["doc_type"] == "政府工作报告"


HALL = "各位代表：\n现在，我代表市人民政府，向大会报告工作，请予审议。\n一、2017年工作回顾\n生产总值增长8%。\n"
DELIVERED = {
    "a page's stamp stands above, the day of the session below it": (
        "政府工作报告\n2018年03月13日\n【\n字体：\n大\n】\n在绥化市第四届人民代表大会第四次会议上\n绥化市代市长 李平\n（二〇一八年二月三日）\n" + HALL,
        {"date_issued": "2018-02-03", "title": "政府工作报告", "issuer": "绥化市人民政府", "horizon": 2018},
    ),
    "the day behind the session, in brackets": (
        "2018年03月13日\n政府工作报告\n—在绥化市第四届人民代表大会第四次会议上（二〇一八年二月三日）\n绥化\n市市\n长 李平\n" + HALL,
        {"date_issued": "2018-02-03", "jurisdiction": "黑龙江省绥化市"},
    ),
    "the title behind the page's field": (
        "来源：绥化日报网        政府工作报告\n——2018年2月3日在绥化市第四届人民代表大会第四次会议上\n绥化市市长\n李平\n" + HALL,
        {"title": "政府工作报告", "date_issued": "2018-02-03"},
    ),
    "the day before the speaker": (
        "资料：绥化市2018年政府工作报告\n2018年02月13日 16:40\n来源：绥化日报\n（2018年2月3日 李平）\n" + HALL,
        {"date_issued": "2018-02-03", "horizon": 2018},
    ),
    "a motto and the links of a page": (
        "人民代表大会制度是坚持党的领导、人民当家作主、依法治国有机统一的根本政治制度安排。\n网站首页\n人大概览\n立法工作\n李平作的政府工作报告\n"
        "来源：绥化日报\n2018-02-09 09:09:00\n政府工作报告\n——2018年2月3日在绥化市第四届人民代表大会第四次会议上\n李平作政府工作报告。记者 张三 摄\n" + HALL,
        {"date_issued": "2018-02-03", "title": "政府工作报告"},
    ),
    "a digest by the press under the page's stamp": (
        "李平在绥化市四届人大四次会议上的政府工作报告（摘登）\n添加时间 2018/2/12 15:20:47  浏览次数 40 次\n五年回顾\n"
        "本报讯 2月4日，市长李平在市四届人大四次会议上作政府工作报告时指出，过去五年，绥化各项事业全面进步，成绩来之不易。\n",
        {"date_issued": "2018-02-04", "issuer": "绥化市人民政府", "jurisdiction": "黑龙江省绥化市"},
    ),
    "a label holds the title and the session": (
        "标题：绥化市政府工作报告——2018年2月3日在绥化市第四届人民代表大会第四次会议上\n发文单位：绥化市人民政府\n报告人：市长 李平\n正文：\n" + HALL,
        {"title": "绥化市政府工作报告", "date_issued": "2018-02-03"},
    ),
    "links break the title of a report on a plan": (
        "政府工作报告\n2011年02月04日\n关于绥化市国民\n经济和社会发\n展第十二个五年规划纲要的报告\n—在绥化市第四届人民代表大会第四次会议上\n市长 李平\n"
        "（2011年2月3日）\n" + HALL,
        {"title": "关于绥化市国民经济和社会发展第十二个五年规划纲要的报告", "date_issued": "2011-02-03", "period_end": 2015,
         "doc_type": "政府工作报告", "horizon": 2015},
    ),
    "what stands before the title is no part of it": (
        "——在绥化市第四届人民代表大会第四次会议上的政府工作报告\n绥化市人民政府市长 李平\n（2018年2月3日）\n" + HALL,
        {"title": "在绥化市第四届人民代表大会第四次会议上的政府工作报告", "jurisdiction": "黑龙江省绥化市"},
    ),
    "all in one line, under the number of a page": (
        "1政府工作报告——2018年2月3日在桥东区第四届人民代表大会第一次会议上桥东区人民政府区长李平各位代表：现在，我代表区人民政府向大会作工作报告，"
        "请予审议。一、2017年工作回顾生产总值增长8%。二、今年工作生产总值增长7%。",
        {"title": "政府工作报告", "date_issued": "2018-02-03", "issuer": "桥东区人民政府"},
    ),
    "all in one line, a page's stamp behind the title": (
        "政 府 工 作 报 告 2018-02-14 2018年2月3日在绥化市北林区第四届人民代表大会第一次会议上 区人民政府区长 李平 各位代表： 现在，我代表区人民政府"
        "向大会报告工作，请予审议。 一、2017年工作回顾 生产总值增长8%。",
        {"date_issued": "2018-02-03", "jurisdiction": "黑龙江省绥化市北林区"},
    ),
    "a copy lost 年": (
        "关于绥化市2017年预算执行情况和2018年预算草案的报告\n2018-02-12 09:15:31\n——20182月3日在绥化市第四届人民代表大会第次会议上\n市财政局局长 李平\n"
        "各位代表：\n受市人民政府委托，现将预算草案提请大会审议。\n一、2017年预算执行情况\n收入增长8%。\n",
        {"date_issued": "2018-02-03", "jurisdiction": "黑龙江省绥化市"},
    ),
    "a headline over the report's own title": (
        "乡镇人大会,政府工作报告\n| 报告 |\n篇一：乡镇人大会\n河口镇政府工作报告\n2018年 月 日\n镇长 李平\n各位代表：\n我代表镇人民政府，向大会报告工作，请予审查。\n"
        "2017年工作回顾\n生产总值增长8%。\n",
        {"title": "河口镇政府工作报告", "date_issued": None},
    ),
    "a resolution without a title": (
        "(2018年2月3日绥化市北林区第四届人民代表大会\n第一次会议通过)\n绥化市北林区第四届人民代表大会第一次会议听取并审议了区长李平所作的政府工作报告。会议决定批准这个报告。\n",
        {"title": None, "date_issued": "2018-02-03", "issuer": "绥化市北林区第四届人民代表大会第一次会议", "jurisdiction": "黑龙江省绥化市北林区"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("front", DELIVERED)
def test_a_report_as_pages_have_it(front: str) -> None:
    text, expected = DELIVERED[front]
    found = read(text)
    assert {field: found[field] for field in expected} == expected


def test_the_nation_has_no_government_of_that_name() -> None:
    text = "政府工作报告\n——2018年3月5日在全国人民大会堂会议上\n各位代表：\n我代表国务院向全国人民代表大会报告工作。\n一、回顾\n增长8%。\n"
    assert read(text)["issuer"] == "国务院"


def test_a_sign_off_above_the_foot_of_a_page() -> None:
    foot = (
        "公开方式：主动公开\n【返回顶部】【关闭窗口】\n扫一扫在手机打开当前页\n使用帮助| 关于我们| 网站地图| 网站建议\n"
    )
    foot += (
        "网站标识码：4400000004 ICP备案号：备2022092331号\n"
        + "".join(f"·市委{name}办\n" for name in "台编外群老机督") * 3
    )
    found = read(f"关于陶瓷质量的意见\n{GOALS}{LONG}\n绥化市人民政府\n2018年12月3日\n{foot}↺\n×\n+\n")
    assert (found["issuer"], found["date_issued"]) == ("绥化市人民政府", "2018-12-03")
