"""Tables as the dice fall: heads, numbers, groups, storeys and figures in every mixture, with the levels that they state."""

from __future__ import annotations

import random
from dataclasses import dataclass

# name, unit, from, to, decimals
STATISTICS = [
    ("工业产品抽检合格率", "%", 80, 99, 1), ("有效发明专利", "件", 20, 9000, 0), ("粮食总产量", "万吨", 20, 600, 1),
    ("森林覆盖率", "%", 10, 60, 2), ("居民人均可支配收入", "元", 8000, 60000, 0), ("每千人口执业医师", "人", 1, 5, 2),
    ("数字经济核心产业增加值", "亿元", 10, 900, 1), ("群众安全满意度", "分", 70, 98, 1), ("县级以上文保单位", "处", 3, 300, 0),
    ("5G基站", "个", 100, 9000, 0), ("研发经费投入强度", "%", 0.5, 4, 2), ("单位面积用水量", "立方米", 20, 90, 1),
    ("规模以上工业企业研发活动覆盖率", "%", 20, 80, 1), ("高标准农田累计建成面积", "万亩", 10, 300, 1),
    ("民用机场旅客吞吐量", "万人次", 10, 5000, 0),
]  # fmt: skip
_LARGE = {"万吨": ("吨", 1e4), "亿元": ("元", 1e8), "万亩": ("亩", 1e4), "万人次": ("人次", 1e4)}
_GROUPS = ("经济发展", "民生福祉")
_OFFICES = ("商务局", "农业农村局", "市发展改革委、市统计局")

Level = tuple[str, str, float, str, int]  # name, comparator, value, unit, year


@dataclass(frozen=True)
class Form:
    """How a table is set: which columns it has, how rows are numbered and grouped, how high its head is."""

    numbered: str  # '', '1', '（1）', '①'
    grouped: str  # '', 'column', 'row'
    unit: str  # 'column', 'bracket', 'cell'
    years: tuple[str, ...]
    storeys: str  # '', 'target', 'both'
    base: str
    sort: str
    office: str
    name: str


def form(dice: random.Random) -> Form:
    """A form as the dice fall."""
    storeys = dice.choice(["", "", "target", "both"])
    years = (
        ("2023年", "2025年")
        if storeys
        else dice.choice([("2025年",), ("2025年目标",), ("目标值（2025年）",), ("2025年", "2035年")])
    )
    return Form(
        dice.choice(["", "1", "（1）", "①"]), dice.choice(["", "column", "row"]), dice.choice(["column", "bracket", "cell"]),
        years, storeys, dice.choice(["2020年", "2020年实际", "现状（2020年）"]) if storeys != "both" else "2020年",
        dice.choice(["", "属性", "指标性质"]), dice.choice(["", "", "责任单位"]), dice.choice(["指标", "指标名称", "项目"]),
    )  # fmt: skip


def table(dice: random.Random) -> tuple[str, list[Level]]:
    """A table as ``tables.yml`` writes rows, and the levels of its cells."""
    how = form(dice)
    rows = dice.sample(STATISTICS, dice.randint(3, 6))
    upper, lower = _heads(how)
    lines, levels = [upper, *([lower] if how.storeys else [])], list[Level]()
    cut = dice.randint(1, len(rows) - 1)
    for number, (name, unit, low, high, digits) in enumerate(rows):
        if how.grouped == "row" and number in (0, cut):
            title = f"（{'一二'[number > 0]}）{_GROUPS[number > 0]}"
            lines.append([title, *["<"] * (len(upper) - 1)])
        value = round(dice.uniform(low, high), digits)
        cells = [f"{value:.{digits}f}"]
        plain, times = _LARGE.get(unit, (unit, 1.0))
        for year in how.years:
            value = round(min(100.0, value * 1.1) if unit in ("%", "分") else value * 1.3, digits)
            sign = dice.choice(["", "", "≥", "以上"])
            cells.append(f"≥{value:.{digits}f}" if sign == "≥" else f"{value:.{digits}f}")
            levels.append((name, ">=" if sign else "=", round(value * times, 6), plain, 2000 + int(_digits(year)[2:4])))
            cells[-1] += (unit if how.unit == "cell" else "") + (sign if sign == "以上" else "")
        cells[0] += unit if how.unit == "cell" else ""
        lines.append(
            [
                *([_GROUPS[number > 0] if number in (0, cut) else "^"] if how.grouped == "column" else []),
                *([_number(how.numbered, number)] if how.numbered else []),
                name + (f"（{unit}）" if how.unit == "bracket" else ""), *([unit] if how.unit == "column" else []), *cells,
                *([dice.choice(["约束性", "预期性"])] if how.sort else []), *([dice.choice(_OFFICES)] if how.office else []),
            ]
        )  # fmt: skip
    return "\n".join(" | ".join(line) for line in lines), levels


def _heads(how: Form) -> tuple[list[str], list[str]]:
    """The head's two lines."""
    before = [
        *(["类别"] if how.grouped == "column" else []), *(["序号"] if how.numbered else []), how.name,
        *(["单位"] if how.unit == "column" else []),
    ]  # fmt: skip
    after = [word for word in (how.sort, how.office) if word]
    if not how.storeys:
        return [*before, how.base, *how.years, *after], []
    upper = [*before, "现状值" if how.storeys == "both" else how.base, "目标值", "<", *after]
    lower = ["^"] * len(before) + [how.base if how.storeys == "both" else "^", *how.years] + ["^"] * len(after)
    return upper, lower


def _number(numbered: str, at: int) -> str:
    return {"1": str(at + 1), "（1）": f"（{at + 1}）", "①": "①②③④⑤⑥"[at]}[numbered]


def _digits(words: str) -> str:
    return "".join(sign for sign in words if sign.isdigit())
