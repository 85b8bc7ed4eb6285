"""Print the patterns that are searched for in a whole text and do not start with characters that ``re`` can scan for.

Such a pattern is tried at each character: ten times the time of one that starts with a word or a class of characters.
Run as a script: patterns are watched from before they are made.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np  # noqa: F401 - what is not ours is made before

ROOT = Path(__file__).parents[1]
WHOLE = 2_000  # characters
made = re.compile
found: set[str] = set()


class Watched:
    """A pattern that tells where it is searched for."""

    def __init__(self, look: re.Pattern[str]) -> None:
        self.look = look

    def __getattr__(self, name: str) -> Any:
        if name not in ("search", "finditer", "findall", "sub", "subn", "split"):
            return getattr(self.look, name)

        def searched(*given: Any, **named: Any) -> Any:
            text, *bounds = given[1:2] if name.startswith("sub") else given
            start, end = (*bounds, 0, len(text))[:2] if len(bounds) != 1 else (bounds[0], len(text))
            if min(end, len(text)) - start > WHOLE and not scanned(self.look):
                found.add(self.look.pattern)
            return getattr(self.look, name)(*given, **named)

        return searched


def scanned(look: re.Pattern[str]) -> bool:
    """Tell whether ``re`` knows with which characters a match starts."""
    info: list[Any] = []
    tree = import_module("re._parser").parse(look.pattern, look.flags & ~re.UNICODE)
    import_module("re._compiler")._compile_info(info, tree, look.flags)
    return len(info) > 2 and bool(info[2] & (1 | 4))  # a literal that it starts with, or a class


def watched(pattern: Any, flags: int = 0) -> Any:
    """Return a pattern; one of ours is watched."""
    if isinstance(pattern, Watched):
        return pattern
    look = made(pattern, flags)
    return Watched(look) if str(ROOT / "qcompare") in sys._getframe(1).f_code.co_filename else look


re.compile = watched  # type: ignore[assignment]
from qcompare.coding import code  # noqa: E402
from qcompare.text import Plan  # noqa: E402

for file in sorted((ROOT / "data" / "plans").glob("*.txt"))[:2]:
    code(Plan.from_text(file.read_text(encoding="utf-8")))
print("\n".join(sorted(found)))
