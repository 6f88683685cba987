"""What of stories is words, and what is the same in every language."""

from knowledge.models import StoryIndexPage, SuccessStoryPage
from site4p1000.translation.declarations import declare
from site4p1000.translation.kernel_pages import BODY_FACTS, BODY_WORDS

FIGURES = ("key_figures.figure.value", "key_figures.figure.text", "key_figures.figure.source")


def declare_all() -> None:
    """Called once, when the application starts."""
    declare(StoryIndexPage)
    declare(
        SuccessStoryPage,
        words=["where", "who", "when", "sources.item", *FIGURES, *BODY_WORDS],
        facts=["drawing", "country", "since_year", "concept_links.concept", "citations.reference", *BODY_FACTS],
        linked_pages=["practice_links.practice"],
    )
