"""Every pattern that the package compiles, and the runs of characters that they are tried on. Run by itself it prints them."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# what texts may be full of: one of each class of characters that the rules tell apart, and pairs that come in turns
ALONE = (
    " \t\n\r\u3000\xa0\u200b\ufeff\x0b\x0c\u2028１1一百〇a_Ａ质年第各个到以为在的之和和与至达比率%％‰.．,，、。;；:：!?！？…·•●()（）[]〔〕【】{}《》〈〉<>&\"'“”‘’「」『』"
    "-—–－~～/／\\|=+*#@^`$①⑩Ⅰ□■△○×"
)
PAIRS = (
    "1,", "1.", "1 ", "1-", "1~", "1/", "1%", "1年", "1个", "1、", "一、", "一是", "第1", "第一", "第 ", "(1)", "（一）", "(一", "1）", "20", "2015", "2015年", "到2015年",
    "2015-", "2015-01-01", "十三五", "“十三五”", "a ", "a=", "a.", " \n", "\n ", "\u3000\n", "\r\n", " \u3000", " \t", "质 ", "质\n", "质,", "质、", "质1", "质率", "质、质和",
    "和1", "各1", "达到", "达到1", "达到1%", "1%以上", "不低于", "以上", "分别", "其中", "其中:", "由1", "由1提高到", "百分之", "百分之一", "一百", "一万", "亿元", "万人",
    "《质》", "《", "（质", "（", "(质)", "<a>", "<a ", "</", "<!--", "<td>", "&#", "&amp;", "http://a", "a@", "|-", "||", "---", "——", "· ", "- ", ". ", "页", "第1页", "1页",
    "共1页", "年", "1年1", "月", "1月1日", "增长", "下降", "比", "比上年", "平均", "市", "省", "县", "人民政府", "办公室", "关于", "通知", "印发", "附件", "附件:", "附表1", "表1", "图1",
    "公报", "日期", "发文", "号", "〔2015〕1号", "[2015]1号", "目标", "主要目标", "力争", "确保", "基本", "全部", "全覆盖", "杜绝", "实现", "提高", "争取", "以内", "左右", "约",
)  # fmt: skip


def runs() -> list[tuple[str, str, str]]:
    """Return (before, unit, after): a text is before, as many units as wanted, after."""
    units = dict.fromkeys([*ALONE, *PAIRS])
    around = (("", ""), ("质量", "质量"), ("\n", "。\n到2015年，合格率达到96%。"))
    return [(before, unit, after) for unit in units for before, after in around]


def text(run: tuple[str, str, str], size: int) -> str:
    """Return a run as a text of about so many characters."""
    before, unit, after = run
    return before + unit * (size // len(unit)) + after


def compiled() -> dict[tuple[str, int], tuple[str, re.Pattern[Any]]]:
    """Import and use the package, and return each pattern that it compiled: (pattern, flags) → (where, pattern)."""
    found: dict[tuple[str, int], tuple[str, re.Pattern[Any]]] = {}
    make = re.compile

    def record(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        made = make(pattern, flags)
        frame = sys._getframe(1)
        place = Path(frame.f_code.co_filename)
        if "qcompare" in place.parts:
            found.setdefault((made.pattern, made.flags), (f"{place.parent.name}/{place.name}:{frame.f_lineno}", made))
        return made

    re.compile = record  # type: ignore[assignment]
    try:
        package = importlib.import_module("qcompare")
        for module in pkgutil.walk_packages(package.__path__, "qcompare."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        from qcompare.corpus import load

        for one in load():  # what is compiled when it is first needed
            one.record()
    finally:
        re.compile = make
    return found


def cost(call: Callable[[], object], times: int = 3) -> float:
    """Return the least processor time of some calls, in seconds."""
    spent = []
    for _ in range(times):
        before = time.process_time()
        call()
        spent.append(time.process_time() - before)
        if spent[-1] > 2:
            break
    return min(spent)


def uses(pattern: re.Pattern[Any]) -> Iterator[tuple[str, Callable[[str | bytes], object]]]:
    """Yield the ways in which a pattern may be used on a text from one place.

    A search from every place is not tried here: most patterns are only ever matched where a character of theirs stands,
    and what a whole text costs is measured on the whole.
    """
    yield "match", pattern.match
    yield "fullmatch", pattern.fullmatch


def slow(pattern: re.Pattern[Any], size: int = 1000, factor: int = 6, most: int = 3) -> list[str]:
    """Return runs on which the time of a pattern grows faster than the text: at most so many, the first found."""
    found: list[str] = []
    for run in runs():
        short, long = text(run, size), text(run, size * factor)
        if isinstance(pattern.pattern, bytes):
            short, long = short.encode(), long.encode()  # type: ignore[assignment]
        for name, use in uses(pattern):
            before = cost(lambda: use(short), 1)  # noqa: B023
            if before < 0.001:
                continue
            before = cost(lambda: use(short))  # noqa: B023
            ratio = factor**3 if before > 0.2 else cost(lambda: use(long), 2) / max(before, 1e-5)  # noqa: B023
            if ratio > 3 * factor:
                found.append(f"{name} {run} × {ratio:.0f}")
                if len(found) == most:
                    return found
    return found


if __name__ == "__main__":
    patterns = compiled()
    print(json.dumps({"patterns": len(patterns), "runs": len(runs())}), flush=True)
    for where, pattern in patterns.values():
        if problems := slow(pattern):
            print(json.dumps({"where": where, "pattern": str(pattern.pattern)[:150], "slow": problems}), flush=True)
