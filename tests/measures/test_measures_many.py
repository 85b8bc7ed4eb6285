"""More plans than a measure takes: in a report each of its tables is empty and says why; nothing else ends a notebook."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

import qcompare as qc
from qcompare.errors import ParameterError
from qcompare.findings.notebook import Session
from qcompare.measures.registry import Measures
from qcompare.measures.results import REGISTRY

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "zh"
LIMITED = ("dominance", "reuse", "vocabulary", "semantic")  # modules that take so many plans and no more


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Measures:
    """The measures of five plans, where no measure takes more than two."""
    for name in LIMITED:
        monkeypatch.setattr(import_module(f"qcompare.measures.{name}"), "MOST", 2)
    return Measures.of(qc.load()).leniently()


def asked_for() -> set[str]:
    """What the notebooks ask the measures for by name."""
    cells = (
        "".join(cell["source"])
        for file in NOTEBOOKS.glob("*.ipynb")
        for cell in json.loads(file.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code"
    )
    return {name for cell in cells for name in re.findall(r"\bm\.([a-z]\w*)", cell) if name in REGISTRY}


def limited(name: str) -> bool:
    """Tell whether a measure takes so many plans only, or is made from one that does."""
    entry = REGISTRY[name]
    of = entry.function.__module__.rsplit(".", 1)[-1]
    return of in LIMITED or any(limited(source) for source in entry.needs.values() if source in REGISTRY)


def test_each_table_that_a_notebook_shows_is_there_or_says_why_not(many: Measures) -> None:
    names = {name for name in asked_for() if not REGISTRY[name].asks and limited(name)}
    assert {"poset", "poset_sides", "reuse"} <= names
    session = Session(qc.load(), many, "zh", None)
    left_out = set()
    for name in names:
        value = getattr(many, name)
        if isinstance(value, pd.DataFrame) and value.attrs.get("why"):
            assert value.empty
            assert "份" in session.show(value).data, name
            left_out.add(name)
    assert {"poset", "poset_sides", "reuse"} <= left_out


def test_who_computes_is_told(many: Measures) -> None:
    strict = many.under()
    strict.lenient = False
    with pytest.raises(ParameterError, match="up to 2 plans"):
        strict.value("poset_sides")
