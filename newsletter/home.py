"""What the newsletter shows on the home page: its latest issue."""

from newsletter.reading import issue_card, live_issues
from site4p1000.common import home_sections
from site4p1000.common.home_sections import HomeSection


def register() -> None:
    """Add the section to the home page."""
    home_sections.register("latest issue", latest_issue_section, order=40)


def latest_issue_section(language: str) -> HomeSection | None:
    """The latest issue: one query."""
    latest = live_issues(language).first()
    return HomeSection(template="home/latest_issue.html", values={"card": issue_card(latest)}) if latest else None
