"""How something is done, said before its name: 按时|完成, 有计划地|引进, 利用空地|新建, 选择30家企业|开展诊断."""

from __future__ import annotations

import re

from qcompare.coding.rules import Rule, opens, table
from qcompare.lexicon.patterns import pattern

# 通过工程措施|削减: by what means; 面向园区|培训: for whom. Not 通过认证的企业.
_MEANS = pattern(r"通过[^,。;、]{1,12}?(?={lower_verb}|{raise_verb})|{for_whom}[^,。;]{2,20}?(?={done_for})")
# 结合旧城改造、新区建设等|新建公园: along with what it is made; 利用空地|新建公园: with what. Not 利用外资.
_ALONG_WITH = pattern(
    r"(?:结合|依托|围绕|利用)[^,。;\d]{2,30}?(?:等(?=[新改扩]建|建成|建设|打造|培育)|(?=新[改扩]?建))"
)
# 按时|完成, 有计划地|引进: how well, or in what order. Not 按时办结率, 有重点地区的县.
# 按照统一标准|建设: after what it is made. Not 按照标准.
_AFTER = pattern(r"(?:按照?|采[取用])[^,。;、\d]{2,14}(?:模式|标准|要求|思路|方式)(?=建设|打造|培育|创建|新建|改造)")
_HOW = pattern(r"{on_time}(?![^,]*率$)|有[\u4e00-\u9fff]{2}地(?![区方带])")
# 谋划|实施工程: that it is in view; 年度|开展培训: how often. Not 谋划建设项目, 年度检查覆盖率.
_IN_VIEW = pattern(r"谋划(?=实施)|年度(?={yearly_act})")
# 选择|(40个)村开展帮扶: which of them take part. Not 选择性培育.
_CHOSEN = re.compile(r"选择(?![性权题])")

MANNER = table(
    Rule(
        id="indicator.start.along_with",
        decides="behind these words",
        looks="start of the clause",
        why="along with what it is made says nothing of what is made",
        examples=("结合旧城改造、新区建设等新建社区公园‹50座›。",),
        counter_examples=("结合部新建社区公园‹50座›。",),
        holds=opens(_ALONG_WITH),
    ),
    Rule(
        id="indicator.start.means",
        decides="behind these words",
        looks="start of the clause",
        why="by what means a change is brought about is no part of what changes",
        examples=("通过工程措施削减烟尘‹400万吨›。", "面向重点行业培训质量人员‹400人›。"),
        counter_examples=("通过体系认证的企业‹400家›。",),
        holds=opens(_MEANS),
    ),
    Rule(
        id="indicator.start.how",
        decides="behind these words",
        looks="start of the clause",
        why="how well something is done, or in what order, does not say what is done",
        examples=("按时完成老旧管网改造‹70公里›。", "有计划地引进加工企业‹5家›。"),
        counter_examples=("按时办结率达到‹98%›。",),
        holds=opens(_HOW),
    ),
    Rule(
        id="indicator.start.after",
        decides="behind these words",
        looks="start of the clause",
        why="after what model something is made does not say what is made",
        examples=("按照统一标准建设示范社区‹5个›。",),
        counter_examples=("按照标准组织生产的企业‹5家›。",),
        holds=opens(_AFTER),
    ),
    Rule(
        id="indicator.start.in_view",
        decides="behind these words",
        looks="start of the clause",
        why="codebook 2.2: that something is planned commits, and does not say what; time is no part of the indicator",
        examples=("谋划实施绿化工程‹3个›。", "年度开展技能培训‹5万人次›。"),
        counter_examples=("谋划产业项目‹30个›。", "年度检查覆盖率达到‹90%›。"),
        holds=opens(_IN_VIEW),
    ),
    Rule(
        id="indicator.start.chosen",
        decides="behind 选择",
        looks="start of the clause",
        why="that they are chosen says nothing of those of whom so many do something",
        examples=("选择‹40个›村开展结对帮扶。",),
        counter_examples=("选择性培育品种达到‹8个›。",),
        holds=opens(_CHOSEN),
    ),
)
