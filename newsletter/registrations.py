"""What this package tells the search: which of its pages are found, and which are not, and why."""

from newsletter.models import IssueIndexPage, NewsletterIssuePage
from newsletter.search_document import issue_document
from site4p1000.search.registry import register_builder, register_not_searchable


def register() -> None:
    """Called once, when the application starts."""
    register_builder(NewsletterIssuePage, issue_document)
    register_not_searchable(IssueIndexPage, "a list: its issues are found themselves")
