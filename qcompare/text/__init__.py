"""A file → a :class:`Plan`: its source as published, the text that the rules read, its structure and metadata."""

from qcompare.text.model import Plan
from qcompare.text.read import read_plan

__all__ = ["Plan", "read_plan"]
