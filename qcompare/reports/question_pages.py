"""The pages of the notebooks, each written again only when the executed notebook or what it is shown with has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from qcompare.reports import files
from qcompare.reports.batch import EACH, Outcome
from qcompare.reports.notebook import Page, page
from qcompare.reports.page_text import WORDS
from qcompare.reports.shell import Shell

_TOPICS = {  # part of a notebook's name → what it is about
    "start": "start", "corpus": "corpus", "coding_check": "certainty", "specificity": "specificity", "ambition": "ambition", "alignment": "alignment",
    "vocabulary": "vocabulary", "robustness": "certainty", "plan_profile": "profile", "findings": "findings", "pmc_index": "composite",
}  # fmt: skip
_PANELS = ("specificity", "ambition", "alignment")
Kept = dict[str, dict[str, Any]]


def write(
    outcomes: Sequence[Outcome], known: Mapping[str, Any], shell: Shell, kept: Kept
) -> tuple[dict[str, list[dict[str, Any]]], Kept]:
    """Write the pages of notebooks.

    Parameters
    ----------
    outcomes
        What became of the notebooks.
    known
        What :func:`qcompare.reports.content.write` returned.
    shell
        Writes the pages.
    kept
        What this function returned last time: for each page its key and what is said of it.

    Returns
    -------
    tuple
        For each language the notebooks in order, and what to give this function next time.
    """
    listed: dict[str, list[dict[str, Any]]] = {lang: [] for lang in shell.langs}
    now: Kept = {}
    shared = files.digest(
        known["names"],
        known["version"],
        {lang: one["panels"] for lang, one in known["langs"].items()},
        shell.title,
        shell.langs,
        files.code_version(),  # another version may write other pages of the same notebook
    )
    for outcome in outcomes:
        for lang in shell.langs:
            if outcome.job.lang not in (None, lang):
                continue
            address = (
                f"notebooks/{outcome.job.name}.html"
                if outcome.job.lang
                else f"notebooks/{outcome.job.name}.{lang}.html"
            )
            source = files.digest(outcome.path.read_bytes()) if outcome.path else ""
            key = files.digest(shared, source, outcome.error, dict(outcome.job.values))
            old = kept.get(address, {})
            if (
                old.get("key") == key
                and (shell.out / address).is_file()
                and all(shell.pictures.has(name) for name in old["specs"])
            ):
                now[address] = old
                shell.pages.add(address)
                shell.pictures.specs |= set(old["specs"])
            else:
                now[address] = {"key": key, **_write(outcome, address, lang, known, shell)}
            listed[lang].append(now[address]["said"])
    return listed, now


def _write(outcome: Outcome, address: str, lang: str, known: Mapping[str, Any], shell: Shell) -> dict[str, Any]:
    """Write one page; return what is said of it elsewhere, and which specifications its pictures have."""
    w = WORDS[lang]
    root = "../" * address.count("/")
    before, shell.pictures.specs = shell.pictures.specs, set()

    def picture(spec: Mapping[str, Any], prefix: str) -> str:
        return figure(shell.pictures.figure(spec, lang, root, prefix), lang)

    def text(plan: str) -> str:
        if plan not in known["names"]:
            return ""
        return f'<p class="go"><a href="{root}plans/{plan}.{lang}.html">{w["go"]}: {escape(known["names"][plan][lang])} →</a></p>'

    stem = outcome.job.notebook.stem
    made = (
        page(
            outcome.path,
            lang,
            outcome.error,
            picture,
            text,
            w["rows"],
            w["rows_cut"] if len(known["names"]) > EACH else "",
        )
        if outcome.path
        else Page(stem, stem, error=outcome.error)
    )
    made.name = stem
    about = known["names"].get(outcome.job.about or "", {}).get(lang)
    title = f"{about} · {made.title}" if about else made.title
    topic = topic_of(stem)
    sure = next((panel["sure"] for panel in known["langs"][lang]["panels"] if panel["id"] == topic), None)
    question = w.get(f"question_{topic}", "")
    shell.write(
        "notebook.j2", lang, address, "notebooks", page=made, title=title, topic=topic, question=question, sure=sure,
        file=f"notebooks/{outcome.job.name}.ipynb", command=_command(outcome, topic, lang),
        crumbs=[(w["nav_notebooks"], f"notebooks/index.{lang}.html"), (w.get(f"topic_{topic}", made.title), "")],
    )  # fmt: skip
    specs = sorted(shell.pictures.specs)
    shell.pictures.specs |= before
    said = {"title": title, "address": address, "error": outcome.error, "topic": w.get(f"topic_{topic}", ""), "stem": stem, "about": outcome.job.about,
            "answer": made.answer, "values": {key: str(one) for key, one in outcome.job.values.items()}, "grid": outcome.job.name.startswith("grid/")}  # fmt: skip
    return {"said": said, "specs": specs}


def topic_of(stem: str) -> str:
    """Return what a notebook is about, by its name; empty for one of somebody's own.

    >>> topic_of("30_ambition"), topic_of("my_notes")
    ('ambition', '')
    """
    name = stem.partition("_")[2] if stem[:1].isdigit() else stem
    return next((topic for part, topic in _TOPICS.items() if name.startswith(part)), "")


def figure(shown: Mapping[str, str], lang: str) -> str:
    """Return a chart with the words round it as HTML."""
    w = WORDS[lang]
    colon = "：" if lang == "zh" else "."
    notes = [
        f"<b>{w[label]}{colon}</b> {escape(shown[name])}"
        for label, name in (("note", "note"), ("source_label", "source"))
        if shown[name]
    ]
    parts = [f'<figure class="figure"><p class="t">{escape(shown["title"])}</p><p class="st">{escape(shown["subtitle"])}</p>{shown["picture"]}',
             f"<figcaption>{' '.join(notes)}</figcaption></figure>" if notes else "</figure>"]  # fmt: skip
    if shown["read"]:
        parts.append(f'<p class="read"><b>{w["how_to_read"]}{colon}</b> {escape(shown["read"])}</p>')
    return "".join(parts)


def _command(outcome: Outcome, topic: str, lang: str) -> str:
    """Return the commands that give the same notebook, and its main table."""
    values = "".join(f" -p {name} {one}" for name, one in outcome.job.values.items() if name != "lang" and one != "")
    lines = [f"qcompare report {outcome.job.notebook.stem}{values} --lang {lang}"]
    if topic in _PANELS:
        lines.append(f"qcompare measure {topic} -o {topic}.csv")
    return "\n".join(lines)
