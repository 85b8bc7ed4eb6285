"""What a text says beside its plan: a glossary at its end, the articles of a regulation, what a reply tells first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qcompare.lexicon.patterns import pattern
from qcompare.text.layout import CN

if TYPE_CHECKING:
    from qcompare.text.structure import Block

SECTION = 5  # the level of (一)

# 名词解释 in a line of its own: from there on words are explained. Not 做好名词解释工作.
_GLOSSARY = re.compile(
    r"(?m)^ *[※*]?(?:附件?\d?:?)?(?:《[^《》\n]{2,20}》)?(?:有关|相关)?(?:内容)?(?:名词解释|名词注释|名词说明|注释|附注)[※*:]?$"
)


# [1]“双千工程”:…⏎[2]…: notes behind the text, without a heading. Not [1] 发布时间:….
_NOTES = re.compile(
    r"(?:\[1\]|【1】|〔1〕) ?[“\"\u4e00-\u9fff][^\n:]{2,40}(?::|是指|指)[^\n]+\n(?:[^\[【〔\n][^\n]*\n)? *(?:\[2\]|【2】|〔2〕)"
)
_FIRST = ("\n[1]", "\n【1】", "\n〔1〕")
# 1.“双百”工程:…⏎2.“三零”单位:…: so are the notes of a report to an assembly, where they number as many.
_QUOTED = re.compile(r"\d{1,2}[.、] ?[^\n:“]{0,8}“[^”\n]{1,24}”[^\n:。]{0,14}(?::|是指|指)")
_FIRST_QUOTED = ("\n1.“", "\n1、“")
_NUMBERED, _OF_NOTES = 8, 5  # lines looked at, of which so many explain what stands in quotation marks


def mark_glossary(text: str, found: list[Block]) -> None:
    """Mark what explains the words of a document at its end: it commits to nothing."""
    at = max(text.rfind("名词解释"), text.rfind("注释"), text.rfind("名词说明"), text.rfind("附注"))
    headed = _GLOSSARY.search(text, text.rfind("\n", 0, at) + 1) if at > 0 else None
    headed = headed or _NOTES.match(text, max(map(text.rfind, _FIRST)) + 1)
    start = headed.start() if headed else _numbered_notes(text)
    if start is None:
        return
    for block in found:
        if block.start > start and (0 < block.level <= SECTION or text.startswith("附件", block.start)):
            break  # an annex behind it
        if block.start >= start and block.kind != "furniture":
            block.status = True


def _numbered_notes(text: str) -> int | None:
    """Return where the numbered notes at the end of a report to an assembly start."""
    at = max(map(text.rfind, _FIRST_QUOTED)) + 1
    if at < len(text) // 3 or "各位代表" not in text[:_OPENS_REPLY]:
        return None
    lines = text[at:].split("\n", _NUMBERED)[:_NUMBERED]
    return at if sum(1 for line in lines if _QUOTED.match(line)) >= _OF_NOTES else None


# 第十二条 申请人应当…: an article of a regulation. Not 第一条生产线.
_ARTICLE = re.compile(
    rf"(?:第[{CN}]+章[^\n。]{{0,16}}?)?第[{CN}\d]{{1,4}}条(?:[ :、(【]|(?=[\u4e00-\u9fff]))(?!生产线|高速|铁路|地铁)"
)
_ARTICLES = 5  # so many make a regulation of a text
_LAYS_OUT = re.compile(r"(?m)^[^\n。;]{0,60}(?:规划|计划|纲要|方案|要点)》?(?:\([^()\n]{0,20}\))?(?:的通知)?$")
_CHAPTER = 2  # the level of 第一章, which holds articles


def mark_articles(text: str, found: list[Block]) -> None:
    """Mark the articles of a regulation, and what stands under them: it lays down rules for others."""
    if "条" not in text:
        return
    articles = [
        index
        for index, block in enumerate(found)
        if text[block.start] == "第" and _ARTICLE.match(text, block.start, block.end)
    ]
    if len(articles) < _ARTICLES or _LAYS_OUT.search(text, 0, found[articles[0]].start):
        return
    for index in range(articles[0], len(found)):
        block = found[index]
        if index > articles[-1] and (
            0 < block.level < SECTION and block.level != _CHAPTER or text.startswith("附件", block.start)
        ):
            break  # an annex behind it
        block.article = block.kind != "furniture"


# 现答复如下: a reply to a proposal tells what there is, and then (下一步) what will be.
_REPLY = re.compile(r"(?:现|就)[^,。;\n]{0,16}(?:答复|回复|函复|复函)如下")
_FROM_HERE = pattern(r"^(?:[一二三四五六七八九十]、|\([一二三四五六七八九十]\))?(?:{from_here})")
_WILL_BE = pattern(r"{to_come}|{from_here}|拟|计划(?=[在于新修改建投开完实])|年底?前|[到至]{century}\d\d年")


def mark_reply(text: str, found: list[Block]) -> None:
    """Mark what a reply to a proposal tells before it says what will be done."""
    replied = _REPLY.search(text, 0, _OPENS_REPLY)
    if replied is None:
        return
    for block in found:
        if block.start < replied.start() or block.kind == "furniture":
            continue
        if _FROM_HERE.search(text[block.start : block.end][:_OPENS_WITH]):
            break
        block.status = block.status or not _WILL_BE.search(text, block.start, block.end)


_OPENS_REPLY, _OPENS_WITH = 1500, 16
