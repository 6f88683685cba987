"""The list of issues in the admin."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wagtail.permissions import page_permission_policy

from newsletter.models import ISSUE_TOPICS, IssueIndexPage, NewsletterIssuePage, Sending
from site4p1000.common import languages

MOST_ISSUES = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueRow:
    """An issue: the page of each language of the bank, or nothing; and its sending."""

    key: UUID
    title: str
    number: int | None
    date: date
    pages: tuple[NewsletterIssuePage | None, ...]
    sending: Sending | None


def rows() -> list[IssueRow]:
    """The newest issues: two queries."""
    by_key: dict[UUID, dict[str, NewsletterIssuePage]] = {}
    for page in NewsletterIssuePage.objects.filter(alias_of=None).order_by("-date", "-pk")[: MOST_ISSUES * len(languages.codes())]:
        by_key.setdefault(page.translation_key, {})[page.language] = page
    sendings = {sending.issue_key: sending for sending in Sending.objects.filter(issue_key__in=by_key, topic__in=ISSUE_TOPICS)}
    return [_row(key, pages, sendings.get(key)) for key, pages in by_key.items()]


def _row(key: UUID, pages: dict[str, NewsletterIssuePage], sending: Sending | None) -> IssueRow:
    shown = tuple(pages.get(code) for code in languages.codes())
    first = next((page for page in shown if page), next(iter(pages.values())))
    return IssueRow(key=key, title=first.title, number=first.number, date=first.date, pages=shown, sending=sending)


def may_see(user) -> bool:
    """Whoever may do something with pages."""
    return page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"})


def places(user) -> list[IssueIndexPage]:
    """Lists of issues in which `user` may begin a new one."""
    return [page for page in IssueIndexPage.objects.all() if page.permissions_for_user(user).can_add_subpage()]
