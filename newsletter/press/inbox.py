"""The inbox of the press review: drafts wait until somebody says, with one key each, to keep them, to discard them, or later."""

from enum import Enum
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from newsletter.models.press import PressItem, PressItemQuerySet, PressState


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


@transaction.atomic
def decide(*, item_id: int, act: Act, by: Any) -> Decided:
    """Do with a draft what `by` said."""
    item = PressItem.objects.select_for_update().filter(pk=item_id, state=PressState.DRAFT).first()
    if item is None:
        return Decided.GONE
    if act is Act.KEEP and item.missing():
        return Decided.LACKS
    item.state = {Act.KEEP: PressState.KEPT, Act.DISCARD: PressState.DISCARDED}.get(act, PressState.DRAFT)
    item.save(update_fields=["state", "changed_at"])
    if act is not Act.LATER:
        log(instance=item, action="wagtail.edit", user=by)
    return Decided.DONE
