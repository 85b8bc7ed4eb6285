"""What the tests of exchange send out: the hand coding of the five plans, two corrections of it among them."""

from __future__ import annotations

import json

from qcompare.corrections import Correction, make
from qcompare.exchange.bundle import Bundle
from qcompare.paths import plans_dir, reference_dir

TARGETS = [json.loads(line) for line in (reference_dir() / "targets.jsonl").read_text("utf-8").splitlines()]
TEXTS = {path.stem: path.read_bytes().decode("utf-8") for path in plans_dir().glob("*.txt")}
PLANS = [
    {"plan": name, **plan} for name, plan in json.loads((reference_dir() / "plans.json").read_text("utf-8")).items()
]


def corrections() -> list[Correction]:
    text = TEXTS["siping"]
    ours = [target for target in TARGETS if target["plan"] == "siping"]
    return [
        make("reject", ours[0], text, coder="甲", reason="=1+1\x0b <&>", when="2026-01-01T00:00:00Z"),
        make("edit", ours[1], text, coder="乙", changed={"year": 2030}, when="2026-01-02T00:00:00Z"),
    ]


def bundle() -> Bundle:
    return Bundle.of(TEXTS, TARGETS, PLANS, corrections())
