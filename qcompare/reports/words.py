"""The words of the pages, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from qcompare.lexicon import rows

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "html": "zh-CN", "site": "质量规划目标比较", "start": "首页", "figures": "图表", "tables": "数据表", "plans": "规划",
        "notebooks": "分析笔记", "search": "检索", "other": "English", "skip": "跳到正文", "findings": "发现", "limits": "不能下的结论",
        "caveat": "保留", "holds": "稳健比例", "pictures": "主要图", "notebook": "笔记", "state": "状态", "done": "完成", "failed": "失败",
        "failed_note": "以下笔记没有跑完，其余结果不受影响：", "unread": "未能读取的文件：", "question": "问题", "download": "下载",
        "code": "代码", "targets": "目标", "target": "目标", "fields": "字段", "used_in": "用到它的图", "source": "原文",
        "filter": "筛选", "type": "类型", "domain": "领域", "part": "部分", "rung": "阶梯", "all": "全部", "shown": "显示",
        "reset": "清除", "sort": "点表头排序", "rows": "行", "first_rows": "只显示前 {n} 行，全部见 CSV。", "interactive": "交互图",
        "find": "在目标与原文句子中检索", "hits": "条结果", "type_here": "输入词语", "go": "查看原文", "parameters": "参数", "error": "错误",
        "executed": "运行后的笔记", "data_version": "数据版本", "quote": "原文", "indicator": "指标", "level": "水平", "year": "年份",
        "more": "其余见检索结果前 300 条", "national": "国家", "published": "原文按发布时的样子，未作改动", "issuer": "发文机关", "issued": "成文日期",
        "doc_number": "文号", "horizon": "目标年", "strength": "力度", "noscript": "筛选、排序与检索需要 JavaScript；图、表和链接不需要。",
        "lacks": "缺少要素", "group": "领域组", "matching": "与所点图形相符", "topic": "方面", "captions": "图注", "png": "PNG、PDF 用 qcompare figures 生成",
        "notes": "读前须知", "reviewed": "编得的目标：{n}条。按复核记录，有人看过的：{seen}条；只由程序编出、没有人看过的：{rest}条。",
        "anachronism": "期间在{year}年（国家纲要的起始年）以前就开始的规划：{names}。拿来同纲要对照是时代错置，有关数字只作描述；在纲要发布以前发布的，不判严格程度。",
    },
    "en": {
        "html": "en", "site": "Targets of quality plans, compared", "start": "Start", "figures": "Figures", "tables": "Tables", "plans": "Plans",
        "notebooks": "Notebooks", "search": "Search", "other": "中文", "skip": "Skip to content", "findings": "Findings", "limits": "What must not be concluded",
        "caveat": "limit", "holds": "holds in", "pictures": "Main pictures", "notebook": "Notebook", "state": "State", "done": "done", "failed": "failed",
        "failed_note": "These notebooks did not run to their end; the other results stand:", "unread": "Files that could not be read:", "question": "Question", "download": "Download",
        "code": "Code", "targets": "Targets", "target": "Target", "fields": "Fields", "used_in": "Figures that use it", "source": "Source text",
        "filter": "Filter", "type": "Type", "domain": "Domain", "part": "Part", "rung": "Rung", "all": "all", "shown": "shown",
        "reset": "Clear", "sort": "Click a heading to sort", "rows": "rows", "first_rows": "The first {n} rows; all are in the CSV.", "interactive": "Interactive",
        "find": "Search targets and sentences", "hits": "results", "type_here": "words", "go": "Show in the source", "parameters": "Parameters", "error": "Error",
        "executed": "Executed notebook", "data_version": "data version", "quote": "quote", "indicator": "indicator", "level": "level", "year": "year",
        "more": "the first 300 are shown", "national": "national", "published": "The text as published, unchanged", "issuer": "Issuer", "issued": "Issued",
        "doc_number": "Number", "horizon": "Main year", "strength": "Strength", "noscript": "Filters, sorting and search need JavaScript; pictures, tables and links do not.",
        "lacks": "lacks", "group": "group", "matching": "matching the mark", "topic": "side", "captions": "caption", "png": "for PNG and PDF: qcompare figures",
        "notes": "Before you read", "reviewed": "Coded targets: {n}. Looked at by a person, by the record of reviews: {seen}; coded by the program alone: {rest}.",
        "anachronism": "Plans whose period begins before {year}, the first year of the national outline: {names}. Lining these up with the outline is an anachronism, and the figures only describe; of those issued before the outline, strictness is not judged.",
    },
}  # fmt: skip

# values of coded fields, as shown in filters and lists
VALUES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "quantified": "定量", "absolute": "绝对", "relative": "相对", "qualitative": "定性", "goals": "目标部分", "body": "其余部分",
        "binding": "约束", "plain": "一般", "aspirational": "争取", "finding": "发现", "not comparable": "不可比", "must not be concluded": "不能下的结论",
        "corpus": "语料", "specificity": "具体程度", "ambition": "严格程度", "alignment": "与纲要的一致", "vocabulary": "用词", "certainty": "把握", "limits": "限度",
    },
    "en": {"goals": "goals part", "body": "rest"},
}  # fmt: skip


def value(lang: str, word: str) -> str:
    """Return how a coded value is shown in a language; the value itself where nothing else is known."""
    return VALUES[lang].get(word) or _coded().get(word, {}).get(lang) or word


@cache
def _coded() -> dict[str, dict[str, str]]:
    """Return the values of coded fields, as the notebooks show them."""
    return {row["value"]: row for row in reversed(rows("measures/values"))}
