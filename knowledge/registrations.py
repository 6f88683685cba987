"""What this package, and the kernel below the search, tell the search: which of their pages are found, and which are not, and why."""

from knowledge.models import StoryIndexPage, SuccessStoryPage
from knowledge.search_document import STORY_PARTS, page_document, story_document
from site4p1000.common.models import HomePage, StandardPage
from site4p1000.search.registry import register_builder, register_not_searchable


def register() -> None:
    """Called once, when the application starts."""
    register_builder(SuccessStoryPage, story_document, parts=STORY_PARTS)
    register_builder(StandardPage, page_document)
    register_not_searchable(StoryIndexPage, "a list: its stories are found themselves")
    register_not_searchable(HomePage, "it shows what other pages say")
