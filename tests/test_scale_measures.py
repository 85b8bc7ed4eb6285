"""What is measured chunk by chunk is what is measured at once; the report on many plans stays readable and safe."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from qcompare import measures as all_measures
from qcompare.cli import main
from qcompare.corpus import load
from qcompare.errors import ParameterError
from qcompare.figures import render
from qcompare.measures import vocabulary
from qcompare.paths import plans_dir
from qcompare.scale import charts
from qcompare.scale import measures as counting
from qcompare.scale import partitions as cutting
from qcompare.scale.archive import Archive
from qcompare.scale.measures import SEPARATE, common_words, measure, typical_words, write_measures
from qcompare.scale.run import code_archive
from qcompare.scale.survey import survey


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The five plans as an archive of three partitions, and a sixth whose name is out to do harm."""
    folder = tmp_path_factory.mktemp("archive")
    harm = folder / "harm"
    harm.mkdir()
    text = (plans_dir() / "siping.txt").read_text(encoding="utf-8")
    (harm / "six.txt").write_text(text.replace("四平市", "</script><b>市"), encoding="utf-8")
    most, cutting.MOST = cutting.MOST, 2
    try:
        return code_archive([plans_dir(), harm], folder / "out", jobs=1, sentences=True).archive
    finally:
        cutting.MOST = most


def test_two_processes_count_the_words_that_one_counts(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(jobs: int) -> dict[str, bytes]:
        folder = archive.folder / "measures" / "words"
        shutil.rmtree(folder, ignore_errors=True)
        assert counting.count_words(archive, jobs=jobs) == folder
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    alone = counted(1)
    monkeypatch.setattr(counting, "SHARE", 1)  # plans from which on a second process is worth its dictionary
    pool, started = counting.ProcessPoolExecutor, []
    monkeypatch.setattr(counting, "ProcessPoolExecutor", lambda n, **how: started.append(n) or pool(n, **how))
    assert counted(2) == alone and len(alone) > 1 and started == [2]


def five(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["plan"] != "six"].sort_values(list(table.columns[:2]), ignore_index=True)


def test_chunks_measure_what_the_whole_measures(archive: Archive) -> None:
    whole = all_measures.of(load())
    found = measure(archive, *SEPARATE, plans=2)
    for name, table in found.items():
        wanted = five(whole.table(name))
        got = five(table)
        keys = [
            column
            for column in (
                "plan",
                "national_goal",
                "start",
                "end",
                "indicator",
                "element",
                "part",
                "unit",
                "rung",
                "item",
                "word",
                "grade",
            )
            if column in wanted
        ]
        wanted, got = (one.sort_values(keys, ignore_index=True) for one in (wanted, got))
        columns = [column for column in wanted if column not in ("file", "sha256")]
        pd.testing.assert_frame_equal(got[columns], wanted[columns], check_dtype=False)


def test_tables_that_compare_plans_are_refused_with_those_there_are(archive: Archive) -> None:
    with pytest.raises(ParameterError, match=r"unknown table for an archive 'pairwise'.*compare plans with each other"):
        measure(archive, "pairwise")


def test_measures_are_written_as_parquet(archive: Archive) -> None:
    [path] = write_measures(archive, "specificity", plans=2)
    assert len(pd.read_parquet(path)) == 6 and not list(path.parent.glob("*.part"))


def test_words_are_those_of_the_measure_for_few_plans(archive: Archive) -> None:
    [(sentences,)] = archive.chunks("sentences")
    wanted = vocabulary.keyness(vocabulary.tokens(sentences)).set_index(["plan", "word"])
    found = typical_words(archive, most=20).set_index(["plan", "word"])
    assert found.groupby("plan").size().eq(20).all()
    for column in ("count", "per_1000", "rest_count", "log_odds", "z"):
        assert found[column].tolist() == pytest.approx(wanted.loc[found.index, column].tolist(), rel=1e-9)
    common = common_words(archive, most=5)
    assert common["share"].eq(1).all() and common["plans"].eq(6).all()


def glyphs(font: Path) -> set[str]:
    return {chr(code) for code in TTFont(font).getBestCmap()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_opens_offline_and_holds_every_plan(archive: Archive, tmp_path: Path, lang: str) -> None:
    page = survey(archive, tmp_path / lang, lang=lang).read_text(encoding="utf-8")
    assert (
        not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", page)
        and "<b>市" not in page
        and page.count("</script>") == 2
    )
    script = re.search(r"<script>(.*?)</script>", page, re.S)[1]  # type: ignore[index]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.partition("<title>")[0], "the page's policy does not know its own script"
    data = json.loads(re.search(r'type="application/json">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert sorted(row[0] for row in data["rows"]) == ["anhui", "nantong", "qingdao", "siping", "six", "tianjin"]
    assert "url(font.woff2)" in page and set(page) - {"\n"} <= glyphs(tmp_path / lang / "font.woff2")
    named = re.findall(r'<img src="([^"]+)"', page)
    assert len(named) == 10 and all((tmp_path / lang / name).stat().st_size for name in named)


def test_plans_that_nobody_has_judged_are_surveyed_without_words_too(tmp_path: Path) -> None:
    text = (plans_dir() / "siping.txt").read_text(encoding="utf-8")
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    (tmp_path / "two.txt").write_text(text.replace("96%", "95%"), encoding="utf-8")
    (tmp_path / "none.txt").write_text("关于某事的通知\n现将有关事项通知如下，请遵照执行。\n", encoding="utf-8")
    made = code_archive([tmp_path], tmp_path / "out", jobs=1).archive
    page = survey(made, tmp_path / "survey").read_text(encoding="utf-8")
    profile = pd.read_csv(tmp_path / "survey" / "profile.csv").set_index("plan")
    assert profile.loc["one", "addressed"] > 0 and profile["concreteness"].isna().all()
    named = re.findall(r'<img src="([^"]+)"', page)
    assert "ends-addressed.svg" in named and "words.svg" not in named


def test_charts_do_not_grow_with_the_archive() -> None:
    def size(plans: int) -> int:
        values = pd.Series(range(plans)) / plans
        profile = pd.DataFrame(
            {
                "plan": [f"p{n}" for n in range(plans)],
                "label": "某市",
                "level": "prefecture",
                **dict.fromkeys(charts.SHOWN, values),
            }
        )
        drawn = [charts.distributions(profile), charts.ends(profile, "share"), charts.groups(profile, "level")]
        return sum(len(json.dumps(chart.to_dict())) for chart in drawn)

    assert size(5000) < 1.1 * size(500)


def test_no_label_is_cut_and_no_number_has_an_exponent() -> None:
    profile = pd.DataFrame(
        {"plan": ["a", "b", "c"], "label": "某市", **dict.fromkeys(charts.SHOWN, [0.0, 20_000.0, 40_000.0])}
    )
    drawn = render.svg(charts.distributions(profile).to_dict())
    assert ">20,000<" in drawn and "e+" not in drawn
    long = "pass rate, quality-safety sampling of main agricultural products of the whole country"
    row = {"national_goal": "Q2", "goal_zh": long, "goal_en": long, "state": "proposed", "plans": 2}
    drawn = render.svg(charts.goals(pd.DataFrame([row]), lang="en").to_dict())
    assert "whole country" in drawn and "…" not in drawn


def test_a_folder_without_coded_plans_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", str(tmp_path)]) == 2
    assert "holds no coded plans; make it with: qcompare code" in capsys.readouterr().err


def test_an_archive_without_a_plan_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "note.txt").write_text("", encoding="utf-8")
    code_archive([tmp_path / "empty"], tmp_path / "out", jobs=1)
    assert main(["survey", str(tmp_path / "out")]) == 2
    assert "holds no plan" in capsys.readouterr().err
