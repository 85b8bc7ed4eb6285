"""What is put together of pieces: tables in every layout, lists, and places in them: more targets."""

from __future__ import annotations

import json
from collections.abc import Callable

import atheris
import review_targets as r
from review_targets import Given, pick
from structure_targets import TABLES

with atheris.instrument_imports(include=["qcompare"]):
    from qcompare.coding import code
    from qcompare.coding.rules import RULES
    from qcompare.errors import ParameterError
    from qcompare.explanation import explain
    from qcompare.measures.sentence_lookup import sentence_at
    from qcompare.schema import frame
    from qcompare.text import Plan

# ---- tables that publication took apart

_LINES = ("┌─┬┐├┼┤└┴┘│", "+-++++++++|", "╔═╦╗╠╬╣╚╩╝║", "┏━┳┓┣╋┫┗┻┛┃")
_PARTS = (
    "│", "|", " | ", "┃", "\t", "  ", " ", "\u3000", "\n", "\n\n", "|\n", "│\n", "", "，", ",", "、", "；", "——", ":", "：",
)  # fmt: skip


def taken_apart(data: bytes) -> object:
    """Fuzz tables as text: box lines, a cell a line, all in one line, wrapped, heads again, notes between."""
    given = atheris.FuzzedDataProvider(data)
    pieces = ["一、主要目标\n"] if given.ConsumeBool() else []
    while given.remaining_bytes() > 0 and len(pieces) < 6:
        if given.ConsumeIntInRange(0, 2):
            rows = [line.split("|") for line in pick(given, TABLES).splitlines()]
            for _ in range(given.ConsumeIntInRange(0, 6)):
                row = pick(given, rows)
                row[given.ConsumeIntInRange(0, len(row) - 1)] = pick(given, r._CELLS)
        else:
            width = given.ConsumeIntInRange(2, 7)
            rows = [[pick(given, r._CELLS) for _ in range(width)] for _ in range(given.ConsumeIntInRange(1, 9))]
        rows = [["" if cell in "^<" else cell for cell in row] for row in rows]
        pieces.append(pick(given, ("表1 主要指标\n", "专栏1：指标\n", "附件2\n", "", "主要指标如下：", "到2020年，")))
        how = given.ConsumeIntInRange(0, 5)
        if how < 2:
            pieces.append(_boxed(given, rows))
        else:
            part, end = pick(given, _PARTS), pick(given, ("\n", "\n", "|\n", "", " ", "；", "。", "\n\n"))
            pieces.append(end.join(part.join(row) for row in rows) + "\n")
        pieces.append(
            pick(
                given,
                (
                    "注：（ ）内为累计数。\n",
                    "— 3 —\n",
                    "",
                    "。\n",
                    "\n到2020年，产品合格率达到96%以上。\n",
                    "[ ]内为五年累计",
                ),
            )
        )
    return r.sound("".join(pieces))


def _boxed(given: Given, rows: list[list[str]]) -> str:
    signs = pick(given, _LINES)
    bar, dash = signs[-1], signs[1]
    wide = given.ConsumeIntInRange(1, 14)
    rule = signs[3 + given.ConsumeIntInRange(0, 6)].join(
        dash * given.ConsumeIntInRange(0, wide) for _ in range(len(rows[0]) + 1)
    )
    lines = [rule]
    for row in rows:
        height = max(1, *(-(-len(cell) // wide) for cell in row))
        for at in range(min(height, 6)):
            cells = [cell[at * wide : (at + 1) * wide].ljust(wide if given.ConsumeBool() else 0) for cell in row]
            lines.append((bar if given.ConsumeIntInRange(0, 7) else "") + bar.join(cells) + bar)
        if given.ConsumeIntInRange(0, 3):
            lines.append(rule)
    return "\n".join(lines) + "\n"


# ---- lists whose levels stand behind their indicators, and excerpts

_NAMES = (
    "产品合格率", "食品抽检合格率", "名牌产品", "有效发明专利", "满意度", "农产品", "工业产品", "服务业", "市", "县（区）", "规模以上企业", "A级", "顾客满意度",
)  # fmt: skip
_LEVELS = (
    "96%", "98%以上", "30个", "5~10项", "0.5‰以下", "九成", "三分之二", "1.2万件", "第3位", "100%", "5", "80分", "两倍", "2018年", "0",
)  # fmt: skip
_VERBS = (
    "分别达到", "分别为", "分别提高到", "各", "均达到", "分别增长", "分别不低于", "由", "达到", "依次为", "分别由", "共", "合计", "其中",
)  # fmt: skip
_JOINTS = (
    "、", "和", "，", ",", "；", "以及", "与", "/", "或", "至", "提高到", "（", "）", "(", ")", " ", "\n", "。", "2015年", "2020年", "到2020年", "每年", "力争",
    "已",
)  # fmt: skip


def respective(data: bytes) -> object:
    """Fuzz lists: N indicators or years, then as many levels, fewer, or more."""
    given = atheris.FuzzedDataProvider(data)
    pieces: list[str] = []
    pools = (_NAMES, _LEVELS, _VERBS, _JOINTS, _JOINTS)
    while given.remaining_bytes() > 0 and len(pieces) < 160:
        if given.ConsumeIntInRange(0, 3):
            pieces.append(pick(given, pick(given, pools)))
            continue
        first, joint = given.ConsumeIntInRange(1, 6), pick(given, _JOINTS[:4])
        names = joint.join(pick(given, _NAMES) for _ in range(first)) if given.ConsumeBool() else "2018年、2020年"
        levels = pick(given, _JOINTS[:4]).join(
            pick(given, _LEVELS) for _ in range(max(1, first + given.ConsumeIntInRange(-1, 1)))
        )
        pieces.append(f"{names}{pick(given, _VERBS)}{levels}{pick(given, ('。', '，', '；', ''))}")
    return r.sound("".join(pieces))


def explained(data: bytes) -> object:
    """Fuzz the chain of rules of every numeral, and of any other place."""
    given = atheris.FuzzedDataProvider(data)
    text = "".join(pick(given, r._clauses()) for _ in range(given.ConsumeIntInRange(1, 12)))
    plan = Plan.from_text(text, "plan")
    coding = code(plan)
    places = [row["start"] for row in coding.numerals[:4]] + [target["level_start"] for target in coding.targets[:2]]
    for place in [place for place in places if place is not None] + [given.ConsumeIntInRange(-3, len(plan.source) + 3)]:
        try:
            one = explain(plan, place)
        except ParameterError:
            continue
        assert one.text and one.text in plan.source, one
        for step in one.steps:
            assert step.rule in RULES, step
            assert step.start < 0 or plan.source[step.start :].startswith(step.words), step
        assert list(one.lines("zh")) and list(one.lines("en")) and json.dumps(one.record())
    return None


def looked_up(data: bytes) -> object:
    """Fuzz the look-up of sentences: the one found holds the offset, or is the last before it."""
    given = atheris.FuzzedDataProvider(data)
    plans = [
        Plan.from_text("".join(pick(given, r._clauses()) for _ in range(given.ConsumeIntInRange(0, 9))), name)
        for name in "ab"
    ]
    rows = [{"plan": plan.name, **one} for plan in plans for one in plan.sentences()]
    if not rows:
        return None
    sentences = frame("sentences", rows)
    places = [
        {"plan": pick(given, "ab"), "start": given.ConsumeIntInRange(0, 400)}
        for _ in range(given.ConsumeIntInRange(1, 20))
    ]
    import pandas as pd

    asked = pd.DataFrame(places)
    found = sentence_at(asked, sentences, ["start", "end"])
    for place, (start, _) in zip(places, found.itertuples(index=False), strict=True):
        before = [row["start"] for row in rows if row["plan"] == place["plan"] and row["start"] <= place["start"]]
        assert start == max(before) if before else pd.isna(start), (place, start)
    return found


def seeds_of(name: str) -> list[bytes] | None:
    """Return small inputs for these targets: which pieces are taken."""
    return r.DECISIONS if name in targets_in() else None


def targets_in() -> dict[str, Callable[[bytes], object]]:
    """Return the targets by name."""
    return {"taken apart": taken_apart, "respective": respective, "explained": explained, "looked up": looked_up}
