"""The pages that come from the plans alone: figures, plans, tables, comparison, search; and what the others need to know.

What is returned can be kept as JSON: while code and plans stay the same, a later report takes it from there and loads
neither the plans nor what measures and draws them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qcompare import documentation
from qcompare.benchmark import worded
from qcompare.figures.export import EACH, Drawn, to_csv
from qcompare.paths import reference_dir
from qcompare.reports import compare, files, pictures, plan_pages, search, svgs, table_pages
from qcompare.reports.facts import Facts
from qcompare.reports.notebook import prose
from qcompare.reports.notes import notes
from qcompare.reports.packed import packed
from qcompare.reports.page_text import WORDS
from qcompare.reports.panels import panels
from qcompare.reports.shell import Shell
from qcompare.review.trust import trust

_ELSEWHERE = (".csv", ".md", ".json", ".txt")  # values are in tables/ and specifications in assets/, once
TOPICS = {
    "specificity": ("ladder", "elements", "density", "hasse"), "ambition": ("strictness", "levels", "magnitudes", "reached"),
    "alignment": ("coverage", "headings", "reuse", "domains"), "certainty": ("reliability", "multiverse"),
    "corpus": ("corpus_table",), "profile": (), "composite": ("composite",),
}  # fmt: skip
Content = dict[str, Any]


def write(facts: Facts, made: Mapping[str, bytes], shell: Shell) -> Content:
    """Write the pages that come from the plans alone, and return what the other pages say of them.

    Parameters
    ----------
    facts
        The corpus and its figures.
    made
        Files of the figure set: path within the set → bytes.
    shell
        Writes the pages.
    """
    shell.version = files.digest(to_csv(facts.corpus.targets))[:8]
    tables = table_pages.frames(facts)
    large = _large(facts.drawings) if len(facts.order) > EACH else {}
    for path, data in made.items():
        if not path.endswith(_ELSEWHERE) and not _is_profile(path):
            files.write(shell.out / "figures" / path, large.get(path, data))
    for name, table in tables.items():
        table_pages.write_csv(name, table, shell)
    table_pages.write_workbook(tables, shell)
    files.write(shell.out / "assets" / "search.js", packed("search", search.index(facts)))
    known: Content = {"version": shell.version, "names": facts.names, "order": facts.order, "langs": {}}
    shell.pictures.write_renderer()
    codebook = reference_dir() / "CODEBOOK.md"
    trusted = trust(facts.corpus)
    uses = _uses(facts.drawings)
    texts = (
        {plan: f"assets/plans/{plan}.js" for plan in facts.order}
        if len(facts.order) > EACH and len(shell.langs) > 1
        else {}
    )
    for plan, place in texts.items():
        files.write(shell.out / place, plan_pages.text_script(plan, facts, shell.langs, uses))
    shell.texts |= set(texts.values())
    for lang in shell.langs:
        known["langs"][lang] = {
            "figures": _figures(facts, made, tables, shell, lang), "cards": _plans(facts, shell, lang, uses, texts), "tables": _tables(facts, tables, shell, lang),
            "panels": panels(facts, lang), "notes": notes(facts, lang), "never": _never(facts, lang), "trust": {"lead": worded(trusted.sentence(lang), lang), "lines": [worded(line, lang) for line in trusted.steps(lang)]}, "counts": counts(facts),
            "unread": [str(error) for error in facts.corpus.failures], "compare": compare.comparison(facts, lang),
        }  # fmt: skip
        _reading(shell, lang)
        if codebook.is_file():
            body = prose(codebook.read_text(encoding="utf-8"))
            w = WORDS[lang]
            shell.write(
                "text.j2",
                lang,
                f"codebook.{lang}.html",
                "tables",
                body=body,
                title=w["dl_codebook"],
                crumbs=[(w["tables"], f"tables/index.{lang}.html"), (w["dl_codebook"], "")],
            )
        files.write(shell.out / "tables" / f"compare.{lang}.csv", compare.as_csv(known["langs"][lang]["compare"], lang))
    return known


def _large(drawings: list[Drawn]) -> dict[str, bytes]:
    """Return the pictures that are too large for a page, as pages show them: beside many plans each is one file, not two."""
    found = {}
    for drawn in drawings:
        if drawn.spec is not None and (data := pictures.of_pages(drawn.spec, drawn.lang)) is not None:
            found[f"{drawn.name}/{drawn.name}.{drawn.lang}.svg"] = data
    return found


def _is_profile(path: str) -> bool:
    """Return whether a file is the picture of one plan's profile, which stands in its page and in no gallery."""
    return path.startswith("profile-") and path.endswith((".svg", ".pdf"))


def topic_of(name: str) -> str:
    """Return the topic that a figure belongs to.

    >>> topic_of("ladder"), topic_of("profile-siping")
    ('specificity', 'profile')
    """
    return next(
        (topic for topic, names in TOPICS.items() if name in names),
        "profile" if name.startswith("profile") else "corpus",
    )


def _figures(
    facts: Facts, made: Mapping[str, bytes], tables: Mapping[str, Any], shell: Shell, lang: str
) -> list[dict[str, Any]]:
    found = []
    w = WORDS[lang]
    for drawn in facts.drawings:
        if drawn.lang != lang:
            continue
        figure = _figure(drawn, made, tables, shell, len(facts.order) > EACH)
        shell.write("figure.j2", lang, figure["address"], "figures", figure=figure, title=figure["title"],
                    crumbs=[(w["figures"], f"figures/index.{lang}.html"), (figure["topic"], "")])  # fmt: skip
        found.append({
            **{key: part for key, part in figure.items() if key not in ("picture", "files", "note", "source", "read")},
            "says": bool(figure["read"]),  # else it says why there is nothing to draw
        })  # fmt: skip
    groups: dict[str, list[dict[str, Any]]] = {w[f"topic_{topic}"]: [] for topic in TOPICS}  # the three questions first
    for figure in found:
        groups.setdefault(figure["topic"], []).append(figure)
    shell.write(
        "figures.j2",
        lang,
        f"figures/index.{lang}.html",
        "figures",
        groups=[(topic[:1].upper() + topic[1:], figures) for topic, figures in groups.items() if figures],
        figures=found,
        title=w["figures"],
        crumbs=[(w["figures"], "")],
    )
    return found


def _figure(
    drawn: Drawn, made: Mapping[str, bytes], tables: Mapping[str, Any], shell: Shell, many: bool
) -> dict[str, Any]:
    """Return what the pages say of a figure; beside ``many`` plans the file of a large one is what the page shows."""
    w = WORDS[drawn.lang]
    about: dict[str, Any] = {
        **pictures.about(drawn.words), "name": drawn.name, "address": f"figures/{drawn.name}.{drawn.lang}.html", "image": "",
        "files": pictures.listed(drawn, made, lambda name: table_pages.address(name, tables[name])), "topic": w[f"topic_{topic_of(drawn.name)}"],
    }  # fmt: skip
    if drawn.spec is None:
        return {
            **about,
            "picture_spec": False,
            "command": "",
            "picture": f'<div class="wide" tabindex="0" role="region" aria-label="{drawn.name}">{drawn.html}</div>',
        }
    image = f"figures/{drawn.name}/{drawn.name}.{drawn.lang}.svg"
    return {
        **about,
        "image": "" if _is_profile(image.rpartition("/")[2]) else image,
        **pictures.window(drawn.spec, many and pictures.of_pages(drawn.spec, drawn.lang) is not None),
        "picture": shell.pictures.figure(drawn.spec, drawn.lang, "../")["picture"],
        "picture_spec": True,
        "command": f"qcompare figures {drawn.figure.name} --plans {','.join(drawn_plans(drawn)[:3])} --lang {drawn.lang} --width 84mm"
        if drawn.figure.name != "profile"
        else "",
    }


def drawn_plans(drawn: Drawn) -> list[str]:
    """Return the plans of a figure's first table, in order of issue."""
    table = next(iter(drawn.tables.values()))
    return [str(row["plan"]) for row in table.attrs.get("plans", [])]


def _reading(shell: Shell, lang: str) -> None:
    """Write how to read the report, a page of the documentation, and where the rest of that is."""
    w = WORDS[lang]
    text = documentation.page("reading", lang).partition("\n")[2]
    start = documentation.site() or ""
    rest = w["docs_online"].format(address=f"{start}{lang}/index.html") if start.startswith("http") else w["docs_here"]
    title = w["reading"]
    shell.write(
        "text.j2", lang, f"reading.{lang}.html", "tables", body=prose(f"# {title}\n\n{text}\n\n{rest}\n"), title=title,
        crumbs=[(w["tables"], f"tables/index.{lang}.html"), (title, "")],
    )  # fmt: skip


def _uses(drawings: list[Drawn]) -> dict[str, list[tuple[str, str, str, str]]]:
    """Return for each plan: fragment, id, name and language of every figure with a mark that leads there."""
    found: dict[str, dict[tuple[str, str, str, str], None]] = {}
    for drawn in drawings:
        for plan, fragment in svgs.links(drawn.spec or {}):
            found.setdefault(plan, {})[(fragment, drawn.figure.id, drawn.name, drawn.lang)] = None
    return {plan: list(marks) for plan, marks in found.items()}


def _plans(
    facts: Facts, shell: Shell, lang: str, uses: plan_pages.Uses, texts: Mapping[str, str]
) -> list[dict[str, Any]]:
    w = WORDS[lang]
    cards = []
    for plan in facts.order:
        page, row = plan_pages.describe(plan, facts, lang, uses, texts.get(plan, "")), facts.plans[plan]
        shell.write(
            "plan.j2",
            lang,
            page["address"],
            "plans",
            plan=page,
            title=page["name"],
            crumbs=[(w["plans_word"], f"plans/index.{lang}.html"), (page["name"], "")],
        )
        cites = w["yes" if row["cites_outline"] else "no"]
        shown = [(w["issued"], str(row["date_issued"] or "–")[:7]), (w["horizon"], str(row["horizon"] or "–")), (w["targets"], str(page["count"])),
                 (w["quantified_count"], str(page["numbered"])), (w["cites"], cites)]  # fmt: skip
        cards.append({
            "name": page["name"], "title": page["title"], "address": page["address"], "kind": w.get(f"level_{row['level']}", ""), "facts": shown,
            "caveat": page["caveat"], "issued": str(row["date_issued"] or "–"), "horizon": str(row["horizon"] or "–"), "targets": page["count"],
            "numbered": page["numbered"], "cites": cites,
        })  # fmt: skip
    shell.write(
        "plans.j2",
        lang,
        f"plans/index.{lang}.html",
        "plans",
        cards=cards,
        title=w["plans_word"],
        crumbs=[(w["plans_word"], "")],
    )
    return cards


def _tables(facts: Facts, tables: Mapping[str, Any], shell: Shell, lang: str) -> list[dict[str, Any]]:
    listed = []
    topics = {name: topic for topic, names in TOPICS.items() for name in names}
    behind = {name: topics.get(drawn.name, topic_of(drawn.name)) for drawn in facts.drawings for name in drawn.tables}
    for name, frame in tables.items():
        table = table_pages.describe(name, frame, facts, lang)
        table_pages.write(table, shell, lang)
        listed.append({**{key: table[key] for key in ("name", "title", "note", "address", "file", "count")},
                       "topic": WORDS[lang][f"topic_{behind.get(name, 'corpus')}"]})  # fmt: skip
    order = [WORDS[lang][f"topic_{topic}"] for topic in TOPICS]  # the three questions first
    return sorted(listed, key=lambda table: order.index(table["topic"]))


def counts(facts: Facts) -> dict[str, int]:
    """Return how many targets there are, how many with a number, and how many a person has reviewed."""
    seen = sum(target["reviewed"] is not None for one in facts.corpus if one.review for target in one.review.targets)
    targets = [target for rows in facts.targets.values() for target in rows]
    return {
        "targets": len(targets),
        "numbered": sum(target["type"] == "quantified" for target in targets),
        "seen": seen,
    }


def _never(facts: Facts, lang: str) -> list[str]:
    table = facts.measures.table("findings")
    return list(table.loc[table["kind"] == "must not be concluded", lang])
