"""Encodings: each is told by its content, and what cannot be told is refused in one line with advice."""

from __future__ import annotations

import pytest

from qcompare.errors import SourceError
from qcompare.paths import plans_dir
from qcompare.text.decode import decode

PLANS = sorted(path.stem for path in plans_dir().glob("*.txt"))
CHINESE = "到2015年,产品质量国家监督抽查合格率稳定在90%以上,农产品质量安全抽检合格率达到96%以上。\n"


def source(name: str) -> str:
    return (plans_dir() / f"{name}.txt").read_bytes().decode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("name", PLANS)
def test_every_plan_is_read_in_every_encoding_that_can_write_it(name: str, encoding: str) -> None:
    text = "".join(char for char in source(name) if char.encode(encoding, "ignore"))
    got, told = decode(text.encode(encoding), name)
    assert got == text
    assert told == encoding.replace("gbk", "gb18030")


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs"])
def test_traditional_script_in_big5_is_not_taken_for_gb18030(encoding: str) -> None:
    text = "".join(char for char in source("tianjin") if char.encode("big5", "ignore"))
    assert decode(text.encode(encoding), "tianjin") == (text, "big5")


def test_characters_that_only_hong_kong_writes() -> None:
    text = "到2015年,本港產品質量監督抽查合格率達到百分之九十,咗嘅嚟喺都係要做到,提高服務質量。"
    got, told = decode(text.encode("big5hkscs"), "x")
    assert (got, told) == (text, "big5hkscs")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_byte_order_mark_and_line_ends_stay_for_the_offsets(encoding: str, ends: str) -> None:
    text = "\ufeff" + CHINESE.replace("\n", ends) * 2
    assert decode(text.encode(encoding), "x") == (text, encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "gb18030"])
def test_a_short_text_is_enough(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding), "x") == (CHINESE, encoding)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\t", "empty"),
        (bytes(range(256)) * 40, "encoding is none of"),
        (b"\x00\x01\x02\x03" * 500, "binary"),
        (b"\x7fELF\x02\x01\x01" + bytes(2000), "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Office document"),
        ("質の高い計画を立てることが大切である。".encode("shift-jis") * 9, "encoding is none of"),
        ("質の高い計画を立てることが大切である。".encode("euc-jp") * 9, "encoding is none of"),
        ("계획의 목표를 세우는 것이 중요하다.".encode("euc-kr") * 9, "encoding is none of"),
        ((CHINESE * 9).encode()[:-2], "UTF-8 but is broken at byte"),
        ((CHINESE * 9).encode("gb18030")[:-2], "GB18030 but is broken at byte"),
        (b"\xff\xfe\x2d\x4e\x00", "begins as UTF-16-LE but is broken"),
        ((CHINESE * 9).encode().decode("latin-1").encode(), "garbled"),
        (("产品\ufffd\ufffd率" * 50).encode(), "lost"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, problem: str) -> None:
    with pytest.raises(SourceError, match=problem) as caught:
        decode(data, "规划.txt")
    message = str(caught.value)
    assert message.startswith("规划.txt: ")
    assert "\n" not in message
    assert caught.value.advice


@pytest.mark.parametrize("at", [0, 1, 3, 30, 2000, -1])
@pytest.mark.parametrize("wrong", [b"\xff", b"\x80", b"\xe4\xb8"])
def test_a_broken_place_is_named_wherever_it_stands(at: int, wrong: bytes) -> None:
    data = (CHINESE * 40).encode()
    at = at % len(data)
    while data[at] & 0xC0 == 0x80:  # the beginning of a character
        at += 1
    with pytest.raises(SourceError, match=rf"UTF-8 but is broken at byte {at} \(line {data[:at].count(10) + 1}\)"):
        decode(data[:at] + wrong + data[at:], "x")


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_other_encodings_that_are_broken_early_are_named_too(encoding: str) -> None:
    data = (CHINESE * 40).replace("产", "產").encode(encoding, "ignore")
    with pytest.raises(SourceError, match="is broken at byte 0"):
        decode(b"\xff" + data, "x")


@pytest.mark.parametrize("at", [1, 5, 400, 1599])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16", "utf-32"])
def test_a_character_that_no_text_has_is_refused_with_its_place(encoding: str, at: int) -> None:
    text = CHINESE * 40
    broken = text[:at] + "\0" + text[at:]
    mark = encoding in ("utf-16", "utf-32")
    with pytest.raises(
        SourceError, match=rf"\(NUL\) at character {at + mark} \(line {text[:at].count(CHINESE[-1]) + 1}\)"
    ):
        decode(broken.encode(encoding), "x")


def test_time_grows_with_length_alone() -> None:
    text = CHINESE * 40_000
    assert decode(text.encode("gb18030"), "x") == (text, "gb18030")
