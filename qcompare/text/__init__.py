"""A file → a :class:`Plan`: its source as published, the text that the rules read, its structure and metadata."""

from qcompare.text.model import Plan

__all__ = ["Plan"]
