"""How Sphinx builds the documentation: ``make docs``. No network, no web fonts; the pages open from a folder."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from _ext import pages, search  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402

import qcompare  # noqa: E402

project = "qcompare"
version = release = qcompare.__version__
author = copyright = "The qcompare developers"
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
exclude_patterns = ["_ext/**"]
myst_enable_extensions = ["deflist", "attrs_inline", "colon_fence"]
myst_heading_anchors = 4
suppress_warnings = ["myst.strikethrough"]

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_param = False
# types in docstrings are words for people; what a page links to is checked all the same
nitpick_ignore_regex = [(r"py:.*", r".*")]

html_theme = "furo"
html_title = f"qcompare {release}"
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False  # a page opened from a folder may not read its neighbours
html_search_language = "zh"
html_theme_options = {"navigation_with_keys": True}


def setup(app: Sphinx) -> None:
    """Write the pages that the program itself makes, before the others are read."""
    app.add_search_language(search.Bigrams)
    app.connect("builder-inited", lambda app: pages.write(Path(app.srcdir)))
    app.connect("source-read", pages.relinked)
    app.connect("sphinx-click-process-description", pages.shown)
