"""Whatever bytes come: a text, or an error of ours that names the file and says what to do."""

from __future__ import annotations

import io
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcompare.errors import SourceError
from qcompare.text.formats import SUFFIXES, extract

sys.path.insert(0, str(Path(__file__).parent))
from formats_builders import as_docx, as_html, as_pdf  # noqa: E402

LINES = ["某市质量发展规划", "一、主要目标", "到2020年,产品质量合格率达到96%以上。"]
TABLE = [["指标", "2020年"], ["合格率", "96%"]]


@cache
def good(kind: str) -> bytes:
    return {"html": as_html, "docx": as_docx, "pdf": as_pdf}[kind](LINES, TABLE)


def read(data: bytes, name: str) -> None:
    try:
        found = extract(data, name)
    except SourceError as error:
        assert error.source == name and error.advice and "\n" not in str(error)
    else:
        assert found.text.strip()
        assert not any(sign in found.text for sign in "\x00\ufffe") or found.media_type == "text/plain"


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=400), suffix=st.sampled_from([*SUFFIXES, ".doc", ".zip", ""]))
def test_any_bytes(data: bytes, suffix: str) -> None:
    read(data, f"plan{suffix}")


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_files(kind: str, data: st.DataObject) -> None:
    """A good file with a piece cut out, doubled or overwritten."""
    whole = good(kind)
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start, min(len(whole), start + 400)))
    piece = data.draw(st.one_of(st.just(b""), st.just(whole[start:end] * 2), st.binary(max_size=40)))
    read(whole[:start] + piece + whole[end:], f"plan.{kind}")


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.sampled_from(
            [
                "目标",
                "2020年96%",
                "<br>",
                "<td>",
                "</td>",
                "<tr>",
                "</table>",
                "<p hidden>",
                "&amp;",
                "&#0;",
                "<!--",
                "]]>",
            ]
        ),
        lambda inner: st.tuples(
            st.sampled_from(
                [
                    "div",
                    "p",
                    "table",
                    "tr",
                    "td",
                    "ol",
                    "li",
                    "ul",
                    "pre",
                    "a",
                    "span",
                    "form",
                    "nav",
                    "select",
                    "font",
                    "h1",
                    "td_rowspan=9",
                    "td_colspan=0",
                ]
            ),
            st.lists(inner, max_size=4),
        ).map(lambda pair: f"<{pair[0].replace('_', ' ')}>{''.join(pair[1])}</{pair[0].split('_')[0]}>"),
        max_leaves=25,
    )
)
def test_any_markup(markup: str) -> None:
    read(markup.encode(), "plan.html")
    read(markup.encode(), "plan.md")


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.sampled_from(
            ["<w:r><w:t>目标96%</w:t></w:r>", "<w:p/>", "<w:del/>", "<w:tc/>", "<w:r><w:tab/></w:r>", "<w:numPr/>"]
        ),
        lambda inner: st.tuples(
            st.sampled_from(["p", "tbl", "tr", "tc", "sdt", "sdtContent", "txbxContent", "ins", "pPr", "numPr"]),
            st.lists(inner, max_size=4),
        ).map(lambda pair: f"<w:{pair[0]}>{''.join(pair[1])}</w:{pair[0]}>"),
        max_leaves=20,
    )
)
def test_any_document_part(body: str) -> None:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good("docx"))) as source, zipfile.ZipFile(packed, "w") as target:
        for info in source.infolist():
            part = f"<w:document {names}><w:body>{body}</w:body></w:document>".encode()
            target.writestr(info.filename, part if info.filename == "word/document.xml" else source.read(info))
    read(packed.getvalue(), "plan.docx")
