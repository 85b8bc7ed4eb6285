"""Writing what was asked for to what it names, and never over a source.

A regular file is replaced whole or not at all: the bytes go to a file beside it, which then takes the name. Anything
else (a pipe, a terminal, a device, an open descriptor such as ``/dev/stdout``) has a reader or a meaning of its own that
a new file of that name would cut off, so it is written straight.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from qcompare.errors import OutputError

PART = ".part"
_FIXED = (errno.EBUSY, errno.EPERM, errno.EACCES)  # a file that may be written, but not replaced
Inode = tuple[int, int]
_DESCRIPTOR = re.compile(r"/dev/fd/(\d+)|/proc/self/fd/(\d+)|/dev/std(in|out|err)")
_STREAMS = {"in": 0, "out": 1, "err": 2}
_sources: list[Callable[[], Iterable[Path]]] = []
_known: set[Inode] | None = None


def protect(sources: Callable[[], Iterable[Path]] | None) -> None:
    """Refuse from now on to write over these files; None: forget all that were named before.

    Parameters
    ----------
    sources
        Gives the files when it is called, which happens once, and only if something would be overwritten.
    """
    global _known
    _known = None
    if sources is None:
        _sources.clear()
    else:
        _sources.append(sources)


def refuse_source(path: str | os.PathLike[str]) -> None:
    """Refuse a file that is one of the sources, whatever name or link it goes by.

    Raises
    ------
    OutputError
        If it is one.
    """
    global _known
    if not _sources:
        return
    status = _status(Path(path))
    if status is None or not stat.S_ISREG(status.st_mode):
        return
    if _known is None:
        _known = {_inode(found) for give in _sources for file in give() if (found := _status(file))}
    if _inode(status) in _known:
        raise OutputError(path, "it is one of the files that are read, and is not written over", "give another name")


def write(path: str | os.PathLike[str], content: bytes | str, *, sync: bool = False) -> Path:
    r"""Write bytes, or text as UTF-8, to what a path names.

    A regular file is as before or complete at any moment, keeps its permissions, and a link to it stays a link. A file
    with a second name, or in a folder that takes no new file, is written in place.

    Parameters
    ----------
    path, content
        Where to, and what.
    sync
        Bring it to the disk before returning.

    Raises
    ------
    OutputError
        If it is one of the sources (:func:`protect`).
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder) / "a.csv", "甲,乙\n").read_text("utf-8")
    '甲,乙\n'
    """
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    refuse_source(path)
    try:
        return _write(Path(path), data, sync)
    except OSError as error:
        _name(error, path)
        raise


def append(path: str | os.PathLike[str], lines: str) -> None:
    r"""Add lines of JSON to a file, all of them or none, on the disk on return; one process at a time.

    A last line that was torn, by a full disk or a process that was stopped, gives way to them.

    Raises
    ------
    OSError
        If it cannot be written; the file is then as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "a.jsonl"
    ...     _ = file.write_text('{"a": 1}\n{"a": ')
    ...     append(file, '{"a": 2}\n')
    ...     file.read_text()
    '{"a": 1}\n{"a": 2}\n'
    """
    data = lines.encode("utf-8")
    try:
        with Path(path).open("a+b", buffering=0) as file:
            _lock(file)
            end = file.seek(0, os.SEEK_END)
            rest = torn_from(file, end)
            if rest is not None:
                end = rest
                file.truncate(end)
            elif end and not _ends_a_line(file, end):
                data = b"\n" + data
            try:
                left = data
                while left:  # a disk that is nearly full takes a part
                    left = left[file.write(left) :]
                os.fsync(file.fileno())
            except BaseException:
                with contextlib.suppress(OSError):
                    file.truncate(end)
                raise
    except OSError as error:
        _name(error, path)
        raise


def _name(error: OSError, path: str | os.PathLike[str]) -> None:
    """Let an error say which file it is about: a full disk names none."""
    if error.errno is not None and (error.filename is None or str(error.filename).endswith(PART)):
        error.filename = str(path)


def torn_from(file: IO[bytes], end: int) -> int | None:
    """Return where the last line of JSON lines begins if it was torn: it has no end, and is no JSON; else None."""
    size = 1 << 12
    while True:
        start = max(0, end - size)
        file.seek(start)
        whole, mark, rest = file.read(end - start).rpartition(b"\n")
        if mark or not start:
            break
        size *= 4
    try:
        if rest.strip():
            json.loads(rest)
    except (ValueError, RecursionError):
        return end - len(rest)
    return None


def _ends_a_line(file: IO[bytes], end: int) -> bool:
    file.seek(end - 1)
    return file.read(1) == b"\n"


def _lock(file: IO[bytes]) -> None:
    """Wait until no other process adds to the file; closing it lets the next one in."""
    with contextlib.suppress(ImportError, OSError):  # no such locks on Windows, and on some network drives
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def _write(named: Path, data: bytes, sync: bool) -> Path:
    number = _descriptor(named)
    if number is not None:
        with os.fdopen(os.dup(number), "wb") as stream:
            stream.write(data)
        return named
    status = _status(named)
    if status is not None and not stat.S_ISREG(status.st_mode):
        _straight(named, data, sync)
        return named
    target = Path(os.path.realpath(named))
    if status is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied", str(named))
    if status is not None and status.st_nlink > 1 or not _replaced(target, data, status, sync):
        _straight(target, data, sync)
    return named


def _replaced(target: Path, data: bytes, status: os.stat_result | None, sync: bool) -> bool:
    """Put a new file in the place of one, or of none; False where only the file itself may be written."""
    part = target.with_name(f".qcompare-{secrets.token_hex(8)}{PART}")
    try:
        # a new file has the permissions that the umask leaves, one that is replaced those that it had
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except PermissionError:
        if status is None:
            raise
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        if status is not None:
            with contextlib.suppress(OSError, AttributeError):
                os.chown(part, status.st_uid, status.st_gid)
            part.chmod(stat.S_IMODE(status.st_mode))
        try:
            part.replace(target)
        except OSError as error:
            if status is None or error.errno not in _FIXED:
                raise
            part.unlink()  # a file that is mounted by itself cannot change its name
            return False
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if sync:
        _sync_folder(target.parent)
    return True


def _straight(path: Path, data: bytes, sync: bool) -> None:
    # nothing is made here, so O_CREAT, which systems deny for pipes in a shared folder, is left out
    handle = os.open(path, os.O_WRONLY | os.O_TRUNC | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        if sync:
            file.flush()
            with contextlib.suppress(OSError):  # a pipe has no disk to bring it to
                os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _descriptor(path: Path) -> int | None:
    """Return the number of the open descriptor of this process that a path stands for, if it does."""
    for _ in range(8):
        match = _DESCRIPTOR.fullmatch(os.path.normpath(path))
        if match:
            return _STREAMS[match[3]] if match[3] else int(match[1] or match[2])
        if not path.is_symlink():
            return None
        path = path.parent / path.readlink()
    return None


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _inode(status: os.stat_result) -> Inode:
    return status.st_dev, status.st_ino
