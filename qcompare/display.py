"""A plan's text as HTML, its targets highlighted by type; their fields, and the rules that decided, shown on hover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from qcompare.schema import TARGETS
from qcompare.text.model import Plan

if TYPE_CHECKING:
    from qcompare.explanation import Trace

# Backgrounds of the Okabe-Ito palette, light enough for black text; a border tells the types apart without colour.
_STYLE = """<style>
.qc-plan{line-height:1.9;max-width:60em;white-space:pre-wrap;font-family:"Noto Sans SC","Microsoft YaHei",sans-serif}
.qc-plan mark{color:#000;padding:0 1px;border-bottom:2px solid}
.qc-plan .quantified{background:#cfe8f5;border-color:#0072b2}
.qc-plan .absolute{background:#d5f0e4;border-color:#009e73;border-bottom-style:double}
.qc-plan .relative{background:#fbe9c6;border-color:#e69f00;border-bottom-style:dashed}
.qc-plan .qualitative{background:#f0f0f0;border-color:#888;border-bottom-style:dotted}
.qc-legend mark{margin-right:1em}
</style>"""
_SHOWN = ("indicator", "comparator", "low", "high", "unit", "change", "baseline", "year", "year_source", "recurrence",
          "strength", "domain", "parent")  # fmt: skip
_NAMES = {field.name: field.zh for field in TARGETS}
_TYPES = {"quantified": "定量", "absolute": "绝对", "relative": "相对", "qualitative": "定性"}


def page(plan: Plan, targets: Iterable[Mapping[str, Any]]) -> str:
    """Return a plan's text as a fragment of HTML; everything from the text is escaped.

    On hover stand the fields of a target and its chain of rules, each with the words that decided (:func:`qcompare.explain`).

    Parameters
    ----------
    plan
        The plan.
    targets
        Its targets (records of ``schema.TARGETS``).
    """
    from qcompare.explanation import Trace, decided_at

    trace = Trace(plan)
    rows = [
        row | {"why": _why(trace, decided_at(row))}
        for row in sorted(map(dict, targets), key=lambda row: (row["start"], row["end"]))
    ]
    legend = "".join(f'<mark class="{name}">{zh} {name}</mark>' for name, zh in _TYPES.items())
    return f'{_STYLE}<div class="qc-plan qc-legend">{legend}</div><div class="qc-plan" data-plan="{escape(plan.name)}">{marked(plan.source, rows)}</div>'


def marked(source: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return a source text escaped, with each run that belongs to targets in a ``<mark>``.

    Quotes may overlap: a run that belongs to several targets is one mark that lists them all.

    >>> marked("<b>96%", [{"start": 3, "end": 6, "type": "quantified", "indicator": "x"}])
    '&lt;b&gt;<mark class="quantified" title="指标: x">96%</mark>'
    """
    rows = list(rows)
    edges = sorted({edge for row in rows for edge in (row["start"], row["end"])} | {0, len(source)})
    pieces, first, active = [], 0, []
    for start, end in zip(edges, edges[1:], strict=False):
        while first < len(rows) and rows[first]["start"] <= start:
            active.append(rows[first])
            first += 1
        active = [row for row in active if row["end"] > start]
        run = escape(source[start:end])
        if active:
            title = escape("\n\n".join(map(_fields, active)))
            run = f'<mark class="{escape(active[-1]["type"])}" title="{title}">{run}</mark>'
        pieces.append(run)
    return "".join(pieces)


def _fields(row: Mapping[str, Any]) -> str:
    fields = [f"{_NAMES[name]}: {row[name]}" for name in _SHOWN if row.get(name) is not None]
    return "\n".join([*fields, *row.get("why", ())])


def _why(trace: Trace, run: tuple[int, int]) -> list[str]:
    """Return the rules behind a target, a line each, with the words that decided."""
    named = [
        (name, trace.plan.quote(*words) if words and words[1] > words[0] else "") for name, words in trace.rules(*run)
    ]
    return ["依据 why:", *(f"  {name}{f' ← {words}' if words else ''}" for name, words in named)] if named else []
