from __future__ import annotations


def qualitative_clauses(plan, taken):
    return []
