"""A month of the press review as mail: one edition in each language, sent to those who chose the press review."""

import calendar
import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_skeleton
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from newsletter.issues import preflight
from newsletter.issues.dispatch import CannotSend, SentAlready, add_edition, make_sending
from newsletter.models import PressItem, PressPractice, PressState, PressTopic, Sending, Topic
from newsletter.press.items import PressCard, items_for
from newsletter.press.month_checking import MonthCheck, check_month
from newsletter.rendering.issue import RenderedMail, render_parts
from newsletter.sending.mail_backend import mail_can_leave
from site4p1000.common import languages
from site4p1000.common.addresses import absolute
from site4p1000.common.body import Part

_COUNTED = (PressState.DRAFT.value, PressState.KEPT.value, PressState.PUBLISHED.value)
_KEYS = uuid.uuid5(uuid.NAMESPACE_URL, "press-review")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Month:
    """A calendar month. Raises ``ValueError`` for one that is none."""

    year: int
    month: int

    def __post_init__(self):
        date(self.year, self.month, 1)

    @classmethod
    def read(cls, text: str) -> "Month":
        """From "2026-11". Raises ``ValueError``."""
        year, _dash, month = text.partition("-")
        return cls(year=int(year), month=int(month))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def key(self) -> uuid.UUID:
        """What its sending is known by: always the same, so that a month is sent once."""
        return uuid.uuid5(_KEYS, str(self))

    def words(self, language: str) -> str:
        """ "November 2026" in a language."""
        return format_skeleton("yMMMM", self.first, locale=language)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Head:
    language: str
    title: str
    summary: str
    date: date
    number: None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthEdition:
    """The mail of a month in one language. `without_summary`: how many stories have our summary in another language only."""

    mail: RenderedMail
    stories: int
    without_summary: int


def months() -> Mapping[Month, Mapping[str, int]]:
    """The months that have items, the latest first, with how many there are in each state: one query."""
    found: dict[Month, dict[str, int]] = {}
    items = PressItem.objects.exclude(published_on=None).filter(state__in=_COUNTED)
    for day, state in items.order_by("-published_on").values_list("published_on", "state"):
        counts = found.setdefault(Month(year=day.year, month=day.month), dict.fromkeys(_COUNTED, 0))
        counts[state] += 1
    return found


def month_editions(month: Month) -> tuple[MonthEdition, ...]:
    """The published items of a month as mail in every language of the bank."""
    return tuple(_edition(month, code) for code in languages.codes())


def seal(editions: Iterable[MonthEdition]) -> str:
    """Changes when a word changes: what is sent is what somebody looked at."""
    return hashlib.sha256("".join(edition.mail.digest for edition in editions).encode()).hexdigest()


def sending_of(month: Month) -> Sending | None:
    """The sending of a month: there is one at most."""
    return Sending.objects.filter(issue_key=month.key, topic=Topic.PRESS_REVIEW).first()


def publish_kept(*, month: Month) -> int:
    """Publish what is kept of a month; gives how many items that were. What lacks something readers need stays as it is."""
    kept = PressItem.objects.filter(state=PressState.KEPT).in_period(month.first, month.last)
    whole = [item.pk for item in kept if not item.missing()]
    return PressItem.objects.filter(pk__in=whole, state=PressState.KEPT).update(state=PressState.PUBLISHED, changed_at=timezone.now())


def check(month: Month, editions: Sequence[MonthEdition], *, user: Any) -> MonthCheck:
    """The list before sending, for these mails."""
    return check_month(key=month.key, mails=[edition.mail for edition in editions], stories=editions[0].stories, user=user)


def send_month(*, month: Month, seen: str, is_looked_at: bool, by: Any, start_at: datetime | None = None) -> Sending:
    """Make the sending of a month; it begins at `start_at`, or as soon as a worker has listed its readers.

    `seen` is the `seal` of what the editor looked at.

    Raises `CannotSend`, and then nothing was made; `SentAlready` when the month has a sending.
    """
    if sending := sending_of(month):
        raise SentAlready(sending)
    items = _items_of(month)
    editions = month_editions(month)  # every mail is rendered and looked at before the lock: it is short, whatever the mails cost
    _may_be_sent(month, editions, seen, is_looked_at, by)
    if start_at is not None and start_at <= timezone.now():
        raise CannotSend(_("This time has passed. Choose a later one, or send at once."))
    with transaction.atomic():
        list(PressItem.objects.select_for_update().in_period(month.first, month.last).values_list("pk").order_by("pk"))  # one at a time
        if sending := sending_of(month):
            raise SentAlready(sending)
        if items != _items_of(month):
            raise CannotSend(_changed())
        title = editions[0].mail.subject
        sending = make_sending(key=month.key, topic=Topic.PRESS_REVIEW, title=title, start_at=start_at or timezone.now(), by=by)
        for edition in editions:
            add_edition(sending=sending, for_language=edition.mail.language, mail=edition.mail)
    return sending


def _items_of(month: Month) -> tuple:
    """All that the mails are made from: read before they are rendered and under the lock, it says whether something changed meanwhile."""
    items = PressItem.objects.published().in_period(month.first, month.last).order_by("pk")
    practices = PressPractice.objects.filter(item__in=items.values("pk")).order_by("pk")
    return tuple(map(repr, items.values_list())), tuple(practices.values_list("item_id", "page_id", "sort_order"))


def _changed() -> str:
    return _("Something has changed since you opened this page. Look at the mails again, then send.")


def _may_be_sent(month: Month, editions: Sequence[MonthEdition], seen: str, is_looked_at: bool, by: Any) -> None:
    if not mail_can_leave():
        raise CannotSend(_("No mail server is set up, so no mail would leave. Tell whoever looks after the bank: BANK_SMTP_HOST is missing."))
    if not any(edition.stories for edition in editions):
        raise CannotSend(_("No press item of this month is published. Publish some first."))
    if seen != seal(editions):
        raise CannotSend(_changed())
    found = check(month, editions, user=by).findings
    if preflight.stops(found):
        raise CannotSend(_("Something must be mended first; the list says what."))
    if preflight.to_look_at(found) and not is_looked_at:
        raise CannotSend(_("Say that you have looked at the points of the list, then send."))


def _edition(month: Month, language: str) -> MonthEdition:
    with translation.override(language):
        cards = items_for(language=language, since=month.first, until=month.last)
        when = month.words(language)
        title, summary = _("Press review, %(month)s") % {"month": when}, _("What others publish about soils, in our own summaries.")
        url = absolute(f"{reverse('press_archive')}?year={month.year}&month={month.month}")
        head = _Head(language=language, title=title, summary=summary, date=month.last)
        mail = render_parts(head=head, url=url, parts=_parts(cards))
    return MonthEdition(mail=mail, stories=len(cards), without_summary=sum(bool(card.summary_language) for card in cards))


def _parts(cards: Sequence[PressCard]) -> Iterable[Part]:
    """Under a heading per topic, in the order of topics; what has none comes last."""
    for topic in (*(str(label) for label in PressTopic.labels), ""):
        if entries := tuple(card for card in cards if card.topic == topic):
            heading = topic or (_("More") if len(entries) < len(cards) else _("Press review"))
            yield Part(template="blocks/press_review.html", values={"heading": heading, "entries": entries}, heading=heading)
