"""Scope words that the sentence leaves out, supplied from what stands before it.

「单位工程一次验收合格率」 under the item 「水利工程」 is the rate of water works; 「一般工程…」 after
「水运工程项目重点工程…」 is that of waterway works.
"""

from __future__ import annotations

import re

from qcompare.coding.items import Item
from qcompare.text.model import Plan

# Indicators that start like this do not say of what: an inspection, a step of works, a property.
_OPEN = re.compile(
    r"(?:单位工程|一般工程|重点工程|竣工工程|其他工程|获得|获|一次(?!性能源)|(?:国家|省级|市级)?监督抽[查检]|国家监督|省级监督|抽检|抽查|检验|合格率|检测|安全性能|质量指标|顾客满意|客户满意|用户满意|群众满意|满意度|覆盖率|普及率|达标率)"
)
_PRODUCT = re.compile(r"(?P<rank>重点|主要)?产品(?!牌)")
_OBJECT = r"(?:工程项目|建设项目|项目|工程建设|工程|农产品|食用农产品|水产品|畜产品|工业产品|消费品|产品|食品|药品|医疗器械|化妆品|农资|服务业|企业|设备|学校|医院|机构|旅游|住宅)"
_HEAD = re.compile(rf"[^,。;:、的\d]{{0,14}}?{_OBJECT}")
_DOES = re.compile(r"(?:加大|加强|强化|抓好|严格|开展|推进)对?")
_OTHERS = re.compile(r"其他|一般")
_KIND = re.compile(r"大中型|大型|重点|重大|主要")
_TITLE = re.compile(rf"[^,。;:]{{0,8}}?{_OBJECT}(?:质量)?$")
_SECTOR = re.compile(r"(?P<sector>工业|农业|制造业|服务业|建筑业)(?:产品|品)?")
_ACT = re.compile(r"(?:签订|签署|建立|导入|通过|实施|执行|采用|安装|配备)(?!率)")


def supply_scope(plan: Plan, items: list[Item]) -> None:
    """Complete the indicators that leave their object out; the quotes stay as they are."""
    text = plan.text
    for index, item in enumerate(items):
        name = item.indicator
        if name.startswith("占") and index:
            # 研发支出增长10%,占生产总值比重达到3%: the share is that of what stands before.
            earlier = items[index - 1]
            if 0 < item.start - earlier.level.end <= 2 and text[earlier.level.end] == ",":
                item.indicator = earlier.indicator + name
            continue
        product = _PRODUCT.match(name) if "产品" in name else None
        silent = _OPEN.match(name) or (item.level.unit == "%" and _ACT.match(name))
        if not product and not silent:
            continue
        number = plan.block_at(item.level.number)
        block = plan.blocks[number]
        title = plan.title_of(number)
        if product and (block.level or title):
            sector = _SECTOR.match(title)
            if sector and sector["sector"] not in name:
                rank = product["rank"] or ""
                item.indicator = f"{rank}{sector['sector']}产品{name[product.end() :]}"
            continue
        if not silent:
            continue
        floor = max(block.start, plan.sentence_at(item.start)[0])
        head = (
            _before(text, items, index, floor)
            or _clause_head(text, floor, item.start)
            or (title if _TITLE.match(title) and title.removesuffix("质量") not in name else "")
        )
        if _OTHERS.match(name) and _KIND.match(head):
            continue
        if head and not name.startswith(head):
            item.indicator = head + name


def _before(text: str, items: list[Item], index: int, floor: int) -> str:
    """Return the object of the target before it in the sentence."""
    for earlier in reversed(items[max(0, index - 3) : index]):
        if earlier.level.end < floor:
            break
        if _OPEN.match(text[earlier.start : earlier.start + 8]):
            continue
        head = _HEAD.match(earlier.indicator)
        if head and len(head.group()) > 2:
            return head.group()
    return ""


def _clause_head(text: str, floor: int, start: int) -> str:
    """Return the object with which the clause before it starts."""
    clauses = [clause for clause in re.split(r"[,;:]", text[max(floor, start - 60) : start]) if clause]
    for clause in reversed(clauses):
        does = _DOES.match(clause)
        head = _HEAD.match(clause, does.end() if does else 0)
        if head and len(head.group()) > 2:
            return head.group()
    return ""
