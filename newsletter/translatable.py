"""What of issues is words, and what is the same in every language."""

from newsletter.models import IssueIndexPage, NewsletterIssuePage
from site4p1000.translation.declarations import declare
from site4p1000.translation.kernel_pages import BODY_FACTS, BODY_WORDS

WORDS = {
    "lead": ("text", "signed"),
    "practice_card": ("remark",),
    "success_story": ("remark",),
    "key_figure": ("unit", "text", "source"),
    "event": ("title", "place", "text"),
    "partner_news": ("title", "text"),
    "press_item": ("title", "summary"),
}
FACTS = {
    "key_figure": ("value", "high", "as_of"),
    "event": ("starts", "ends", "url"),
    "partner_news": ("partner", "url"),
    "press_item": ("outlet", "date", "language", "url"),
    "press_review": ("since", "until", "topics", "languages", "most"),
}


def declare_all() -> None:
    """Called once, when the application starts."""
    declare(IssueIndexPage)
    declare(
        NewsletterIssuePage,
        words=[*(name for name in BODY_WORDS if not name.startswith("body.key_figure.")), *_leaves(WORDS)],
        facts=["number", "date", "topic", *BODY_FACTS, *_leaves(FACTS)],
        linked_pages=[f"body.{kind}.page" for kind in ("practice_card", "success_story", "technical_sheet")],
    )


def _leaves(names: dict[str, tuple[str, ...]]) -> list[str]:
    return [f"body.{kind}.{name}" for kind, leaves in names.items() for name in leaves]
