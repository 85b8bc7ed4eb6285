"""Every page says the same numbers in both languages: the notebooks are run in each and what they show is compared."""

import ast
import functools
import json
import re

import pytest

from qcompare import corpus
from qcompare.findings.notebook import Session
from qcompare.findings.reading import Reading
from qcompare.paths import notebooks_dir

SHOWN = (
    "10_corpus",
    "20_specificity",
    "30_ambition",
    "40_alignment",
    "50_vocabulary",
    "60_robustness",
    "80_findings",
    "90_pmc_index",
)


load = functools.cache(corpus.load)


def _run(name, lang, monkeypatch):
    """Return what the code cells of a notebook show, figures left out."""
    for figure in ("draw", "controls"):
        monkeypatch.setattr(Session, figure, lambda *_, **__: None)
    monkeypatch.setattr(corpus, "load", load)
    space, shown = {}, []
    cells = [
        cell
        for cell in json.loads((notebooks_dir() / lang / f"{name}.ipynb").read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    for number, cell in enumerate(cells):
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), space)
        if number == 0:
            space |= {"lang": lang, **({"draws": 99} if "draws" in space else {})}
        if last is not None:
            shown.append(eval(compile(ast.Expression(last.value), name, "eval"), space))
    return [one for one in shown if one is not None]


def _numbers(shown):
    if isinstance(shown, Reading):
        # an indicator as the plan has it stands below its English name
        cells = [str(cell).rpartition("\u2028")[2] for column in shown.table for cell in shown.table[column]]
        return sorted(number for cell in cells for number in _in(cell))
    return sorted(_in(str(getattr(shown, "data", ""))))


def _in(text):
    return re.findall(r"\d+(?:\.\d+)?", re.sub(r"1,000|每千|[“《][^”》]*[”》]|《.*?》", "", text))


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_says_the_same_numbers_in_both_languages(name, monkeypatch):
    zh, en = (_run(name, lang, monkeypatch) for lang in ("zh", "en"))
    assert len(zh) == len(en) > 0
    for one, other in zip(zh, en, strict=True):
        if isinstance(one, Reading):
            assert one.table.shape == other.table.shape, (list(one.table), list(other.table))
        assert _numbers(one) == _numbers(other), (one, other)
