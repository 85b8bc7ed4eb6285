"""A plan → targets: numerals, levels, roles, years, indicators, domains, and the ledger of every numeral."""

from qcompare.coding.coder import Coding, code

__all__ = ["Coding", "code"]
