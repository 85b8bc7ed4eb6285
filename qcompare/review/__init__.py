"""Looking the coding over: spreadsheet and reviewing view, order by doubt, agreement of coders."""

from __future__ import annotations
