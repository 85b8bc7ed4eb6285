"""Fields that follow from the coded ones: who measures, stock or flow, series, how sure the coding is."""

from __future__ import annotations

import re
from typing import Any

_CHECK = re.compile(
    r"(?:国家|省级|市级|县级|各级|国家级|部级|省|市)?(?:以上|级)?(?:质量|安全|例行|专项|产地|风险)*"
    r"(?:监督抽[查检验]|监督检[查验]|抽[检查验]|例行监测|监测|一次性?(?:交工|竣工)?验收|分户验收|交工验收|竣工验收|考核验收|督查考核验收|验收|认证|认定|检定|考核|评审|评定|注册|公示)"
)
# Each check has one of these, and they are found sooner.
_CHECKED = re.compile("抽[检查验]|监督检[查验]|监测|验收|认[证定]|检定|考核|评[审定]|注册|公示")
_SURVEY = re.compile(r"(?:顾客|客户|用户|群众|公众|游客|消费者|市民|企业)?满意(?:度|率|指数)")
_FLOW = re.compile(
    r"新增|新建|新承担|新制定|新认定|新培育|新开工|每年|年均|制(?:定|修订|\(修\)订)|修订|培训|抽查|检查|完成|开展|举办|组织|查处|改造|淘汰|引进|选取|遴选|认定|参加|承担"
)
_UNCOUNTED = frozenset([None, "%", "‰", "point", "个百分点", "位"])
_STOCK = re.compile(r"总量|总数|拥有|保有|存量|总规模|累计|达到|稳定在|保持")


def mark_series(records: list[dict[str, Any]]) -> None:
    """Fill the field ``series`` of a plan's targets in place: steps of one indicator in one unit towards several years."""
    steps: dict[tuple[str, str | None], set[int]] = {}
    quantified = [record for record in records if record["type"] == "quantified"]
    for record in quantified:
        if record["year"] is not None:
            steps.setdefault((record["indicator"], record["unit"]), set()).add(record["year"])
    for record in quantified:
        if len(steps.get((record["indicator"], record["unit"]), ())) > 1:
            record["series"] = record["indicator"]


def measured_by(indicator: str) -> str | None:
    """Return the check or certification that an indicator names, as written; a survey for satisfaction scores.

    >>> measured_by("产品质量国家监督抽查合格率"), measured_by("生产性服务业顾客满意度"), measured_by("驰名商标")
    ('国家监督抽查', '顾客满意度', None)
    """
    match = _CHECK.search(indicator) if _CHECKED.search(indicator) else None
    if match:
        return match.group()
    survey = _SURVEY.search(indicator) if "满意" in indicator else None
    return survey.group() if survey else None


def stock_flow(type_: str, unit: str | None, indicator: str, recurrence: str, quote: str) -> str:
    """Tell whether a count is a total held or what is added in the period.

    Parameters
    ----------
    type_, unit, indicator, recurrence
        Of the target.
    quote
        Its quote in the normalised text.

    >>> stock_flow("quantified", "件", "有效注册商标总量", "once", "")
    'stock'
    """
    if type_ != "quantified" or unit in _UNCOUNTED:
        return "unknown"
    if recurrence != "once" or _FLOW.search(indicator) or "新增" in quote:
        return "flow"
    return "stock" if _STOCK.search(indicator) or _STOCK.search(quote) else "unknown"


def confidence(indicator: str, year: int | None, trust: float) -> float:
    """Lower the trust in the rule that coded a target (0-1) by what is doubtful about the target itself.

    >>> confidence("合格率", 2015, 0.97), confidence("量", None, 0.9)
    (0.97, 0.32)
    """
    if len(indicator) < 2:
        trust *= 0.4
    elif len(indicator) > 40:
        trust *= 0.85
    if year is None:
        trust *= 0.9
    return round(trust, 2)
