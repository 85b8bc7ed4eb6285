"""The frame around a figure: title and one line above, note and source below, and what a reader of the file needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from qcompare.benchmark import worded
from qcompare.figures import fonts, theme
from qcompare.figures.chart.base import (
    FIGURES,
    Plans,
    listed,
    plural,
    say,
    version,
)
from qcompare.figures.chart.panel import Look, Panel
from qcompare.figures.chart.specified import Specified

# where targets come from: true with and without corrections, so a figure need not know whether there are any
CODED = {
    "zh": "规划公开文本，程序编码，有更正记录的以更正为准",
    "en": "the plans as published, coded by the program, corrected where a correction is on record",
}


def finish(
    panels: Sequence[Panel], tables: Sequence[pd.DataFrame], *, name: str, lang: str, look: Look, title: str, subtitle: str,
    note: Sequence[str], read: str, alt_text: str, source: str | None = None, spacing: float = 18,
) -> Any:  # fmt: skip
    """Return a figure: its panels between title and note, with theme and what a reader of the file needs to know.

    Parameters
    ----------
    panels
        Panels from the top.
    tables
        Tables behind the chart.
    name
        Name of the figure in the set.
    title, subtitle
        The finding as a sentence; what is drawn, of whom, in which unit.
    note
        Sentences: the rule, what empty means, daggers.
    read
        One cell or bar read aloud.
    alt_text
        The numbers, for who cannot see them.
    source
        Where it comes from, before the data version.
    """
    title = look.heading or worded(title, lang)
    subtitle, read, alt_text = (worded(text, lang) for text in (subtitle, read, alt_text))
    note_text = worded("".join(note) if lang == "zh" else " ".join(note), lang)
    where = source or CODED[lang]
    data = version(tables)
    source_text = say(
        lang,
        f"{where}；本图数据版本 {data}。",
        f"{where[:1].upper()}{where[1:]}; this figure's data version {data}.",
    )
    foot = _foot(look, lang, note_text, source_text)
    spec = FIGURES[name]
    stop = say(lang, "。", ". ")
    datasets: dict[str, Any] = {}
    made = {
        "$schema": alt.SCHEMA_URL,
        "vconcat": [panel.spec(datasets) for panel in [*panels, foot]],
        "spacing": spacing,
        "bounds": "flush",
        "title": {
            "text": look.balanced(title, look.title, True), "subtitle": look.wrap(subtitle, look.subtitle), "fontSize": look.title,
            "lineHeight": round(look.title * 1.3, 1), "subtitleFontSize": look.subtitle,
            "subtitleLineHeight": round(look.subtitle * 1.4, 1), "subtitlePadding": round(look.subtitle * 0.4, 1),
            "offset": round(look.text * 1.1, 1),
        },
        "usermeta": {
            "id": spec.id, "name": name, "lang": lang, "title": title, "subtitle": subtitle, "note": note_text,
            "read": read, "source": source_text, "cite": cited(title, name, data, lang), "question": spec.question(lang),
            "caption": f"{subtitle}{stop}{note_text}{say(lang, '', ' ')}{say(lang, '来源：', 'Source: ')}{source_text}",
            "alt": f"{title.rstrip('。.')}{stop}{alt_text}",
        },
        "config": {**theme.config(), "padding": 2 if look.compact else 12},
    }  # fmt: skip
    made["datasets"] = datasets
    return Specified(made if look.factor == 1 else theme.scaled(made, look.factor))


def cited(title: str, name: str, data: str, lang: str) -> str:
    """Return how to cite a figure or a table: who, what, the version of the program and that of the data (:func:`version`)."""
    from qcompare import __version__

    return say(
        lang, f"qcompare开发者：《{title}》（{name}），qcompare {__version__}，数据版本 {data}。",
        f"The qcompare developers: {title} ({name}). qcompare {__version__}, data version {data}.",
    )  # fmt: skip


def _foot(look: Look, lang: str, note: str, source: str) -> Panel:
    """Return the panel below a figure: note and source in small type, their first word bold."""
    foot, size = Panel(look), look.small
    y = 0.0
    for head, said in ((say(lang, "注", "Note."), note), (say(lang, "来源", "Source."), source)):
        if said:
            indent = fonts.width(head, size, bold=True) + size * 0.6
            first = look.wrap(said, size, look.width - indent)[0]
            rest = look.wrap(said[len(first) :].lstrip(), size)
            foot.text(0, y + size * 0.7, head, size, theme.MUTED, bold=True)
            foot.text(indent, y + size * 0.7, first, size, theme.MUTED)
            for line in rest:
                y += size * 1.45
                foot.text(0, y + size * 0.7, line, size, theme.MUTED)
            y += size * 1.45
    foot.height = y
    return foot


def nothing(
    tables: Sequence[pd.DataFrame], *, name: str, lang: str, look: Look, title: str, why: str, note: Sequence[str] = ()
) -> Any:  # fmt: skip
    """Return a figure that says in words why there is nothing to draw, and what to do."""
    panel = Panel(look)
    size = look.text
    for line in look.wrap(why, size):
        panel.text(0, panel.height + size * 0.8, line, size, theme.INK2)
        panel.height += size * 1.6
    subtitle = FIGURES[name].question(lang)
    return finish(
        [panel],
        tables,
        name=name,
        lang=lang,
        look=look,
        title=title,
        subtitle=subtitle,
        note=note,
        read="",
        alt_text=why,
    )


def unjudged_words(lang: str) -> str:
    """Return why nothing stands beside the national goals where no match has been judged, and what to do."""
    return say(
        lang,
        "还没有经人工判定的对应关系。程序的建议不算；请先判定哪些目标对应哪项国家目标：qcompare review export，填写matches表，再qcompare review import，然后再画一次。",
        "No match has been judged by a person, and suggestions of the program do not count. Judge first which targets answer "
        "which national goal: qcompare review export, fill in the sheet matches, qcompare review import, and draw again.",
    )


def silent_note(names: Sequence[str], lang: str) -> list[str]:
    """Return what the dagger means, for the plans that do not cite the outline."""
    if not names:
        return []
    who = listed(names, lang, most=3)
    verb = "does" if len(names) == 1 else "do"
    return [
        say(lang, f"† {who}没有引用纲要，有关数字只作描述。", f"† {who} {verb} not cite the outline: described only.")
    ]


def omitted_note(known: Plans, plans: Sequence[str], lang: str) -> list[str]:
    """Return what a comparison of these plans cannot hold, since their published texts leave it out."""
    lacking = [plan for plan in plans if plan in known.omitted]
    if not lacking:
        return []
    boxes = sum(int(known.omitted[plan]["boxes"]) for plan in lacking)
    table = any(known.omitted[plan]["indicators"] for plan in lacking)
    who, one = listed(known.labels(lacking), lang, most=3), len(lacking) == 1
    return [say(
        lang,
        f"{who}的公开文本略去{boxes}个专栏{'（其中有指标表）' if table else ''}，没有计入。",
        f"The published text{'' if one else 's'} of {who} leave{'s' if one else ''} out {plural(boxes, 'box').replace('boxs', 'boxes')}{', a table of indicators among them' if table else ''}: not counted.",
    )]  # fmt: skip


def judged_source(lang: str, table: pd.DataFrame | None = None) -> str:
    """Return where comparisons with the national goals come from."""
    several = table is not None and table.attrs.get("several")
    zh, en = (
        ("由人判定，部分经两人以上", "by people, some by two or more")
        if several
        else ("由一名编码员判定", "by one coder")
    )
    return say(
        lang, f"{CODED['zh']}；国务院国发〔2012〕9号；对应关系{zh}",
        f"{CODED['en']}; State Council document Guofa [2012] No. 9; matches judged {en}",
    )  # fmt: skip
