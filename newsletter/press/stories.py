"""Puts items that tell the same story together. Called whenever an item was saved."""

import uuid

from newsletter.models.press import PressItem
from newsletter.press.titles import SAME_STORY_DAYS, Headline, same_story


def join_story(*, item: PressItem) -> int:
    """Give `item` the story of the item it is most like, else one of its own. Gives how many other items share its story."""
    found = None if item.is_own_story or not item.published_on else same_story(_headline(item), map(_headline, _near(item)))
    joined = PressItem.objects.get(pk=int(found)).story if found else _own_story(item)
    if joined != item.story:
        item.story = joined
        item.save(update_fields=["story"])
    return PressItem.objects.filter(story=item.story).exclude(pk=item.pk).count()


def _near(item: PressItem):
    """The items of these days it may belong to."""
    rows = PressItem.objects.filter(is_own_story=False).exclude(pk=item.pk)
    return rows.near_day(item.published_on, days=SAME_STORY_DAYS).only("pk", "title", "outlet", "published_on")


def _own_story(item: PressItem) -> uuid.UUID:
    """Its own story stays its own; one that others are in is left to them."""
    is_shared = PressItem.objects.filter(story=item.story).exclude(pk=item.pk).exists()
    return uuid.uuid4() if is_shared else item.story


def _headline(item: PressItem) -> Headline:
    return Headline(key=str(item.pk), title=item.title, outlet=item.outlet, published_on=item.published_on)
