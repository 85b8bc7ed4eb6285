"""The report in a real browser, opened from the file system, without a network."""

import csv
import re
import struct
import sys
import zlib
from pathlib import Path

import pytest

import qcompare as qc
from qcompare.figures import export
from qcompare.paths import plans_dir

sys.path.insert(0, str(Path(__file__).parent))

from report_pages import SAVED, address, pages  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_pages_of_an_earlier_report_go_and_those_of_others_stay(report):
    assert not (report / "plans" / "gone.zh.html").exists()
    assert (report / SAVED).is_file()


def test_every_page_opens_offline_without_a_request_or_an_error(report, tab):
    for page in pages(report):
        tab.goto(address(report, page))
        assert tab.title(), page
        assert tab.evaluate("window.broken") is None, page
        assert not re.search(r"built-in|bound method|<function|\bNone\b(?! of)|\bnan\b", tab.inner_text("main")), page
    assert tab.outside == []
    assert tab.errors == []


def test_every_link_leads_to_a_file_that_is_there(report, tab):
    for page in pages(report):
        tab.goto(address(report, page))
        for link in tab.evaluate(
            "[...document.querySelectorAll('a[href]')].map(a => a.href.baseVal ?? a.getAttribute('href'))"
        ):
            target = link.split("#")[0].split("?")[0]
            assert not target or (report / page).parent.joinpath(target).resolve().is_file(), (page, link)


def test_chinese_is_drawn_with_the_font_of_the_report(report, tab):
    tab.goto(address(report, "index.html"))
    tab.evaluate("document.fonts.ready")
    assert tab.evaluate("document.fonts.check('16px \"Noto Sans SC\"', '质量')")
    # a missing glyph is as wide as a private-use character that no font has, and looks like it
    looks = """(char) => { const c = document.createElement('canvas'); c.width = c.height = 40; const g = c.getContext('2d');
        g.font = '30px "Noto Sans SC"'; g.fillText(char, 2, 32); return c.toDataURL(); }"""
    drawn = {char: tab.evaluate(looks, char) for char in "质量标准"}
    assert len(set(drawn.values())) == 4
    assert tab.evaluate(looks, "\ue123") not in drawn.values()


@pytest.mark.parametrize("name", ["strictness", "levels", "coverage"])
def test_each_mark_leads_to_its_sentence(report, tab, name):
    """Every mark with a source in the specification is a link in the picture, and each of them shows its quote."""
    corpus = qc.load()
    for lang in ("zh", "en"):
        tab.goto(address(report, f"figures/{name}.{lang}.html"))
        marks = tab.evaluate("[...document.querySelectorAll('.picture svg a')].map(a => a.getAttribute('href'))")
        (drawn,) = export.draw(qc.load([plans_dir(), report / "evil.txt"]), [name], [lang])
        spec = drawn.spec
        wanted = {row["link"] for rows in spec["datasets"].values() for row in rows if row.get("link")}
        assert {link.rpartition("/")[2].replace(f".{lang}.html", "") for link in marks} == wanted
        assert len(marks) >= len(wanted) > 10
    by_plan = {}
    for link in wanted:
        plan, _, start = link.partition("#t")
        by_plan.setdefault(plan, []).append(int(start))
    for plan, starts in by_plan.items():
        if plan == "evil":
            continue
        targets = corpus[plan].targets
        tab.goto(address(report, f"plans/{plan}.en.html"))
        for start in starts:
            tab.evaluate("(start) => { location.hash = `t${start}`; }", start)
            tab.wait_for_function(
                "(start) => document.querySelector('.target.chosen a')?.hash === `#t${start}`", arg=start
            )
            shown = tab.evaluate(
                "[...document.querySelectorAll('.source mark.on')].map(one => one.textContent).join('')"
            )
            quotes = targets.loc[targets["start"] == start, "quote"].tolist()
            assert quotes and any(quote in shown for quote in quotes), (plan, start)
            assert tab.locator(".target.chosen").count() == len(quotes), (plan, start)
            assert tab.evaluate("!!document.querySelector('.hit')"), (plan, start)


def test_a_mark_that_is_clicked_shows_the_sentence_and_the_way_back(report, tab):
    tab.goto(address(report, "figures/strictness.zh.html"))
    mark = tab.locator(".picture svg a").first
    place = mark.get_attribute("href")
    mark.click()
    tab.wait_for_url("**/plans/*")
    assert tab.url.endswith(place.rpartition("/")[2])
    assert tab.locator(".source mark.on").first.is_visible()
    tab.locator(".target.chosen summary").first.click()
    uses = tab.locator(".target.chosen .uses a[href*=strictness]").first
    uses.click()
    tab.wait_for_url("**/figures/strictness.zh.html")


def test_the_interactive_form_leads_to_the_same_place(report, tab):
    tab.goto(address(report, "notebooks/zh/10_good.html"))
    tab.locator("button.interactive").first.click()
    mark = tab.locator(".picture .vega-embed .mark-rect path[aria-label*='tianjin.zh.html#t']").first
    mark.wait_for(timeout=20000)
    box = mark.bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    tab.wait_for_url("**/plans/*.zh.html#t*")
    assert tab.locator(".source mark.on").count() > 0
    assert tab.errors == [] and tab.outside == []


def test_the_card_of_a_target_comes_into_view_wherever_the_list_stood(report, tab):
    tab.goto(address(report, "plans/anhui.zh.html"))
    starts = [int(start) for start in sorted(set(qc.load()["anhui"].targets["start"]))]
    inside = """() => { const [list, card] = ['.list-of-targets', '.target.chosen'].map((one) => document.querySelector(one).getBoundingClientRect());
        return list.top - 5 <= card.top && card.top < list.bottom; }"""
    for start in (starts[-1], starts[0], starts[len(starts) // 2]):
        tab.evaluate("(start) => { location.hash = `t${start}`; }", start)
        tab.wait_for_function("(start) => document.querySelector('.target.chosen a')?.hash === `#t${start}`", arg=start)
        tab.wait_for_timeout(1500)  # the page scrolls smoothly
        assert tab.evaluate(inside), start


def test_what_lies_below_the_first_screen_follows_by_itself(report, tab):
    tab.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelectorAll('.thumb').forEach(one => one.classList.add('later')))"
    )
    tab.goto(address(report, "figures/index.zh.html"))
    tab.wait_for_function(
        "[...document.images].every(one => one.complete && one.naturalWidth && one.checkVisibility())"
    )
    assert tab.locator(".thumb img").count() > 2
    # a picture that has come before its turn, as on a slow machine, tells nobody again: the others follow all the same
    tab.evaluate("document.querySelectorAll('.thumb').forEach(one => one.classList.add('later'))")
    tab.evaluate("dispatchEvent(new Event('load'))")
    tab.wait_for_function("[...document.images].every(one => one.checkVisibility())")
    # paper waits for nothing
    tab.evaluate("document.querySelectorAll('.thumb').forEach(one => one.classList.add('later'))")
    assert not tab.locator(".thumb").last.is_visible()
    tab.emulate_media(media="print")
    assert tab.locator(".thumb").last.is_visible()


def test_a_bar_leads_to_the_targets_behind_it(report, tab):
    tab.goto(address(report, "plans/siping.zh.html#part=goals&type=quantified"))
    shown = tab.locator(".target:not([hidden])").count()
    targets = qc.load()["siping"].targets
    assert shown == int(((targets["part"] == "goals") & (targets["type"] == "quantified")).sum())
    for box in tab.locator("input[name=type]").all():
        box.check()
    assert tab.locator(".target:not([hidden])").count() == int((targets["part"] == "goals").sum())


def test_the_source_is_shown_as_published(report, tab):
    for name in ("siping", "evil"):
        tab.goto(address(report, f"plans/{name}.zh.html"))
        shown = tab.evaluate("document.querySelector('.source').textContent")
        if name == "evil":
            assert "<script>window.broken=1</script>" in shown
        else:
            assert shown.replace("\r\n", "\n") == qc.load()["siping"].plan.source.replace("\r\n", "\n").replace(
                "\r", "\n"
            )


def test_search_finds_targets_and_sentences(report, tab):
    tab.goto(address(report, "search.zh.html?q=监督抽查 合格率"))
    tab.locator("#results li").first.wait_for()
    assert all("合格率" in text for text in tab.locator("#results li").all_inner_texts())
    assert tab.locator("#results mark").count() > 0
    for at in (
        0,
        1,
        tab.locator("#results li:has([lang=zh]) a").count() - 1,
    ):  # some sentences begin with a target, some do not
        sentence = tab.locator("#results li:has([lang=zh]) [lang=zh]").nth(at).text_content()
        tab.locator("#results li:has([lang=zh]) a").nth(at).click()
        tab.wait_for_url("**/plans/*#s*")
        assert "".join(tab.locator(".hit").all_text_contents()).strip() == sentence
        tab.go_back()
        tab.locator("#results li").first.wait_for()


@pytest.mark.parametrize(("word", "zh"), [("satisfaction", "满意度"), ("brand", "品牌"), ("trademark", "商标")])
def test_english_words_find_chinese_sentences(report, tab, word, zh):
    tab.goto(address(report, "search.en.html"))
    tab.fill("#q", word)
    tab.locator("#results li").first.wait_for()
    assert any(zh in text for text in tab.locator("#results li").all_inner_texts())


def test_the_first_screen_holds_three_answers(report, tab):
    """Finding with its figures, picture, link; all of it on the screen of a small laptop, in both languages."""
    tab.set_viewport_size({"width": 1366, "height": 768})
    for page in ("index.html", "index.en.html"):
        tab.goto(address(report, page))
        tab.evaluate("drawn")
        tab.evaluate(
            "document.querySelectorAll('.failures').forEach((one) => one.remove())"
        )  # of a notebook that fails here
        for topic in ("specificity", "ambition", "alignment"):
            panel = tab.locator(f"#{topic}")
            assert re.search(r"\d", panel.locator(".find").inner_text()), (page, topic)
            box = panel.bounding_box()
            assert box["y"] + box["height"] <= 768, (page, topic)
            assert panel.locator("svg").bounding_box()["height"] > 150
            assert panel.locator("a", has_text="→").is_visible()


def test_a_cell_of_the_comparison_opens_its_sentence(report, tab):
    tab.goto(address(report, "compare.en.html"))
    shown = "[...document.querySelectorAll('#cells tr.row')].filter(one => one.checkVisibility()).length"
    shared = tab.evaluate(shown)
    cell = tab.locator("tr.row[data-words*='生活性服务业'] td[data-plan=anhui] summary")
    cell.click()
    assert tab.locator(".pop:visible mark").first.inner_text() == "生活性服务业顾客满意度达到80以上"
    tab.keyboard.press("Escape")
    assert tab.locator(".pop:visible").count() == 0
    tab.select_option("#which", "all")
    assert tab.evaluate(shown) > shared > 7
    tab.fill("#word", "trademark")
    tab.wait_for_function(f"(() => {{ const n = {shown}; return 0 < n && n < {shared}; }})()")
    tab.fill("#word", "")
    tab.select_option("#which", "national")
    assert tab.evaluate(shown) == 7
    tab.uncheck("input[value=anhui]")
    assert not cell.is_visible()
    tab.select_option("#which", "shared")
    cell = tab.locator("tr.row[data-words*='生活性服务业'] td[data-plan=siping] summary", has_text="≥80")
    cell.click()
    tab.locator(".pop:visible a").first.click()
    tab.wait_for_url("**/plans/siping.en.html#t*")
    assert "80以上" in tab.locator(".source mark.on").first.inner_text()


def test_a_cell_of_the_first_screen_leads_to_its_sentence_and_says_of_which_plan(report, tab):
    tab.goto(address(report, "index.html"))
    tab.locator("#ambition svg a[href*=anhui]", has_text="▲").click()
    tab.wait_for_url("**/plans/anhui.zh.html#t*")
    assert "生活性服务业顾客满意度" in "".join(tab.locator(".source mark.on").all_inner_texts())
    assert "安徽" in tab.locator(".legend").inner_text()


def test_what_the_comparison_shows_is_what_it_saves(report, tab):
    tab.goto(address(report, "compare.en.html"))
    tab.uncheck("input[value=tianjin]")
    tab.fill("#word", "satisfaction")
    tab.wait_for_function("document.querySelectorAll('#cells tr.row:not([hidden])').length < 7")
    with tab.expect_download() as saved:
        tab.click("#shown")
    lines = list(csv.reader(Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert "Siping" in lines[0] and "Tianjin" not in lines[0] and len({len(line) for line in lines}) == 1
    assert all("satisfaction" in line[1].lower() for line in lines[1:]) and "≥80 2015" in lines[1]


def test_no_table_breaks_a_word(report, tab):
    """A word of letters, or a Chinese term of a few characters, stands on one line."""
    tab.set_viewport_size({"width": 1366, "height": 768})
    for page in ("tables/strictness.en.html", "tables/coverage.zh.html"):
        tab.goto(address(report, page))
        tab.wait_for_function("!document.querySelector('#cut')")
        high = tab.evaluate(
            "[...document.querySelectorAll('#rows th.short')].flatMap(head => [...document.querySelectorAll(`#rows td:nth-child(${head.cellIndex + 1})`)]).filter(one => one.getClientRects()[0].height > 0 && one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
        )
        lines = tab.evaluate(
            "[...document.querySelectorAll('#rows th.short')].flatMap(head => [...document.querySelectorAll(`#rows td:nth-child(${head.cellIndex + 1})`)]).map(one => { const all = document.createRange(); all.selectNodeContents(one); return new Set([...all.getClientRects()].map(box => Math.round(box.top))).size; })"
        )
        assert not high and max(lines) == 1, page


def test_every_row_of_a_table_is_there_and_can_be_filtered(report, tab):
    total = len(qc.load([plans_dir(), report / "evil.txt"]).targets)
    tab.goto(address(report, "tables/targets.zh.html"))
    tab.wait_for_function("(n) => document.querySelectorAll('#rows tbody tr').length === n", arg=total)
    assert "上文" in tab.inner_text("#rows") and "inherited" not in tab.inner_text("#rows")
    tab.select_option("#which", "四平")
    tab.wait_for_function("[...document.querySelectorAll('#rows tbody tr')].filter(one => !one.hidden).length === 49")


def test_the_language_switch_stays_on_the_page(report, tab):
    for page, other in (("index.html", "index.en.html"), ("figures/levels.zh.html", "figures/levels.en.html"),
                        ("notebooks/zh/10_good.html", "notebooks/en/10_good.html"), ("plans/anhui.zh.html", "plans/anhui.en.html")):  # fmt: skip
        tab.goto(address(report, page))
        assert tab.get_attribute("html", "lang") == "zh-CN"
        tab.click("a.lang")
        tab.wait_for_url(f"**/{other}")
        assert tab.get_attribute("html", "lang") == "en"


def test_a_failed_notebook_is_shown_with_its_error(report, tab):
    tab.goto(address(report, "index.html"))
    assert "ValueError: <坏>" in tab.locator(".failures").first.inner_text()
    tab.locator(".failures a").first.click()
    tab.locator("[role=alert]").first.wait_for()
    assert "ValueError: <坏>" in tab.locator("[role=alert]").first.inner_text()


def test_a_figure_is_saved_as_a_picture_for_print(report, tab):
    tab.goto(address(report, "figures/strictness.en.html"))
    with tab.expect_download(timeout=60000) as kept:
        tab.locator("button.png").click()
    data = Path(kept.value.path()).read_bytes()
    assert kept.value.suggested_filename == "strictness.en.png"
    width, height = struct.unpack(">II", data[16:24])
    assert 2800 < width < 3100 and height > 1000  # 300 pixels an inch, with title and note
    assert data[37:41] == b"pHYs" and struct.unpack(">II", data[41:49]) == (11811, 11811)
    assert zlib.crc32(data[37:50]) == int.from_bytes(data[50:54], "big")
    for kind in ("pdf", "svg"):
        assert (report / f"figures/strictness/strictness.en.{kind}").is_file(), kind


def test_tables_sort_as_numbers(report, tab):
    tab.goto(address(report, "tables/targets.zh.html"))
    column = tab.evaluate("[...document.querySelectorAll('thead th')].findIndex(th => th.textContent === '起点')")
    tab.locator("thead th button").nth(column).click()
    found = [int(text) for text in tab.locator(f"tbody tr td:nth-child({column + 1})").all_inner_texts()]
    assert found == sorted(found)
    assert tab.locator("thead th").nth(column).get_attribute("aria-sort") == "ascending"


def test_a_phone_shows_every_page_without_scrolling_sideways(report, tab):
    tab.set_viewport_size({"width": 390, "height": 800})
    for page in (
        "index.html",
        "plans/siping.zh.html",
        "figures/strictness.zh.html",
        "tables/targets.zh.html",
        "search.zh.html",
        "compare.zh.html",
        "notebooks/zh/10_good.html",
    ):
        tab.goto(address(report, page))
        assert tab.evaluate("document.documentElement.scrollWidth") <= 392, page


def test_pages_work_without_scripts(report, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(report, "figures/strictness.zh.html"))
    page.locator(".picture svg a").first.click()
    assert "#t" in page.url
    assert page.locator(".target").count() > 10
    context.close()


def test_no_serious_accessibility_problem(report, tab):
    import axe_playwright_python as axe

    script = Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    for page in pages(report):
        tab.goto(address(report, page))
        tab.evaluate(script)
        found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        bad = [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")]
        assert bad == [], page


def test_buttons_and_filters_of_a_plan_are_words(report, tab):
    for lang, words in (("zh", {"清除", "全部"}), ("en", {"Clear", "all"})):
        tab.goto(address(report, f"plans/siping.{lang}.html"))
        said = tab.evaluate(
            "[...document.querySelectorAll('button, .legend label, option, .target summary')].map(one => one.textContent)"
        )
        assert words <= {text.strip() for text in said}
        assert all(text.strip() and not re.search(r"[<>{}]|method", text) for text in said)


def test_a_page_shows_the_cells_of_its_own_language(report, tab):
    for lang, own, other in (("zh", "只有中文", "English only"), ("en", "English only", "只有中文")):
        tab.goto(address(report, f"notebooks/{lang}/10_good.html"))
        assert own in tab.inner_text("main") and other not in tab.inner_text("main")
