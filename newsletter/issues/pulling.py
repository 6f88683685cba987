"""Pages an issue points to, as readers of one language get them: live, and in their language where there is one.

Imported by what the models import, so page models are looked up by name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper
from django.utils.translation import gettext as _
from wagtail.models import Page

from knowledge.reading import StoryCard, story_card
from practices.browsing.cards import PracticeCard, cards_of_pages
from site4p1000.common import languages
from site4p1000.common.visibility import is_readable

TYPES = ("practicepage", "successstorypage")
"""What issues point to, as Wagtail's page row names it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PulledCard:
    """A card in an issue. `language`: of its words, ISO 639-1; `note`: said where that is not the reader's; `remark`: the editor's words."""

    card: PracticeCard | StoryCard
    language: str
    note: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PulledPages:
    """The pages behind an issue's choices: id an editor chose → the page its readers get. What nobody may read is not in it."""

    pages: Mapping[int, Any]
    practice_cards: Mapping[int, PracticeCard]
    language: str

    def card(self, asked: int, *, remark: str = "") -> PulledCard:
        """The card of a page that was chosen."""
        page = self.pages[asked]
        card = self.practice_cards[page.pk] if page.pk in self.practice_cards else story_card(page)
        return PulledCard(card=card, language=page.words_language, note=self.note(asked), remark=remark)

    def note(self, asked: int) -> str:
        """Says that the words are in another language than the reader's; empty where they are not."""
        language = self.pages[asked].words_language
        if language == self.language:
            return ""
        return _("Not translated yet; these words are in %(language)s.") % {"language": languages.name_in(language, self.language)}


def pulled_pages(asked: Iterable[int], *, with_cards: Iterable[int], language: str) -> PulledPages:
    """What readers of `language` get for these pages: one query, and three more where practices are among `with_cards`."""
    asked = set(asked)
    rows = _rows(asked) if asked else []
    best = _best_by_key(rows, language)
    pages = {row.pk: best[row.translation_key] for row in rows if row.pk in asked and row.translation_key in best}
    wanted = {pages[pk].pk: pages[pk] for pk in with_cards if pk in pages and hasattr(pages[pk], "abstract")}
    return PulledPages(pages=pages, practice_cards=cards_of_pages(list(wanted.values()), language=language), language=language)


def _rows(asked: set[int]) -> Sequence[Page]:
    """Every language of the chosen pages, also of those nobody may read any more: their translations may stand in for them."""
    keys = Page.objects.filter(pk__in=asked).values("translation_key")
    rows = Page.objects.filter(translation_key__in=keys).annotate(is_open=ExpressionWrapper(is_readable(), output_field=BooleanField()))
    return list(rows.select_related(*TYPES))


def _best_by_key(rows: Iterable[Page], language: str) -> dict[Any, Any]:
    """The page in the reader's language, else in the first of the bank's languages that has it. An alias has no words of its own."""
    codes = [language, *(code for code, _name in settings.LANGUAGES)]
    rank = {code: place for place, code in reversed(list(enumerate(codes)))}
    best: dict[Any, Any] = {}
    for row in sorted(rows, key=lambda row: rank.get(languages.code_of_locale(row.locale_id), len(codes))):
        page = next((getattr(row, name) for name in TYPES if hasattr(row, name)), None)
        if page is not None and row.is_open and not row.alias_of_id:
            best.setdefault(row.translation_key, page)
    return best
