"""What of issues is words, and what is the same in every language."""

from newsletter.models import IssueIndexPage, NewsletterIssuePage
from site4p1000.translation.declarations import declare
from site4p1000.translation.kernel_pages import BODY_FACTS, BODY_WORDS

PRESS_WORDS = ("body.press_item.title", "body.press_item.summary")
PRESS_FACTS = ("body.press_item.outlet", "body.press_item.date", "body.press_item.language", "body.press_item.url")


def declare_all() -> None:
    """Called once, when the application starts."""
    declare(IssueIndexPage)
    declare(
        NewsletterIssuePage,
        words=[*BODY_WORDS, *PRESS_WORDS],
        facts=["number", "date", *BODY_FACTS, *PRESS_FACTS],
        linked_pages=["body.page_card.page"],
    )
