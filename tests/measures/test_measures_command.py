"""``qcompare measure`` as it is typed."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from qcompare.commands.measure import command


def run(*words):
    return CliRunner().invoke(command, list(words), standalone_mode=True)


def test_ambition_rows_carry_what_was_promised():
    rows = [json.loads(line) for line in run("ambition", "--format", "jsonl").stdout.splitlines()]
    promised = {"national_goal", "plan", "indicator", "grade", "relation", "class", "level_class", "delta", "gap_closed",
                "log_odds", "saturated", "year", "national_year", "year_source"}  # fmt: skip
    assert promised <= set(rows[0])
    assert [row["plan"] for row in rows if row["national_goal"] == "NQO-Q1"] == ["tianjin"]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("specificity", "share"),
        ("alignment", "coverage"),
        ("vocabulary", "log_odds"),
        ("strictness", "class"),
        ("pmc_index", "index"),
    ],
)
def test_questions_and_tables_by_name(name, column):
    done = run(name, "--format", "csv")
    assert done.exit_code == 0 and column in done.stdout.splitlines()[0].split(",")


def test_definitions_and_plans_are_taken():
    done = run("specificity", "-d", "years=explicit", "--plans", "siping,nantong", "-f", "csv", "-c", "plan,minimum")
    assert done.stdout.splitlines()[0] == "plan,minimum" and len(done.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ambitoin",), "did you mean 'ambition'"),
        (("ambition", "-d", "near=maybe"), "unknown value of near 'maybe'"),
        (("ambition", "-d", "nearly=in"), "did you mean 'near'"),
        (("ambition", "-d", "near"), "is not NAME=VALUE"),
        (("profile",), "say which with --plan NAME"),
        (("kwic",), "say which word to look for with --word"),
    ],
)
def test_wrong_commands_are_refused_before_reading(words, message):
    done = run(*words)
    assert done.exit_code == 2 and message in done.stderr


def test_every_table_is_listed_with_its_columns():
    text = run("--list").stdout
    assert "strictness" in text and "level_class" in text and "findings" in text


def test_help_has_examples():
    assert "qcompare measure ambition" in run("--help").stdout


def test_the_tables_of_findings_are_known_to_the_command():
    """In a process of its own: here other tests have read the room that adds them."""
    code = "from qcompare.commands.measure import _main; print(_main('multiverse'), _main('findings'))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["multiverse", "findings"]
