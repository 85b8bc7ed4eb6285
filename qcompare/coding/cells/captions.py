"""What the words around a table's figures give to them: the unit behind a name, what a table of places measures."""

from __future__ import annotations

import re
from dataclasses import replace

from qcompare.text.cell_units import is_unit, unit_in
from qcompare.text.heads import A_PART, Head

_LAST_BRACKET = re.compile(r"[(〔\[](?:计量)?(?:单位:)?([^()〔〕\[\]]{1,14})[)〕\]]$")
_INNER_BRACKET = re.compile(r"\(([^()]{1,14})\)(?=\([^()]+\)$)")  # 用水总量(亿立方米)(不含生态补水)
_BEHIND_COMMA = re.compile(r"[,/、]([^,/、]{1,8})$")
_CAPTION = re.compile(
    r"(?:表|专栏)[ \d一二三四五六七八九十:—-]*(?P<title>[^()\n]{0,40}?)(?:(?:控制|规划|分解)?(?:目标|指标|任务)(?:分解)?表?)?[ ]*\((?:计量)?单位:(?P<unit>[^()]{1,14})\)"
)
# 各年培训首席质量官人数如下: what the figures of a table are, whose one head is 人数.
_COUNTED = re.compile(
    r"^(?:各年度?|分年度|历年)?(?P<title>[^(),:。\n]{2,30}?)(?:计划|目标|情况)?(?:分配)?如下列?(?:表)?:?$", re.M
)
_COUNT = re.compile("人数|数量|面积|产量|总数|规模|总量")
_LAST_UNIT = re.compile(r"\((?P<unit>[^()]{1,8})\)$")
_UNIT_LINE = re.compile(r"(?:计量)?单位(?::|[—–―-]{1,2})(?P<unit>[^(),、;:\n]{1,10})\)?:?$")
_OR_DISTRICT = re.compile(r"(?<=[县市州])\((?:[县市区]、?)+\)")
# 分省氮氧化物排放总量控制计划表 over rows of places: what is measured in each.
_SHARED_OUT = re.compile(
    r"(?:^|\n)(?:附?表[\d一二三四五六七八九十 :—-]*)?(?:全[国省市])?[分各](?:省|市|县|区|州|镇|乡|街道|地区|市州|省区市|县区|县市区)++(?:(?:19|20)\d\d年度?)?(?!目标|任务|指标|主要)(?P<title>[^()\n]{2,30}?)(?:控制)?(?:计划|目标|指标|任务)?(?:分解|分配)?表?(?=\n|\(|$)"
)
_PLACES = re.compile(r"各?(?:[县区市州镇乡]|街道|县\(区\)|县\(市、区\)|地区|市州|区县)+")
_PLACE_HEAD = re.compile(r"[各市州]*(?:县|区|市|镇|乡|乡镇|镇街|街道|地区|县区|区县|市州|省份?|省区市)(?:\(.{1,3}\))?")


def caption(title: str, head: str) -> tuple[str, str | None]:
    """Return what a table of places measures, and its unit, from the lines above it and its first head.

    >>> caption("表2 各县(区)年均浓度(单位:微克/立方米)", "县区")
    ('年均浓度', '微克/立方米')
    >>> caption("分县氨氮排放总量控制计划表", "县区"), caption("表2 各县目标任务分解表", "指标")
    (('氨氮排放总量', None), ('', None))
    """
    placed = bool(_PLACE_HEAD.fullmatch(head))
    shared = _SHARED_OUT.search(title) if placed else None
    measured = shared["title"] if shared else ""
    match = _CAPTION.search(_OR_DISTRICT.sub("", title))
    if match is None:
        alone = _UNIT_LINE.search(title) or (_LAST_UNIT.search(title) if measured else None)
        return measured, alone["unit"] if alone and is_unit(alone["unit"]) else None
    return (_PLACES.sub("", match["title"]).strip() or measured) if placed else "", match["unit"]


def counted(name: str, title: str) -> str:
    """Return what a table counts, where its one head says no more than 人数 and the words above it do.

    >>> counted("人数", "各年培训首席质量官人数如下:"), counted("专利", "各年专利数量如下:")
    ('培训首席质量官人数', '专利')
    """
    match = _COUNTED.search(title) if _COUNT.fullmatch(name) else None
    return match["title"] if match and match["title"].endswith(name) else name


def spread(columns: list[Head], head: str) -> list[Head]:
    """Give what a column of places measures to the years behind it, where it stands over the first year alone.

    A year that stands over the first of its parts alone (2025年城市, 农村) is given to the next.

    >>> from qcompare.text.heads import read_head
    >>> columns = [read_head(word) for word in ("县区", "造林面积(万亩)2020年", "2025年", "覆盖率(%)2025年")]
    >>> [(column.rest, column.unit) for column in spread(columns, "县区")]
    [('', None), ('造林面积', '万亩'), ('造林面积', '万亩'), ('覆盖率', '%')]
    """
    for at in range(1, len(columns)):
        one, before = columns[at], columns[at - 1]
        if A_PART.fullmatch(one.rest) and not one.when and before.when and A_PART.fullmatch(before.rest):
            columns = [*columns[:at], replace(one, year=before.year, when=before.when), *columns[at + 1 :]]
    if not _PLACE_HEAD.fullmatch(head) or sum(bool(column.rest and column.unit) for column in columns) < 2:
        return columns
    found: list[Head] = []
    for column in columns:
        bare = column.kind == "value" and column.year and not (column.rest or column.unit or column.growth)
        if bare and found and found[-1].rest and found[-1].unit and found[-1].year != column.year:
            column = replace(column, rest=found[-1].rest, unit=found[-1].unit)
        found.append(column)
    return found


def named_unit(name: str) -> tuple[str, str | None]:
    """Return a name without the unit behind it, and the unit.

    >>> named_unit("人均生产总值(万元)"), named_unit("研发投入强度,%"), named_unit("地区生产总值(GDP)"), named_unit("总产(折合原粮,吨)")
    (('人均生产总值', '万元'), ('研发投入强度', '%'), ('地区生产总值(GDP)', None), ('总产', '吨'))
    """
    for pattern in (_LAST_BRACKET, _BEHIND_COMMA, _INNER_BRACKET):
        match = pattern.search(name)
        if match and (unit := unit_in(match[1])):
            return name[: match.start()].strip() + (name[match.end() :] if pattern is _INNER_BRACKET else ""), unit
    return name, None
