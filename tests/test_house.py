"""The house keeps what it promises: one direction of imports, one list of dependencies, nothing that leaks or drifts."""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
import re
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

import qcompare
from qcompare import catalogue, checks, schema, schema_export
from qcompare.cli import COMMANDS
from qcompare.errors import SchemaError
from qcompare.paths import data_dir, plans_dir, reference_dir

ROOT = Path(qcompare.__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Rooms, from the ground up: a room may import those before it, and itself.
ROOMS = [
    {
        "errors",
        "output",
        "memory",
        "speech",
        "schema",
        "paths",
        "checks",
        "catalogue",
        "schema_export",
        "documentation",
    },
    {"lexicon", "corrections"},
    {"text"},
    {"coding", "settings", "benchmark"},
    {"corpus", "display", "explanation"},
    {"measures", "exchange", "review"},
    {"findings"},
    {"figures"},
    {"reports", "scale"},
    {"study"},
    {"commands", "cli", "__main__"},
]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git working copy")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def modules() -> list[Path]:
    return sorted(
        path for path in (ROOT / "qcompare").rglob("*.py") if not {"_data", "_notebooks", "_docs"} & set(path.parts)
    )


def imported(path: Path) -> set[str]:
    """Return the rooms that a module imports on loading, or that its types name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "qcompare":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("qcompare.")}
    return found


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "qcompare").with_suffix("").parts
    return parts[0]


def floor(room: str) -> int:
    return next((level for level, rooms in enumerate(ROOMS) if room in rooms), -1)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":  # the public names; it imports nothing on loading
        return
    assert floor(room) >= 0, f"{room} has no place in the house: give it one in ROOMS and in ARCHITECTURE.md"
    above = {other for other in imported(path) if floor(other) > floor(room)}
    assert not above, f"{path.relative_to(ROOT)} imports from above: {sorted(above)}"


def test_results_are_written_in_one_place() -> None:
    """Whole or not at all, links followed, never over a source: :mod:`qcompare.output` sees to it, and nobody else."""
    own = {"write_text", "write_bytes", "copyfile", "NamedTemporaryFile"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        if path.name not in ("output.py", "start.py")  # a new study's folder is empty
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in own
    ]
    assert not found


def loaded_by(code: str) -> set[str]:
    script = f"import sys; {code}; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in run.stdout.split()}


HEAVY = {
    "pandas",
    "numpy",
    "scipy",
    "jieba",
    "altair",
    "sklearn",
    "networkx",
    "pyarrow",
    "vl_convert",
    "papermill",
    "IPython",
}


@pytest.mark.parametrize(
    "code",
    [
        "import qcompare",
        "from qcompare.cli import main; main(['--help'])",
        "from qcompare.cli import main; main(['code', '--help'])",
    ],
)
def test_nothing_heavy_is_loaded_before_it_must_be(code: str) -> None:
    assert not loaded_by(code) & HEAVY


def test_coding_to_lines_of_json_needs_arrays_and_nothing_heavier() -> None:
    assert loaded_by("from qcompare.cli import main; main(['code', '--format', 'jsonl'])") & HEAVY == {"numpy"}


# the same package under two names
CONDA_NAMES = {"brotli": "brotli-python", "jupyter-client": "jupyter_client"}
PIP_ONLY = {"pylopdf-fonts-zh-cn", "justmytype-intl-cjk"}


def split(requirement: str) -> tuple[str, str]:
    name, bounds = re.fullmatch(r"([A-Za-z0-9._-]+)(.*)", requirement.replace(" ", "")).groups()  # type: ignore[union-attr]
    return name.lower(), bounds


def test_environment_yml_lists_what_pyproject_lists() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    conda = dict(split(entry) for entry in listed if isinstance(entry, str))
    ours = dict(split(entry) for entry in PYPROJECT["project"]["dependencies"])
    assert conda.pop("python") == PYPROJECT["project"]["requires-python"]
    conda.pop("pip")
    assert conda == {CONDA_NAMES.get(name, name): bounds for name, bounds in ours.items() if name not in PIP_ONLY}
    assert {name: bounds for name, bounds in ours.items() if name in PIP_ONLY} == dict(
        split(entry) for entry in pip[:-1]
    )
    assert pip[-1] == "--editable ."


def third_party(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"qcompare", ""}


def test_what_is_imported_is_declared() -> None:
    project = PYPROJECT["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["cluster"]]
    declared = {split(re.sub(r"\[.*?\]|;.*", "", entry))[0].replace("_", "-") for entry in listed}
    provided = packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules()
        for name in third_party(path)
        if not {dist.lower().replace("_", "-") for dist in provided.get(name, [name])} & declared
    }
    assert not missing


def locked() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_holds_every_dependency_by_hash_and_names_no_host() -> None:
    text = locked()
    assert not re.search(r"https?://|index-url|find-links", text)
    pins = re.findall(r"^([a-z0-9][a-z0-9._-]*)==\S+", text, re.MULTILINE)
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(pins) == len(blocks)
    assert all("--hash=sha256:" in block for block in blocks)
    project = PYPROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {split(re.sub(r"\[.*?\]|;.*", "", entry))[0] for entry in wanted} - {"qcompare"}
    assert {name.replace("_", "-") for name in names} <= set(pins)


# Packages come from whatever index a user has configured: no file says where from, nor what machine it was written on.
FORBIDDEN = re.compile(
    r"(?:pypi|pythonhosted|npmjs|registry)\.(?:org|com|io)\b|deb\.debian\.org|conda\.anaconda\.org"
    r"|(?<![\w.])/(?:root|tmp|opt/pypi)/|/work/(?:main|shared|unseen)"
)
BINARY = {".png", ".pdf", ".woff2", ".parquet", ".docx", ".xlsx", ".qdpx", ".zip", ".otf", ".gz"}


def test_no_file_names_a_registry_or_a_machine() -> None:
    itself = Path(__file__).resolve()
    found = []
    for path in tracked():
        if path.suffix in BINARY or path.resolve() == itself:
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in FORBIDDEN.finditer(text)]
    assert not found


def test_nothing_is_left_half_done() -> None:
    marks = re.compile(r"\b(?:TODO|FIXME|XXX)\b|raise NotImplementedError")
    itself = Path(__file__).resolve()
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix in {".py", ".md", ".yml", ".toml"} and path.resolve() != itself
        for match in marks.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_a_file_is_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): size
        for path in modules()
        if (size := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long


@pytest.mark.parametrize("path", sorted(plans_dir().glob("*.yml")), ids=lambda path: path.stem)
def test_the_plans_are_as_published(path: Path) -> None:
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert hashlib.sha256(path.with_suffix(".txt").read_bytes()).hexdigest() == stated["sha256"]
    assert stated["source"]
    assert set(stated) <= {*schema.columns("plans"), "source"}


@pytest.mark.parametrize("path", sorted(plans_dir().glob("*.yml")), ids=lambda path: path.stem)
def test_sidecars_say_what_the_reference_says(path: Path) -> None:
    stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    coded = json.loads((reference_dir() / "plans.json").read_text(encoding="utf-8"))[path.stem]
    assert {name: stated[name] for name in coded} == coded


@pytest.mark.parametrize("name", sorted(schema_export.exports(data_dir())))
def test_generated_files_are_what_the_schema_gives(name: str) -> None:
    """`python -m qcompare.schema_export` writes them."""
    assert (data_dir() / name).read_text(encoding="utf-8") == schema_export.exports(data_dir())[name]


def test_every_data_file_is_described() -> None:
    described = {file.path for file in catalogue.FILES} | set(schema_export.exports(data_dir()))
    there = {str(path.relative_to(data_dir())) for path in data_dir().rglob("*") if path.is_file()}
    assert {name for name in there if not name.startswith("plans/")} == described


def test_the_data_package_is_valid_and_so_are_its_tables() -> None:
    from frictionless import Package

    report = Package(str(data_dir() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


@pytest.mark.parametrize("table", ["targets", "numerals"])
def test_the_reference_set_keeps_to_schema_codebook_and_sources(table: str) -> None:
    lines = (reference_dir() / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    sources = {path.stem: path.read_bytes().decode("utf-8") for path in plans_dir().glob("*.txt")}
    assert checks.check(table, map(json.loads, lines), sources=sources, partial=True) == []


TARGET = json.loads((reference_dir() / "targets.jsonl").read_text(encoding="utf-8").splitlines()[20])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "firm"}, "not one of quantified"),
        ({"low": "96"}, "not of type number"),
        ({"year": None}, ""),
        ({"plan": None}, "plan is empty"),
        ({"end": 0}, "does not lie after start"),
        ({"indikator": "x"}, "no field 'indikator'"),
        ({"type": "quantified", "comparator": "=", "low": 1, "high": 2}, "needs low = high"),
        ({"type": "quantified", "comparator": ">=", "low": None, "high": 2}, "does not go with"),
        ({"type": "quantified", "comparator": "range", "low": 3, "high": 2}, "needs low < high"),
        ({"type": "quantified", "comparator": None, "low": None, "high": None}, "needs a comparator"),
        ({"type": "absolute", "comparator": "=", "low": 100, "high": 100, "unit": None}, "absolute target is 100 %"),
        ({"type": "relative", "comparator": "=", "low": 1, "high": 1}, "has no comparator"),
    ],
)
def test_checks_name_what_is_wrong(change: dict[str, object], said: str) -> None:
    failures = checks.check("targets", [TARGET | change], partial=True)
    assert bool(failures) == bool(said)
    assert not said or said in failures[0]


def test_checks_hold_offsets_against_the_source() -> None:
    failures = checks.check("targets", [TARGET], sources={TARGET["plan"]: "另一个文本" * 900}, partial=True)
    assert "but the source has" in failures[0]


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(SchemaError, match="did you mean 'targets'"):
        checks.check("target", [])


README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown(program: str) -> list[list[str]]:
    """Return the words of each line of the README's shell examples that calls a program."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [line[1:] for line in lines if line and line[0] == program]


@pytest.mark.parametrize("words", shown("qcompare"), ids=" ".join)
def test_the_readme_shows_commands_as_they_are(words: list[str]) -> None:
    """Name and options are parsed, and nothing is run."""
    assert words[0] in COMMANDS
    command = importlib.import_module(f"qcompare.commands.{COMMANDS[words[0]][0]}").command
    command.make_context(words[0], words[1:])


def test_the_readme_shows_make_as_it_is() -> None:
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {words[0] for words in shown("make")} >= {"report", "test"}
    assert {words[0] for words in shown("make")} <= rules


def test_the_readme_links_only_to_what_is_there() -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_imported_and_explains_itself(name: str) -> None:
    command = importlib.import_module(f"qcompare.commands.{COMMANDS[name][0]}").command
    assert command.help
    assert "qcompare " in command.help, "the help shows no example"


def test_citation_and_version_agree() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == PYPROJECT["project"]["version"]
    assert cited["license"] == PYPROJECT["project"]["license"]


def test_what_is_searched_for_in_a_whole_text_starts_with_characters_to_scan_for() -> None:
    script = Path(__file__).parent / "whole_searches.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.split("\n") == ["", ""], "tried at each character: put first what a match starts with"
