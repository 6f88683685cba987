"""Published press items as readers see them: one card per story, our summary in the reader's language where there is one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from newsletter.models.press import PressItem, PressPractice, PressTopic
from practices.models import PracticePage
from site4p1000.common.addresses import address_of
from site4p1000.common.languages import country_name
from site4p1000.common.navigation import Link
from site4p1000.common.visibility import readable


@dataclass(frozen=True, kw_only=True, slots=True)
class PressSource:
    """Where else a story stood. `url` is empty for what is in print only."""

    title: str
    outlet: str
    url: str
    date: date
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PressCard:
    """A story as lists, issues and mails show it: its leading item, and who else told it.

    `language` is the article's (ISO 639-1). `summary_language` is that of our summary, and empty where it is the reader's own, as is
    `title_language`: both are for the `lang` attribute and for telling the reader. `country` and `topic` are words, empty when unknown.
    """

    id: int
    title: str
    url: str
    outlet: str
    author: str
    date: date
    language: str
    title_language: str
    country: str
    topic: str
    summary: str
    summary_language: str
    others: tuple[PressSource, ...] = ()
    practices: tuple[Link, ...] = ()

    @property
    def anchor(self) -> str:
        """Its place on the page of the archive."""
        return f"item-{self.id}"

    @property
    def sources(self) -> int:
        """How many outlets are known to have told it."""
        return 1 + len(self.others)


def items_for(
    *, language: str, since: date | None = None, until: date | None = None, topics: Iterable[str] = (), article_languages: Iterable[str] = ()
) -> tuple[PressCard, ...]:
    """Cards for readers of `language`, newest first: published items of these days (both included), topics and languages of articles.

    Three queries, however many. Empty filters leave nothing out. An item without a summary in `language` comes with the one it has.
    """
    rows = PressItem.objects.published().in_period(since, until).about(topics).written_in(article_languages)
    return cards_of(list(rows), language=language)


def cards_of(items: Sequence[PressItem], *, language: str, with_practices: bool = True) -> tuple[PressCard, ...]:
    """One card for each story among these items, newest first: two queries, and none `with_practices` left out."""
    stories: dict[UUID, list[PressItem]] = defaultdict(list)
    for item in items:
        stories[item.story].append(item)
    practices = _practices([item.pk for item in items], language) if with_practices else {}
    cards = (_card(sorted(story, key=lambda item: _rank(item, language)), language, practices) for story in stories.values())
    return tuple(sorted(cards, key=lambda card: (card.date, card.id), reverse=True))


def _rank(item: PressItem, language: str) -> tuple:
    """Who leads a story: an article the reader can read, then a summary they can read, then who told it first."""
    return item.language != language, not item.summaries.get(language), item.published_on, item.pk


def _card(story: Sequence[PressItem], language: str, practices: Mapping[int, Sequence[Link]]) -> PressCard:
    lead, *others = story
    summary = lead.summary(language)
    country, topic = (next((value for item in story if (value := getattr(item, name))), "") for name in ("country", "topic"))
    return PressCard(
        id=lead.pk,
        title=lead.title,
        url=lead.url,
        outlet=lead.outlet,
        author=lead.author,
        date=lead.published_on,
        language=lead.language,
        title_language="" if lead.language == language else lead.language,
        country=country_name(country, language) if country else "",
        topic=str(PressTopic(topic).label) if topic else "",
        summary=summary.text,
        summary_language="" if summary.language == language else summary.language,
        others=tuple(_source(item) for item in others),
        practices=tuple(dict.fromkeys(link for item in story for link in practices.get(item.pk, ()))),
    )


def _source(item: PressItem) -> PressSource:
    return PressSource(title=item.title, outlet=item.outlet, url=item.url, date=item.published_on, language=item.language)


def _practices(item_ids: Sequence[int], language: str) -> dict[int, list[Link]]:
    """The live practices of each item in the reader's language: two queries, and one where no item has a practice."""
    rows = list(PressPractice.objects.filter(item__in=item_ids).order_by("sort_order").values_list("item_id", "page__translation_key"))
    if not rows:
        return {}
    pages = readable(PracticePage.objects).filter(translation_key__in={key for _item, key in rows}, locale__language_code=language)
    links = {page.translation_key: Link(title=page.title, url=address_of(page)) for page in pages}
    found: dict[int, list[Link]] = defaultdict(list)
    for item_id, key in rows:
        found[item_id].extend([links[key]] if key in links else [])
    return found
