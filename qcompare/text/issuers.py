"""Who issued a document, and which place it governs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qcompare.text import dates
from qcompare.text.citations import quoted
from qcompare.text.front import Line, is_heading
from qcompare.text.genre import REPORT
from qcompare.text.normalise import halve, simplify
from qcompare.text.places import NATION, Place, place_in, place_of_number, place_spoken_of
from qcompare.text.reading import Reading

_HAN = "\u4e00-\u9fff"
_UNIT = r"(?:省|自治区|市|地区|自治州|州|盟|县|区|旗)"
_GOVERNMENT = rf"[{_HAN}]{{1,16}}?{_UNIT}(?:人民政府|政府|行政公署|革命委员会)(?:办公[厅室])?"
_PARTY = rf"(?:中共)?[{_HAN}]{{1,12}}?{_UNIT}(?:委|委员会)(?:办公[厅室])?"
_CENTRE = r"中共中央(?:办公厅)?|国务院(?:办公厅)?|全国人民代表大会(?:常务委员会)?"
_OFFICE = rf"[{_HAN}]{{2,18}}(?:部|总局|委员会|委|厅|局|署|办公室|领导小组|总队|调查队)"
# 某省推进“三区一带”建设领导小组办公室
_GROUP = rf"[{_HAN}]{{2,14}}[“\"][{_HAN}\d]{{2,10}}[”\"][{_HAN}]{{2,24}}(?:领导小组|指挥部|办公室|委员会)"
_ISSUER = re.compile(rf"{_CENTRE}|{_GOVERNMENT}|{_PARTY}")
_SIGNER = re.compile(rf"{_ISSUER.pattern}|{_OFFICE}|{_GROUP}")
# 江城市第三届人民代表大会第二次会议
_CONGRESS = rf"[{_HAN}]{{2,14}}?(?:第[一二三四五六七八九十]{{1,4}}届)?人民代表大会(?:常务委员会)?(?:第[一二三四五六七八九十]{{1,4}}次(?:全体)?会议)?"
_OFFICE_ALONE = re.compile(rf"{_OFFICE}|{_GROUP}|{_CONGRESS}")
# Names with nothing between them, as the blank between Chinese characters is none: 中共江城市委江城市人民政府.
_NAMES = rf"(?:(?>(?!公文|文件|稿纸)(?:中共中央|国务院|[{_HAN}]{{2,18}}?(?:人民政府|委员会|委(?!员)|[部厅局署](?!门|局)|办公室|领导小组|总队))(?:办公[厅室])?))+"
_GLUED = re.compile(rf"《?{_NAMES}")
_PASSED = re.compile(
    rf"\([^()]{{8,11}}日({_CONGRESS}(?:\s*第[{_HAN}]{{1,10}}会议)?)\s*通过\)"
)  # (2018年3月11日…大会通过)
_WEBSITE = re.compile(r"(?:网站|门户|网)\s*$")  # who put it on the web is no issuer
# 某省某厅关于请确认…的函, 某县人民政府工作规则
_OFFICE_LEADS = re.compile(
    rf"({_OFFICE}(?=关于)|{_GOVERNMENT}(?=(?:常务会议)?(?:工作|议事)规则|[12]\d{{3}}年)|[{_HAN}]{{5,24}}(?:中心|联合会|管委会)(?=关于))"
)
# An order names its body: 江城市人民政府令, (…国务院令第6号公布).
_ORDERED = re.compile(rf"[\n(日]({_GOVERNMENT}|(?:中华人民共和国)?国务院)令(?=\n|第|\()")
_BETWEEN = re.compile(r"[ \t\n、,]+")
_HANDED_ON = re.compile(r"(?:转发|批转|印发)[^。,\n]{0,24}$")
_MINISTRY = re.compile(rf"(?![省市县区州])[{_HAN}]{{2,14}}(?:部|总局|局|署|委|委员会|院|总队)")
ABBREVIATED = re.compile(r"(?:(?P<party>[省市县区州]委)|(?P<seat>[省市县区州])?政府)(?P<office>办公[厅室])?$")
NUMBER = re.compile(rf"([{_HAN}]{{1,9}})[〔\[【(][ ]?((?:19|20)\d\d)[ ]?[〕\]】)][ ]?第?[ ]?\d{{1,4}}[ ]?号")
_ORDER = re.compile(r"令(?:第[ ]?[\d一二三四五六七八九十百]{1,4}[ ]?号)?$")  # (江城市人民政府令第6号 1990年6月29日)
_DATE_LINE = re.compile(
    r"[(]?(?P<date>"
    + re.sub(r"\?P<\w+>", "?:", dates.DATE.pattern)
    + r")(?:[^。,;]{0,40}(?:通过|批准|印发|发布|公布))?[)]?"
)
# 「我代表江城市人民政府」, 「受国务院委托」: on whose behalf a report is delivered.
_ON_BEHALF = re.compile(
    rf"(?:我代表|受)(?P<body>国务院|[{_HAN}]{{0,14}}?(?:人民)?政府|[{_HAN}]{{0,10}}?(?:行政公署|革命委员会))"
)
_NOTHING_MORE = re.compile(r"[ )]*(?:目 ?录)?(?:[(\[][^()\[\]]{0,3}(?:此件|本文|公开|删|略)[^()]{0,12}[)\]])?$")
_SESSION_CUT = re.compile(
    r"日[^。,;]{4,30}(?:[届次]|大会)$"
)  # 2021年1月27日某市第十五届, and on the next line 人民代表大会…批准
# (2012年4月6日某市人民政府发布 2018年7月9日某市人民政府修订): under its title, when a text was made; the last day counts.
# Not 自2019年12月1日起施行.
_MADE = re.compile(
    rf"(?P<date>{re.sub(r'[?]P<[a-z]+>', '?:', dates.DATE.pattern)})(?P<all>(?P<body>[{_HAN}、 ]{{0,40}}?)(?:令?第[\d〇零一二三四五六七八九十百]{{1,4}}(?:号|[次届][{_HAN}]{{0,12}})|《[^《》]{{2,60}}》)?)(?:制定|审定|审议)?(?:并|、)?(?:印发|发布|公布|颁布|修订|修正|修改|通过|批准|制定|转发)"
)
_PLENARY = re.compile(r"^中国共产党.*委员会第.{1,3}次全体(?:会议|\(扩大\)会议)$")
_MEETS = re.compile(r"(?:会议|大会|全会)$")  # 江城市第三届人民代表大会第二次会议2018年3月11日通过
_LINE = 60
_SIGNERS = 12  # lines at most: eight ministries sign together, each on a line


def signs(words: str) -> bool:
    """Tell whether a line holds the names of issuers and nothing else."""
    return len(words) <= 80 and all(
        _SIGNER.fullmatch(name) or _GLUED.fullmatch(name) for name in _BETWEEN.split(words.strip())
    )


def _closed(name: str) -> str:
    """Return a name as written, of which the letters of 「国 务 院」 were only set apart."""
    name = re.sub(r"\s+", " ", name)
    return name.replace(" ", "") if re.fullmatch(r"(?:\S )+\S", name) else name


def _about(head: str) -> tuple[int, int] | None:
    """Return the run of the issuers that stand before the first 关于 of a title."""
    for match in re.finditer("关于", head):
        floor = max(0, match.start() - 80)
        before = _HANDED_ON.sub("", head[floor : match.start()]).rstrip()
        start = end = floor + len(before)
        line = before.rsplit("\n", 1)[-1].strip()
        joined = all(map(_SIGNER.fullmatch, _BETWEEN.split(line)))  # 甲局、乙委员会关于…
        for piece in reversed(list(re.finditer(r"[^ \t\n、,]+", before))):
            opens = not head[: floor + piece.start()].rsplit("\n", 1)[-1].strip(" 、")  # an office opens the line
            if not (
                _ISSUER.fullmatch(piece.group())
                or ((opens or joined) and _OFFICE_ALONE.fullmatch(piece.group()))
                or (opens and _GLUED.fullmatch(piece.group()))
            ):
                break
            start = floor + piece.start()
        if start < end:
            return start, end
    return None


def _signed(lines: list[Line]) -> tuple[str | None, list[Line]]:
    """Return the date of a sign-off and the issuers' lines above it: the first day under a body's name, else the first."""
    found = list(_dated(lines))
    return next((one for one in found if one[1]), found[0] if found else (None, []))


def _dated(lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Yield each date that fills a line, with the issuers' lines above it."""
    for index, line in enumerate(lines):
        stated = _made(line) or _day_line(line, lines[index + 1 : index + 2])
        if stated is None:
            continue
        day, above, sure = stated
        for earlier in reversed(lines[max(0, index - _SIGNERS) : index]):
            if not signs(earlier.text):
                break
            above.insert(0, earlier)
        if above or sure or index and NUMBER.search(lines[index - 1].text):
            yield day, above


def _day_line(line: Line, below: list[Line]) -> tuple[str, list[Line], bool] | None:
    """Return the date that fills a line but for the body that signs, that body, and whether it is sure to be no page's."""
    words = line.text
    if _SESSION_CUT.search(words) and below:
        words += below[0].text
    match = _DATE_LINE.search(words) if len(line.text) <= _LINE else None
    if not match or not (day := dates.date(match.group("date"))):
        return None
    before = words[: match.start()].strip(" (,")
    passed = _MEETS.search(before) and match.end() > match.end("date")
    if before and not (passed or signs(before) or NUMBER.search(before) or _ORDER.search(before)):
        return None
    if not _NOTHING_MORE.match(words, match.end()):
        return None
    # 2022-09-16 under a headline is the day of the page
    return day, [_part(line, before)] if before and signs(before) else [], bool(before) or "年" in match.group("date")


def _part(line: Line, words: str) -> Line:
    """Return the run of some words of a line."""
    at = line.start + line.text.index(words)
    return Line(at, at + len(words), words)


def _made(line: Line) -> tuple[str, list[Line], bool] | None:
    """Return the last of the days on which a bracket that fills its line says that a text was made, and by whom."""
    made = list(_MADE.finditer(line.text)) if line.text.startswith("(") and line.text.endswith(")") else []
    day = dates.date(made[-1]["date"]) if made else None
    if day is None:
        return None
    over = line.text[made[-2].end() if len(made) > 1 else 1 : made[-1].start()]  # 某市人民政府1998年6月11日印发
    # 2017年6月12日某部制定 2017年9月4日发布: who made it is named once
    names = (made[-1]["all"], made[-1]["body"], over, *(one["body"] for one in reversed(made[:-1])))
    body = next((name for one in names if (name := one.strip(" ,")) and (signs(name) or _PLENARY.search(name))), "")
    return day, [_part(line, body)] if body else [], True


def signature(reading: Reading) -> tuple[str | None, list[Line]]:
    """Return the date signed and the issuers' lines, from the front or else from the end of the document.

    A report is dated by the session at which it was delivered.
    """
    session = reading.session() if reading.genre.kind == REPORT else None
    if session or reading.genre.day:
        return (dates.date(session["date"]) if session else reading.genre.day), []
    day, signers = _signed(reading.plain)
    if signers:
        return day, signers
    late, signers = _signed(reading.tail)
    return day or late, signers


def passed_on(reading: Reading, labelled: tuple[int, int]) -> bool:
    """Tell whether the body of the label passes on what another body signed: 某办公厅转发某局…的通知."""
    name = re.escape(reading.text[slice(*labelled)].strip())
    return bool(re.search(rf"{name}\n?(?:转发|批转)", reading.head))


def issuer(
    reading: Reading, title: str, number: tuple[int, int] | None, signers: list[Line]
) -> tuple[Place | None, str | None]:
    """Return the place governed, and the issuer."""
    if reading.genre.kind == REPORT:
        return _delivered(reading, title)
    context = reading.text[: reading.body + 1500]
    labelled = reading.fields.get("issuer")
    names = _names(reading, title, labelled, signers)
    read = simplify(halve(names))[0] if names else ""
    place = (place_in(read, context) if read else None) or (place_in(_YEAR.sub("", title), context) if title else None)
    if (
        place is None
        and read
        and (read.startswith("中国共产党第") or all(map(_MINISTRY.fullmatch, _BETWEEN.split(read))))
    ):
        place = NATION
    prefix = NUMBER.match(reading.text, number[0]) if number else None
    if place is None and prefix:
        place = place_of_number(prefix.group(1), reading.text)
    if names and place and place is not NATION and (short := _UNNAMED.match(names)):
        names = place.name.removesuffix(short[1]) + names if place.name.endswith(short[1]) else names
    if names is None and (party := _of_party(title, context)):
        return party
    if names is None and labelled and place:
        names = _expanded(reading.text[slice(*labelled)], place)
    if names is None and prefix and place:
        names = _issuer_of_number(prefix.group(1), place)
    return place, names


def _names(reading: Reading, title: str, labelled: tuple[int, int] | None, signers: list[Line]) -> str | None:
    """Return the issuers as named: by the label, the sign-off, before the title, or on a line of their own."""
    if labelled and passed_on(reading, labelled):
        return reading.written(*labelled)
    if order := _ORDERED.search(reading.head):
        return reading.written(*order.span(1))
    about = _about(reading.head)
    if signers and not (about and _PLENARY.match(signers[0].text)):  # 中共中央关于…的建议, adopted by its session
        return " ".join(_closed(reading.written(line.start, line.end)) for line in signers)
    if about:
        return _TWICE.sub(r"\1", re.sub(r"\s+", " ", reading.plan.quote(*about)).strip(" 《"))
    if head := _HEADLINE.search(reading.head):  # 某市人民政府办公室印发《…》
        return reading.written(*head.span("names"))
    if (
        labelled
        and not ABBREVIATED.match(reading.text[slice(*labelled)])
        and not _WEBSITE.search(reading.text, *labelled)
    ):
        return reading.written(*labelled)
    if office := _OFFICE_LEADS.match(title):
        return office[1]
    if passed := _PASSED.search(reading.head):
        return reading.written(*passed.span(1))
    alone = next((line for line in reading.plain if signs(line.text)), None)
    if alone or (told := announced(reading)) is None:
        return reading.written(alone.start, alone.end) if alone else None
    return reading.written(*told[0])


# 2023年12月,某省委办公厅、省人民政府办公厅发布《…》: an encyclopaedia's sentence over a copy without its title.
_ANNOUNCED = re.compile(
    rf"(?:^|[,。\n日]|近日|日前)(?P<names>{_NAMES}(?:[、和 ]{_NAMES})*)(?:联合|共同|正式|近日|日前)?(?:印发|发布|下发|出台)了?(?=《)"
)
# The headline of the press over a document that it gives.
_HEADLINE = re.compile(
    rf"(?m)^[ ]*(?P<names>{_NAMES}(?:[、和 ]{_NAMES})*)(?:联合)?(?:印发|发布|出台|公布)《[^《》\n]{{4,80}}》$"
)
_REACH = 160


def announced(reading: Reading) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the issuers and the title that a sentence over the document's first heading tells, if it tells them."""
    text, body = reading.text, reading.body
    match = _ANNOUNCED.search(text, 0, body + _REACH)
    if match is None:
        return None
    start, end = next(quoted(text, match.end()), (0, 0))
    below = text[text.find("\n", end) + 1 :][:_REACH].split("\n")[:3]
    if start != match.end() or not any(map(is_heading, below)):
        return None
    return match.span("names"), (start + 1, end - 1)


_UNNAMED = re.compile(r"([省市县区州])人民政府(?:办公[厅室])?$")  # 市人民政府关于…: which one, the number tells
_TWICE = re.compile(r"^(.{4,24})\1$")  # on the letter's head, and in its title
_SPEAKER = re.compile(r"^[—–-]*[^在]{0,6}在(?=.{4,40}(?:会议|大会)上)")  # 李平在某市十六届人大七次会议上的政府工作报告
# —在某市第四届人民代表大会第二次会议上, without a day; 某县代县长 李平
_ASSEMBLY = re.compile(rf"(?:^|[\n—–-])在(?P<body>[{_HAN}]{{2,16}}?(?:第|人民代表大会|人大)[^。,;\n]{{0,20}}?会议)")
_HEAD_OF = re.compile(
    rf"(?:^|\n)[ ]*(?P<body>[{_HAN}]{{2,12}}?)(?:人民政府)?(?:代理?)?(?:省长|市长|县长|区长|州长|盟长|旗长|主席)(?=[ \n])"
)
_YEAR = re.compile(r"^(?:19|20)\d\d年(?:度)?")
# 中共某市纪律检查委员会向中国共产党某市第八次代表大会的工作报告, 在中国共产党某市第八次代表大会上的报告
_TO_PARTY = re.compile(
    rf"(?:(?P<body>[{_HAN}]{{4,24}}?委员会)向|在)(?:党的|中国共产党)(?P<held>[{_HAN}]{{0,14}}?第[{_HAN}]{{1,3}}[次届](?:全国)?代表大会)"
)


def _delivered(reading: Reading, title: str) -> tuple[Place | None, str | None]:
    """Return the place and the government on whose behalf a report was delivered: by its title, the session, its opening."""
    text = reading.text
    context = text[: reading.body + 1500]
    if party := _of_party(title, context):
        return party
    session = reading.session() or _ASSEMBLY.search(text, 0, reading.body + 200)
    behalf = _ON_BEHALF.search(text, 0, reading.body + 600)
    body = behalf["body"] if behalf else ""
    if body == "国务院" or session and "全国人民代表大会" in session["body"]:
        return NATION, NATION.name
    at = _SPEAKER.sub("", title)
    place = place_in(_YEAR.sub("", at), context) or (place_in(session["body"], context) if session else None)
    speaker = _HEAD_OF.search(text, 0, reading.body)
    place = place or place_in(body, context) or (place_in(speaker["body"], context) if speaker else None)
    place = place or place_spoken_of(text, body or at[:4])
    if place is NATION:
        return NATION, NATION.name
    seat = next((kind for kind in ("行政公署", "革命委员会") if body.endswith(kind)), "人民政府")
    return place, f"{place.name}{seat}" if place else None


def _of_party(title: str, context: str) -> tuple[Place | None, str | None] | None:
    """Return the place and the committee that reports to a congress of the party, if the title names one."""
    if (held := _TO_PARTY.search(title)) is None:
        return None
    place = NATION if "全国" in held["held"] else place_in(held["held"], context)
    committee = "中共中央" if place is NATION else f"中共{place.name}委员会" if place else None
    return place, held["body"] or committee


def _expanded(short: str, place: Place) -> str:
    """Return an issuer's full name for 省政府办公厅 and the like."""
    match = ABBREVIATED.match(short)
    if match is None:
        return short
    office = match.group("office") or ""
    return f"中共{place.name}委{office}" if match.group("party") else f"{place.name}人民政府{office}"


def _issuer_of_number(prefix: str, place: Place) -> str | None:
    """Return the issuer that a document number stands for: 通政办发 is the office of that city's government."""
    if place is NATION:
        body = "中共中央" if prefix.startswith("中") else "国务院"
        return body + ("办公厅" if "办" in prefix else "")
    office = place.office if "办" in prefix else ""
    if re.search("[政府]", prefix):
        return f"{place.name}人民政府{office}"
    return f"中共{place.name}委{office}" if re.search("[委党]", prefix[1:]) else None
