"""How far the matcher's proposals agree with people: on plans that it was not made with, and on the five that come along."""

from __future__ import annotations

import dataclasses

import pandas as pd

from qcompare.measures.crosswalk import Crosswalk
from qcompare.measures.matching import propose
from qcompare.measures.results import measure

_KEY = ["target_indicator", "national_goal"]


@measure("matcher_check", "alignment")
def matcher_check(crosswalk: Crosswalk) -> pd.DataFrame:
    """Return precision and recall of the proposals against judged pairs, for near or better and for the suggested E.

    ``invented`` are the pairs of ``data/reference/matching_pairs.csv``: indicators of plans invented for testing, judged by
    one person by the border rules of the grades while the matcher was being mended, so that its figures are an upper bound.
    ``five`` are the judged matches of the five plans, proposed as if nobody had judged them; pairs that their coder did not
    consider count as wrong there.
    """
    invented = crosswalk.pairs.rename(columns={"indicator": "target_indicator"})
    plain = invented.drop_duplicates("target_indicator")
    made = pd.DataFrame({
        "plan": "invented", "judged": plain["target_indicator"], "unit": plain["unit"],
        "type": ["quantified" if unit else "qualitative" for unit in plain["unit"]],
    })  # fmt: skip
    reviewed = crosswalk.reviewed
    five = reviewed.assign(plan="of " + reviewed["plan"].astype(str), judged=reviewed["indicator"])
    known = crosswalk.matches.assign(plan="of " + crosswalk.matches["plan"].astype(str))
    nobody = dataclasses.replace(crosswalk, complete=frozenset())
    return pd.DataFrame([
        *_rows("invented", invented, propose(made, nobody), _KEY),
        *_rows("five", known[known["plan"].isin(five["plan"])], propose(five, nobody), ["plan", *_KEY]),
    ])  # fmt: skip


def _rows(name: str, judged: pd.DataFrame, proposed: pd.DataFrame, key: list[str]) -> list[dict[str, object]]:
    found = []
    for kind, wanted, given in (
        ("near or better", judged[judged["grade"].isin(["E", "N"])], proposed[proposed["grade"] == "N"]),
        ("same statistic", judged[judged["grade"] == "E"], proposed[proposed["suggested"] == "E"]),
    ):
        truth, said = (set(one[key].itertuples(index=False, name=None)) for one in (wanted, given))
        right = len(truth & said)
        found.append({"set": name, "kind": kind, "pairs": len(judged), "proposed": len(said), "right": right, "judged": len(truth),
                      "precision": right / len(said) if said else None, "recall": right / len(truth) if truth else None})  # fmt: skip
    return found
