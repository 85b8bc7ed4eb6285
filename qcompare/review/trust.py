"""How far a result can be trusted: how much of it people have looked at, and how many errors are to be expected.

The expected number of wrong targets is the sum of their probabilities of being wrong (one minus ``confidence``) over
those that nobody has looked at; it falls as they are looked at, fastest where the least sure come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from qcompare.benchmark import worded

if TYPE_CHECKING:
    import pandas as pd

    from qcompare.corpus import Corpus

_Z = 1.96  # 95 % of a normal distribution lie within so many standard deviations
_STEP = 0.05
_HALF = 0.5


@dataclass(frozen=True)
class Trust:
    """What is known of how far a corpus's coding and matches can be trusted.

    Attributes
    ----------
    rows, rows_seen
        Targets; of them looked at by a person.
    coders
        Who has looked or judged.
    cells, cells_judged
        Cells of plan and national goal with a number; of them judged by a person, shipped judgements counted.
    proposals
        Proposed matches that nobody has judged.
    expected_wrong, expected_wrong_low, expected_wrong_high
        Expected number of wrong targets among those that nobody has looked at, with a range of 95 % (targets taken as
        independent of each other).
    curve
        ``reviewed`` (share of the targets not looked at, least sure first), ``rows``, ``left`` (expected errors left),
        ``found`` (share of the expected errors found).
    per_plan
        ``plan``, ``rows``, ``seen``, ``expected_wrong``, ``expected_share``.
    """

    rows: int
    rows_seen: int
    coders: tuple[str, ...]
    cells: int
    cells_judged: int
    proposals: int
    expected_wrong: float
    expected_wrong_low: float
    expected_wrong_high: float
    curve: pd.DataFrame
    per_plan: pd.DataFrame

    @property
    def half(self) -> int:
        """How many of the least sure targets hold half of the expected errors."""
        enough = self.curve[self.curve["found"] >= _HALF]
        return int(enough["rows"].iloc[0]) if len(enough) else 0

    def table(self, lang: str = "zh") -> pd.DataFrame:
        """Return plan by plan how much was looked at and how many errors are expected, with headings to read."""
        heads = {
            "plan": ("规划", "plan"), "rows": ("目标", "targets"), "seen": ("经人看过", "looked at"),
            "expected_wrong": ("预计有误", "expected wrong"), "expected_share": ("占比", "share"),
        }  # fmt: skip
        return self.per_plan.rename(columns={name: words[lang == "en"] for name, words in heads.items()})

    def sentence(self, lang: str = "zh") -> str:
        """Return in one sentence how far the result can be trusted."""
        low, high = round(self.expected_wrong_low), round(self.expected_wrong_high)
        if lang == "zh":
            said = (
                f"复核记录中有{self.rows_seen}条目标（共{self.rows}条）。其余{self.rows - self.rows_seen}条里，预计约{self.expected_wrong:.0f}条"
                f"（{low}至{high}条；各条“1−置信度”之和）的水平或年份有误；不是目标而被编入的、漏编的和指标的用词不在此数{added_missed()[0]}。与国家定量目标的{self.cells}格对照中，{self.cells_judged}格由人判定了对应关系。"
            )
        else:
            said = (
                f"The record of reviews holds {self.rows_seen} of {self.rows} targets. Of the other {self.rows - self.rows_seen}, about "
                f"{self.expected_wrong:.0f} ({low} to {high}) are expected to be wrong in level or year (the sum of one minus their confidence); targets "
                f"added that are none, targets missed and the wording of indicators are not in that number{added_missed()[1]}. Of {self.cells} cells of a plan and a national goal with a number, "
                f"a person has judged the match of {self.cells_judged}."
            )
        return worded(said, lang)

    def steps(self, lang: str = "zh") -> list[str]:
        """Return what to do next, at most two sentences; none where all has been looked at and judged."""
        found = []
        if self.expected_wrong >= 1 and self.half:
            found.append(
                f"先看置信度最低的{self.half}个目标，上述预计错误的一半在其中：qcompare review export"
                if lang == "zh"
                else f"Look at the {self.half} least sure targets first: they hold half of the expected errors (qcompare review export)."
            )
        if self.proposals:
            found.append(
                f"还有{self.proposals}条程序建议的国家目标对应未经人工判定，判定之前不计入比较。"
                if lang == "zh"
                else f"{self.proposals} proposed matches with national goals wait to be judged; until then they count for nothing."
            )
        return [worded(step, lang) for step in found]


def added_missed() -> tuple[str, str]:
    """Return how many targets were added and missed on real texts that the rules had not seen (zh, en)."""
    import pandas as pd

    from qcompare.paths import reference_dir

    rates = pd.read_csv(reference_dir() / "blind_errors.csv").set_index("error")
    (extra, coded), (missed, there) = (
        rates.loc[[f"{what} quantified", f"{what} relative"], ["wrong", "n"]].sum() for what in ("extra", "missed")
    )
    return (
        f"（在规则未见过的真实文本上，编入的{int(coded)}条有{int(extra)}条不是目标，{int(there)}条目标漏了{int(missed)}条）",
        f" (on real texts that the rules had not seen, {int(extra)} of {int(coded)} coded were none and {int(missed)} of {int(there)} were missed)",
    )


def calibration() -> pd.DataFrame:
    """Return how far the confidence holds on texts coded by hand (``data/reference/doubt.csv``): curve, x, y, n."""
    import pandas as pd

    from qcompare.paths import reference_dir

    return pd.read_csv(reference_dir() / "doubt.csv")


def trust(corpus: Corpus) -> Trust:
    """Return how far the coding of a corpus, and its matches with the national goals, can be trusted."""
    import pandas as pd

    from qcompare.measures import of
    from qcompare.measures.crosswalk import is_judged
    from qcompare.review.judging import cells_to_judge
    from qcompare.review.rounds import targets

    measures = of(corpus)
    rows = {one.name: targets(one) for one in corpus}
    unseen = [row for plan in rows.values() for row in plan if not row.get("reviewed")]
    wrong = sorted((1.0 - float(row["confidence"]) for row in unseen), reverse=True)
    expected, spread = sum(wrong), sqrt(sum(chance * (1 - chance) for chance in wrong))
    cells = cells_to_judge(measures.crosswalk, measures.plans)
    return Trust(
        rows=sum(map(len, rows.values())),
        rows_seen=sum(map(len, rows.values())) - len(unseen),
        coders=tuple(sorted(set(_coders(rows.values())) | {one.coder for one in corpus.judgements})),
        cells=len(cells),
        cells_judged=sum(is_judged(measures.crosswalk, plan, goal) for plan, goal in cells),
        proposals=int((measures.matches["status"] == "proposed").sum()),
        expected_wrong=expected,
        expected_wrong_low=max(0.0, expected - _Z * spread),
        expected_wrong_high=expected + _Z * spread,
        curve=_curve(wrong, pd),
        per_plan=pd.DataFrame([_of_plan(name, found) for name, found in rows.items()]),
    )


def _coders(rows: Iterable[Iterable[Mapping[str, Any]]]) -> Iterable[str]:
    return (str(row["coder"]) for plan in rows for row in plan if row.get("coder"))


def _of_plan(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    open_ = [row for row in rows if not row.get("reviewed")]
    expected = sum(1.0 - float(row["confidence"]) for row in open_)
    return {
        "plan": name,
        "rows": len(rows),
        "seen": len(rows) - len(open_),
        "expected_wrong": expected,
        "expected_share": expected / len(rows) if rows else 0.0,
    }


def _curve(wrong: list[float], pd: Any) -> pd.DataFrame:
    """Return how the expected errors fall with review; ``wrong`` are the chances to be wrong, greatest first."""
    total = sum(wrong)
    steps = [round(number * _STEP, 2) for number in range(int(1 / _STEP) + 1)]
    rows = []
    for share in steps:
        number = round(share * len(wrong))
        found = sum(wrong[:number])
        rows.append(
            {"reviewed": share, "rows": number, "left": total - found, "found": found / total if total else 1.0}
        )
    return pd.DataFrame(rows)
