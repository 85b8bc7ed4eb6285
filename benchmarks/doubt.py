"""Fits the doubt: ``python -m benchmarks.doubt [--real FOLDER] [--earlier FILE] [--write]``.

Texts that people coded by hand are coded by the rules; a coded target counts as right where its comparator, numbers, unit,
change and year are those of the hand coding, and as wrong where they are not or where there is no such target. What tells
wrong from right is fitted with scikit-learn, cross-validated by document, and printed: calibration, and the share of
errors among the least sure. ``--write`` puts the weights into ``qcompare/coding/doubt.csv`` and the curves into
``data/reference/``.

The rules have been learnt from these texts, so they err on them less than on the next one. ``--earlier`` gives a coding of
the same texts from before anybody had learnt from them (``qcompare code … --format jsonl`` of that version): what it got
wrong tells what errors look like. It counts for a tenth (``SHARE``), which brings the expected rate of errors in documents
of the kind to what was seen on texts that were kept back.

A folder of real texts has ``texts/NAME.txt``, ``gold/NAME.jsonl`` and ``gold/coverage.json``; such texts are nobody's to
publish, so only what was fitted on them is kept.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut

from qcompare.coding import code
from qcompare.coding.coder import issue_year
from qcompare.coding.doubt import about, signs, text_of
from qcompare.coding.years import Years
from qcompare.text.model import Plan

ROOT = Path(__file__).resolve().parent.parent
CORE = ("comparator", "low", "high", "unit", "change", "year")
RARE = 12  # a sign seen on fewer targets has no weight of its own
SHARE = 0.1  # how much a target of the earlier coding counts
STRENGTH = 0.3  # of the fit against the pull to nought (scikit-learn's C)
Row = dict[str, Any]


@dataclass
class Given:
    """What is known of a real text: stretches that were coded by hand, spans in dispute, and a coding other than today's."""

    inside: list[tuple[int, int]]
    contested: list[tuple[int, int]] = field(default_factory=list)
    real: bool = False
    coded: list[Row] | None = None


@dataclass
class Cases:
    """Coded targets with their signs, whether they are right, and the document each is from."""

    signs: list[list[str]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    document: list[str] = field(default_factory=list)
    real: list[bool] = field(default_factory=list)
    earlier: list[bool] = field(default_factory=list)

    def add(self, document: str, plan: Plan, gold: list[Row], given: Given | None = None) -> None:
        """Judge the coded targets of a document; what lies outside the covered stretches, or is contested, is left out."""
        given = given or Given([(0, len(plan.source))])
        issued = issue_year(plan)
        where = about(plan, issued, Years(plan, issued, plan.dating.get("period_end")).horizon)
        text = text_of(plan)
        kinds = {row["type"] for row in gold}
        found = code(plan).targets if given.coded is None else given.coded
        coded = [
            row
            for row in found
            if row["type"] in kinds and any(a <= span(row)[0] and span(row)[1] <= b for a, b in given.inside)
        ]
        for row, theirs in matched(coded, gold):
            if theirs is None and any(a < row["end"] and row["start"] < b for a, b in given.contested):
                continue
            self.signs.append(list(signs(row, text, where)))
            self.right.append(theirs is not None and all(same(row.get(name), theirs.get(name)) for name in CORE))
            self.document.append(document)
            self.real.append(given.real)
            self.earlier.append(given.coded is not None)


def span(row: Row) -> tuple[int, int]:
    """Return where the level of a target stands, or the target if it has none."""
    return (row["level_start"], row["level_end"]) if row.get("level_start") is not None else (row["start"], row["end"])


def same(one: Any, two: Any) -> bool:
    """Tell whether two values are the same, numbers to the last digits that matter."""
    if isinstance(one, (int, float)) and isinstance(two, (int, float)):
        return abs(one - two) <= 1e-6 * max(1.0, abs(two))
    return bool(one == two)


def matched(coded: list[Row], gold: list[Row]) -> list[tuple[Row, Row | None]]:
    """Return each coded target with the hand-coded one that it overlaps with most, one to one, or None."""

    def near(one: str, two: str) -> float:
        a, b = Counter(one), Counter(two)
        return 2 * sum((a & b).values()) / max(1, len(one) + len(two))

    candidates = []
    for i, row in enumerate(coded):
        for j, other in enumerate(gold):
            (a, b), (c, d) = span(row), span(other)
            if min(b, d) > max(a, c):
                shared = (min(b, d) - max(a, c)) / max(b - a, d - c)
                candidates.append((shared + near(row["indicator"], other["indicator"]), i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(candidates, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(row, gold[pairs[i]] if i in pairs else None) for i, row in enumerate(coded)]


def lines(path: Path) -> list[Row]:
    """Return the records of a file of JSON-lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def gather(real: Path | None, earlier: Path | None = None) -> Cases:
    """Return the cases of the invented sets, and of real texts where there is a folder of them, coded now and earlier."""
    cases = Cases()
    for file in sorted((ROOT / "tests" / "unseen").glob("*/targets.jsonl")):
        gold = lines(file)
        for path in sorted(file.parent.glob("*.txt")):
            text = path.read_bytes().decode("utf-8")
            mine = [row for row in gold if row["plan"] == path.stem]
            cases.add(path.stem, Plan(path.stem, text), mine)
    if real is None:
        return cases
    cover = json.loads((real / "gold" / "coverage.json").read_text("utf-8"))
    before = lines(earlier) if earlier else []
    soft = json.loads((real / "gold" / "contested.json").read_text("utf-8"))
    for name, stretches in sorted(cover.items()):
        file = real / "texts" / f"{name.removesuffix('_tab')}.txt"
        with file.open(encoding="utf-8-sig", newline="") as stream:
            text = stream.read()
        gold = [row for row in lines(real / "gold" / f"{name}.jsonl") if row["type"] != "qualitative"]
        contested = [(one["start"], one["end"]) for one in soft if one["doc"] == name and not one["in_gold"]]
        plan, inside, document = Plan(name, text), [(a, b) for a, b in stretches], name.removesuffix("_tab")
        cases.add(document, plan, gold, Given(inside, contested, True))
        if earlier:
            cases.add(
                document, plan, gold, Given(inside, contested, True, [row for row in before if row["plan"] == document])
            )
    return cases


def matrix(cases: Cases) -> tuple[np.ndarray, list[str]]:
    """Return which target shows which sign, for the signs that are not rare."""
    seen = Counter(sign for found in cases.signs for sign in set(found))
    kept = {sign for sign, number in seen.items() if number >= RARE}
    vectors = DictVectorizer(sparse=False)
    table = vectors.fit_transform([{sign: 1.0 for sign in found if sign in kept} for found in cases.signs])
    return table, list(vectors.get_feature_names_out())


def fit(table: np.ndarray, right: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    """Return the fitted model: logistic, its weights pulled to nought, so that a rare sign says little."""
    return LogisticRegression(C=STRENGTH, max_iter=2_000).fit(table, right, sample_weight=weight)


def held_out(table: np.ndarray, cases: Cases) -> np.ndarray:
    """Return for each target the confidence of a model that was fitted without its document."""
    right, groups, weight = np.array(cases.right), np.array(cases.document), weights_of(cases)
    sure = np.zeros(len(right))
    for rest, out in LeaveOneGroupOut().split(table, right, groups):
        sure[out] = fit(table[rest], right[rest], weight[rest]).predict_proba(table[out])[:, 1]
    return sure


def weights_of(cases: Cases) -> np.ndarray:
    """Return how much each target counts."""
    return np.where(np.array(cases.earlier), SHARE, 1.0)


def calibration(sure: np.ndarray, right: np.ndarray, bins: int = 10) -> list[Row]:
    """Return mean confidence and share right in bins of equal size, least sure first."""
    order = np.argsort(sure, kind="stable")
    return [
        {"bin": number, "n": len(part), "confidence": float(sure[part].mean()), "right": float(right[part].mean())}
        for number, part in enumerate(np.array_split(order, bins), 1)
    ]


def expected_error(sure: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error: the mean gap between confidence and share right, weighted by the bins."""
    rows = calibration(sure, right, bins)
    return sum(row["n"] * abs(row["confidence"] - row["right"]) for row in rows) / len(sure)


def found_among(sure: np.ndarray, right: np.ndarray, share: float) -> float:
    """Return the share of all wrong targets that stand among the least sure share."""
    order = np.argsort(sure, kind="stable")[: round(share * len(sure))]
    wrong = ~right
    return float(wrong[order].sum() / max(1, wrong.sum()))


def report(title: str, sure: np.ndarray, right: np.ndarray) -> None:
    """Print how good a confidence is."""
    shares = ", ".join(f"{share:.0%}: {found_among(sure, right, share):.2f}" for share in (0.1, 0.2, 0.3))
    print(f"{title}: {len(right)} targets, {int((~right).sum())} wrong; calibration error {expected_error(sure, right):.3f}; "
          f"of the wrong ones among the least sure {shares}")  # fmt: skip


def curves(sure: np.ndarray, right: np.ndarray) -> Iterator[Row]:
    """Yield the rows of ``data/reference/doubt.csv``: calibration by bin, then share found by share reviewed."""
    for row in calibration(sure, right):
        yield {"curve": "calibration", "x": round(row["confidence"], 4), "y": round(row["right"], 4), "n": row["n"]}
    for step in range(0, 101, 5):
        yield {
            "curve": "found",
            "x": step / 100,
            "y": round(found_among(sure, right, step / 100), 4),
            "n": round(step / 100 * len(sure)),
        }


def main() -> None:
    """Fit, print, and write where asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.doubt")
    parser.add_argument("--real", type=Path, help="a folder of real texts with their hand coding")
    parser.add_argument(
        "--earlier", type=Path, help="a coding of these texts by a version that had not learnt from them"
    )
    parser.add_argument("--write", action="store_true", help="write the weights and curves into the project")
    arguments = parser.parse_args()
    cases = gather(arguments.real, arguments.earlier)
    table, names = matrix(cases)
    right, real, earlier = np.array(cases.right), np.array(cases.real), np.array(cases.earlier)
    sure = held_out(table, cases)
    now = ~earlier
    report("all, by document", sure[now], right[now])
    for title, part in (
        ("real", real & now),
        ("invented", ~real),
        ("real, before anybody had learnt from them", earlier),
    ):
        if part.any():
            report(title, sure[part], right[part])
    sure, right = sure[now], right[now]
    for row in calibration(sure, right):
        print(f"  {row['n']:5} {row['confidence']:.2f} {row['right']:.2f}")
    fitted = fit(table, np.array(cases.right), weights_of(cases))
    weights = {"": float(fitted.intercept_[0])} | dict(zip(names, map(float, fitted.coef_[0]), strict=True))
    for name, weight in sorted(weights.items(), key=lambda item: item[1]):
        print(f"  {weight:+.2f} {int(table[:, names.index(name)].sum()) if name else len(table):5} {name or '(all)'}")
    if arguments.write:
        write(weights, {name: int(table[:, at].sum()) for at, name in enumerate(names)}, list(curves(sure, right)))


def write(weights: dict[str, float], seen: dict[str, int], rows: list[Row]) -> None:
    """Write the weights beside the words in which each sign is told, and the curves."""
    path = ROOT / "qcompare" / "coding" / "doubt.csv"
    told: dict[str, Row] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as stream:
            told = {row["sign"]: row for row in csv.DictReader(stream)}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["sign", "weight", "seen", "zh", "en"])
        for name in sorted({*weights, *(sign for sign, row in told.items() if row["zh"])}):
            words = told.get(name, {})
            writer.writerow(
                [name, f"{weights.get(name, 0.0):.3f}", seen.get(name, ""), words.get("zh", ""), words.get("en", "")]
            )
    with (ROOT / "data" / "reference" / "doubt.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, ["curve", "x", "y", "n"], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main()
