"""Who gets a sending, in which words: subscribers become recipient rows, once each."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from newsletter.models import Edition, Recipient, Sending, Subscriber, SubscriberState
from newsletter.rhythm import is_this_month, leave_out_who_had_theirs, who_had_theirs
from newsletter.sending.states import Delivery

CHUNK = 1_000


def edition_for(language: str, *, available: Iterable[str], default: str) -> str:
    """The language whose words a reader of `language` gets: the same, else its base language, else `default`. ("pt-br", "pt", "en")."""
    have = set(available)
    return next((code for code in (language, language.partition("-")[0], default) if code in have), "")


def editions_of(sending: Sending) -> dict[str, Edition]:
    """The words of a sending by the language of those who get them."""
    return {edition.for_language: edition for edition in sending.editions.all()}


def without_a_row(sending: Sending) -> int:
    """How many readers would be written to if they were listed now and have no row: two queries, and no reader is read."""
    there = Recipient.objects.filter(sending=sending, subscriber=OuterRef("pk"))
    readers = _who_may_get(sending, _asking(sending.topic)).exclude(Exists(there))
    missing = _counted(readers.exclude(pk__in=who_had_theirs(readers, sending=sending, now=timezone.now()).values("pk")))
    editions = list(sending.editions.values_list("for_language", flat=True))
    return sum(number for language, number in missing.items() if edition_for(language, available=editions, default=""))


def readers_of(sending: Sending) -> int:
    """How many readers a sending is for, before they are listed: those whose language it has words for.

    Who wants one mail a month and has had it is not counted, unless it begins in another month.
    """
    now = timezone.now()
    editions = list(sending.editions.values_list("for_language", flat=True))
    is_now = is_this_month(sending.start_at or now, now=now)
    had = had_theirs_per_language(sending.topic, sending=sending, now=now) if is_now else {}
    counts = counts_per_language(sending.topic).items()
    return sum(number - had.get(code, 0) for code, number in counts if edition_for(code, available=editions, default=""))


def counts_per_language(topic: str) -> Mapping[str, int]:
    """Active subscribers of a topic by language, as the editor sees them before sending: one query, and no reader is read."""
    return _counted(_asking(topic))


def had_theirs_per_language(topic: str, *, now: datetime, sending: Sending | None = None) -> Mapping[str, int]:
    """Those of `counts_per_language` who want one mail a month and have had it, or have it on its way: one query."""
    return _counted(who_had_theirs(_asking(topic), sending=sending, now=now))


def _asking(topic: str) -> QuerySet[Subscriber]:
    asking = Subscriber.objects.filter(state=SubscriberState.ACTIVE).annotate(topics_text=Cast("topics", TextField()))
    return asking.filter(topics_text__contains=f'"{topic}"')


def _counted(readers: QuerySet[Subscriber]) -> dict[str, int]:
    return dict(readers.order_by("language").values_list("language").annotate(number=Count("pk")))


def _who_may_get(sending: Sending, readers: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
    """Who subscribed, confirmed or came back after the sending began gets the next one. When a topic was taken on is not known."""
    began = sending.started_at
    return readers.filter(created_at__lte=began, state_at__lte=began) if began else readers


@transaction.atomic
def list_chunk(sending: Sending, editions: Mapping[str, Edition], *, after: int) -> int | None:
    """A thousand readers by id, so that memory stays flat; gives the last id, ``None`` at the end.

    A row for every active subscriber of the topic who has none yet; one that waits follows what its reader chose since it was made.
    They are locked until their rows are written: nobody is erased in between.
    """
    readers = Subscriber.objects.select_for_update(no_key=True).filter(state=SubscriberState.ACTIVE, pk__gt=after).order_by("pk")
    found = list(_who_may_get(sending, readers)[:CHUNK])
    if not found:
        return None
    wanted = {reader.pk: _edition_of(reader, editions) for reader in found if sending.topic in reader.topics}
    there = sending.recipients.filter(subscriber__gte=found[0].pk, subscriber__lte=found[-1].pk)
    listed = {row[0]: row for row in there.values_list("subscriber_id", "edition_id", "state")}
    rows = [_row(sending, pk, edition) for pk, edition in wanted.items() if edition and pk not in listed]
    Recipient.objects.bulk_create(rows, ignore_conflicts=True)
    _follow_choices(sending, wanted, listed)
    leave_out_who_had_theirs(sending=sending, readers=found, now=timezone.now())
    return found[-1].pk


def _follow_choices(sending: Sending, wanted: Mapping[int, Edition | None], listed: Mapping[int, tuple]) -> None:
    """Rows that wait get the words of the language chosen since. Where that language is held back, its readers wait with the others.

    Who took the topic off keeps the row, and is left out with that reason when it is claimed.
    """
    changed: dict[Edition | None, list[int]] = {}
    for pk, edition in wanted.items():
        _pk, edition_id, state = listed.get(pk, (pk, None, None))
        if state == Delivery.PENDING and edition_id != (edition.pk if edition else None):
            changed.setdefault(edition, []).append(pk)
    for edition, readers in changed.items():
        rows = sending.recipients.filter(subscriber__in=readers, state=Delivery.PENDING)
        rows.update(edition=edition) if edition else _delete(rows)


def _delete(rows: QuerySet[Recipient]) -> None:
    """Locked first: a row that a worker has just taken is not one of them."""
    ids = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    Recipient.objects.filter(pk__in=ids).delete()


def _edition_of(reader: Subscriber, editions: Mapping[str, Edition]) -> Edition | None:
    """Readers of a language that is held back have no edition and get no row: "send remaining" finds them later."""
    return editions.get(edition_for(reader.language, available=editions, default=""))


def _row(sending: Sending, reader_id: int, edition: Edition) -> Recipient:
    return Recipient(sending=sending, subscriber_id=reader_id, edition=edition, changed_at=timezone.now())
