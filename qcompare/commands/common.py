"""What the commands share: the options, reading the plans, writing a table."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qcompare import output as outputs
from qcompare.errors import OutputError, unknown
from qcompare.schema import COMPARATORS
from qcompare.speech import say

if TYPE_CHECKING:
    from qcompare.corpus import Corpus

Record = Mapping[str, Any]
F = TypeVar("F", bound=Callable[..., Any])
FORMATS = ("table", "csv", "jsonl", "parquet")
DOCUMENTS = ("docx", "tex", "xlsx", "html")  # what a table for a paper is written as
_ENDINGS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".txt": "table", "": "table"}


class Group(click.Group):
    """A group of commands; an unknown name is answered with the nearest one."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return a command.

        Raises
        ------
        click.UsageError
            If there is none of that name; the valid ones are listed.
        """
        found = super().get_command(ctx, cmd_name)
        if found is None:
            raise click.UsageError(unknown("command", cmd_name, self.commands), ctx)
        return found


def paths_argument(function: F) -> F:
    """Add PATH…: files, folders, globs and archives; the five plans if none is given."""
    return click.argument("paths", nargs=-1, metavar="[PATH]...")(function)


def is_folder(output: str | None) -> bool:
    """Tell whether an output is meant as a folder: it is one, or ends like one."""
    return output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())


def _writable(ctx: click.Context, parameter: click.Parameter, output: str | None) -> str | None:
    """Refuse an output that cannot be written before anything is read."""
    if output is not None and is_folder(output) and any(one.name == "scheduler" for one in ctx.command.params):
        return output  # a command that can also write a folder of partitions
    if output is not None and (not Path(output).absolute().parent.is_dir() or Path(output).is_dir()):
        problem = "it is a folder" if Path(output).is_dir() else f"there is no folder {str(Path(output).parent)!r}"
        raise click.BadParameter(f"{output}: {problem}", ctx, parameter)
    if document_of(ctx, output) is None:
        kind_of(output, ctx.params.get("kind"), DOCUMENTS if _writes_documents(ctx) else ())
    return output


def _writes_documents(ctx: click.Context) -> bool:
    return any(DOCUMENTS[0] in getattr(one.type, "choices", ()) for one in ctx.command.params if one.name == "kind")


def document_of(ctx: click.Context, output: str | None) -> str | None:
    """Return which document is wanted of a command that can write one, by --format or by the ending of -o."""
    if not _writes_documents(ctx):
        return None
    kind = ctx.params.get("kind") or (Path(output).suffix.lower().removeprefix(".") if output else "")
    return kind if kind in DOCUMENTS else None


def output_options(function: F) -> F:
    """Add --format, -o, --columns and --excel-safe."""
    return _options(function, FORMATS)


def document_options(function: F) -> F:
    """Add the same, and documents for a paper among the formats: Word, LaTeX, a spreadsheet, a page."""
    return _options(function, (*FORMATS, *DOCUMENTS))


def _options(function: F, formats: Sequence[str]) -> F:
    for option in reversed(
        (
            click.option(
                "-f",
                "--format",
                "kind",
                type=click.Choice(formats),
                is_eager=True,  # -o looks at it
                help="Output format. Default: from the ending of -o, else table.",
            ),
            click.option(
                "-o", "--output", metavar="FILE", callback=_writable, help="Write to FILE instead of standard output."
            ),
            click.option(
                "-c",
                "--columns",
                "only",
                metavar="A,B,…",
                help="Only these columns, in this order. A table shows the main ones.",
            ),
            click.option(
                "--excel-safe",
                is_flag=True,
                help="csv for a spreadsheet: with a byte-order mark, and text that starts like a formula put in quotes.",
            ),
        )
    ):
        function = option(function)
    return function


def protect(paths: Sequence[str | Path], *more: Path) -> None:
    """Refuse from now on to write over what is read: plans, their sidecars and corrections; -o is looked at now.

    Parameters
    ----------
    paths
        Where the plans are; the five plans if empty.
    more
        Other files that are read.

    Raises
    ------
    OutputError
        If -o names one of them.
    """
    from qcompare.corpus import files_read

    outputs.protect(lambda: [*more, *files_read(paths or None)])
    ctx = click.get_current_context(silent=True)
    if ctx and ctx.params.get("output"):
        outputs.refuse_source(ctx.params["output"])


def refuse_other_page(page: Path) -> None:
    """Refuse to write a page over one that is none of ours: the folder is somebody's site.

    Raises
    ------
    OutputError
        If there is one.
    """
    from qcompare.text.formats.folders import is_report_page

    if page.is_file() and not is_report_page(page):
        raise OutputError(page, "it is a page that was not made here, and is not replaced", "give another folder")


def read(paths: Sequence[str], *more: Path, **columns: str | None) -> tuple[Corpus, int]:
    """Read and code plans; name those that could not be read, and what to keep in mind of others, on standard error.

    None of them can be written over.

    Parameters
    ----------
    paths
        Where the plans are; the five plans if empty.
    more
        Other files that the command reads.
    columns
        ``text_column`` and ``name_column`` of tables (see :func:`qcompare.corpus.load`).

    Returns
    -------
    corpus : Corpus
        The plans that were read.
    code : int
        0 if all were, else 1.
    """
    from qcompare.corpus import load

    protect(paths, *more)
    corpus = load(list(paths) or None, text_column=columns.get("text_column"), name_column=columns.get("name_column"))
    for failure in corpus.failures:
        click.echo(say(str(failure)), err=True)
    for one in corpus if paths else ():
        for caution in one.cautions:
            click.echo(say(f"{one.plan.file or one.name}: {caution}"), err=True)
    return corpus, 1 if corpus.failures else 0


def write(
    records: Iterable[Record],
    columns: Sequence[str],
    *,
    table: str | None = None,
    brief: Sequence[str] = (),
    kind: str | None = None,
    output: str | None = None,
    only: str | None = None,
    excel_safe: bool = False,
) -> None:
    """Write records in the format asked for.

    Parameters
    ----------
    records : iterable of mapping
        The rows.
    columns : sequence of str
        All columns, in order.
    table : str, optional
        The table of the schema that gives the types for parquet; else they are told from the values.
    brief : sequence of str
        The columns that a table for people shows unless ``only`` names others.
    kind, output, only, excel_safe
        The options of :func:`output_options`.

    Raises
    ------
    click.UsageError
        If a column is unknown, or the output cannot take the format.
    """
    kind = kind_of(output, kind)
    if excel_safe and kind != "csv":
        raise click.UsageError(f"--excel-safe is for csv; this would be {kind}")
    chosen = _chosen(columns, only) if only else list(brief) if kind == "table" and brief else list(columns)
    if kind == "parquet":
        if output is None:
            raise click.UsageError("parquet is not for a screen: say where to write it with -o FILE")
        text: str | bytes = _parquet(records, chosen, table)
    elif kind == "csv":
        text = _csv(records, chosen, excel_safe)
    elif kind == "jsonl":
        text = _jsonl(records, chosen)
    else:
        text = _table(records, chosen)
    put(text, output)


def kind_of(output: str | None, kind: str | None = None, more: Sequence[str] = ()) -> str:
    """Return the format to write: the one that was asked for, else as the ending says, else a table for people.

    ``more`` are the documents that the command writes too, for the message.

    Raises
    ------
    click.UsageError
        If the ending says nothing and no format was asked for, or it is that of a document.
    """
    ending = Path(output).suffix.lower() if output else ""
    if output and ending not in _ENDINGS and not is_pipe(output):
        from qcompare.text.formats import ARCHIVES, REFUSED, SUFFIXES

        if kind is None or ending in (*SUFFIXES, *REFUSED, *ARCHIVES, ".yml", ".yaml"):
            known = ", ".join([*(name for name in _ENDINGS if name), *(f".{name}" for name in more)])
            raise click.UsageError(
                f"{output}: no table is written to a {ending} file; give it one of the endings {known}"
                + ("" if kind else ", or say with --format what to write")
            )
    return kind or _ENDINGS.get(ending, "table")


def is_pipe(output: str | Path) -> bool:
    """Tell whether a path names a pipe, terminal or device, whose name need not say what is written to it."""
    return Path(output).exists() and not Path(output).is_file() and not Path(output).is_dir()


def _chosen(columns: Sequence[str], only: str) -> list[str]:
    names = [name.strip() for name in only.split(",") if name.strip()]
    for name in names:
        if name not in columns:
            raise click.UsageError(unknown("column", name, columns))
    return names or list(columns)


def put(text: str | bytes, output: str | None) -> None:
    """Write to a file, or to standard output if none is named."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    try:
        sys.stdout.flush()  # it may be what the path names
        outputs.write(output, data)
    except OSError as error:
        raise OutputError(
            output, f"it cannot be written ({error.strerror})", "look at the disk and its permissions"
        ) from None


def _plain(value: Any) -> Any:
    """Return a value as JSON writes it: 96.0 as 96, NaN and missing as null."""
    if isinstance(value, float):
        return None if value != value else int(value) if value.is_integer() else value
    if isinstance(value, (str, int, bool, list, tuple, dict)) or value is None:
        return value
    if str(value) in ("<NA>", "NaT"):
        return None
    # numpy's scalars, then dates and whatever else writes itself
    return _plain(value.item()) if hasattr(value, "item") else str(value)


def _jsonl(records: Iterable[Record], columns: Sequence[str]) -> str:
    import json

    dump = json.JSONEncoder(ensure_ascii=False).encode
    return "".join(dump({name: _plain(row.get(name)) for name in columns}) + "\n" for row in records)


def _csv(records: Iterable[Record], columns: Sequence[str], excel_safe: bool) -> str:
    import csv
    import io

    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in records:
        cells = [_cell(row.get(name)) for name in columns]
        writer.writerow([_harmless(cell) for cell in cells] if excel_safe else cells)
    return ("\ufeff" if excel_safe else "") + stream.getvalue()


def _cell(value: Any) -> str | int | float:
    value = _plain(value)
    if value is None:
        return ""
    return " | ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _harmless(cell: str | int | float) -> str | int | float:
    """Keep a spreadsheet from taking text for a formula; a mark by itself, like the comparator =, is none."""
    formula = isinstance(cell, str) and len(cell) > 1 and cell[0] in "=+-@\t\r\n＝＋－＠" and cell not in COMPARATORS
    return f"'{cell}" if formula else cell


def _table(records: Iterable[Record], columns: Sequence[str]) -> str:
    from tabulate import tabulate

    rows = [[_Text(_shown(_cell(row.get(name)))) for name in columns] for row in records]
    text = tabulate(rows, list(columns), tablefmt="simple", disable_numparse=True, maxcolwidths=40)
    return f"{text}\n\n{len(rows)} rows\n"


class _Text(str):
    """Text for a cell: where tabulate breaks lines it takes 12,345 for a number unless it has this of a date."""

    __slots__ = ()
    isoformat = True


def _shown(cell: str | int | float) -> str:
    """Return a cell as a person reads it: on one line, and to three decimals."""
    if isinstance(cell, bool):
        return str(cell).lower()
    text = f"{cell:.3f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)
    return " ".join(text.split())


def _parquet(records: Iterable[Record], columns: Sequence[str], table: str | None) -> bytes:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{name: _plain(row.get(name)) for name in columns} for row in records]
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=_arrow(columns, table)), stream)
    return stream.getvalue()


def _arrow(columns: Sequence[str], table: str | None) -> Any:
    if table is None:
        return None
    import pyarrow as pa

    from qcompare.schema import fields

    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.string(),
        "array": pa.list_(pa.string()),
    }
    types = {field.name: kinds[field.type] for field in fields(table)}
    return pa.schema([(name, types[name]) for name in columns])


def selected(corpus: Corpus, plans: str) -> Corpus:
    """Return the corpus of the plans that ``--plans`` names: by their ids, or as pages and figures call them (Anhui, 安徽)."""
    from qcompare.measures.overview import described

    wanted = [name.strip() for name in plans.replace("，", ",").split(",") if name.strip()]
    if not set(wanted) <= set(corpus.names):
        shown = {str(row[lang]).lower(): str(row["plan"]) for row in described(corpus.plans) for lang in ("zh", "en")}
        wanted = [name if name in corpus else shown.get(name.lower(), name) for name in wanted]
    return corpus.select(wanted)
