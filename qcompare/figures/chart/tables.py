"""Tables to look at and to print: corpus (T1), reliability (T2), multiverse (T3), as great-tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from qcompare import schema
from qcompare.figures.chart.base import FIGURES, figure, need, number, plans_of, say, version
from qcompare.figures.chart.multiverse import pivot_words
from qcompare.figures.chart.panel import WIDE, Look
from qcompare.figures.chart.reliability import field_words
from qcompare.lexicon import rows as listed

_LEVELS = {
    "national": ("国家", "national"), "province": ("省", "province"), "municipality": ("直辖市", "municipality"),
    "subprovincial": ("副省级市", "sub-provincial"), "prefecture": ("地级市", "prefecture"), "county": ("县", "county"),
}  # fmt: skip


@figure(
    "T1", "corpus", zh="比较了哪些规划，缺了什么？", en="Which plans were compared, and what is missing?",
)  # fmt: skip
def corpus_table(table: pd.DataFrame, *, lang: str = "zh", look: Look = WIDE) -> Any:
    """Return the corpus and its provenance as a great-tables table.

    Parameters
    ----------
    table
        Result table ``corpus``: plan, title, level, date_issued, horizon, cites_outline, han, han_goals, quantified,
        absolute, relative, qualitative, indicators, annex_omitted, unplaced, missing.

    Examples
    --------
    >>> import qcompare as qc
    >>> type(qc.chart.corpus_table(qc.load(plans=["anhui", "siping"]), lang="en")).__name__
    'GT'
    """
    known = plans_of(table, lang)
    table = table.set_index("plan", drop=False).loc[known.order(table["plan"])].reset_index(drop=True)
    place = 0 if lang == "zh" else 1
    rows = need(table, "plan", "title", "level", "date_issued", "horizon", "cites_outline", "han", "han_goals", "quantified",
                "absolute", "relative", "qualitative", "indicators", "annex_omitted", "unplaced", "missing")  # fmt: skip
    yes = {True: say(lang, "是", "yes"), False: say(lang, "否", "no")}
    shown = pd.DataFrame(
        {
            say(lang, "规划", "plan"): rows["plan"].map(known.label),
            say(lang, "标题", "title"): rows["title"].map(_text),
            say(lang, "层级", "tier"): [_LEVELS.get(level, ("–", "–"))[place] for level in rows["level"]],
            say(lang, "成文", "issued"): rows["date_issued"].map(_text),
            say(lang, "规划目标年", "horizon year"): rows["horizon"].map(_plain),
            say(lang, "引用纲要", "cites the outline"): [yes.get(flag, "–") for flag in rows["cites_outline"]],
            say(lang, "汉字数（全文 / 目标部分）", "Han characters (whole plan / goals section)"): _pair(
                rows, "han", "han_goals"
            ),
            say(lang, "写出数字", "with a number"): rows["quantified"].map(number),
            say(lang, "全部、杜绝", "all or none"): rows["absolute"].map(number),
            say(lang, "只作比较", "by comparison"): rows["relative"].map(number),
            say(lang, "只有文字", "in words only"): rows["qualitative"].map(number),
            say(lang, "不同指标", "distinct indicators"): rows["indicators"].map(number),
            say(lang, "略去的专栏", "boxes (专栏) left out"): rows["annex_omitted"].map(number),
            say(lang, "未归类的数字", "numerals not placed"): rows["unplaced"].map(number),
            say(lang, "缺少的说明", "metadata missing"): rows["missing"].map(lambda names: _fields(names, lang)),
        }
    )
    note = say(lang, f"{len(rows)}份规划，按成文先后。只有文字的目标只在目标部分编码；略去专栏者各项条数为下限；本表数据版本 {version([table])}。",
               f"{len(rows)} plans in order of issue. Targets in words only are coded in the goals section only; counts are lower bounds where boxes are left out; this table's data version {version([table])}.")  # fmt: skip
    return _table(
        "corpus_table", shown, say(lang, "所比较的规划与来源", "The plans compared, and their provenance"), note, lang
    )


def reliability_table(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Return agreement by field as a great-tables table (columns as for the chart ``reliability``)."""
    rows = need(table, "field", "metric", "n", "percent", "alpha", "alpha_low", "alpha_high", "ac1", "verdict")
    words = {row["value"]: say(lang, row["zh"], row["en"]) for row in listed("measures/values")}
    shown = pd.DataFrame(
        {
            say(lang, "字段", "field"): [field_words(name, lang) for name in rows["field"]],
            say(lang, "量尺", "metric"): [words.get(name, name) for name in rows["metric"]],
            "n": rows["n"].map(number),
            say(lang, "一致率", "agreement"): [number(100 * value, 1) + "%" if value == value else "–" for value in rows["percent"]],
            "α": rows["alpha"].map(lambda value: number(value, 3)),
            say(lang, "95%区间", "95% interval"): [f"{number(a, 2)}–{number(b, 2)}" for a, b in zip(rows["alpha_low"], rows["alpha_high"], strict=True)],
            "AC1": rows["ac1"].map(lambda value: number(value, 3)),
            say(lang, "判断", "verdict"): [words.get(name, _text(name)) for name in rows["verdict"]],
        }
    )  # fmt: skip
    note = say(
        lang,
        f"α不低于0.80为可靠，0.667至0.80暂可采用；本表数据版本 {version([table])}。",
        f"α reliable from 0.80, tentative from 0.667; this table's data version {version([table])}.",
    )
    return _table("reliability", shown, say(lang, "编码的可靠程度", "Reliability of the coding"), note, lang)


def multiverse_table(table: pd.DataFrame, *, lang: str = "zh") -> Any:
    """Return claims and the share of the distinct combinations in which each holds as a great-tables table."""
    rows = need(table, "claim", "zh", "en", "default", "share", "pivot", "holds_in", "specifications")
    yes = {True: say(lang, "是", "yes"), False: say(lang, "否", "no")}
    shown = pd.DataFrame(
        {
            say(lang, "论断", "claim"): rows[lang],
            say(lang, "默认定义下成立", "holds by default"): [yes.get(flag, "–") for flag in rows["default"]],
            say(lang, "成立 / 不同组合", "holds / distinct combinations"): _pair(rows, "holds_in", "specifications"),
            say(lang, "比例", "share"): [
                number(100 * held / of, 1) + "%" if pd.notna(of) else "–"
                for held, of in zip(rows["holds_in"], rows["specifications"], strict=True)
            ],
            say(lang, "取决于", "depends on"): [pivot_words(name, lang) for name in rows["pivot"]],
        }
    )
    note = say(
        lang,
        f"全部定义组合；本表数据版本 {version([table])}。",
        f"every combination of definitions; this table's data version {version([table])}.",
    )
    return _table("multiverse", shown, say(lang, "稳健性", "Robustness"), note, lang)


def _fields(names: Any, lang: str) -> str:
    """Return names of fields of a plan, joined by spaces, in words.

    >>> _fields("doc_number issuer", "zh"), _fields(None, "en")
    ('文号、发文机关', '–')
    """
    if _text(names) == "–":
        return "–"
    words = {
        field.name: field.zh if lang == "zh" else field.name.replace("doc_", "document ").replace("_", " ")
        for field in schema.fields("plans")
    }
    return say(lang, "、", ", ").join(words.get(name, name) for name in str(names).split())


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
        "id": spec.id if spec else name, "name": name, "lang": lang, "title": title, "subtitle": "", "note": note, "read": "",
        "source": "", "cite": "", "caption": note,
        "question": spec.question(lang) if spec else "", "alt": f"{title}. {note}", "shown": shown,
    }  # fmt: skip
    setattr(made, "qcompare", words)  # noqa: B010 - the class knows of no words of ours
    return made
