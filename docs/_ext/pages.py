"""The pages that nobody writes: rules, tables, columns, figures, codebook, dictionary, from what the program holds.

Each is written into ``docs/made/`` (not kept in git) before Sphinx reads the sources, and only where it changed, so that
an unchanged page is not read again.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
_MARK = re.compile(r"‹(.*?)›", re.S)
_PARAGRAPH = re.compile(r"codebook (\d(?:\.\d)?)")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?://|#|mailto:)([^)\s]+)\)")
_PICTURES = {".svg", ".png"}


def write(docs: Path) -> None:
    """Write all pages under ``docs/made/``; what is no longer made is removed."""
    made = {Path("made") / name: text for name, text in everything()}
    for path, text in made.items():
        place = docs / path
        if not place.is_file() or place.read_text(encoding="utf-8") != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    for old in (docs / "made").rglob("*.md"):
        if old.relative_to(docs) not in made:
            old.unlink()
    shutil.rmtree(docs / "made" / "__pycache__", ignore_errors=True)


def everything() -> Iterator[tuple[str, str]]:
    """Yield the name and text of each page."""
    yield "codebook.md", copied("data/reference/CODEBOOK.md")
    yield "data.md", copied("data/README.md")
    yield "crosswalk.md", copied("data/crosswalk/README.md")
    yield "benchmark.md", copied("data/national/README.md")
    yield "architecture.md", copied("ARCHITECTURE.md")
    yield "contributing.md", copied("CONTRIBUTING.md")
    yield "changes.md", copied("CHANGELOG.md")
    yield from rules()
    yield "measures.md", measures()
    yield "columns.md", columns()
    yield "figures.md", figures()
    yield "words.md", words()
    yield "python.md", python()


# pages of the repository that are pages here, too
_PAGES = {
    "data/reference/CODEBOOK.md": "codebook.md", "data/README.md": "data.md", "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changes.md", "data/crosswalk/README.md": "crosswalk.md",
    "data/national/README.md": "benchmark.md", "docs/methods.md": "../methods.md", "docs/scale.md": "../scale.md",
}  # fmt: skip


def copied(path: str) -> str:
    """Return a page of the repository; its links lead to pages here, or, where there is none, say the file's name."""
    return _relinked((ROOT / path).read_text(encoding="utf-8"), (ROOT / path).parent, "made")


def relinked(app: Any, name: str, source: list[str]) -> None:
    """Lead the links of a page that is read in the repository, too, to the pages here (an event of Sphinx)."""
    if not name.startswith("made/"):
        place = (Path(app.srcdir) / name).parent
        source[0] = _relinked(source[0], place, Path(name).parent.as_posix())


def _relinked(text: str, place: Path, here: str) -> str:
    def link(found: re.Match[str]) -> str:
        path, _, anchor = found[2].partition("#")
        target = (place / path).resolve()
        if target.is_relative_to(ROOT / "docs"):
            page = os.path.relpath(target.relative_to(ROOT / "docs"), here)
            return f"[{found[1]}]({page}{'#' * bool(anchor)}{anchor})"
        name = target.relative_to(ROOT).as_posix() if target.is_relative_to(ROOT) else path
        if name not in _PAGES:
            return f"{found[1]} (`{name}`)" if target.suffix not in _PICTURES else found[0]
        page = os.path.relpath(Path("made", _PAGES[name]), here)
        return f"[{found[1]}]({page}{'#' * bool(anchor)}{anchor})"

    return _LINK.sub(link, text)


def shown(_: Any, __: Any, lines: list[str]) -> None:
    """Set the examples of a command's help as they are typed, and take nothing in it for mark-up (an event of sphinx-click)."""
    found, inside = [], False
    for line in lines:
        if line.startswith("| "):
            found += [] if inside else ["", ".. code-block:: text", ""]
            found.append("    " + line[2:])
        else:
            found += ["", re.sub(r"([*`|_\\])", r"\\\1", line)] if inside else [re.sub(r"([*`|_\\])", r"\\\1", line)]
        inside = line.startswith("| ")
    lines[:] = found


# --- rules


def rules() -> Iterator[tuple[str, str]]:
    """Yield the pages of the rules: one that says how to read them, and one for each decision."""
    from qcompare.coding.rules import RULES, all_rules

    all_rules()  # loads every table; RULES keeps the order in which they are tried
    groups = _rows(HERE / "rule_groups.csv")
    known = sorted(groups, key=len, reverse=True)
    of: dict[str, list] = {group: [] for group in groups}
    for rule in RULES.values():
        of[next(group for group in known if rule.id == group or rule.id.startswith(group + "."))].append(rule)
    tops = [group for group in groups if "." not in group]
    count = sum(map(len, of.values()))
    lines = [
        "# 规则 · Rules", "",
        f"程序判断每个数字、每条目标用的{count}条规则，各有名称、理由、例子和反例。`qcompare explain 规划 96%以上`说出是哪几条规则作的判断，在这里可以查到。",
        "", f"The {count} rules by which the program reads a plan, each with its name, its reason, sentences that show it and sentences that look alike and "
        "are not it. `qcompare explain PLAN 96%以上` says which of them decided; here is what they are. Every sentence is a test that runs.",
        "", "怎么读：例子里标亮的一段就是被判断的内容；同一决定的规则从上往下看，第一条成立的规则作出决定；反例里同样的一段由别的规则决定。",
        "", "How to read them: the marked run of a sentence is what is decided. Rules of one decision are tried from top to bottom, and the first that holds "
        "decides. In a counter-example the marked run is decided by another rule.", "",
        "| 决定 · Decision | 条 · rules | |", "| --- | --- | --- |",
    ]  # fmt: skip
    for top in tops:
        total = sum(len(of[group]) for group in groups if group == top or group.startswith(top + "."))
        lines.append(f"| [{groups[top]['zh']} · {groups[top]['en']}]({top}.md) | {total} | {groups[top]['about_zh']} |")
    lines += ["", "```{toctree}", ":hidden:", ":maxdepth: 1", "", *(f"{top}" for top in tops), "```"]
    yield "rules/index.md", "\n".join(lines) + "\n"
    for top in tops:
        lines = ["---", "tocdepth: 3", "---", f"# {groups[top]['zh']} · {groups[top]['en']}", ""]
        lines += [groups[top]["about_zh"], "", groups[top]["about_en"], ""]
        for group in (one for one in groups if one == top or one.startswith(top + ".")):
            if group != top and of[group]:
                one = groups[group]
                lines += [f"## {one['zh']} · {one['en']}", "", one["about_zh"], "", one["about_en"], ""]
            for rule in of[group]:
                lines += _rule(rule, "##" if group == top else "###")
        yield f"rules/{top}.md", "\n".join(lines) + "\n"


def _rule(rule: object, level: str) -> list[str]:
    """Return the lines of one rule: a heading to link to, and a table of what it says."""
    why = escape(rule.why)
    why = _PARAGRAPH.sub(lambda found: f'<a href="../codebook.html#{_ANCHORS[found[1]]}">{found[0]}</a>', why)
    rows = [
        ("判为", "decides", escape(rule.decides)),
        ("看哪里", "looks at", escape(rule.looks)),
        ("为什么", "why", why),
    ]
    rows += [("例子", "example", _sentence(text)) for text in rule.examples]
    rows += [("反例", "not so here", _sentence(text)) for text in rule.counter_examples]
    cells = "\n".join(f"<tr><th>{zh} · {en}</th><td>{text}</td></tr>" for zh, en, text in rows)
    anchor = f"rule-{rule.id.replace('.', '-').replace('_', '-')}"
    return [f"({anchor})=", f"{level} `{rule.id}`", "", f'<table class="docutils rule-text">\n{cells}\n</table>', ""]


def _sentence(text: str) -> str:
    return _MARK.sub(r"<strong>\1</strong>", escape(text)).replace("\n", "<br>")


def _anchors() -> dict[str, str]:
    """Return the paragraph numbers of the codebook with the anchors of their headings."""
    text = (ROOT / "data/reference/CODEBOOK.md").read_text(encoding="utf-8")
    from docutils.nodes import make_id

    found = {}
    for number, title in re.findall(r"^#+ (\d(?:\.\d)?)\.? (.+)$", text, re.M):
        found[number] = make_id(f"{number}. {title}" if "." not in number else f"{number} {title}")
    return found


_ANCHORS = _anchors()


# --- measures, figures, words


def measures() -> str:
    """Return the page of the result tables: what each says, what it is made from, on which choices it depends."""
    import qcompare as qc

    listed = qc.measures.list_tables()
    lines = [
        "# Result tables", "",
        "Every table that `qcompare measure NAME` writes and `qc.measures.table(corpus, NAME)` returns. *Needs* are the tables that it is made from; "
        "*choices* the definitions ({py:class}`qcompare.measures.Choices`) that can change it. "
        "The columns are [listed here](columns.md); formulas and sources in [Methods](../methods.md).", "",
    ]  # fmt: skip
    for question, rows in listed.groupby("question", sort=False):
        lines += [f"## {question}", "", "| table | says | needs | choices |", "| --- | --- | --- | --- |"]
        lines += [
            f"| [`{row.table}`](columns.md#{row.table.replace('_', '-')}) | {_cell(row.says)} | {_cell(row.needs)} | {_cell(row.choices)} |"
            for row in rows.itertuples()
        ]
        lines.append("")
    return "\n".join(lines)


def columns() -> str:
    """Return the page of the columns of the result tables."""
    from qcompare.measures.results import tables

    lines = ["# Columns of the result tables", "", "As `qcompare/measures/columns.csv` holds them.", ""]
    for table, fields in tables().items():
        lines += [f"({table.replace('_', '-')})=", f"## {table.replace('_', ' ')}", "", "| column | type | 含义 | meaning |", "| --- | --- | --- | --- |"]  # fmt: skip
        lines += [f"| `{field.name}` | {field.type} | {_cell(field.zh)} | {_cell(field.en)} |" for field in fields]
        lines.append("")
    return "\n".join(lines)


def figures() -> str:
    """Return the gallery: each figure of the set with its question and the tables that it draws."""
    from qcompare.figures.chart import FIGURES

    lines = [
        "# 图 · Figures", "",
        "`qcompare figures NAME` 画出一幅图，`qc.chart.NAME(corpus)` 在笔记本里画。下面是自带五份规划的图。", "",
        "`qcompare figures NAME` draws one, `qc.chart.NAME(corpus)` does so in a notebook. These are drawn from the five plans that come with qcompare.", "",
    ]  # fmt: skip
    for entry in FIGURES.values():
        lines += [f"## {entry.name}", "", f"{entry.zh}", "", f"{entry.en}", "", f"Tables: {', '.join(f'`{name}`' for name in entry.tables)}", ""]  # fmt: skip
        picture = ROOT / "figures" / entry.name / f"{entry.name}.en.svg"
        if picture.is_file():
            lines += [f"![{escape(entry.en)}](../../figures/{entry.name}/{picture.name})", ""]
    return "\n".join(lines)


def words() -> str:
    """Return the page of the lists of words: classes, and what a row of each file is."""
    classes = ROOT / "qcompare/lexicon/classes.csv"
    lines = [
        "# Words", "",
        "The words that the rules use stand in csv files in `qcompare/lexicon/`. `words.csv` holds each word in a class; a rule names the class "
        "(`{strive}`) and spells no list. These are the classes. How to add a word: [Contributing](contributing.md).", "",
        "| class | meaning |", "| --- | --- |",
    ]  # fmt: skip
    lines += [f"| `{name}` | {_cell(row['meaning'])} |" for name, row in _rows(classes).items()]
    return "\n".join(lines) + "\n"


# --- Python

# what is public beside the names of the package itself: module → title
_ROOMS = {
    "qcompare.measures": "Measures",
    "qcompare.findings": "Findings",
    "qcompare.review": "Review",
    "qcompare.figures.chart": "Charts",
}
_LEFT = {"FIGURES", "Figure"}
_CLASSES = {"qcompare.corpus.CodedPlan": "one plan of a corpus"}


def python() -> str:
    """Return the page of the public names, from their docstrings."""
    import importlib

    import qcompare

    lines = [
        "# Python", "",
        "What is public: the names below, and no others ([what that promises](../reference/stability.md)). The examples run as tests.", "",
        "```python", "import qcompare as qc", "```", "",
    ]  # fmt: skip
    plain = [
        name for name in qcompare.__all__ if f"qcompare.{name}" not in _ROOMS and name not in ("chart", "__version__")
    ]
    lines += ["## qcompare", "", *_documented(f"qcompare.{name}" for name in plain)]
    lines += _documented(_CLASSES)
    for module, title in _ROOMS.items():
        room = importlib.import_module(module)
        names = [name for name in room.__all__ if name not in _LEFT]
        lines += [f"## {title}", "", "```{eval-rst}", f".. automodule:: {module}", "   :no-index:", "```", ""]
        lines += _documented(f"{module}.{name}" for name in names)
    return "\n".join(lines)


def _documented(names: Iterable[str]) -> list[str]:
    """Return directives for classes and functions, by full name."""
    import importlib

    lines = []
    for full in names:
        module, _, name = full.rpartition(".")
        value = getattr(importlib.import_module(module), name)
        if isinstance(value, type):
            lines += ["```{eval-rst}", f".. autoclass:: {full}", "   :members:", "```", ""]
        elif callable(value):
            lines += ["```{eval-rst}", f".. autofunction:: {full}", "```", ""]
        else:
            lines += ["```{eval-rst}", f".. autodata:: {full}", "```", ""]
    return lines


def _cell(text: str) -> str:
    """Return a text as a cell of a table."""
    return re.sub(r"([\\*_`\[\]<>|~$])", r"\\\1", " ".join(str(text).split()))


def _rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return {
            next(iter(row.values())): row for row in csv.DictReader(line for line in file if not line.startswith("#"))
        }
