"""Workbooks (.xlsx), opened for reading: the one way for plans in rows, tables that come back, and goals of one's own."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from qcompare.errors import QCompareError, SourceError
from qcompare.text.formats.limits import MAX_UNPACKED, check_size


@contextlib.contextmanager
def workbook(file: Path | IO[bytes], name: str = "") -> Iterator[Any]:
    """Open a workbook and close it in the end; rows are parsed as they are asked for, so damage shows late.

    Parameters
    ----------
    file
        Where it is, or the open file.
    name
        What people are told about it; by default its path.

    Raises
    ------
    SourceError
        If it is no workbook, damaged, or too large.
    """
    name = name or str(file)
    book = _opened(file, name)
    try:
        yield book
    except (QCompareError, GeneratorExit):
        raise
    except Exception as error:  # as in _opened
        raise _damaged(name) from error
    finally:
        book.close()


def _opened(file: Path | IO[bytes], name: str) -> Any:
    """Open it, after a look at what it would unpack to."""
    import openpyxl

    try:
        if isinstance(file, Path):
            check_size(name, file.stat().st_size)
        with zipfile.ZipFile(file) as archive:
            check_size(name, sum(info.file_size for info in archive.infolist()), MAX_UNPACKED)
        with contextlib.redirect_stdout(io.StringIO()):  # of a style that is not there it prints a line among the data
            return openpyxl.load_workbook(file, read_only=True, data_only=True)
    except SourceError:
        raise
    except Exception as error:  # noqa: BLE001 openpyxl lets errors of its XML parser and of many other kinds through
        raise _damaged(name) from error


def _damaged(name: str) -> SourceError:
    problem = "it is no readable xlsx workbook: a part is missing or damaged"
    return SourceError(name, problem, "open it in the spreadsheet program and save it as .xlsx")
