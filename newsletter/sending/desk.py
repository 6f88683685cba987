"""The worker's desk as this installation sets it up: its relay, its editions, its clock. The edge between settings and the worker."""

import logging
import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone, translation
from django.utils.crypto import get_random_string

from newsletter.addresses import preferences_url, sender, unsubscribe_url
from newsletter.bounces.applying import refused_at_once
from newsletter.bounces.return_addresses import leave_address, return_address
from newsletter.models import Edition, Sending, SendingState, Topic, WorkerPulse
from newsletter.sending import housekeeping
from newsletter.sending.composing import ComposedEdition, EditionParts, Personal, UnsafeHeader, compose_edition, message_id
from newsletter.sending.ledger import Claimed
from newsletter.sending.lines import CannotBeMade
from newsletter.sending.mail_backend import BackendTransport
from newsletter.sending.transport import Relay, SmtpTransport, Transport
from newsletter.sending.worker import Desk
from site4p1000.common.hosts import ascii_host, ascii_mail_address

log = logging.getLogger(__name__)

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

ALIVE = 3 * housekeeping.PULSE
"""A worker that was not heard of for so long has no part in the pace any more."""


def desk(*, connections: int = 10, lease: timedelta = timedelta(minutes=5)) -> Desk:
    """A desk for one worker of this installation; its name is its own."""
    shelf = EditionShelf()
    return Desk(
        name=f"{socket.gethostname()[:20]}-{os.getpid()}-{get_random_string(6)}",
        transport=transport_factory(),
        prepare=shelf.fetch,
        compose=shelf.compose,
        rates=rates,
        now=timezone.now,
        connections=connections,
        lease=lease,
        refused=lambda row, words: refused_at_once(recipient_id=row.pk, words=words),
    )


def rates() -> tuple[float, float]:
    """The pace of the sendings that mail leaves of: the slowest asked for. What they share is the relay, and so do the workers that live."""
    now = timezone.now()
    leaving = Sending.objects.filter(state=SendingState.RUNNING).exclude(held_until__gt=now)
    asked = list(leaving.values_list("rate_per_second", "domain_rate_per_second"))
    workers = max(1, WorkerPulse.objects.filter(seen_at__gt=now - ALIVE).count())
    return (min(row[0] for row in asked) / workers, min(row[1] for row in asked) / workers) if asked else (1.0, 1.0)


def transport_factory() -> Callable[[], Transport]:
    """SMTP spoken by us where Django is set to SMTP; else whatever mail backend is set (files, or a provider's)."""
    if settings.EMAIL_BACKEND != SMTP_BACKEND:
        return BackendTransport
    relay = Relay(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        use_tls=settings.EMAIL_USE_TLS,
        use_ssl=settings.EMAIL_USE_SSL,
    )
    return lambda: SmtpTransport(relay)


@dataclass(slots=True)
class EditionShelf:
    """Editions encoded once and kept, by id."""

    _composed: dict[int, ComposedEdition] = field(default_factory=dict)
    _topics: dict[int, str] = field(default_factory=dict)
    _faults: dict[int, str] = field(default_factory=dict)
    """Why an edition cannot be encoded. It is tried again with the next rows: whoever resumes has mended something."""

    def fetch(self, rows: Iterable[Claimed]) -> None:
        """Read and encode the editions of these rows that are not here yet, and put away those of sendings that are finished."""
        missing = {row.edition_id for row in rows} - self._composed.keys()
        if not missing:
            return
        self._put_away()
        for edition in Edition.objects.filter(pk__in=missing).select_related("sending"):
            self._put_up(edition)

    def _put_up(self, edition: Edition) -> None:
        """One that cannot be encoded stops nobody else: its own rows are told when their turn comes."""
        self._faults.pop(edition.pk, None)
        try:
            self._composed[edition.pk] = compose_edition(edition_parts(edition))
            self._topics[edition.pk] = edition.sending.topic
        except UnsafeHeader as fault:
            self._faults[edition.pk] = str(fault)
        except DatabaseError:
            raise
        except Exception as fault:  # whatever stands in an edition, the worker goes on with the others
            log.exception("Edition %s cannot be encoded", edition.pk)
            self._faults[edition.pk] = f"{type(fault).__name__}: {fault}"

    def _put_away(self) -> None:
        """A finished sending has no row in hand; one that is begun again is read again."""
        finished = Edition.objects.filter(pk__in=list(self._composed), sending__state=SendingState.FINISHED)
        for pk in finished.values_list("pk", flat=True):
            del self._composed[pk], self._topics[pk]

    def compose(self, row: Claimed) -> tuple[str, bytes]:
        """The sender's address and the message for one reader. Raises `CannotBeMade` for one of an edition that cannot be encoded."""
        if fault := self._faults.get(row.edition_id):
            raise CannotBeMade(fault)
        composed = self._composed[row.edition_id]
        personal = Personal(
            address=row.address,
            message_id=row_message_id(row.sending_id, row.subscriber_id),
            unsubscribe_url=unsubscribe_url(row.subscriber_id, self._topics[row.edition_id]),
            preferences_url=preferences_url(row.subscriber_id),
            dated=timezone.now(),
            leave_address=ascii_mail_address(leave_address(row.pk)),
        )
        return ascii_mail_address(return_address(row.pk)), composed.compose(personal)


def row_message_id(sending_id: int, subscriber_id: int) -> str:
    """The Message-ID of a reader's mail in a sending."""
    return message_id(secret=settings.SECRET_KEY, sending_id=sending_id, subscriber_id=subscriber_id, host=own_host())


def edition_parts(edition: Edition) -> EditionParts:
    """What all readers of an edition get alike."""
    return EditionParts(
        subject=edition.subject,
        html=edition.html,
        text=edition.text,
        language=edition.language,
        from_name=sender().name,
        from_address=sender().address,
        list_id=f"{edition.sending.topic.replace('_', '-')}.{own_host()}",
        list_name=_list_name(edition),
    )


def _list_name(edition: Edition) -> str:
    """The bank's name and the topic's, in the language of the words: mail programs show it beside the way to leave."""
    with translation.override(edition.language):
        topic = dict(Topic.choices).get(edition.sending.topic, "")
        return f"{settings.WAGTAIL_SITE_NAME}, {topic}" if topic else settings.WAGTAIL_SITE_NAME


def own_host() -> str:
    """The host name of the site, in ASCII, as the names of mails and of the list end."""
    return _host_of(settings.WAGTAILADMIN_BASE_URL)


@lru_cache(maxsize=4)
def _host_of(url: str) -> str:
    """Kept, since it is asked for with every mail."""
    return ascii_host(urlsplit(url).hostname or "localhost")
