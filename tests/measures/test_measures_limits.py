"""Figures behind choices of method, taken from the five texts or from arithmetic: a change is to be seen."""

from __future__ import annotations

import difflib
import itertools
import math

import jieba
import numpy as np
import pytest
from scipy import stats

from qcompare.measures.reuse import LENGTH, running
from qcompare.measures.segment import standard
from qcompare.text import Plan


def test_matching_in_order_misses_wording_that_was_moved(bench):
    """Why reuse is not difflib's: the same pair shares 8.5 % of Siping's text where order does not count."""
    sentences = bench.sentences
    siping, anhui = (running(sentences[sentences["plan"] == plan]).text for plan in ("siping", "anhui"))
    blocks = difflib.SequenceMatcher(None, siping, anhui, autojunk=False).get_matching_blocks()
    in_order = sum(block.size for block in blocks if block.size >= LENGTH) / len(siping)
    pairs = bench.table("reuse").set_index(["plan", "other"])["share"]
    assert in_order == pytest.approx(0.052, abs=0.0005)
    assert pairs["siping", "anhui"] > in_order + 0.03


def _exact(statistic, x, y):
    """Return the two-sided p of a correlation over all orders of ``y``."""
    seen = abs(statistic(x, y))
    drawn = [abs(statistic(x, order)) for order in itertools.permutations(y)]
    return np.mean([one >= seen - 1e-12 for one in drawn])


def test_five_plans_allow_no_test_across_plans():
    """Why there is none: only a perfect order of five is beyond 0.05, and two against three never."""
    first = [1, 2, 3, 4, 5]
    for name in ("spearmanr", "kendalltau"):
        assert _exact(lambda x, y, name=name: getattr(stats, name)(x, y).statistic, first, first) == pytest.approx(
            2 / 120
        )
    nearly = [1, 2, 3, 5, 4]
    assert stats.spearmanr(first, nearly).statistic == pytest.approx(0.9)
    assert _exact(lambda x, y: stats.spearmanr(x, y).statistic, first, nearly) == pytest.approx(0.083, abs=0.0005)
    assert stats.mannwhitneyu([1, 2], [3, 4, 5], method="exact").pvalue == pytest.approx(0.2)
    assert math.comb(5 + 5 - 1, 5) == 126  # distinct samples of five plans with replacement


def test_a_sign_test_needs_six_cells_that_differ():
    """Why mark-up is a list: with five cells not even all on one side is beyond 0.05."""
    assert stats.binomtest(5, 5).pvalue > 0.05 > stats.binomtest(6, 6).pvalue


@pytest.mark.parametrize("term", ["监督抽查", "首席质量官", "规模以上"])
def test_jieba_without_the_projects_words_splits_terms(term):
    assert len(list(jieba.Tokenizer().cut(term))) > 1


def test_taiwan_terms_become_those_of_the_mainland_and_common_words_stay():
    """What a phrase table made for computing gets wrong: 建立 → 创建, 核心 → 内核, 整合 → 集成, 批次 → 批量."""
    plan = Plan.from_text(
        "加強智慧財產權保護和積體電路、網路發展，實現結構最佳化；建立核心企業整合機制，檢驗批次達到500批次。"
    )
    assert plan.script == "hant"
    # the rules read characters changed one by one, so that offsets hold; words are counted in one set of terms
    assert plan.quote(plan.text.index("批次达到"), len(plan.text)) == "批次達到500批次。"
    assert (
        standard(plan.text)
        == "加强知识产权保护和集成电路、网络发展,实现结构优化;建立核心企业整合机制,检验批次达到500批次。"
    )
