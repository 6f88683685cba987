"""Subscribers and sendings for tests."""

import itertools
import uuid
from datetime import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from newsletter.models import Edition, Sending, SendingState, Subscriber, SubscriberState
from newsletter.sending.listing import Lister


def a_subscriber(email: str = "ana@example.org", *, language: str = "en", state: str = SubscriberState.ACTIVE, topics=("newsletter",)) -> Subscriber:
    """A subscriber who confirmed, unless said otherwise."""
    return Subscriber.objects.create(email=email, language=language, state=state, topics=list(topics))


def subscribers(count: int, addresses: str = "reader{}@example.org", **fields) -> list[Subscriber]:
    """So many readers, numbered from 0 in their addresses."""
    return [a_subscriber(addresses.format(number), **fields) for number in range(count)]


def a_sending(*, languages=("en", "fr", "es"), is_running: bool = True) -> Sending:
    """A sending with an edition per language to all subscribers there are, begun unless said otherwise."""
    sending = Sending.objects.create(issue_key=uuid.uuid4(), title="Soil that is never naked", rate_per_second=1e6, domain_rate_per_second=1e6)
    for code in languages:
        words = f"Words in {code} {{{{unsubscribe_url}}}} {{{{preferences_url}}}}"
        Edition.objects.create(sending=sending, for_language=code, language=code, subject=f"Issue in {code}", html=f"<p>{words}</p>", text=words)
    list_and_begin(now=timezone.now())
    if is_running:
        Sending.objects.filter(pk=sending.pk).update(state=SendingState.RUNNING)
    sending.refresh_from_db()
    return sending


def list_and_begin(*, now: datetime) -> None:
    """List all that is wanted at this moment, to its end, and begin what is due: as the worker does.

    By its clock rests are over at once.
    """
    lister = Lister(clock=itertools.count().__next__)
    lister.look(now=now)
    while lister.is_at_work:
        lister.step(now=now)


def list_again(sending: Sending) -> None:
    """As when somebody asked for it: also those who came since."""
    Sending.objects.filter(pk=sending.pk).update(list_wanted_at=timezone.now())
    list_and_begin(now=timezone.now())


def an_operator(name: str = "operator"):
    """A login that may do everything."""
    model = get_user_model()
    return model.objects.filter(username=name).first() or model.objects.create_superuser(name, f"{name}@example.org", "x")
