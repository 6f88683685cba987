"""What the pages of stories show, in a fixed number of queries. Imported by the models, so page models are looked up when asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.apps import apps

from practices.browsing.cards import PracticeCard, ZoneBadge, badge, cards_of_pages
from site4p1000.common import languages
from site4p1000.common.addresses import address_of
from site4p1000.common.body import Part, parts
from site4p1000.common.paging import Pager, one_page
from site4p1000.common.visibility import readable
from site4p1000.common.wording import citation_numbers, number_citations


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryCard:
    """A story as lists show it. `country` is a name, `when` a few words; either may be unknown and empty."""

    title: str
    url: str
    summary: str
    drawing: str
    country: str = ""
    when: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryList:
    """One page of the list of stories."""

    cards: tuple[StoryCard, ...]
    pager: Pager


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryFigure:
    """A figure as somebody reported it. There is none without its source."""

    value: str
    text: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryReading:
    """A story ready to read. `references` are numbered by their place from 1; `sources` are told in words."""

    country: str
    where: str
    who: str
    when: str
    zones: tuple[ZoneBadge, ...]
    figures: tuple[StoryFigure, ...]
    body: tuple[Part, ...]
    practices: tuple[PracticeCard, ...]
    references: tuple
    sources: tuple[str, ...]

    @property
    def has_glance(self) -> bool:
        """Whether anything is known for the box that answers where, who, when and by whom it is told."""
        return bool(self.place or self.who or self.when or self.sources or self.references)

    @property
    def place(self) -> str:
        """The place with its country, which is not named twice."""
        return self.where if self.country in self.where else ", ".join(part for part in (self.where, self.country) if part)


def story_list(*, page, number) -> StoryList:
    """One page of the live stories of a language, newest first: two queries."""
    rows, pager = one_page(live_stories(page.language), number=number)
    return StoryList(cards=tuple(story_card(row) for row in rows), pager=pager)


def live_stories(language: str):
    """The live stories of a language, newest first, with what a card shows and nothing more."""
    model = apps.get_model("knowledge", "SuccessStoryPage")
    shown = ("title", "summary", "drawing", "country", "when", "url_path", "locale_id")
    return readable(model.objects).filter(locale__language_code=language).order_by("-first_published_at", "-pk").only(*shown)


def story_card(page) -> StoryCard:
    """The card of a story page."""
    return StoryCard(
        title=page.title,
        url=address_of(page),
        summary=page.summary,
        drawing=page.drawing,
        country=_country(page),
        when=page.when,
    )


def story_reading(page) -> StoryReading:
    """All a story page shows."""
    citations = page.citations.select_related("reference")
    references = tuple(row.reference for row in citations)
    numbers = citation_numbers([reference.key for reference in references])
    return StoryReading(
        country=_country(page),
        where=page.where,
        who=page.who,
        when=page.when,
        zones=_zones(page),
        figures=_figures(page.key_figures),
        body=parts(page.body, rewrite=partial(number_citations, numbers=numbers)),
        practices=_practices(page),
        references=references,
        sources=tuple(block.value for block in page.sources),
    )


def _practices(page) -> tuple[PracticeCard, ...]:
    open_to_all = readable(apps.get_model("practices", "PracticePage").objects).values_list("pk", flat=True)  # numbers: a draft compares them itself
    linked = page.practice_links.filter(practice__in=open_to_all).select_related("practice")
    return tuple(cards_of_pages([row.practice for row in linked], language=page.language).values())


def _country(page) -> str:
    return languages.country_name(page.country, page.language) if page.country else ""


def _zones(page) -> tuple[ZoneBadge, ...]:
    concepts = (row.concept for row in page.concept_links.select_related("concept"))
    return tuple(badge(concept.label(page.language), "") for concept in concepts if concept.scheme == "climate")


def _figures(blocks: Iterable) -> tuple[StoryFigure, ...]:
    return tuple(
        StoryFigure(value=block.value["value"], text=block.value["text"], source=block.value["source"]) for block in blocks if block.value["source"]
    )
