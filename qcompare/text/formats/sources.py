"""Where plans lie: files, folders, patterns and zip archives → one item a plan, in a fixed order.

An item is read only when asked for, so a folder of a thousand plans costs nothing until then. What cannot be used
comes out as an error in its place, and the rest goes on. Nothing of an archive is written to disk, and no name
in one is used as a path.
"""

from __future__ import annotations

import contextlib
import glob
import os
import struct
import sys
import zipfile
from collections import Counter
from collections.abc import Container, Iterable, Iterator, MutableSet
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from qcompare.errors import SourceError
from qcompare.paths import plans_in, safe_name, same_name
from qcompare.text.formats import ARCHIVES, SUFFIXES
from qcompare.text.formats.folders import (
    DECORATION,
    KEPT,
    NOT_PLANS,
    SIDECARS,
    TABLES,
    files_in,
    is_plan,
    is_report_page,
    passed_over,
)
from qcompare.text.formats.limits import MAX_FILE, MAX_MEMBERS, MAX_UNPACKED, check_size, member

STDIN = "-"
_LONGEST = 180  # bytes of a plan's name: pages and notebooks that are named after it add to it


@dataclass(frozen=True, slots=True)
class Source:
    """One file that should be a plan.

    Attributes
    ----------
    name : str
        Short name of the plan, unlike that of any other item.
    file : str
        Where it is, for people: a path, or ``archive.zip!member``.
    path : pathlib.Path or None
        The file itself; None inside an archive.
    """

    name: str
    file: str
    path: Path | None = None
    archive: Path | None = None
    entry: str | None = None
    number: int = 0  # among the members of the archive, of which several may have one name

    @property
    def filename(self) -> str:
        """The name with its suffix."""
        return PurePosixPath(self.entry).name if self.entry else Path(self.file).name

    def read(self) -> bytes:
        """Return the bytes of the file.

        Raises
        ------
        SourceError
            If it cannot be read, or is too large.
        """
        if self.file == "<stdin>":
            data = sys.stdin.buffer.read(MAX_FILE + 1)
            check_size("standard input", len(data))
            return data
        if self.archive is not None and self.entry is not None:
            archive = _open(self.archive)
            return member(archive, archive.infolist()[self.number], self.file)
        assert self.path is not None
        return _read(self.path, self.file)

    def sidecar(self) -> tuple[str, bytes] | None:
        """Return where the ``.yml`` file beside the source is, and its bytes; None if there is none.

        For a file in an archive it lies beside the archive, named after the plan, or else in the archive.
        """
        for outside in self.beside():
            if outside.is_file():
                return str(outside), _read(outside, str(outside))
        if self.archive is not None and self.entry is not None:
            archive = _open(self.archive)
            for suffix in SIDECARS:
                beside = str(PurePosixPath(self.entry).with_suffix(suffix))
                if beside in archive.NameToInfo:
                    info = archive.getinfo(beside)
                    label = f"{self.archive}!{_member_name(info)}"
                    return label, member(archive, info, label, MAX_FILE)
        return None

    def beside(self) -> list[Path]:
        """Return where a sidecar of this source may lie on disk, the usual name first; it need not be there."""
        if self.path is not None:
            return [self.path.with_suffix(suffix) for suffix in SIDECARS]
        if self.archive is None or any(self.archive.with_name(self.name + suffix).is_file() for suffix in SUFFIXES):
            return []  # a file beside the archive has the name, and the sidecar is its own
        return [self.archive.with_name(self.name + suffix) for suffix in SIDECARS]


def sources(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    taken: MutableSet[str] | None = None,
    text: str | None = None,
    name: str | None = None,
) -> Iterator[Source | SourceError]:
    """Yield the plans at the given places: files, folders (with those inside), patterns, zip archives, tables of plans.

    Parameters
    ----------
    paths
        One place or several, ``-`` for standard input. In a folder every file of a known kind is taken; hidden ones, notes
        (``README``), sidecars, kept texts, pictures beside a page and pages of our own reports are left out, any other
        file is an error, as is a sidecar without a plan. A study means its plans. A file that is named is taken whatever
        its suffix, but for kept texts. Of a table (csv, xlsx, Parquet, JSON) each row is a plan.
    taken
        Names and files that are used up; it is added to. A set of one's own, if it must not live in memory.
    text, name
        Columns of tables that hold text and name; by default those of a usual name, or what looks like it.

    Yields
    ------
    Source or SourceError
        In order of place, then of name; two plans of one name are told apart by suffix, then by a number.

    Examples
    --------
    >>> from qcompare.paths import plans_dir
    >>> [source.name for source in sources(plans_dir())]
    ['anhui', 'nantong', 'qingdao', 'siping', 'tianjin']
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    taken = set() if taken is None else taken
    given = [Path(place) for place in paths]
    for place in [place for place in given if not place.name.endswith(KEPT)] or given:
        for found in _reachable(place, taken):
            if isinstance(found, SourceError):
                yield found
            elif found.filename.lower().endswith(TABLES):
                from qcompare.text.formats.records import rows_of

                if f"\0{found.file}" not in taken:
                    taken.add(f"\0{found.file}")
                    yield from rows_of(found, taken, text, name)
            elif (named := unlike(found, taken)) is not None:
                yield named


def require_plan(paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str]) -> None:
    """Refuse places at which nothing is that could be a plan; no file is read.

    Raises
    ------
    SourceError
        The first reason.
    """
    errors: list[SourceError] = []
    for found in sources(paths):
        if isinstance(found, Source):
            return
        errors.append(found)
    if errors:
        raise errors[0]


def _reachable(place: Path, taken: Container[str]) -> Iterator[Source | SourceError]:
    """Yield what is at a place; one that the system does not let us look at (too long a name, a closed folder) is an error."""
    try:
        yield from _at(place, taken)
    except OSError as error:
        yield SourceError(
            short(place), f"it cannot be looked at ({error.strerror})", "look at the path and its permissions"
        )


def short(path: object) -> str:
    """Return a path for a message, its middle left out where it is longer than anybody reads.

    >>> len(short("x" * 5000))
    241
    """
    text = str(path)
    return text if len(text) <= 240 else f"{text[:160]}…{text[-80:]}"


def _at(place: Path, taken: Container[str]) -> Iterator[Source | SourceError]:
    place = place.expanduser()
    if str(place) == STDIN:
        yield Source("stdin", "<stdin>")
    elif place.is_dir():
        yield from _in(plans_in(place), taken)
    elif place.is_file() and place.name.endswith(KEPT):
        yield SourceError(str(place), "this is text extracted from a plan", "give the original file")
    elif place.is_file():
        yield from _file(place)
    elif glob.has_magic(str(place)):
        matches = sorted(glob.glob(str(place), recursive=True))  # noqa: PTH207 the pattern may be absolute
        if not matches:
            yield SourceError(
                str(place), "no file matches the pattern", "look at the folder and the pattern's spelling"
            )
        for match in matches:
            if Path(match).is_file() and not match.endswith((*KEPT, *SIDECARS)) and not is_report_page(Path(match)):
                yield from _file(Path(match))
    elif place.exists():
        yield SourceError(
            str(place), "it is neither a file nor a folder", "give the path of a file that holds the plan"
        )
    else:
        yield SourceError(
            str(place), "there is no such file or folder", "look at the path's spelling and where you are"
        )


def _in(folder: Path, taken: Container[str]) -> Iterator[Source | SourceError]:
    plans = 0
    for path in files_in(folder):
        stray = path.suffix.lower() in SIDECARS
        plans += not stray
        if stray:
            yield from _stray(path, taken)
        elif is_plan(path.name):
            yield from _file(path)
        else:
            yield passed_over(str(path), path.name)
    if not plans:
        advice = "put plans (.txt, .md, .html, .docx, .pdf) or a .zip of them into it"
        yield SourceError(str(folder), "the folder holds no plan", advice)


def _stray(sidecar: Path, taken: Container[str]) -> Iterator[SourceError]:
    """Say that a sidecar belongs to no plan, unless it is that of a plan in an archive beside it."""
    packed = same_name(sidecar.stem) in taken and any(
        path.suffix.lower() in ARCHIVES for path in sidecar.parent.iterdir()
    )
    if not packed:
        advice = (
            f"name it after its plan (check shows the names), say siping{sidecar.suffix} for siping.docx, or remove it"
        )
        yield SourceError(str(sidecar), "no plan of this name beside it, so it is ignored", advice)


def _file(path: Path) -> Iterator[Source | SourceError]:
    if path.suffix.lower() in ARCHIVES:
        yield from _members(path)
    else:
        yield Source(path.stem, str(path), path)


def _members(path: Path) -> Iterator[Source | SourceError]:
    """Yield the plans in a zip archive; an archive in an archive is an error."""
    try:
        infos = [
            (number, info, _member_name(info))
            for number, info in enumerate(_open(path).infolist())
            if not info.filename.endswith("/")
        ]
    except SourceError as error:
        yield error
        return
    total = sum(info.file_size for _, info, _ in infos)
    if len(infos) > MAX_MEMBERS or total > MAX_UNPACKED:
        problem = f"it would unpack to {total / 2**20:,.0f} MB in {len(infos):,} file{'s' * (len(infos) > 1)}"
        advice = f"pack the plans alone; an archive may hold {MAX_MEMBERS:,} files and {MAX_UNPACKED >> 20} MB"
        yield SourceError(path, problem, advice)
        return
    found = 0
    seen: Counter[str] = Counter()
    for number, info, shown in sorted(infos, key=lambda one: (one[2], one[0])):
        parts = [part for part in PurePosixPath(shown).parts if part not in ("..", "/")]
        last = parts[-1] if parts else ""
        if any(NOT_PLANS.search(part) for part in parts) or last.lower().endswith((*SIDECARS, *KEPT, *DECORATION)):
            continue
        seen[shown] += 1
        label = f"{path}!{shown}" + (f" ({seen[shown]})" if seen[shown] > 1 else "")
        found += is_plan(last)
        if not is_plan(last):
            yield passed_over(label, last)
        elif PurePosixPath(shown).suffix.lower() in ARCHIVES:
            yield SourceError(label, "it is an archive within an archive", "unpack it and give its folder")
        else:
            yield Source(PurePosixPath(shown).stem, label, None, path, info.filename, number)
    if not found:
        yield SourceError(path, "the archive holds no plan", "pack .txt, .html, .docx or .pdf files into it")


def _member_name(info: zipfile.ZipInfo) -> str:
    """Return the name of an archived file; Chinese Windows packs names in GBK without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/")


def _open(path: Path) -> zipfile.ZipFile:
    status = path.stat()
    check_size(str(path), status.st_size, MAX_UNPACKED)
    return _opened(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _opened(path: Path, changed: int, size: int) -> zipfile.ZipFile:
    """Open an archive, once for all its members: reading its table of contents takes longer than reading a plan."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, struct.error) as error:
        raise SourceError(path, f"it is a damaged archive ({str(error)[:80]})", "fetch it again") from None


def _read(path: Path, label: str, most: int = MAX_FILE) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except PermissionError:
        raise SourceError(label, "permission denied", "give yourself read access") from None
    except OSError as error:
        raise SourceError(label, f"it cannot be read ({error.strerror})", "look at the path and the disk") from None
    check_size(label, len(data), most)
    return data


def unlike(source: Source, taken: MutableSet[str]) -> Source | None:
    """Give a source a name that is not taken, or None if its file is: its stem, made safe; with its suffix; a number.

    Names that differ in case alone are one: a page is written for each plan, also where a file system ignores case.

    Parameters
    ----------
    source
        The source; its ``name`` is the stem to start from.
    taken
        Names and files that are used up; both are added to it.
    """
    if f"\0{source.file}" in taken:
        return None
    taken.add(f"\0{source.file}")
    stem = safe_name(source.name, _LONGEST) or "plan"
    suffix = PurePosixPath(source.filename).suffix.lower().lstrip(".")
    choices = (stem, f"{stem}-{suffix}" if suffix else stem)
    name = next((choice for choice in choices if same_name(choice) not in taken), "") or _numbered(stem, taken)
    taken.add(same_name(name))
    return replace(source, name=name)


def _numbered(stem: str, taken: MutableSet[str]) -> str:
    """Return the stem with the first free number from 2, found by doubling: thousands of plans may be called plan."""
    low, high = 1, 2
    while same_name(f"{stem}-{high}") in taken:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if same_name(f"{stem}-{middle}") in taken else (low, middle)
    return f"{stem}-{high}"
