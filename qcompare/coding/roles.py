"""What a numeral does in its sentence: target, status, date, citation, enumerator, name, scope, instrument, noise."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from qcompare.coding.items import clause_start
from qcompare.coding.level import Level
from qcompare.coding.years import Mention, Years
from qcompare.lexicon import words
from qcompare.text.model import Plan
from qcompare.text.structure import Block

_TITLES = re.compile(r"《[^《》\n]{0,80}(?:〈[^〈〉\n]{0,60}〉[^《》\n]{0,20})?》")
_CITATION = re.compile(r"[〔\[(【]?\d{4}[〕\])】]?(?:第)?\d{0,5}号?")
_DOC_LEFT = re.compile(r"(?:[\u4e00-\u9fff]{1,6}[〔\[(【]|[〔\[【(](?:19|20)\d\d[〕\]】)] ?(?:第 ?)?|第 ?)$")
_DOC_RIGHT = re.compile(r"[〕\]】)] ?(?:第 ?)?\d{1,5} ?号|\d* ?号(?!线|楼|院|门|机|召|称|码)|(?:公报|总)?期")
_ENUMERATOR_LEFT = re.compile(r"(?:专栏|附件|附表|附录|附图|表|图|栏目|注)[ ]?$")
_QUOTED = re.compile(r"[“‘「『\"][^”’」』\"\n]{1,30}[”’」』\"]")
_LATIN = re.compile(r"[A-Za-zα-ω]")
_HOTLINE_RIGHT = re.compile(
    r"[”’」』\")]*(?:[一-龥]{0,6})(?:热线|举报|投诉|平台|电话|便民|政务服务|消费者|服务号|维权|指挥|应急)"
)
_UNIT_GLUED = re.compile(r"(?:强|大(?![型中])|[A-Za-z]|星级|级以上|号(?!召)|后(?=出生|\b)|周年|·|\.\d+\.)")
_ORDINAL_LEFT = re.compile(r"第$")
_SCOPE_LEFT = re.compile(
    r"(?:围绕|聚焦|针对|从|按照?|分为?|涉及|包括|涵盖|面向|依托|由|瞄准|对准|突出|抓好|抓住|紧扣|把握|坚持|处理好|辖|下辖|共有|设有|内设|会同|联合|其余|其他|等|上述|以下|下列|前述|所属|(?<![安健])全[国省市县区州盟旗]|每)"
    r"(?:全[国省市县区州]|重点|现有|主要|我[省市]|建立|实施|的)?$"
)
_SCOPE_RIGHT = re.compile(
    r"(?:主要|重点|关键|重大|具体|基本|大的?|不同|相关|有关|指标|一级|二级|三级)?(?:方面|领域|环节|原则|步骤|阶段|层面|维度|层次|部门|委办局|字|关系|要素|责任主体|主体责任|方针|导向|转变|统筹|专栏|附件|(?:专项|专门|专业)?工作(?:小)?组|专项小组|结合|范围|位一体|字母|意识|自信|关口|统一|抓手|确保|坚持|"
    r"[一-龥]{0,6}(?:方面|领域|环节|原则|阶段|步骤|更加目标))"
)
_TIME_OK = re.compile(
    r"时限|时间|期限|周期|办结|审批|压缩|缩短|寿命|学时|年限|受教育|办理|响应|到场|到达|培训|停电|等候|候诊|等待|通关|时效|工作日|反馈|答复|处置|年龄|不少于|不低于|平均|锻炼|半径|控制在|期龄|里程|停时|开办|接电|报装|抢通|人均|提高|延长|课"
)
_INSTRUMENT = re.compile(
    r"奖励|补助|补贴|资助|给予|奖金|罚款|投资$|(?:财政|每年|五年)[^,。;]{0,6}投入|设立$|基金|处以|补偿|贴息|经费|专项资金|扶持资金|引导资金|发展资金|资金安排|预算|安排[^,。;]{0,14}资金|拨付|出资|列支|奖补|以奖代补|各奖|再奖|授信|抵押|缴纳|保证金|最高(?:不超过)?$|补足|贴补|每年[^,。;]{0,8}(?:投入|安排|设立)[^,。;]{0,12}(?:资金|基金)"
)
_INSTRUMENT_AFTER = re.compile(
    r"[^,。;]{0,12}(?:引导基金|产业基金|给予贴息|奖励|补助|补贴|奖金|的资助|经费|罚款|专项资金|奖补|资金补助|的?贷款贴息)"
)
_STATUS_WORD = re.compile(
    r"(?:已经?(?!知|有)|已有|了|目前|当前|现有|现已|截至|截止|仅为?|只有|尚有|尚未|仍有|仍然|实现了|完成了|以来|连续|均已|过去|还不到|还没有|历年|上年|去年|首次|率先|由原来|原有|原来|共有|迈上|实际|累计(?:完成|建成|制定|创建|培育|查处|实现|达)?(?![^,。;]{0,20}(?:力争|以上)))"
)
_STATUS_HARD = re.compile(
    r"已经?(?!知)|还不到|(?<!续)仍(?!需|要|将)|以来(?!,(?:要|力争))|近年|现有|现已|目前|当前|截至|截止(?!日)|仅为|只有|尚有|仍有|实现了|完成了|达到了|原有|均已|连续|突破了|新增了|增加了|提高了|下降了|增长了|建成了"
)
_ACHIEVES = re.compile(
    r"建成|建设|建立|创建|培育|打造|新增|新建|形成|制定|完成|争创|引进|发展|认定|组建|实现|推出|举办|获得|达到|选取|开展|实施|遴选|培养|支持|扶持|改造|培训|每年|制修订|查处|安排"
)
_PLACE_LEFT = re.compile(r"(?:占地|面积约?|总投资|投资|注册资本|坐落|位于|距|辖区|人口)$")
_EACH = re.compile(r"每(?:隔)?$")


class Roles:
    """The role of every level and of every Arabic numeral of a plan.

    Parameters
    ----------
    plan, years
        The plan and the years that it names.
    issued
        Year of issue, if known.
    """

    def __init__(self, plan: Plan, years: Years, issued: int | None) -> None:
        self._plan, self._years, self._issued = plan, years, issued
        text = plan.text
        self._titles = [match.span() for match in _TITLES.finditer(text)] if "《" in text else []
        self._title_starts = [start for start, _ in self._titles]

    def in_title(self, at: int) -> bool:
        """Tell whether an offset lies within 《…》."""
        index = bisect_right(self._title_starts, at) - 1
        return index >= 0 and at < self._titles[index][1]

    def of(self, level: Level) -> str:
        """Return the role of a level (codebook 1.2); ``target`` where none of the others holds."""
        block = self._plan.blocks[self._plan.block_at(level.number)]
        text = self._plan.text
        if level.kind == "date":
            return self._date(level, block)
        if block.kind == "furniture":
            return "citation" if _DOC_RIGHT.match(text, level.tail) else "noise"
        left = text[max(block.start, level.number - 20) : level.number]
        right = text[level.tail : level.tail + 24]
        fixed = self._fixed(level, block, left, right)
        if fixed:
            return fixed
        if block.part == "front":
            return "name" if level.unit is None else "scope"
        return self._in_sentence(level, block, left, right)

    def _date(self, level: Level, block: Block) -> str:
        text = self._plan.text
        label = text[block.start : block.start + 12]
        if block.kind == "furniture":
            if re.search(r"(?:发布|成文|发文|生成|公开|印发|施行|生效|废止|颁布)(?:日期|时间)", label):
                return "date"
            return "citation" if _DOC_RIGHT.match(text, level.end) else "noise"
        if self.in_title(level.number) or text[level.end : level.end + 1] in tuple("〕]】") or block.part == "front":
            return "citation" if _DOC_RIGHT.match(text, level.end) and not self.in_title(level.number) else "date"
        if re.match(r"(?:[-~—–―至][ ]?(?:19|20)\d\d)?年?\)", text[level.end : level.end + 8]):
            return "date"
        if len(level.numerals) > 1:
            mention = self._mention(level)
            return (
                "target_year" if mention and mention.towards and mention.future and len(level.numerals) == 2 else "date"
            )
        if _ENUMERATOR_LEFT.search(text[max(0, level.number - 4) : level.number]):
            return "enumerator"
        mention = self._mention(level)
        if mention is None:
            # The first year of 2013—2015年.
            following = self._years.between(level.end, level.end + 6)
            return (
                "date"
                if not following or not following[0].future or text[level.number - 1 : level.number] in "(（"
                else "target_year"
            )
        if block.status or not mention.future:
            return "status"
        if mention.base:
            return "status"
        return "target_year"

    def _mention(self, level: Level) -> Mention | None:
        found = self._years.between(level.number, level.number + 1)
        return found[0] if found else None

    def _fixed(self, level: Level, block: Block, left: str, right: str) -> str | None:
        """Return the role of a numeral that its place or form settles."""
        text = self._plan.text
        if self.in_title(level.number):
            return "date" if re.match(r"\d{4}", text[level.number : level.number + 4]) else "name"
        if not level.chinese:
            if _DOC_LEFT.search(left) and _DOC_RIGHT.match(
                text, level.number + len(_leading_digits(text, level.number))
            ):
                return "citation"
            if (
                level.number < block.body
                and level.number - block.start <= 6
                and block.level
                and level.number < block.title[0]
            ):
                return "enumerator"
            if _ENUMERATOR_LEFT.search(left):
                return "enumerator"
            if self._spells_name(level, left, right):
                return "name"
        if level.kind == "rank" and level.verb:
            return None
        if level.kind == "rank" or _ORDINAL_LEFT.search(left):
            if level.kind == "place":
                return None
            if block.status:
                return "status"
            return "name" if _ORDINAL_LEFT.search(left) or level.kind == "rank" else None
        return None

    def _spells_name(self, level: Level, left: str, right: str) -> bool:
        text = self._plan.text
        digits_end = level.numerals[-1][1] if level.numerals else level.tail
        before, after = left[-1:], text[digits_end : digits_end + 1]
        if _LATIN.match(before) and not left.endswith(("GDP", "PCT", "R&D", "GEP")):
            return True
        if (_LATIN.match(after) and not level.unit) or before in "·×." or after in "·×":
            return True
        if level.unit is None and (
            _UNIT_GLUED.match(text, digits_end) or re.match(r"[-/]\d", text[digits_end : digits_end + 2])
        ):
            return level.kind != "place"
        if level.unit is None and len(_leading_digits(text, level.number)) >= 5 and not level.verb:
            return True
        if (
            level.unit is None
            and _HOTLINE_RIGHT.match(right)
            and len(_leading_digits(text, level.number)) in (4, 5, 6, 7, 8)
        ):
            return True
        start = max(0, level.number - 24)
        for quoted in _QUOTED.finditer(text, start, min(len(text), level.number + 30)):
            if quoted.start() < level.number and level.tail <= quoted.end():
                return True
        return False

    def _in_sentence(self, level: Level, block: Block, left: str, right: str) -> str:
        text = self._plan.text
        if level.unit == "年" and re.search(r"(?:未来|今后)$", left):
            return "target_year" if re.match(r"[^,。;]{0,4}(?:内|时间)", right) else "scope"
        if block.status:
            return "status"
        clause = text[clause_start(text, block.start, level.number) : level.number]
        if re.match(r"的?(?:权重|分值)|总分|分制|满分", right) or re.search(r"分值的$", left):
            return "scope"
        if re.search(r"每[少多缺增减]$", left) or re.match(r"[^,。;]{0,10}扣\d", right):
            return "scope"
        if (
            level.kind in ("share", "points")
            and re.search(r"(?:奖励|奖金|补助|贴息|授信)[^,。;]{0,6}的?$", left)
            or re.match(r"(?:给予|予以)(?:贴息|补助|补贴|奖励)", right)
        ):
            return "instrument"
        if level.kind == "money" and re.search(r"财政[^,。;]{0,12}$", left):
            return "instrument"
        if level.unit == "分" and re.search(r"(?:以|满分|计|占|记|扣|加|分值[^,。;]{0,6})$", left):
            return "scope"
        if (
            level.kind in ("money", "share")
            and (
                level.kind == "money"
                or re.match(r"(?:的(?:比例|标准)?)?(?:给予|予以|的?贴息|的?补助|的?补贴|的?奖励)", right)
            )
            and (
                _INSTRUMENT.search(text, max(block.start, level.number - 40), level.number)
                or _INSTRUMENT_AFTER.match(text, level.end, level.end + 14)
            )
        ):
            return "instrument"
        if self._is_baseline(level, right):
            return "status"
        if self._is_status(level, block, clause):
            return "status"
        if (
            level.unit == "年"
            and re.match(r"(?:左右)?(?:时间|内|之内|以内)", right)
            and not re.search(r"(?:过去|近|连续|每)$", left)
        ):
            return "target_year"
        if self._qualifies(level, left, right) or (
            level.kind == "time" and not self._timed(level, block, clause, right)
        ):
            return "scope"
        if (
            level.kind in ("count", "bare")
            and level.verb[-1:] not in ("到", "至", "为", "达")
            and level.start == level.number
            and level.end == level.tail
            and self._spoken_of(level, block, right)
        ):
            return "scope"
        if level.number == level.start and _SCOPE_LEFT.search(left) and level.kind in ("count", "bare"):
            return "scope"
        if level.kind == "count" and _SCOPE_RIGHT.match(right):
            return "scope"
        if level.kind == "bare" and not self._scored(level, clause, left, right):
            return "scope" if level.number == level.start or not level.verb else "unplaced"
        if level.chinese and level.kind != "place" and not self._spelled_out(level, clause, left, right):
            return "scope"
        return "target"

    def _is_baseline(self, level: Level, right: str) -> bool:
        """Tell whether a level is where a change starts from (由A提高到B)."""
        text = self._plan.text
        head = text[max(0, level.start - 24) : level.start]
        if re.search(r"(?:由|从)[^,。;]{0,20}$", head) and re.match(
            r"[:\d.]*[^,。;:\d]{0,8}?(?:调整|优化|改善|转变|提高|提升|增加|增长|上升|扩大|下降|降低|减少|压缩|缩短|降|升|增|减|发展|压减|缩减|精简|拓展|延长)?(?:到|至|为)",
            right,
        ):
            return True
        return False

    def _qualifies(self, level: Level, left: str, right: str) -> bool:
        """Tell whether a quantity only says which things are meant (年产值超亿元的企业, 65岁以上老年人, 10亿元级企业)."""
        text = self._plan.text
        behind = text[level.end : level.end + 3]
        if behind[:1] == "级" and level.kind in ("money", "measure", "count", "bare"):
            return True
        if level.unit in ("岁", "周岁"):
            return not (level.verb or level.change != "level" or re.search(r"寿命|龄", left)) or bool(
                re.match(r"[\u4e00-\u9fff]", behind) and level.end > level.tail
            )
        if re.search(r"(?:死亡|伤亡|受伤)$", left) and level.end > level.tail:
            return True
        if (
            level.kind == "count"
            and re.match(r"(?:以上|以下|及以上)的", text[level.tail : level.tail + 4])
            and not _ACHIEVES.search(left[-8:])
            and not level.verb
        ):
            return True
        if level.kind == "count" and level.comparator == ">" and re.match(r"的[\u4e00-\u9fff]", behind):
            return True
        if level.kind not in ("money", "measure", "time", "score", "rate") or level.verb[-1:] in (
            "到",
            "至",
            "为",
            "达",
            "在",
        ):
            return False
        if (
            level.kind == "measure"
            and level.start == level.number
            and level.comparator == "="
            and re.match(r"[\u4e00-\u9fff]", behind)
            and not _ACHIEVES.search(left[-6:])
        ):
            # 10千伏客户: a grade of supply; 新增15万千瓦光伏 is a level.
            return not level.verb and behind[:1] not in "并且和与及以左"
        bounded = level.end > level.tail or level.comparator in (">", "<", ">=", "<=", "~")
        noun = re.match(r"的?[\u4e00-\u9fff]", behind) and not re.match(
            r"(?:的(?:目标|水平|要求|标准)|并|且|和|与|及|以|,|左右$)", behind
        )
        return bool(bounded and noun)

    def _is_status(self, level: Level, block: Block, clause: str) -> bool:
        text = self._plan.text
        sentence_start = self._plan.sentence_at(level.number)[0]
        latest = self._years.latest(max(sentence_start, block.start), level.number)
        if re.search(r"(?:由|从)[^,。;:]{1,24}$", text[max(0, level.start - 30) : level.start]) and level.verb[-1:] in (
            "到",
            "至",
            "为",
        ):
            return False
        if latest is not None and latest.future:
            return (
                bool(_STATUS_HARD.search(text, latest.end, level.number))
                and text.rfind("。", latest.end, level.number) < 0
            )
        if latest is not None:
            return not re.search(r"(?:力争|确保|争取|努力)", text[latest.end : level.start])
        return bool(_STATUS_HARD.search(clause))

    def _spoken_of(self, level: Level, block: Block, right: str) -> bool:
        """Tell whether a count only names those concerned (对9个县的考核, 14个中心全部…, 29个成员单位)."""
        text = self._plan.text
        head = text[clause_start(text, block.start, level.number) : level.number]
        if re.match(
            r"(?:重点)?(?:围绕|聚焦|针对|依托|瞄准|面向|发挥|对(?!标|照|接|外))", head
        ) and not _ACHIEVES.search(head):
            return True
        tail = text[level.tail : level.tail + 40]
        clause = re.split(r"[,;。:\n]", tail)[0]
        if re.search(r"(?:对|向|由|将|把|给|联合[^,。;]{0,20}|发挥|对[^,。;]{0,12})$", head) or re.search(
            r"补助|奖励|一次性给予", clause
        ):
            return True
        if re.search(r"[^、]全部|均|都(?!市)", clause) and level.kind == "count" and not _ACHIEVES.search(head[-6:]):
            return True
        return bool(
            re.match(
                r"(?:重点|主要|具体|目标)?(?:任务|重点(?=[,。;]|$)|成员单位|清单|职能部门|责任单位|直属|区县|市直|部委)",
                clause,
            )
        ) and not head.endswith(("完成", "实施"))

    def _timed(self, level: Level, block: Block, clause: str, right: str) -> bool:
        if level.start < level.number or level.end > level.tail:
            # A bound makes the sentence speak of a limit: 施工图审查时限,房屋建筑工程不超过15个工作日.
            clause = self._plan.text[max(self._plan.sentence_at(level.number)[0], level.number - 60) : level.tail]
        if level.unit in ("年", "周年") and not re.search(r"寿命|年限|受教育|期限|龄|缩短|延长", clause):
            return False
        if re.search(r"(?:每|连续|前|近|为期|历时|自|满)$", clause) or re.match(
            r"(?:一次|值|不间断|全天候|开放|运行|制度)", right
        ):
            return False
        return bool(_TIME_OK.search(clause)) or level.unit in ("岁", "周岁", "学时", "课时")

    def _scored(self, level: Level, clause: str, left: str, right: str) -> bool:
        """Tell whether a numeral without a unit is the value of an index, a rate or a score."""
        if "分别" in level.verb or re.fullmatch(r"(?:[\d.]+(?:以上)?[、和与及])+", clause[clause.rfind("到") + 1 :]):
            clause = self._plan.text[self._plan.sentence_at(level.number)[0] : level.number]
        if level.start < level.number or level.end > level.tail or level.verb[-1:] in ("到", "在", "至", "为", "达"):
            return bool(
                re.search(r"指数|满意度|得分|评分|分值|系数|强度|率|比|值|度$|度达|水平|寿命|数|量|额|密度", clause)
            )
        if left.endswith("前"):
            return right[:1] in ",。;、强名位)" or not right
        return False

    def _spelled_out(self, level: Level, clause: str, left: str, right: str) -> bool:
        """Tell whether a Chinese numeral states a level and is no figure of speech (一批, 百家企业, 三大体系)."""
        text = self._plan.text
        run = text[level.number : level.tail]
        if level.kind in ("share", "doubling", "zero", "points", "times") or run.startswith(("百分之", "千分之")):
            return True
        digits = re.match(r"[零〇○一二两三四五六七八九十百千万亿至到~—-]+", run)
        word = digits.group() if digits else ""
        if word in ("一", "百", "千", "万", "亿", "千万", "万亿", "百万", "十", "十万", "百亿", "千亿") and not (
            level.start < level.number or level.end > level.tail or level.verb
        ):
            return word == "十" and bool(right) and right[0] in ",。;、" and level.kind == "count"
        final = bool(right) and right[0] in ",。;、\n" and len(re.split(r"[,。;:、]", left)[-1]) >= 4
        if (
            word in ("一", "两")
            and level.start == level.number
            and not final
            or level.unit in ("批", "届", "期")
            or level.unit in ("级", "次", "轮")
            and len(word) == 1
        ):
            return False
        if re.search(r"[第每这那哪某首前两]$", left) or right[:1] in ("大",):
            return False
        if len(word) == 1 and level.start == level.number and level.end == level.tail:
            # 三个方面, 两项制度: a single figure counts what is spoken of unless a verb of commitment leads to it.
            stated = (
                bool(level.verb)
                or bool(right[:1] and right[0] in ",。;、")
                or bool(
                    re.search(
                        r"(?:建成|建设|建立|创建|培育|打造|新增|新建|形成|制定|完成|争创|引进|发展|认定|组建|实现|推出|举办|获得|再建|达)$",
                        left,
                    )
                )
            )
            return stated and level.kind == "count" and not _SCOPE_RIGHT.match(right)
        return True


def _leading_digits(text: str, at: int) -> str:
    end = at
    while end < len(text) and text[end].isdigit():
        end += 1
    return text[at:end]


def numeral_rows(plan: Plan, levels: list[Level], roles: dict[int, str]) -> list[tuple[int, int, str]]:
    """Return ``(start, end, role)`` for every Arabic numeral of the normalised text, ascending.

    A numeral is a maximal run of digits with its decimal point or thousands separators.
    """
    spans: list[tuple[int, int, str]] = []
    for level in levels:
        role = roles.get(level.number, "unplaced")
        spans.extend((start, end, role) for start, end in level.numerals)
    starts = [span[0] for span in spans]
    rows = []
    for match in re.finditer(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?", plan.text):
        at = bisect_left(starts, match.start())
        if at < len(spans) and spans[at][0] < match.end():
            rows.append((match.start(), match.end(), spans[at][2]))
        else:
            at = bisect_right(starts, match.start()) - 1
            covered = at >= 0 and spans[at][1] > match.start()
            rows.append((match.start(), match.end(), spans[at][2] if covered else "unplaced"))
    return rows


def commitment_verbs() -> tuple[str, ...]:
    """Return the verbs that only say that something will be brought about, longest first."""
    return words("verbs")
