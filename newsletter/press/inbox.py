"""The inbox of the press review: drafts wait until somebody says, with one key each, to keep them, to discard them, or later."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from newsletter.models.press import PressItem, PressItemQuerySet, PressPractice, PressState, PressTopic
from newsletter.press.keywords import Suggestions
from newsletter.press.suggesting import suggested_for
from practices.models import PracticePage

MOST = 1_000
"""So many of those that wait longest are sorted; there are never more in a press review that is read."""
NO_TOPIC = "none"


class Act(Enum):
    """What an editor may say of a draft."""

    KEEP = "keep"
    LATER = "later"
    """It goes to the end of those that wait."""
    DISCARD = "discard"


class Decided(Enum):
    """What became of it."""

    DONE = "done"
    LACKS = "lacks"
    """It cannot be kept yet: readers would miss something, mostly our summary."""
    GONE = "gone"
    """It is no draft any more: somebody else was quicker."""


def waiting() -> PressItemQuerySet:
    """The drafts; the one that waits longest comes first, and what was put off waits anew."""
    return PressItem.objects.filter(state=PressState.DRAFT).order_by("changed_at", "pk")


@dataclass(frozen=True, kw_only=True, slots=True)
class Filing:
    """What an editor took over of what the keywords suggest: the topic, and pages of practices to relate the article to."""

    topic: str = ""
    practices: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A draft, and what the keywords suggest for it beside what it is filed under."""

    item: PressItem
    suggested: Suggestions

    @property
    def topics(self) -> tuple[str, ...]:
        """What it is filed under, else what its words speak for, the clearest first."""
        return (self.item.topic,) if self.item.topic else tuple(str(one.what) for one in self.suggested.topics)


class Order(Enum):
    """Which draft comes first."""

    LONGEST = "longest"
    """The one that waits longest."""
    WORDS = "words"
    """The one in which most keywords were found."""


def sorted_out(*, topic: str = "", order: Order = Order.LONGEST) -> tuple[Waiting, ...]:
    """The drafts whose topic, given or suggested, is `topic`; all when it is empty, and those without any for `NO_TOPIC`. Three queries."""
    items = list(waiting().prefetch_related("practices__page")[:MOST])
    suggested = suggested_for(items)
    found = [Waiting(item=item, suggested=_without_what_it_has(item, suggested[item.pk])) for item in items]
    if topic:
        found = [one for one in found if topic in (one.topics or (NO_TOPIC,))]
    if order is Order.WORDS:
        found.sort(key=lambda one: -len(one.suggested.words))
    return tuple(found)


def _without_what_it_has(item: PressItem, found: Suggestions) -> Suggestions:
    related = {row.page.translation_key for row in item.practices.all()}
    return replace(found, practices=tuple(one for one in found.practices if one.what.translation_key not in related))


@transaction.atomic
def decide(*, item_id: int, act: Act, by: Any, filing: Filing | None = None) -> Decided:
    """Do with a draft what `by` said. What they took over of the suggestions is kept, unless they discard it."""
    item = PressItem.objects.select_for_update().filter(pk=item_id, state=PressState.DRAFT).first()
    if item is None:
        return Decided.GONE
    if filing and act is not Act.DISCARD:
        _file(item, filing)
    if act is Act.KEEP and item.missing():
        return Decided.LACKS
    item.state = {Act.KEEP: PressState.KEPT, Act.DISCARD: PressState.DISCARDED}.get(act, PressState.DRAFT)
    item.save(update_fields=["state", "topic", "changed_at"])
    if act is not Act.LATER:
        log(instance=item, action="wagtail.edit", user=by)
    return Decided.DONE


def _file(item: PressItem, filing: Filing) -> None:
    """The moment of the last change stays: what lacks something does not lose its turn."""
    if filing.topic in ("", *PressTopic.values):
        item.topic = filing.topic
        PressItem.objects.filter(pk=item.pk).update(topic=filing.topic)
    related = set(PressPractice.objects.filter(item=item).values_list("page__translation_key", flat=True))
    for number, page in enumerate(PracticePage.objects.filter(pk__in=filing.practices).order_by("pk"), start=len(related)):
        if page.translation_key not in related:
            PressPractice.objects.create(item=item, page=page, sort_order=number)
            related.add(page.translation_key)
