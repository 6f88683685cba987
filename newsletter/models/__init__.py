"""Models of the newsletter."""

from newsletter.models.issues import IssueIndexPage, NewsletterIssuePage

__all__ = ["IssueIndexPage", "NewsletterIssuePage"]
