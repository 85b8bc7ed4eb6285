"""Help, errors and check speak Chinese where the locale or the study is Chinese."""

import ast
import csv
import inspect
import re
from importlib import import_module, resources
from pathlib import Path

import click
import pytest

from qcompare import errors
from qcompare.cli import COMMANDS, cli, main
from qcompare.speech import _said, language, say

NAMES = ("QCOMPARE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def sentences():
    """Every sentence of the help of every command."""
    commands = [cli, *(import_module(f"qcompare.commands.{module}").command for module, _ in COMMANDS.values())]
    for command in commands:
        children = [] if command is cli else list(getattr(command, "commands", {}).values())
        for one in (command, *children):
            parts = inspect.cleandoc(one.help or "").split("\n\n")
            yield from (" ".join(part.split()) for part in parts if part and not part.startswith("\b"))
            yield from (
                " ".join(option.help.split())
                for option in one.params
                if isinstance(option, click.Option) and option.help
            )
    yield from (text for _, text in COMMANDS.values())


def test_the_help_of_every_command_is_there_in_chinese():
    unsaid = {text for text in sentences() if not CHINESE.search(_said(text) or "")}
    assert not unsaid  # a row of qcompare/speech.csv for each


def _told(node: ast.AST) -> str | None:
    """Return a text of the code, {} where something is filled in; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "XX" for part in node.values)
    return None


def test_every_error_is_there_in_chinese():
    kinds = {name for name in dir(errors) if name.endswith("Error")} | {"UsageError", "BadParameter"}
    unsaid = []
    for path in sorted(Path(errors.__file__).parent.rglob("*.py")):
        if path.parent.name in ("lexicon", "coding"):  # said to those who edit the word lists and rules
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
            for text in filter(None, map(_told, node.args)) if name in kinds else ():
                parts = re.split("; |: ", " ".join(text.split()))
                if not _said(" ".join(text.split())) and any(
                    re.search("[a-z]{3}", part.replace("XX", "")) and not _said(part) for part in parts
                ):
                    unsaid.append(f"{path.name}: {text}")
    assert not unsaid  # a row of qcompare/speech.csv for each, {} for what is filled in


def test_each_row_fills_in_what_the_english_one_does():
    text = resources.files("qcompare").joinpath("speech.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        holes = row["en"].count("{}")
        filled = row["zh"].format(*(f"<{at}>" for at in range(holes)))
        assert len(set(re.findall(r"<\d>", filled))) in (holes, holes - 1), row


def test_the_locale_and_the_study_decide_the_language(monkeypatch, tmp_path):
    assert language() == "en"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert language() == "zh"
    monkeypatch.setenv("LC_ALL", "C")
    assert language() == "en"
    (tmp_path / "study.yml").write_text("title: 研究\nlang: zh\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert language() == "zh"
    monkeypatch.setenv("QCOMPARE_LANG", "en")
    assert language() == "en"


def test_errors_and_help_are_said_in_chinese(monkeypatch, capsys):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert main(["measure", "ambitoin"]) == 2
    assert "没有名为'ambitoin'的量" in capsys.readouterr().err
    assert main(["plans", "nowhere.txt"]) == 1
    assert "没有这个文件或文件夹；请检查路径拼写" in capsys.readouterr().err
    assert main(["check", "--nonsense"]) == 2
    shown = capsys.readouterr().err
    assert "错误：没有选项" in shown and "用法" in shown
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "规划的目标：一行一条" in shown and "Read plans" not in shown
    vars(click.core)["_"] = vars(click.formatting)["_"] = vars(click.decorators)["_"] = str


def test_what_is_not_known_stays_as_it_is():
    assert say("something else entirely", "zh") == "something else entirely"
    assert say("a.txt: something else; leave it out", "zh") == "a.txt：something else；请略去它"
