"""The pages of the report that the browser opens."""

from pathlib import Path

SAVED = "plans/saved.html"  # not of the report


def address(report: Path, page: str) -> str:
    return f"{report.as_uri()}/{page}"


def pages(report: Path) -> list[str]:
    return sorted(
        name for path in report.rglob("*.html")
        if path.parent.parent.name != "figures" and (name := path.relative_to(report).as_posix()) != SAVED
    )  # fmt: skip
