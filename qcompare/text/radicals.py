"""Characters that fonts in PDFs stand for others: radicals for the characters they look like, joined letters.

Many PDFs give 人 as the Kangxi radical U+2F08 and 民 as the radical U+2EA0, because the font has one glyph for
both. Read as they stand, 2020年12⽉ is no date. Unicode decomposes the Kangxi radicals and the compatibility
characters; for the radicals supplement its data file EquivalentUnifiedIdeograph.txt names the character.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = dict(
    zip(
        "⺁⺇⺈⺊⺋⺒⺓⺔⺕⺖⺛⺝⺠⺣⺧⺩⺫⺬⺮⺯⺰⺲⺶⺷⺹⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻏⻐⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "厂几刀卜㔾巳幺彑彐忄旡月民灬牛王目示竹糸纟罒羊羊耂肉臼艹艹虎衤覀西见角讠贝车辶阝钅長镸长门雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
STANDS_FOR: dict[int, str] = str.maketrans(
    _SUPPLEMENT
    | {
        character: unicodedata.normalize("NFKC", character)
        for character in map(
            chr, (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0xFB00, 0xFB07), 0x2E9F, 0x2EF3)
        )
    }
    | {"\u2f3e": "户"}  # decomposes to 戶; fonts for simplified Chinese have one glyph for the three
)


def plain(text: str) -> str:
    """Return a text with stand-in characters replaced by those that are meant.

    >>> plain("⼈⺠政府 2020年12⽉")
    '人民政府 2020年12月'
    """
    return text.translate(STANDS_FOR)
