"""Words that look like a level and state none: each refusal of a reader has a name, so that it can be told why."""

from __future__ import annotations

from qcompare.coding.levels.level import WordLevel
from qcompare.coding.roles.facts import REGULATION
from qcompare.coding.rules import Rule, note, table


def refused(reason: str, start: int, end: int) -> WordLevel | None:
    """Note why a run of the text is no level, and return None: what a reader returns there."""
    note(f"relation.none.{reason}", start, (start, end))
    return None


table(
    Rule(
        id="relation.none.describes", decides="no level", looks="what stands behind the words",
        why="codebook 1: a level is what is to be reached; before a noun that goes on (全覆盖的网络, 达到国家标准的企业) the words only say which",
        examples=("奖励‹达到国家标准›的企业。", "健全‹全覆盖›的网络。", "创建一批“‹零排放›”企业。", "利用各县‹全部›纳入补偿范围的有利条件。"),
        counter_examples=("出厂产品‹达到国家标准›。",),
    ),
    Rule(
        id="relation.none.goes_on", decides="no level", looks="what stands behind 标准",
        why="codebook 1.1, relative: a standard is met; 标准 as the first half of another word (标准化, 标准体系) is none",
        examples=("达到国家‹标准›化示范区验收条件。",),
        counter_examples=("出厂产品达到国家‹标准›。",),
    ),
    Rule(
        id="relation.none.rate", decides="no level", looks="what stands behind the words",
        why="codebook 1: one level is one target; before the number of a rate (全覆盖率达到95%) the words only name it",
        examples=("千兆光网‹全面覆盖›率达到95%。",),
        counter_examples=("千兆光网‹全面覆盖›。",),
    ),
    Rule(
        id="relation.none.share", decides="no level", looks="clause before the words",
        why="codebook 1: what is said of all of a share (85%的村实现全覆盖) has one level, the share",
        examples=("85%的村实现5G网络‹全覆盖›。", "80%以上的项目‹全部›开工。"),
        counter_examples=("农村5G网络‹全覆盖›，85%的村通客车。",),
    ),
    Rule(
        id="relation.none.not_reached", decides="no level", looks="left of the verb",
        why="codebook 1: what is said not to be reached (未达到) is a fact, and no aim",
        examples=("限期整改未‹达到国家标准›的企业，出厂产品未‹达到国家标准›。",),
        counter_examples=("出厂产品‹达到国家标准›。",),
    ),
    Rule(
        id="relation.none.model", decides="no level", looks="clause before the words",
        why="codebook 1.1, relative: after 按照, 引进 or 瞄准 a standard is a model that is followed, after 一批 it says which ones",
        examples=("参照国外经验‹达到国际先进水平›。",),
        counter_examples=("产品质量‹达到国际先进水平›。",),
    ),
    Rule(
        id="relation.none.batch", decides="no level", looks="what stands behind the rank",
        why="codebook 1.1, relative: a rank of brands, firms or staff that are to be built only says which; of a system it is its level",
        examples=("形成‹国内领先›的品牌企业。",),
        counter_examples=("形成‹国内领先›的检测体系。",),
    ),
    Rule(
        id="relation.none.unnamed", decides="no level", looks="verb, group and reference",
        why="codebook 1.1, relative: the reference must fix the level: a named group, a standard, a goal that others set; one's own aim (完成预期目标) fixes none",
        examples=("质量工作‹完成预期目›标。",),
        counter_examples=("质量工作‹完成国家下达的目标›。",),
    ),
    Rule(
        id="relation.none.purpose", decides="no level", looks="start of the clause",
        why="codebook 1: behind 为使 stands what something is done for, not what is to be reached",
        examples=("为使质量工作‹与经济发展相同步›，加强宣传。", "为‹全面完成›2018年棚户区改造而努力。"),
        counter_examples=("质量工作‹与经济发展相同步›。", "2018年‹全面完成›棚户区改造。"),
    ),
    Rule(
        id="relation.none.spoken_of", decides="no level", looks="right before the words",
        why="codebook 2.2: behind 对, 把 or 的 what leaves none out is spoken of or done already (对一律禁止的行为, 已全部完成)",
        examples=("对‹一律›禁止的行为加强监管。",),
        counter_examples=("食品标签‹一律›采用统一的格式。",),
    ),
    Rule(
        id="relation.none.exhorts", decides="no level", looks="what stands behind 所有",
        why="codebook 2.2: what is asked of all (要, 应当) without a result can be neither met nor missed",
        examples=("‹所有›单位都要高度重视质量工作。",),
        counter_examples=("‹所有›行政村具备垃圾收集能力。",),
    ),
    Rule(
        id="relation.none.permits", decides="no level", looks="clause of 所有",
        why="codebook 2.2: what all may do (都可申报, 可以提供给所有部门) is open to them, and nothing that is met or missed",
        examples=("‹所有›企业都可以申报质量奖。", "检测数据可以提供给‹所有›企业使用。"),
        counter_examples=("‹所有›行政村具备垃圾收集能力。",),
    ),
    Rule(
        id="relation.none.no_deed", decides="no level", looks="what stands behind 全部",
        why="codebook 1.1, absolute: 全部 needs what all of them do; before a noun alone (提取全部数据) it is only part of the object",
        examples=("提取‹全部›数据。",),
        counter_examples=("关键岗位‹全部›持证上岗。",),
    ),
    Rule(
        id="relation.none.principle", decides="no level", looks="right before the words",
        why="codebook 1: how work is to be done (坚持全面覆盖, 无死角、全覆盖) names no group that none is left out of",
        examples=("坚持‹全面覆盖›，突出重点。", "检查做到无死角、‹全覆盖›。"),
        counter_examples=("检查实现‹全覆盖›。",),
    ),
    Rule(
        id="relation.none.supposed", decides="no level", looks="clause before the words",
        why="codebook 1: behind 只要 or 如果 it is supposed, and not aimed at",
        examples=("只要‹不发生›事故，就能够按期完工。",),
        counter_examples=("坚决‹不发生›事故。",),
    ),
    Rule(
        id="relation.none.basis", decides="no level", looks="what stands behind the words",
        why="codebook 1: what something is done on the basis of (在村村通的基础上) is there already",
        examples=("在实现‹村村通›的基础上，完善路网。",),
        counter_examples=("实现‹村村通›公路，夯实发展基础。",),
    ),
    Rule(
        id="relation.none.article", decides="no target", looks="article above",
        why="codebook 2.2: a regulation in articles says what others have to meet (应当符合国家标准); only a year to come makes an aim of it",
        examples=(REGULATION.format("出厂产品‹达到国家标准›。"),),
        counter_examples=(REGULATION.format("到2020年，出厂产品‹达到国家标准›。"), "出厂产品‹达到国家标准›。"),
    ),
    Rule(
        id="relation.none.programme", decides="no level", looks="what stands behind the words",
        why="codebook 1.1: 全面完成 a plan or its tasks, and what an age is called by (全面建成小康社会), name no group that none is left out of",
        examples=("2018年底前‹全面完成›“十三五”规划。",),
        counter_examples=("2018年底前‹全面完成›农产品认证。",),
    ),
    # These state a level, and yet no target.
    Rule(
        id="relation.none.past", decides="no target", looks="sentence before the words",
        why="codebook 1.2, status: 居全省前列 of a past year, and 已全覆盖, tell how things stand",
        examples=("目前，农村食品检测站已实现‹全覆盖›。",),
        counter_examples=("力争农村食品检测站实现‹全覆盖›。", "江城市质量提升方案\n（2018年3月1日）\n一、重点任务\n到2015年，产品可靠性‹达到国内先进水平›。\n二、保障措施\n加强领导。\n"),
    ),
    Rule(
        id="relation.none.part", decides="no target", looks="headings above",
        why="codebook 2.2: a part that tells what was done or where one stands is status, also where it says 全覆盖; so is what stands around the plan",
        examples=("江城市质量发展规划（2016—2020年）\n一、发展现状\n质量监督实现‹全覆盖›。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
        counter_examples=("江城市质量发展规划（2016—2020年）\n一、主要目标\n质量监督实现‹全覆盖›。\n二、保障措施\n各部门要加强组织领导，落实工作责任。",),
    ),
    Rule(
        id="relation.none.numeral", decides="no target of its own", looks="numeral in the words, or behind them in the clause",
        why="codebook 1: one level is one target: in 一律不得超过55人 the number is the level, and 一律 says that it has no exception",
        examples=("各类考场‹一律›不得超过55人。",),
        counter_examples=("食品标签‹一律›采用统一格式。",),
    ),
    Rule(
        id="relation.none.within", decides="no target of its own", looks="the target that the words are part of",
        why="codebook 1: one level is one target: in 全部产品达到国家标准 the level is 全部, and the standard says what all of them do",
        examples=("全部出厂产品‹达到›国家标准。",),
        counter_examples=("出厂产品‹达到›国家标准。",),
    ),
    Rule(
        id="relation.none.nobody", decides="no target", looks="the clause, and the one before it",
        why="codebook 1: a target says what is to get there; here neither the clause nor the one before it does",
        examples=("到2018年，‹居›全省前列。",),
        counter_examples=("到2018年，质量水平‹居›全省前列。",),
    ),
)  # fmt: skip
