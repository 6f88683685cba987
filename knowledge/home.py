"""What knowledge shows on the home page: the newest stories."""

from knowledge.reading import live_stories, story_card
from site4p1000.common import home_sections
from site4p1000.common.home_sections import HomeSection

NEWEST = 3


def register() -> None:
    """Add the section to the home page."""
    home_sections.register("stories", stories_section, order=30)


def stories_section(language: str) -> HomeSection | None:
    """The newest stories: one query."""
    cards = tuple(story_card(row) for row in live_stories(language)[:NEWEST])
    return HomeSection(template="home/stories.html", values={"cards": cards}) if cards else None
