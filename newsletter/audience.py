"""Who gets a sending, in which words: subscribers become recipient rows, once each."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Count, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from newsletter.models import Edition, Recipient, Sending, SendingState, Subscriber, SubscriberState

CHUNK = 1_000


def edition_for(language: str, *, available: Iterable[str], default: str) -> str:
    """The language whose words a reader of `language` gets: the same, else its base language, else `default`. ("pt-br", "pt", "en")."""
    have = set(available)
    return next((code for code in (language, language.partition("-")[0], default) if code in have), "")


def list_recipients(*, sending: Sending) -> int:
    """Make a row for every active subscriber of the sending's topic who has none yet; gives how many rows there are.

    May be cut off at any point and called again: rows are unique, and a sending is ``READY`` only when all are there.
    """
    editions = {edition.for_language: edition for edition in sending.editions.all()}
    for chunk in _chunks(sending):
        rows = [_row(sending, subscriber, editions) for subscriber in chunk]
        Recipient.objects.bulk_create([row for row in rows if row], ignore_conflicts=True)
    with transaction.atomic():
        Sending.objects.filter(pk=sending.pk, state=SendingState.PREPARING).update(state=SendingState.READY)
    return sending.recipients.count()


def readers_of(sending: Sending) -> int:
    """How many readers a sending is for, before they are listed: those whose language it has words for."""
    editions = list(sending.editions.values_list("for_language", flat=True))
    counts = counts_per_language(sending.topic).items()
    return sum(number for language, number in counts if edition_for(language, available=editions, default=""))


def counts_per_language(topic: str) -> Mapping[str, int]:
    """Active subscribers of a topic by language, as the editor sees them before sending: one query, and no reader is read."""
    asking = Subscriber.objects.filter(state=SubscriberState.ACTIVE).annotate(topics_text=Cast("topics", TextField()))
    rows = asking.filter(topics_text__contains=f'"{topic}"').order_by("language").values_list("language").annotate(number=Count("pk"))
    return dict(rows)


def _chunks(sending: Sending):
    """Active subscribers by id, a thousand at a time, so that memory stays flat. Who came after the sending began gets the next one."""
    readers = Subscriber.objects.filter(state=SubscriberState.ACTIVE).order_by("pk")
    if sending.started_at:
        readers = readers.filter(created_at__lte=sending.started_at)
    last = 0
    while True:
        found = list(readers.filter(pk__gt=last)[:CHUNK])
        if not found:
            return
        last = found[-1].pk
        yield [subscriber for subscriber in found if sending.topic in subscriber.topics]


def _row(sending: Sending, subscriber: Subscriber, editions: Mapping[str, Edition]) -> Recipient | None:
    """Readers of a language that is held back have no edition and get no row: "send remaining" finds them later."""
    language = edition_for(subscriber.language, available=editions, default="")
    if not language:
        return None
    return Recipient(sending=sending, subscriber=subscriber, edition=editions[language], changed_at=timezone.now())
