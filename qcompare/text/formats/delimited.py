"""Tables of separated values, as spreadsheet programs save them."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator

from qcompare.errors import SchemaError
from qcompare.text.formats.limits import MAX_FILE


def csv_rows(data: bytes) -> Iterator[list[str]]:
    r"""Yield the rows of a csv, also of one that a spreadsheet program saved: in GB18030 or UTF-16, with ; or tabs.

    >>> list(csv_rows("quote;low\r\n合格率;96\r\n".encode("gb18030")))
    [['quote', 'low'], ['合格率', '96']]
    """
    csv.field_size_limit(MAX_FILE)
    text = text_of_table(data)
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark)


def text_of_table(data: bytes) -> str:
    """Return the text of a table in UTF-8, UTF-16 with its mark, or GB18030, which Chinese spreadsheet programs write.

    Raises
    ------
    SchemaError
        If it is in none of these.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding, "surrogatepass" if encoding.startswith("utf") else "strict")
    raise SchemaError("its text is neither UTF-8 nor GB18030; save it as csv in UTF-8")
