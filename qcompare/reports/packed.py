"""Data that a page loads when it needs them, compressed inside a script.

A page opened from the file system may load scripts and nothing else.
"""

from __future__ import annotations

import gzip
import json
from typing import Any

import numpy as np

_TAKEN = '\0\n\r"\\'  # what may not stand in a string of a script
_INSTEAD = {ord(char): 128 + place for place, char in enumerate(_TAKEN)}


def script(data: Any) -> str:
    r"""Return data as JSON that can stand in a script element, whatever text is in it.

    >>> script("</script><b>")
    '"\\u003c/script\\u003e\\u003cb\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def packed(name: str, text: str) -> str:
    """Return a script that hands a text to ``qcPacked`` (``site.js`` unpacks it) under a name.

    The compressed bytes are written as characters of seven bits, a tenth less than base64: the few that a string may not
    hold stand behind those, from U+0080 on.

    >>> packed("greeting", "好")[:20], packed("greeting", "好").isprintable()
    ('qcPacked("greeting",', False)
    """
    data = np.frombuffer(gzip.compress(text.encode(), 9, mtime=0), np.uint8)
    bits = np.unpackbits(data)
    sevens = np.packbits(np.pad(bits, (0, -len(bits) % 7)).reshape(-1, 7), axis=1)[:, 0] >> 1
    shown = sevens.tobytes().decode("ascii").translate(_INSTEAD)
    return f'qcPacked({json.dumps(name)},"{shown}");\n'
