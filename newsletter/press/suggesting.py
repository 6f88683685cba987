"""What the editors' keywords suggest for press items: asked for when it is shown, so that a changed keyword holds at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language, pgettext

from newsletter.models.press import PressItem, PressTopic
from newsletter.models.press_keywords import PressKeywords
from newsletter.press.keywords import Keywords, Suggestions, divided, suggestions


@dataclass(frozen=True, slots=True)
class SuggestedPractice:
    """A practice by the page an editor chose for a keyword. Pages that are translations of each other are one practice."""

    page_id: int
    title: str
    translation_key: UUID


def keyword_sets() -> tuple[Keywords, ...]:
    """All keywords, topic by topic in the order of topics: one query."""
    rows = PressKeywords.objects.select_related("practice")
    here = (get_language() or "")[:2]
    order = {topic: number for number, topic in enumerate(PressTopic.values)}
    by_key: dict[object, SuggestedPractice] = {}
    for row in sorted(rows, key=lambda row: row.language != here):  # an editor reads its title in their own language where there is one
        if row.practice:
            by_key.setdefault(row.practice.translation_key, SuggestedPractice(row.practice_id, row.practice.title, row.practice.translation_key))
    return tuple(
        Keywords(
            language=row.language,
            words=divided(row.words),
            topic=row.topic,
            practice=by_key[row.practice.translation_key] if row.practice else None,
        )
        for row in sorted(rows, key=lambda row: order.get(row.topic, len(order)))
    )


def suggested_for(items: Iterable[PressItem]) -> Mapping[int, Suggestions]:
    """What the title and our summaries of each item suggest, by its id."""
    sets = keyword_sets()
    return {item.pk: suggestions(_texts(item), sets) for item in items}


def suggested_by_title(title: str, *, language: str) -> Suggestions:
    """What a title alone suggests, for an item that is being entered."""
    return suggestions([(language, title)], keyword_sets())


def told(found: Suggestions) -> str:
    """ "Found: humus, soil carbon (Soil carbon and climate)", stars left out; empty when nothing was found."""
    lists = (f"{', '.join(one.words).replace('*', '')} ({PressTopic(one.what).label})" for one in found.topics)
    return pgettext("keywords", "Found: %(words)s") % {"words": " · ".join(lists)} if found.topics else ""


def _texts(item: PressItem) -> list[tuple[str, str]]:
    return [(item.language, item.title), *((code, text) for code, text in item.summaries.items() if text)]
