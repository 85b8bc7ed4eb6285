"""The report on many plans: distributions, groups, both ends, national goals, words, and a table to search in.

One page that opens offline: charts as SVG with their font, the table as data that the page itself filters and sorts.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from qcompare import memory, output
from qcompare.errors import ParameterError
from qcompare.figures import fonts, render
from qcompare.measures import segment
from qcompare.reports.shell import policy
from qcompare.scale import charts
from qcompare.scale.archive import Archive
from qcompare.scale.measures import common_words, count_words, measured, typical_words

_TABLES = ("specificity", "density", "alignment", "ladder", "coverage")
_WORDS = 6  # typical words of a plan in the table to search


def survey(archive: Archive, out: str | Path, *, lang: str = "zh", jobs: int = 1) -> Path:
    """Write the report on an archive into a folder, and return its page.

    Parameters
    ----------
    archive
        The coding of the plans (:func:`qcompare.scale.run.code_archive`); with its sentences, the report has the words too.
    out
        Folder: index.html with its font, the figures as SVG, profile.csv.
    lang
        ``zh`` or ``en``.
    jobs
        Processes that count words.
    """
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    if "sentences" in archive.tables:  # first, while this process holds nothing else
        count_words(archive, jobs=jobs)
        memory.give_back()
    profile, ladder, coverage = gather(archive, lang)
    common = None
    if "sentences" in archive.tables:
        common = common_words(archive, jobs=jobs)
        typical = typical_words(archive, most=_WORDS, jobs=jobs)
        profile["words"] = profile["plan"].map(typical.groupby("plan")["word"].agg(" ".join))
    segment.let_go()  # the renderer needs the room
    figures = {
        name: render.svg(chart.to_dict()) for name, chart in drawn(profile, ladder, coverage, common, lang).items()
    }
    for name, svg in figures.items():
        output.write(folder / f"{name}.svg", render.standalone(svg))
    output.write(folder / "profile.csv", profile.to_csv(index=False, lineterminator="\n"))
    written = _page(archive, profile, list(figures), lang)
    # the page has to be read where no font has Chinese characters, too
    output.write(folder / "font.woff2", fonts.woff2(frozenset(written)))
    page = folder / "index.html"
    output.write(page, written)
    return page


def gather(archive: Archive, lang: str = "zh") -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return one row a plan with its measures, the ladders, and the states of the national goals counted.

    Chunk by chunk: what is kept of a plan is a line of figures.
    """
    profiles, ladders = [], []
    states: pd.Series | None = None
    for specificity, density, alignment, ladder, coverage in measured(archive, *_TABLES):
        profiles.append(_profile(specificity, density, alignment))
        ladders.append(ladder[["plan", "rung", "at_least"]])
        counted = coverage.groupby(["national_goal", "goal_zh", "goal_en", "state"], observed=True).size()
        states = counted if states is None else states.add(counted, fill_value=0)
    if states is None:
        raise ParameterError(f"{archive.folder} holds no plans to compare")
    profile = _described(archive, lang).join(pd.concat(profiles)).reset_index()
    return profile, pd.concat(ladders, ignore_index=True), states.rename("plans").reset_index()


def _profile(specificity: pd.DataFrame, density: pd.DataFrame, alignment: pd.DataFrame) -> pd.DataFrame:
    out = specificity.set_index("plan")[["n", "share", "minimum", "concreteness", "hedges_per_1000"]]
    aligned = alignment.set_index("plan")
    counted = density[density["unit"] == "targets"].pivot(
        index="plan", columns="part", values=["per_1000", "count", "han"]
    )
    out["han"], out["targets"] = counted["han", "whole"], counted["count", "whole"]
    out["density_whole"], out["density_goals"] = counted["per_1000", "whole"], counted["per_1000", "goals"]
    # nobody has judged most plans of an archive: then all that is known of them is proposed
    out["addressed"] = (aligned["covered"].fillna(0) + aligned["proposed"]) / aligned["goals"]
    return out


def _described(archive: Archive, lang: str) -> pd.DataFrame:
    """Return what the plans say of themselves, with a name to print and the three years in which each was issued."""
    parts = [chunk for (chunk,) in archive.chunks("plans")]
    out = pd.concat(parts).set_index("plan")[["title", "jurisdiction", "level", "date_issued"]]
    years = pd.to_numeric(out["date_issued"].str[:4], errors="coerce") // 3 * 3
    out["issued"] = [None if pd.isna(year) else f"{int(year)}–{int(year) + 2}" for year in years]
    names = pd.Series(out.index.astype("string"), out.index)
    out["label"] = out["jurisdiction"].fillna(out["title"]).fillna(names) if lang == "zh" else names
    return out


def drawn(
    profile: pd.DataFrame, ladder: pd.DataFrame, coverage: pd.DataFrame, common: pd.DataFrame | None, lang: str
) -> dict[str, Any]:
    """Return the charts of the report by name, in order."""
    known = [column for column in charts.COMPARED if profile[column].notna().any()]
    found = {"distributions": charts.distributions(profile, lang=lang), "ladder": charts.steps(ladder, lang=lang)}
    found |= {f"by-{by}": charts.groups(profile, by, lang=lang) for by in ("level", "issued")}
    found |= {f"ends-{column.replace('_', '-')}": charts.ends(profile, column, lang=lang) for column in known}
    found["goals"] = charts.goals(coverage, lang=lang)
    if common is not None:
        found["words"] = charts.words(common, lang=lang)
    return found


def _page(archive: Archive, profile: pd.DataFrame, figures: list[str], lang: str) -> str:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("qcompare.scale", "."), autoescape=True, trim_blocks=True
    )
    columns = [("plan", "规划" if lang == "zh" else "plan"), ("title", "标题" if lang == "zh" else "title"),
               ("level", "层级" if lang == "zh" else "level"), ("date_issued", "成文日期" if lang == "zh" else "issued"),
               *((name, charts.label(name, lang)) for name in charts.SHOWN)]  # fmt: skip
    if "words" in profile:
        columns.append(("words", "最有特色的词" if lang == "zh" else "most typical words"))
    if lang == "zh":
        profile = profile.assign(level=profile["level"].replace(charts.LEVELS))
    rows = [[_cell(name, value) for (name, _), value in zip(columns, row, strict=True)]
            for row in profile[[name for name, _ in columns]].itertuples(index=False)]  # fmt: skip
    data = json.dumps(
        {"columns": [title for _, title in columns], "rows": rows}, ensure_ascii=False, separators=(",", ":")
    )
    page = environment.get_template("survey.html").render(
        lang=lang, figures=figures, count=len(profile), targets=archive.count("targets"), failures=archive.count("failures"),
        characters=archive.count("characters"), data=re.sub("[<>&]", lambda mark: f"\\u{ord(mark.group()):04x}", data),
    )  # fmt: skip
    script = page.rpartition("<script>")[2].partition("</script>")[0]
    return page.replace("POLICY", policy(script), 1) + "\n"


def _cell(column: str, value: Any) -> Any:
    if value is None or value is pd.NA or value != value:
        return None
    return round(float(value), 3) if column in charts.SHOWN else str(value)
