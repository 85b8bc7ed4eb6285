"""Time grows with the length of a text and no faster, whatever the text is full of: ratios of processor time, no times."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qcompare.coding import code
from qcompare.corpus import CodedPlan, Corpus
from qcompare.errors import SourceError
from qcompare.study.understanding import understand
from qcompare.text import Plan
from qcompare.text.formats import extract

sys.path.insert(0, str(Path(__file__).parent))
import patterns  # noqa: E402

BASE = (
    "某市质量发展规划\n一、主要目标\n到2015年，产品质量合格率达到93%以上。加强组织领导，健全工作机制，落实工作责任，"
    "加大资金投入，确保落到实处。\n"
)
# patterns whose text is cut before they see it, so that their worst time is bounded: where → why
BOUNDED = {"text/heads.py": "a figure in a cell has at most _LONGEST characters"}
QUADRATIC, AT_LENGTH = 2.5, 5  # times what linear growth would give; from 10,000 to 80,000 quadratic time gives 8


def coded(text: str) -> None:
    plan = Plan.from_text(text, "x")
    one = CodedPlan(plan, code(plan))
    one.record()
    one.plan.sentences()
    understand(Corpus([one], []))


def read_as(suffix: str) -> Callable[[str], None]:
    before, after = ("<html><body><p>", "</p></body></html>") if suffix == "html" else ("", "")

    def read(text: str) -> None:
        with contextlib.suppress(SourceError):  # refused in linear time, too
            extract((before + text + after).encode(), f"x.{suffix}")

    return read


STEPS = {"coded": coded, "txt": read_as("txt"), "md": read_as("md"), "html": read_as("html")}


def growth(step: Callable[[str], None], run: tuple[str, str, str], size: int, factor: int) -> float:
    """Return how much longer a text of ``factor`` times the size takes, over what linear growth would give."""
    short, long = (BASE + patterns.text(run, length) for length in (size, size * factor))
    if patterns.cost(lambda: step(long), 1) < 0.1:  # whatever the ratio, it is too fast to matter or to be measured
        return 0.0
    for times in (1, 2, 4):  # only what stays slow when it is looked at longer
        ratio = patterns.cost(lambda: step(long), times) / patterns.cost(lambda: step(short), times) / factor
        if ratio <= QUADRATIC:
            break
    return ratio


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_linear_in_runs_of_anything(name: str) -> None:
    found = {run: growth(STEPS[name], run, 1_200, 8) for run in patterns.runs()}
    assert not {run: f"× {ratio:.1f}" for run, ratio in found.items() if ratio > QUADRATIC}


@pytest.mark.parametrize(
    "char", [" ", "\t", "\u3000", "\xa0", "\n", "1", "一", "质", ",", "。", "(", "《", "-", "|", "<"]
)
@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_linear_at_length(name: str, char: str) -> None:
    """A line of 80,000 blanks before text took minutes once."""
    assert growth(STEPS[name], ("\n", char, "。\n到2015年，合格率达到96%。"), 10_000, 8) < AT_LENGTH


def test_no_pattern_takes_longer_than_linear_from_one_place() -> None:
    """In a process of its own: a pattern is seen only where the module that compiles it was not imported before."""
    done = subprocess.run([sys.executable, patterns.__file__], capture_output=True, text=True, check=True)
    tried, *found = map(json.loads, done.stdout.splitlines())
    assert tried["patterns"] > 600, "patterns of the readers, the coder and the measures"
    assert not [one for one in found if one["where"].rpartition(":")[0] not in BOUNDED]
