"""A notice as the tests of metadata write it: what it says of itself, and goals that stand under its front."""

from __future__ import annotations

from typing import Any

from qcompare.text.metadata import metadata
from qcompare.text.model import Plan

GOALS = "一、工作目标\n到2015年,产品质量合格率达到90%以上。\n"


def read(text: str) -> dict[str, Any]:
    return metadata(Plan.from_text(text, "x"))
