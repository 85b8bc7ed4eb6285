"""A target's level as a cell shows it: sign, number, unit; short, and the same on every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "", "range": ""}
_COUNTED = {"个", "項", "项", "家", "件", "個", "point"}  # a count needs no unit beside its indicator
_ENGLISH = {
    "个百分点": "points",
    "百分点": "points",
    "亿元": "hundred million yuan",
    "万元": "10,000 yuan",
    "元": "yuan",
    "年": "years",
    "人": "people",
}
_ABSOLUTE = {"zh": ("全部", "无"), "en": ("all", "none")}
_APPROXIMATE = {"zh": "约", "en": "about "}
_CHANGES = {"zh": {"increase": "增", "decrease": "降"}, "en": {"increase": "+", "decrease": "−"}}


def level(target: Mapping[str, Any], lang: str) -> str:
    """Return the level of a target with a number, or the word of one that leaves nothing out; empty for any other.

    Parameters
    ----------
    target
        Record with ``type``, ``comparator``, ``low``, ``high``, ``unit`` and ``change``.
    lang
        ``zh`` or ``en``.

    Examples
    --------
    >>> target = {"type": "quantified", "comparator": ">=", "low": 96.0, "high": None, "unit": "%", "change": "level"}
    >>> level(target, "en")
    '≥96%'
    >>> level({**target, "comparator": "range", "low": 3, "high": 5, "change": "decrease"}, "en")
    '−3–5%'
    >>> level({**target, "comparator": "=", "low": 180000, "unit": "批次"}, "zh")
    '180,000批次'
    """
    if target["type"] == "absolute":
        return _ABSOLUTE[lang][int(not target.get("low"))]
    low, high = (target.get(end) for end in ("low", "high"))
    if target["type"] != "quantified" or (low is None and high is None):
        return ""
    comparator = target.get("comparator")
    ends = [low, high] if comparator == "range" else [low if low is not None else high]
    text = "–".join(number(end) for end in ends if end is not None)
    sign = _APPROXIMATE[lang] if comparator == "~" else _SIGNS.get(str(comparator), "")
    change = _CHANGES[lang].get(str(target.get("change")), "")
    return f"{change}{sign}{text}{unit(target.get('unit'), lang)}"


def number(value: float) -> str:
    """Return a number without a decimal that it does not need.

    >>> number(96.0), number(99.5), number(40000)
    ('96', '99.5', '40,000')
    """
    return f"{value:,.10g}" if abs(value) < 1e10 else f"{value:.3g}"


def unit(name: str | None, lang: str) -> str:
    """Return what stands right behind a number: a percent sign, or a unit that the indicator does not say already.

    >>> unit("个百分点", "en"), unit("个百分点", "zh"), unit("家", "en")
    (' points', '个百分点', '')
    """
    if name is None or name in _COUNTED:
        return ""
    return name if name == "%" or lang == "zh" else f" {_ENGLISH.get(name, name)}"
