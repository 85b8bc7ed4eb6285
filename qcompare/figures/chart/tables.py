"""Tables to look at and to print: corpus (T1), reliability (T2), multiverse (T3), as great-tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from qcompare.figures.chart.base import FIGURES, figure, need, number, plans_of, say, version
from qcompare.figures.chart.trust import field_words, pivot_words
from qcompare.lexicon import rows as listed

_LEVELS = {
    "national": ("国家", "national"), "province": ("省", "province"), "municipality": ("直辖市", "municipality"),
    "subprovincial": ("副省级市", "sub-provincial"), "prefecture": ("地级市", "prefecture"), "county": ("县", "county"),
}  # fmt: skip


@figure(
    "T1", "corpus", zh="比较了什么，缺了什么？", en="What was compared, what is missing?",
)  # fmt: skip
def corpus_table(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Return the corpus and its provenance as a great-tables table.

    Parameters
    ----------
    table
        Result table ``corpus``: plan, title, level, date_issued, horizon, cites_outline, han, han_goals, quantified,
        absolute, relative, qualitative, indicators, annex_omitted, unplaced, missing.
    """
    known = plans_of(table, lang)
    place = 0 if lang == "zh" else 1
    rows = need(table, "plan", "title", "level", "date_issued", "horizon", "cites_outline", "han", "han_goals", "quantified",
                "absolute", "relative", "qualitative", "indicators", "annex_omitted", "unplaced", "missing")  # fmt: skip
    yes = {True: say(lang, "是", "yes"), False: say(lang, "否", "no")}
    shown = pd.DataFrame(
        {
            say(lang, "规划", "plan"): rows["plan"].map(known.label),
            say(lang, "标题", "title"): rows["title"].map(_text),
            say(lang, "层级", "level"): [_LEVELS.get(level, ("–", "–"))[place] for level in rows["level"]],
            say(lang, "成文", "issued"): rows["date_issued"].map(_text),
            say(lang, "目标年", "main year"): rows["horizon"].map(_plain),
            say(lang, "引用纲要", "cites outline"): [yes.get(flag, "–") for flag in rows["cites_outline"]],
            say(lang, "汉字（全文/目标）", "Han (body / goals)"): _pair(rows, "han", "han_goals"),
            say(lang, "定量", "quantified"): rows["quantified"].map(number),
            say(lang, "绝对", "absolute"): rows["absolute"].map(number),
            say(lang, "相对", "relative"): rows["relative"].map(number),
            say(lang, "定性", "qualitative"): rows["qualitative"].map(number),
            say(lang, "不同指标", "distinct indicators"): rows["indicators"].map(number),
            say(lang, "略去专栏", "boxes left out"): rows["annex_omitted"].map(number),
            say(lang, "未归类数字", "unplaced numerals"): rows["unplaced"].map(number),
            say(lang, "元数据缺项", "metadata missing"): rows["missing"].map(_text),
        }
    )
    note = say(lang, f"n = {len(rows)} 个规划；定性目标只在目标部分编码；略去专栏者各项计数为下界；数据版本 {version([table])}。",
               f"n = {len(rows)} plans; qualitative targets are coded in the goals part only; counts are lower bounds where boxes are left out; data version {version([table])}.")  # fmt: skip
    return _table("corpus_table", shown, say(lang, "语料与来源", "Corpus and provenance"), note, lang)


def reliability_table(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Return agreement by field as a great-tables table (columns as for the chart ``reliability``)."""
    rows = need(table, "field", "metric", "n", "percent", "alpha", "alpha_low", "alpha_high", "ac1", "verdict")
    words = {row["value"]: row[lang] for row in listed("measures/values")}
    shown = pd.DataFrame(
        {
            say(lang, "字段", "field"): [field_words(name, lang) for name in rows["field"]],
            say(lang, "量尺", "metric"): [words.get(name, name) for name in rows["metric"]],
            "n": rows["n"].map(number),
            say(lang, "一致率", "agreement"): [number(100 * value, 1) + " %" if value == value else "–" for value in rows["percent"]],
            "α": rows["alpha"].map(lambda value: number(value, 3)),
            say(lang, "95 % 区间", "95 % interval"): [f"{number(a, 2)} – {number(b, 2)}" for a, b in zip(rows["alpha_low"], rows["alpha_high"], strict=True)],
            "AC1": rows["ac1"].map(lambda value: number(value, 3)),
            say(lang, "判断", "verdict"): [words.get(name, _text(name)) for name in rows["verdict"]],
        }
    )  # fmt: skip
    note = say(
        lang,
        f"α ≥ .80 可下结论，.667–.80 暂定；数据版本 {version([table])}。",
        f"α ≥ .80 firm, .667–.80 tentative; data version {version([table])}.",
    )
    return _table("reliability", shown, say(lang, "编码信度", "Reliability of the coding"), note, lang)


def multiverse_table(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Return claims and the share of runs in which each holds as a great-tables table."""
    rows = need(table, "claim", "zh", "en", "default", "holds", "runs", "share", "pivot")
    yes = {True: say(lang, "是", "yes"), False: say(lang, "否", "no")}
    shown = pd.DataFrame(
        {
            say(lang, "论断", "claim"): rows[lang],
            say(lang, "默认成立", "holds by default"): [yes.get(flag, "–") for flag in rows["default"]],
            say(lang, "成立/运行", "holds / runs"): _pair(rows, "holds", "runs"),
            say(lang, "比例", "share"): [
                number(100 * value, 1) + " %" if value == value else "–" for value in rows["share"]
            ],
            say(lang, "关键选择", "pivotal choice"): [pivot_words(name, lang) for name in rows["pivot"]],
        }
    )
    note = say(
        lang,
        f"定义的全部组合；数据版本 {version([table])}。",
        f"every combination of definitions; data version {version([table])}.",
    )
    return _table("multiverse", shown, say(lang, "稳健性", "Robustness"), note, lang)


def _text(value: Any) -> str:
    return "–" if value is None or value != value or value == "" else str(value)


def _plain(value: Any) -> str:
    return "–" if value is None or value != value else str(int(value))


def _pair(rows: pd.DataFrame, first: str, second: str) -> list[str]:
    return [f"{number(a)} / {number(b)}" for a, b in zip(rows[first], rows[second], strict=True)]


def _table(name: str, shown: pd.DataFrame, title: str, note: str, lang: str) -> Any:
    """Return a great-tables table with a fixed id, so that its HTML is the same each time."""
    from great_tables import GT

    made = (
        GT(shown, id=f"qcompare-{name}-{lang}")
        .tab_header(title=title)
        .tab_source_note(note)
        .tab_options(table_font_size="13px", heading_align="left", table_width="100%")
    )
    spec = FIGURES.get(name)
    words = {  # what a chart carries in its usermeta
        "id": spec.id if spec else name, "name": name, "lang": lang, "title": title, "caption": note,
        "question": spec.question(lang) if spec else "", "alt": f"{title}. {note}", "shown": shown,
    }  # fmt: skip
    setattr(made, "qcompare", words)  # noqa: B010 - the class knows of no words of ours
    return made
