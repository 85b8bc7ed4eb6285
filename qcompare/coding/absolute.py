"""Absolute levels: no numeral, but a word that leaves none out (全部, 全覆盖) or allows none (杜绝, 不发生)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from qcompare.coding.level import WordLevel
from qcompare.text.hints import Hint

_ABSOLUTE = re.compile(
    r"(?P<cover>全(?:面|员|程)?覆盖|应[^应,。;]{1,2}尽[^,。;]{1,2}(?=[,。;、)]|$))|(?P<all>全部|全都|百分百)|(?P<uniform>一律)|(?P<every>覆盖(?:全部|所有))|(?P<each>所有(?=[^,。;]{2,22}?(?:均|都|必须|全部)))|(?P<twice>乡乡|村村|户户|人人|家家|镇镇|县县)(?=[通有达建享](?![^,。;]{0,12}的(?:社会)?(?:氛围|环境|局面|格局|风尚)))|(?P<none>杜绝|(?:绝|坚决)?不(?:再|得)?(?:发生|出现)|零(?:发生|事故|伤亡|死亡|污染事件|投诉|感染|输入|复燃|增长|新增|检出)|无(?=[^,。;]{0,14}(?:事故|案件|疫情|事件)(?:发生)?[,。;]))"
    r"|(?P<full>全面(?:实施|推行|实行|推广|建立|建成|完成|落实|覆盖|执行|使用|应用|启用|淘汰|消除|禁止|取消|达标|普及))"
)
_DONE = (
    "达到|符合|持证|通过|实现|纳入|完成|建成|取得|获得|落实|公开|公示|安装|配备|建立|上岗|复查|检定|接受|使用|进入|消除|整改|淘汰|关停|关闭|达标|覆盖|实行|导入|执行|签订|"
    "接入|退出|到位|办结|推行|开展|实施|设立|具备|参加|经过|采用|应用|实施|脱贫|入学|入园|开通|拆除|改造|兑现|录入|标注|备案|登记|建档|联网|上线|上网|进场|安置|清零|销号|封堵|取缔|搬迁|治理|回收|检验|验收|合格|受检|培训|列入|免费|开放|更换|更新|启用|停用|拥有|满足|建立|制定|配齐|轮训|出台|启动|关闭搬迁|进驻|下放|取消|接通|通车|通电|通水|硬化|清偿|清理|清退|付清|结清|清零|越过|跨过|摆脱|退出|达标"
)
_ALL_NEXT = re.compile(rf"(?:要|须|必须|应|应当|都|按[^,。;]{{1,8}}|依法|如期|按期|免费|)?(?:{_DONE})")
# 全部规模养殖场关闭搬迁: all of the things named behind it.
_ALL_OF = re.compile(rf"[^,。;:\n的]{{3,22}}?(?:{_DONE})")
_UNIFORM_NEXT = re.compile(rf"(?![按依由]|[^,。;]{1, 8}的)")
_CLAUSE = re.compile(r"[^,。;:\n]*")
_OBJECT_END = re.compile(r"[,。;:\n]")
_WORDS = "全覆盖 全面 全员 全程 应 全部 全都 百分百 一律 覆盖全部 所有 乡乡 村村 户户 人人 家家 镇镇 县县 杜绝 不发生 不再 不出现 不得 绝不 坚决不 零 无"
_HINT = Hint(_WORDS.split())
_CHECKED = re.compile(r"(?:监督)?(?:抽检|抽查|检查|检测|监测|排查|监管|检验|培训|轮训|巡查)(?=[,。;、])")
_AIM = ("的目标", "的要求", "的任务")
_ENDS = tuple(",。;、)\n")
_OF_ALL = re.compile(r"[,。;:\n内)、]$")
_NO_COMMITMENT = re.compile(r"(?:已经?|将其|把|对|的|由|是)$")


def absolute_levels(text: str) -> Iterator[WordLevel]:
    """Yield the absolute levels of a normalised text, ascending.

    >>> [text[level.start:level.end] for text in ("实现监测全覆盖。", "健全全覆盖的网络。") for level in absolute_levels(text)]
    ['全覆盖']
    """
    done = 0
    for at in _HINT(text):
        match = _ABSOLUTE.match(text, at) if at >= done else None
        if match is None:
            continue
        done = match.end()
        level = _READERS[match.lastgroup or ""](text, match)
        if level is not None:
            yield level


def _level(match: re.Match[str], value: int, shape: str, suffix: str = "", verb: str = "") -> WordLevel:
    return WordLevel(match.start(), match.end(), match.start(), "absolute", value, shape, suffix=suffix, verb=verb)


def _cover(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 实现…全覆盖; 「全覆盖的网络」 only describes the network."""
    end = match.end()
    if _CHECKED.match(text, end):
        return _level(match, 100, "around")
    stops = not text[end : end + 1] or text.startswith((*_ENDS, *_AIM, "和", "与", "并", "率"), end)
    return _level(match, 100, "before", suffix="覆盖率" if "覆盖" in match.group() else "") if stops else None


def _all(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 关键岗位全部持证上岗, 全部规模养殖场关闭搬迁."""
    start, end = match.span()
    if (start == 0 or _OF_ALL.search(text[start - 1 : start])) and _ALL_OF.match(text, end):
        return _level(match, 100, "whole")
    if not _ALL_NEXT.match(text, end) or _NO_COMMITMENT.search(text[max(0, start - 3) : start]):
        return None
    return _level(match, 100, "around")


def _every(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 覆盖全部接种单位."""
    return WordLevel(match.end() - 2, match.end(), match.start(), "absolute", 100, "around")


def _uniform(text: str, match: re.Match[str]) -> WordLevel | None:
    return _level(match, 100, "around") if _UNIFORM_NEXT.match(text, match.end()) else None


def _none(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 杜绝重大事故, and 零事故 at the end of a clause."""
    if not match.group().startswith("零"):
        return _level(match, 0, "after")
    stops = not text[match.end() : match.end() + 1] or text.startswith((*_ENDS, "的", "”"), match.end())
    return _level(match, 0, "before", verb="零") if stops else None


def _full(text: str, match: re.Match[str]) -> WordLevel | None:
    """Read 全面推行, a level only with a time limit."""
    return _level(match, 100, "limit")


_READERS: dict[str, Callable[[str, re.Match[str]], WordLevel | None]] = {
    "cover": _cover,
    "all": _all,
    "every": _every,
    "each": lambda text, match: _level(match, 100, "whole"),
    "twice": lambda text, match: _level(match, 100, "whole"),
    "uniform": _uniform,
    "none": _none,
    "full": _full,
}
