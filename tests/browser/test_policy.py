"""The second wall: what a browser does with code that got into a page all the same."""

import base64
import hashlib
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from report_pages import pages  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAYLOADS = [
    "<script>window.broken = 1</script>",
    "<img src='data:,' onerror='window.broken = 1'><svg onload='window.broken = 1'></svg>",
    "<iframe srcdoc='<script>parent.broken = 1</script>'></iframe>",
    "<iframe src='javascript:parent.broken = 1'></iframe>",
    "<script src='data:text/javascript,window.broken = 1'></script>",
    "<script src='https://example.org/x.js'></script><link rel='stylesheet' href='https://example.org/x.css'>",
    "<base href='https://example.org/'><object data='data:text/html,x'></object><embed src='data:text/html,x'>",
    "<img src='https://example.org/x.png'><video src='https://example.org/x.mp4'></video>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_that_got_into_a_page_does_nothing(report, tab, tmp_path, payload):
    """Text of a plan is escaped, always; this is about the second wall: what a browser does if it were not."""
    for page in [report / name for name in pages(report) if "notebooks/" not in name][:3]:
        html = page.read_text(encoding="utf-8")
        assert html.index("Content-Security-Policy") < html.index("<title>")
        bad = page.with_name(f"bad-{page.name}")
        bad.write_text(html.replace("<main", f"{payload}<main", 1), encoding="utf-8")
        try:
            tab.goto(bad.as_uri())
            tab.wait_for_timeout(300)
            assert tab.evaluate("window.broken") is None
            assert not tab.outside
        finally:
            bad.unlink()


def test_every_page_has_the_policy_and_no_script_but_the_one_that_it_allows(report):
    for page in pages(report):
        html = (report / page).read_text(encoding="utf-8")
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
        assert policy and "default-src 'none'" in policy[1], page
        assert "unsafe-eval" not in policy[1] and "http" not in policy[1]
        for script in re.findall(r"<script>(.*?)</script>", html, re.S):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"sha256-{digest}" in policy[1].replace("&#43;", "+"), page
        assert not re.search(r"<[^>]* on[a-z]+ *=", re.sub(r"<script.*?</script>", "", html, flags=re.S)), page
