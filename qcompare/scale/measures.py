"""The measures of an archive, chunk by chunk: the same functions as for five plans, on whole partitions at a time.

What a measure says of one plan does not depend on the others, so tables with rows for each plan are made in chunks and
put together. Vocabulary does depend on them: words are counted in chunks, compared by DuckDB, which works on disk.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from qcompare.errors import ParameterError, unknown
from qcompare.scale.archive import Archive
from qcompare.schema import frame

if TYPE_CHECKING:
    from qcompare.measures.registry import Measures

# result tables in which a plan's rows hang on that plan alone
SEPARATE = (
    "corpus", "citations", "specificity", "elements", "element_shares", "ladder", "density", "hedges", "verification",
    "ambition", "strictness", "net_strictness", "coverage", "alignment",
)  # fmt: skip
PLANS = 50  # in memory at a time
SHARE = 500  # plans for which one more process that counts words is worth its dictionary (200 MB)
MEMORY = "512MB"  # that DuckDB may take


def measure(archive: Archive, *names: str, plans: int = PLANS) -> dict[str, pd.DataFrame]:
    """Return result tables of an archive, in memory: a row or a few rows a plan.

    Parameters
    ----------
    archive
        See :class:`qcompare.scale.archive.Archive`.
    names
        Tables of :data:`SEPARATE`.
    plans
        How many plans are measured at a time.
    """
    found: dict[str, list[pd.DataFrame]] = {name: [] for name in names}
    for tables in measured(archive, *names, plans=plans):
        for name, table in zip(names, tables, strict=True):
            found[name].append(table)
    return {name: pd.concat(parts, ignore_index=True) if parts else pd.DataFrame() for name, parts in found.items()}


def write_measures(archive: Archive, *names: str, plans: int = PLANS) -> list[Path]:
    """Write result tables of an archive as ``measures/<name>.parquet`` in its folder, and return where they are."""
    folder = archive.folder / "measures"
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.parquet" for name in names]
    writers: dict[Path, pq.ParquetWriter] = {}
    try:
        for tables in measured(archive, *names, plans=plans):
            for path, table in zip(paths, tables, strict=True):
                rows = pa.Table.from_pandas(table, preserve_index=False)
                if path not in writers:
                    writers[path] = pq.ParquetWriter(path.with_suffix(".part"), rows.schema)
                writers[path].write_table(rows.cast(writers[path].schema))
    finally:
        for writer in writers.values():
            writer.close()
    for path in writers:
        path.with_suffix(".part").replace(path)
    return list(writers)


def measured(archive: Archive, *names: str, plans: int = PLANS) -> Iterator[list[pd.DataFrame]]:
    """Yield the result tables of one chunk of plans after the other.

    Raises
    ------
    ParameterError
        If a table is unknown, or compares plans with each other.
    """
    for name in names:
        if name not in SEPARATE:
            raise ParameterError(
                f"{unknown('table for an archive', name, SEPARATE)}; other tables compare plans with each other"
            )
    for bench in _benches(archive, plans):
        tables = [_plain(bench.table(name)) for name in names]
        bench.memo.clear()  # or it is held until the next chunk has been read
        yield tables
        del tables
        _forget()


def _benches(archive: Archive, plans: int) -> Iterator[Measures]:
    from qcompare.measures.registry import Measures

    read = ["targets", "plans", "numerals", *(["sentences"] if "sentences" in archive.tables else [])]
    for targets, plan, numerals, *sentences in archive.chunks(*read, plans=plans):
        yield Measures(targets, plan, sentences[0] if sentences else frame("sentences", []), numerals)
        del targets, plan, numerals, sentences  # before the next chunk is read


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    table.attrs = {}  # the names of this chunk's plans
    return table


def _forget() -> None:
    """Empty what the measures remember of the indicators they have seen; over an archive it would grow without end."""
    from qcompare.measures import crosswalk, matching

    crosswalk.fold.cache_clear()
    matching.words.cache_clear()
    pa.default_memory_pool().release_unused()


def count_words(archive: Archive, *, jobs: int = 1) -> Path:
    """Count the words of each plan, into ``measures/words/`` in the archive's folder, and return that place.

    Columns: plan, word, count, as :func:`qcompare.measures.vocabulary.tokens` has them, paragraphs put together.

    Raises
    ------
    ParameterError
        If the run did not make the table of sentences.
    """
    if "sentences" not in archive.tables:
        raise ParameterError(
            f"{archive.folder} has no sentences/, which the vocabulary needs: run qcompare code with --sentences"
        )
    folder = archive.folder / "measures" / "words"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{key}.parquet": archive.part("sentences", key) for key in archive.done}
    for old in folder.glob("*.parquet"):
        if old.name not in wanted:
            old.unlink()
    todo = [(source, folder / name) for name, source in wanted.items() if not (folder / name).is_file()]
    workers = min(jobs, 1 + archive.count("plans") // SHARE, len(todo))
    if workers > 1:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            list(pool.map(_count, todo))
    else:
        for one in todo:
            _count(one)
    return folder


def _count(task: tuple[Path, Path]) -> None:
    from qcompare.measures.vocabulary import tokens

    source, out = task
    words = tokens(pq.read_table(source).to_pandas()).groupby(["plan", "word"], as_index=False)["count"].sum()
    part = out.with_suffix(".part")
    pq.write_table(pa.Table.from_pandas(words, preserve_index=False), part)
    part.replace(out)


_TOTALS = """
CREATE TABLE totals AS SELECT word, sum(count)::DOUBLE AS total, count(*) AS plans FROM words GROUP BY word;
CREATE TABLE sizes AS SELECT plan, sum(count)::DOUBLE AS size FROM words GROUP BY plan;
"""
# the formula of qcompare.measures.vocabulary.keyness: log odds with an informative Dirichlet prior (Monroe et al. 2008)
_KEYNESS = """
WITH everything AS (SELECT sum(size) AS n FROM sizes),
pairs AS (
    SELECT plan, word, count::DOUBLE AS here, total - count AS rest, size AS n, everything.n - size AS m,
           $prior * total / everything.n AS alpha
    FROM words JOIN totals USING (word) JOIN sizes USING (plan), everything WHERE total >= $minimum
),
odds AS (
    SELECT *, ln((here + alpha) / (n + $prior - here - alpha)) - ln((rest + alpha) / (m + $prior - rest - alpha)) AS log_odds,
           sqrt(1 / (here + alpha) + 1 / (rest + alpha)) AS error
    FROM pairs
)
SELECT plan, word, here::BIGINT AS count, 1000 * here / n AS per_1000, rest::BIGINT AS rest_count, 1000 * rest / m AS rest_per_1000,
       log_odds, log_odds / error AS z
FROM odds QUALIFY row_number() OVER (PARTITION BY plan ORDER BY log_odds / error DESC, word) <= $most
ORDER BY plan, z DESC, word
"""
_COMMON = "SELECT word, total::BIGINT AS count, plans, plans / (SELECT count(*) FROM sizes) AS share FROM totals ORDER BY plans DESC, word LIMIT $most"


def typical_words(
    archive: Archive, *, most: int = 20, prior: float = 1000, minimum: int = 3, jobs: int = 1
) -> pd.DataFrame:
    """Return the words that each plan uses more than the others do, the most typical first.

    Parameters
    ----------
    most
        Words a plan.
    prior, minimum
        See :func:`qcompare.measures.vocabulary.keyness`, whose figures these are.

    Returns
    -------
    DataFrame
        plan, word, count, per_1000, rest_count, rest_per_1000, log_odds, z.
    """
    return _asked(archive, _KEYNESS, jobs, prior=prior, minimum=minimum, most=most)


def common_words(archive: Archive, *, most: int = 200, jobs: int = 1) -> pd.DataFrame:
    """Return the words that most plans use: word, count, plans (how many use it), share (of all plans)."""
    return _asked(archive, _COMMON, jobs, most=most)


def _asked(archive: Archive, question: str, jobs: int, **values: float) -> pd.DataFrame:
    """Ask DuckDB about the words, in bounded memory, on disk where they do not fit."""
    try:
        import duckdb
    except ImportError:
        raise ParameterError("the vocabulary of an archive needs DuckDB: pip install 'qcompare[cluster]'") from None
    folder = count_words(archive, jobs=jobs)
    with duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(folder.parent / ".duckdb"),
            "threads": os.cpu_count() or 1,
        }
    ) as base:
        base.execute(f"CREATE VIEW words AS SELECT * FROM read_parquet('{_quoted(folder)}/*.parquet')")
        base.execute(_TOTALS)
        return base.execute(question, values).df()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
