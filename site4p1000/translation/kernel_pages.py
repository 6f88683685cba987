"""The words of the kernel's own pages. Packages above declare theirs in their `registrations`."""

from site4p1000.common.models import HomePage, StandardPage
from site4p1000.translation.declarations import declare

BODY_WORDS = (
    *(f"body.{kind}.{name}" for kind in ("section", "testimony", "caution") for name in ("heading", "text")),
    "body.list.heading",
    "body.list.items.item",
    *(f"body.key_figure.{name}" for name in ("value", "text", "source")),
    "body.picture.alt",
    "body.picture.caption",
    "body.video.title",
    "body.video.transcript",
)
"""The words of `BODY_BLOCKS`, for every page with such a body."""

BODY_FACTS = (
    *(f"body.picture.{name}" for name in ("image", "credit", "licence")),
    *(f"body.video.{name}" for name in ("url", "length_seconds", "size_mb", "credit", "licence")),
)
"""What is the same in every language in `BODY_BLOCKS`."""


def declare_all() -> None:
    """Called once, when the application starts."""
    declare(HomePage, words=["search_hint"], facts=["drawing"])
    declare(StandardPage, words=BODY_WORDS, facts=BODY_FACTS)
