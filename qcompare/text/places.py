"""Which place a plan governs, and at which level of government.

The gazetteer (``lexicon/places.csv``) lists every province-level and prefecture-level unit. A place that it does not
list is read by the form of its name: a county, a district, or a city whose province the text may name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from qcompare.lexicon import rows

_HAN = "\u4e00-\u9fff"
_UNIT = r"(?:省|自治区|特别行政区|市|地区|自治州|州|盟|自治县|县|区|自治旗|旗)"
_NAME = re.compile(rf"(?:中共)?([{_HAN}]{{2,10}}?{_UNIT}|[{_HAN}](?:县|旗))")
_COUNTY = re.compile(
    rf"[{_HAN}]{{1,8}}?(?:自治县|县|新区|区|自治旗|旗|市)(?=人民政府|政府|委|第|人民代表大会|人大|[{_HAN}]{{0,12}}局|[{_HAN}]{{2,6}}(?:镇|乡|街道)|$)"
)
_NOT_A_NAME = re.compile(
    r"^(?:自治[区州县旗]|我|全|本|各|该|外|在|由|与|和|省|市|县|新|老|国家|跨|关于|推进|推动|加快|加强|促进|支持|建设|深化|完善|提升|转发|印发|批转|发布)"
)
# 质量强市, 文明城市, 示范区: what a place wants to be, not what it is called
# nor 长三角地区, several places together: a prefecture called 地区 is followed by its 行政公署
_AIM = re.compile(
    r"(?:[强兴][省市县区]|.{2,}城市|都市|示范[市县区]|园区|开发区|三角(?:洲)?地区|[东西中南北]部地区|沿海地区|京津冀地区|质量.*)$"
)
_ETHNIC = re.compile(
    "(?:朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|景颇族|白族|傈僳族|回族|蒙古族|蒙古|柯尔克孜|哈萨克)+自治州$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of government: its name, level (as in ``schema.PLANS``) and the units above it, outermost first."""

    name: str
    level: str
    above: tuple[str, ...] = ()

    @property
    def jurisdiction(self) -> str:
        """The name after those of the units above it: 江苏省南通市."""
        return "全国" if self.level == "national" else "".join((*self.above, self.name))

    @property
    def office(self) -> str:
        """What the office of its government is called."""
        return "办公室" if self.level in ("prefecture", "county") else "办公厅"

    @property
    def short(self) -> str:
        """The name without the word for its kind: 南通, 延边, 内蒙古."""
        return _short(self.name)


NATION = Place("国务院", "national")


def _short(name: str) -> str:
    name = _ETHNIC.sub("", name)
    name = re.sub(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$", "", name)
    return re.sub(rf"{_UNIT}$", "", name) or name


@cache
def gazetteer() -> dict[str, tuple[Place, str]]:
    """Return the places by name, each with the characters that document numbers use for it."""
    found = {}
    for row in rows("places"):
        above = () if row["province"] == row["place"] else (row["province"],)
        found[row["place"]] = Place(row["place"], row["level"], above), row["sign"]
    return found


def place_in(text: str, context: str = "") -> Place | None:
    """Return the place that a name, title or issuer starts with.

    Parameters
    ----------
    text
        Simplified text that starts with the place (after 中共, if that stands there).
    context
        The front of the document: names the province of a place that the gazetteer does not list, and shows by its
        addressees whether a city is a prefecture or a county.

    Examples
    --------
    >>> place_in("四平市人民政府办公室").jurisdiction
    '吉林省四平市'
    >>> place_in("中共北京市海淀区委").level, place_in("沧南地区行政公署").level
    ('county', 'prefecture')
    """
    text = text.removeprefix("中共")
    if re.match(r"中央|国务院|中华人民共和国|全国人民代表大会|国家", text):
        return NATION
    known = _known(text)
    if known is None:
        return _unlisted(text, (), context)
    rest = text[len(known.name) :] if text.startswith(known.name) else ""
    lower = _known(rest) if known.level == "province" else None
    if lower is not None and lower.above == (known.name,):
        known, rest = lower, rest[len(lower.name) :]
    county = _COUNTY.match(rest)
    if county and not _NOT_A_NAME.match(county.group()):
        return Place(county.group(), "county", (*known.above, known.name))
    return known


def _known(text: str) -> Place | None:
    best = max((name for name in gazetteer() if text.startswith(name)), key=len, default=None)
    if best is None:
        return next((place for name, place in _prefectures().items() if text.startswith(name)), None)
    return gazetteer()[best][0]


@cache
def _prefectures() -> dict[str, Place]:
    """Return the autonomous prefectures by their short names: 甘孜州, 延边州."""
    return {f"{place.short}州": place for place, _ in gazetteer().values() if place.name.endswith("自治州")}


def _unlisted(text: str, above: tuple[str, ...], context: str) -> Place | None:
    match = _NAME.match(text)
    if match is None or _NOT_A_NAME.match(match.group(1)) or _AIM.search(match.group(1)) or "关于" in match.group(1):
        return None
    name = match.group(1)
    if name.endswith(("省", "自治区")):
        return Place(name, "province")
    # 地区, once led by a 行政公署, is a prefecture
    county = (name.endswith(("县", "区", "旗")) and not name.endswith("地区")) or bool(
        re.search(r"各(?:乡镇|镇|乡|街道)[^\n]{0,12}(?:人民政府|街道|办事处)", context)
    )
    return Place(name, "county" if county else "prefecture", above or _superior(name, county, context))


_NAMED = re.compile(
    rf"(?:《|〈|^|\n|中共|依据|根据|落实|贯彻)(?:中共)?([{_HAN}]{{2,5}}?(?:省|自治区)|[{_HAN}]{{2,5}}?[市州])(?=[{_HAN}《“])"
)


def _superior(name: str, county: bool, context: str) -> tuple[str, ...]:
    """Return the units above an unlisted place that the documents named in its text come from."""
    provinces: list[str] = []
    cities: list[str] = []
    for match in _NAMED.finditer(context):
        other = match.group(1)
        if other != name and not _NOT_A_NAME.match(other):
            (provinces if other.endswith(("省", "自治区")) else cities).append(other)
    chain = provinces[:1]
    if county and cities:
        listed = gazetteer().get(cities[0])
        chain = [*(listed[0].above if listed else chain), cities[0]]
    return tuple(chain)


def place_of_number(prefix: str, text: str) -> Place | None:
    """Return the place whose document numbers begin as given, if the text speaks of it.

    Examples
    --------
    >>> place_of_number("通政办发", "具有南通地方特色的传统服务业").jurisdiction
    '江苏省南通市'
    >>> place_of_number("鄂州政办发", "").jurisdiction
    '湖北省鄂州市'
    """
    if re.match(r"国(?:发|办|函)|中(?:发|办)", prefix):
        return NATION
    named = max(
        (name for name, (place, _) in gazetteer().items() if len(place.short) > 1 and prefix.startswith(place.short)),
        key=len,
        default=None,
    )
    if named:  # 鄂州政办发
        return gazetteer()[named][0]
    own = "省" if len(re.findall(r"[我全]省|省政府", text)) > len(re.findall(r"[我全]市|市政府", text)) else "市"
    ranked = [
        (text.count(place.short) + (place.level == "province") * (own == "省"), place)
        for place, signs in gazetteer().values()
        if prefix[:1] in signs and place.short in text and (place.level == "province") == (own == "省")
    ]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


# Only what governs counties speaks of all of them.
_HAS_COUNTIES = re.compile(r"各县|县[(（]|县区|区县|县域|各区")
_OFTEN, _CLEARLY = 5, 2


def place_spoken_of(text: str, body: str) -> Place | None:
    """Return the place that a text without a title speaks of: the one named most often, and far more than any other.

    Parameters
    ----------
    text
        The whole text.
    body
        The government as the text calls it (市人民政府): the kind of place that is meant.
    """
    if not _HAS_COUNTIES.search(text):
        return None
    province = "省" in body or "自治区" in body
    named = sorted(
        (
            (text.count(place.short), name)
            for name, (place, _) in gazetteer().items()
            if (place.level == "province") == province and place.level != "county" and place.short in text
        ),
        reverse=True,
    )
    if not named or named[0][0] < _OFTEN or (len(named) > 1 and named[0][0] < _CLEARLY * named[1][0]):
        return None
    return gazetteer()[named[0][1]][0]
