"""Data that a page loads when it needs them, compressed inside a script.

A page opened from the file system may load scripts and nothing else.
"""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any


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

    >>> packed("greeting", "好")[:23]
    'qcPacked("greeting","H4'
    """
    data = base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()
    return f"qcPacked({json.dumps(name)},{json.dumps(data)});\n"
