"""The list before a month of the press review is sent: the same points as for an issue, for mails nobody wrote by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from newsletter.audience import counts_per_language, had_theirs_per_language
from newsletter.issues import preflight
from newsletter.issues.gathering import readers_by_language
from newsletter.issues.mail_facts import mail_facts
from newsletter.issues.preflight import EditionFacts, Finding, PageState
from newsletter.models import TestMail, Topic
from newsletter.rendering.issue import RenderedMail
from newsletter.sending.mail_backend import mail_can_leave


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthCheck:
    """`links`: addresses in any of the mails. `readers`: who gets the month. `without_words`: readers by language who get nothing.

    `had_theirs`: who wants one mail a month and has had it. They are not among the `readers`.
    """

    findings: tuple[Finding, ...]
    links: tuple[str, ...]
    readers: int
    had_theirs: int
    without_words: Mapping[str, int]


def check_month(*, key: UUID, mails: Iterable[RenderedMail], stories: int, user: Any) -> MonthCheck:
    """Looks at the mails of a month as `user` would send them."""
    readers, without_words = readers_by_language(counts_per_language(Topic.PRESS_REVIEW))
    had_theirs = sum(readers_by_language(had_theirs_per_language(Topic.PRESS_REVIEW, now=timezone.now()))[0].values())
    tested = set(TestMail.objects.filter(issue_key=key, sent_by=user).values_list("language", "digest"))
    facts = [_facts(mail, stories, readers.get(mail.language, 0), tested) for mail in mails]
    return MonthCheck(
        findings=preflight.findings(facts, other_readers={}, can_leave=mail_can_leave()),
        links=_links(facts),
        readers=sum(readers.values()) - had_theirs,
        had_theirs=had_theirs,
        without_words=without_words,
    )


def _facts(mail: RenderedMail, stories: int, readers: int, tested: set[tuple[str, str]]) -> EditionFacts:
    found = mail_facts(mail, now=timezone.now())
    return EditionFacts(
        language=mail.language,
        state=PageState.PUBLISHED,
        readers=readers,
        size_bytes=found.size_bytes,
        parts=stories,
        has_plain_text=found.has_plain_text,
        has_unsubscribe=found.has_unsubscribe,
        links=found.links,
        pictures_without_text=found.pictures_without_text,
        is_tested=(mail.language, mail.digest) in tested,
    )


def _links(facts: Sequence[EditionFacts]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for edition in facts for url in edition.links))
