"""Sends an issue, or plans it: one sending, one edition for each group of readers, rendered once."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletter.audience import edition_for
from newsletter.issues import preflight
from newsletter.issues.gathering import Issue, gather, pages_of, sending_of, state_of
from newsletter.issues.preflight import Finding
from newsletter.models import Edition, NewsletterIssuePage, Sending
from newsletter.rendering.issue import RenderedMail, render_issue
from newsletter.sending import control
from newsletter.sending.composing import UnsafeHeader, compose_edition
from newsletter.sending.desk import edition_parts
from newsletter.sending.reasons import in_words
from site4p1000.common import languages

HOLD = "hold"
"""The choice to send nothing to readers of a language until it has its words."""
LONGEST_SUBJECT = 200


class CannotSend(ValueError):
    """The issue cannot be sent as things are; the text says why and what to do."""


class SentAlready(CannotSend):
    """There is a sending of this issue: `sending`."""

    def __init__(self, sending: Sending):
        super().__init__(_("This issue has a sending already; nothing was sent twice."))
        self.sending = sending


def seal(issue: Issue, found: Sequence[Finding]) -> str:
    """Changes when anything changes that the editor was shown: what is sent is what they looked at."""
    mails = [edition.mail.digest for edition in issue.sendable if edition.mail]
    lines = [(finding.kind.value, finding.weight.value, finding.language, finding.things) for finding in found]  # how many read it may change
    return hashlib.sha256(repr((issue.topic.value, mails, lines)).encode()).hexdigest()


def send_issue(*, key: UUID, choices: Mapping[str, str], seen: str, is_looked_at: bool, by: Any, start_at: datetime | None = None) -> Sending:
    """Make the sending of an issue; it begins at `start_at`, or at once. Whoever sends is `by`.

    `choices`: for each language without words `HOLD`, or the language whose words its readers get with a note. `seen`: the `seal` of what
    the editor was shown. Its readers are listed by a worker: a hundred thousand rows are no work for a web request. Raises `CannotSend`,
    and then nothing was made.
    """
    if sending := sending_of(key):
        raise SentAlready(sending)
    issue = gather(key, user=by)  # every mail is rendered before the lock: it is short, whatever the mails cost
    _check(issue, choices, seen, is_looked_at, start_at)
    mails = _mails(issue, choices)
    with transaction.atomic():
        _locked(key)
        if sending := sending_of(key):
            raise SentAlready(sending)
        _still_as_rendered(issue)
        begins = start_at or timezone.now()
        sending = make_sending(key=key, topic=issue.topic, title=issue.title, start_at=begins, by=by)
        for language, mail in mails.items():
            add_edition(sending=sending, for_language=language, mail=mail)
    return sending


def make_sending(*, key: UUID, topic: str, title: str, start_at: datetime, by: Any) -> Sending:
    """The one sending of an issue or a month. Raises `SentAlready`: the database takes no second one, whoever presses at the same moment."""
    try:
        with transaction.atomic():
            return Sending.objects.create(issue_key=key, title=title[:255], topic=topic, made_by=by, start_at=start_at)
    except IntegrityError as fault:
        raise SentAlready(Sending.objects.get(issue_key=key, topic=topic)) from fault


def held_languages(issue: Issue) -> tuple[str, ...]:
    """Languages whose readers were held when the issue was sent, and whose words are published by now."""
    if issue.sending is None:
        return ()
    sent = set(issue.sending.editions.values_list("for_language", flat=True))
    return tuple(edition.language for edition in issue.sendable if edition.language not in sent)


def without_words(issue: Issue) -> tuple[str, ...]:
    """Languages whose readers were held and still have no words of their own: the bank may not publish in them at all."""
    if issue.sending is None:
        return ()
    sent = set(issue.sending.editions.values_list("for_language", flat=True))
    unwritten = [edition.language for edition in issue.editions if not edition.facts.is_sendable and edition.facts.readers]
    return tuple(code for code in (*unwritten, *issue.other_readers) if not edition_for(code, available=sent, default=""))


def release(*, key: UUID, language: str, seen: str, is_looked_at: bool, by: Any, words_in: str = "") -> int:
    """Send the issue to readers of a language who were held; gives how many mails are still to leave. Raises `CannotSend`.

    In their own words, or in those of `words_in` with a note in their own on top. `seen`: the `seal` of what the editor was shown, as in
    `send_issue`: these words too are looked at before they leave. A worker lists them.
    """
    issue = gather(key, user=by)
    _may_be_released(issue, language, words_in)
    _was_looked_at(issue, issue.findings(), seen, is_looked_at)
    mail = render_issue(page=issue.edition(words_in).page, for_language=language) if words_in else issue.edition(language).mail
    with transaction.atomic():
        _locked(key)
        _still_as_rendered(issue)
        _may_be_released(issue, language, words_in)
        sending = Sending.objects.get(pk=issue.sending.pk)
        add_edition(sending=sending, for_language=language, mail=mail)
        control.widen(sending=sending, by=by)
    return control.remaining(sending)


def _may_be_released(issue: Issue, language: str, words_in: str) -> None:
    if issue.sending.end_reason:
        raise CannotSend(_("This sending was ended: nothing of it leaves any more. Nothing was sent."))
    if words_in:
        may = language in without_words(issue) and words_in in {edition.language for edition in issue.sendable}
    else:
        may = language in held_languages(issue)
    if not may:
        raise CannotSend(_("Nobody is held for this language any more, or its page is not published yet. Nothing was sent."))
    if preflight.stops(issue.findings()):
        raise CannotSend(_("Something must be mended first; the list says what."))


def _locked(key: UUID) -> None:
    """One at a time: two editors who press at the same moment."""
    list(NewsletterIssuePage.objects.select_for_update(of=("self",)).filter(translation_key=key).order_by("pk"))


def _check(issue: Issue, choices: Mapping[str, str], seen: str, is_looked_at: bool, start_at: datetime | None) -> None:
    found = issue.findings()
    if preflight.stops(found):
        raise CannotSend(_("Something must be mended first; the list says what."))
    sendable = {edition.language for edition in issue.sendable}
    if any(choices.get(language) not in {HOLD, *sendable} for language in preflight.to_choose(found)):
        raise CannotSend(_("Choose for each missing language: hold the mail of its readers, or send them another language with a note."))
    _was_looked_at(issue, found, seen, is_looked_at)
    if start_at is not None and start_at <= timezone.now():
        raise CannotSend(_("This time has passed. Choose a later one, or send at once."))


def _was_looked_at(issue: Issue, found: Sequence[Finding], seen: str, is_looked_at: bool) -> None:
    if seen != seal(issue, found):
        raise CannotSend(_changed())
    if preflight.to_look_at(found) and not is_looked_at:
        raise CannotSend(_("Say that you have looked at the points of the list, then send."))


def _still_as_rendered(issue: Issue) -> None:
    """Under the lock: no page was published, taken back, closed or changed while the mails were rendered."""
    pages = pages_of(issue.key)
    rendered = {edition.language: (edition.state, edition.page.latest_revision_id) for edition in issue.editions if edition.page}
    if rendered != {language: (state_of(page), page.latest_revision_id) for language, page in pages.items() if language in languages.codes()}:
        raise CannotSend(_changed())


def _changed() -> str:
    return _("Something has changed since you opened this page. Look at the list again, then send.")


def _mails(issue: Issue, choices: Mapping[str, str]) -> dict[str, RenderedMail]:
    """The mail for readers of each language: their own words, or another language's with a note in their own on top."""
    pages = {edition.language: edition for edition in issue.sendable}
    mails = {code: edition.mail for code, edition in pages.items()}
    for language in preflight.to_choose(issue.findings()):
        if (other := choices[language]) != HOLD:
            mails[language] = render_issue(page=pages[other].page, for_language=language)
    return mails


def add_edition(*, sending: Sending, for_language: str, mail: RenderedMail) -> Edition:
    """Keep the mail readers of a language get. Raises `CannotSend` for what cannot stand in a mail."""
    subject = mail.subject if len(mail.subject) <= LONGEST_SUBJECT else mail.subject[: LONGEST_SUBJECT - 1] + "…"
    edition = Edition(sending=sending, for_language=for_language, language=mail.language, subject=subject, html=mail.html, text=mail.text)
    try:
        compose_edition(edition_parts(edition))
    except UnsafeHeader as fault:
        raise CannotSend(in_words(str(fault))) from fault
    edition.save()
    return edition
