"""Memory given back to the system: the allocator of the C library keeps what was freed, and each thread an arena of its own."""

from __future__ import annotations

import contextlib
import ctypes
import gc
from collections.abc import Mapping

# for processes that are started: one arena, and what is free at its end goes back at once
ENVIRONMENT: Mapping[str, str] = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}
_ARENA_MAX = -8  # M_ARENA_MAX of mallopt(3)


def one_arena() -> None:
    """Have the threads that this process starts from now on share the arenas that there are."""
    with contextlib.suppress(OSError, AttributeError):  # another C library keeps it
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Give back what is free."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
