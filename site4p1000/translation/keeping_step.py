"""What happens when a page is published: facts of an original go to its translations, and the parts its translators have to look at open.

Words of a translation are never written here. Whatever is written is a new revision with a line in the page's history.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from site4p1000.common import languages
from site4p1000.translation import open_parts, page_parts
from site4p1000.translation.carrying import Carrier, Values, absent_ids, part_ids, words_of
from site4p1000.translation.declarations import declaration_of
from site4p1000.translation.models import OriginalWords, TranslationState
from site4p1000.translation.open_parts import OpenParts

FACTS_CARRIED = "bank_translation.facts_carried"
"""The line in a page's history."""

facts_carried = Signal()
"""Sent after facts reached a translation: `original`; `before` and `after`, the newest version of the translation on either side;
`revision_before` and `revision_after`, their numbers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """An original as its translations need it: the page, its values, its words."""

    page: Page
    values: Values
    words: dict[str, str]

    @classmethod
    def of(cls, page: Page) -> "Original":
        """What readers see of it; the newest draft of a page that was never published."""
        page = page.specific if page.live else page.specific.get_latest_revision_as_object()
        values = page_parts.read(page)
        return cls(page=page, values=values, words=words_of(values, page_parts.declaration_for(page).words))


def is_translated_type(page: Page) -> bool:
    """Whether pages of this type have words to translate."""
    return declaration_of(page.specific_class) is not None


def original_of(page: Page) -> Page | None:
    """The page that `page` is a translation of; ``None`` when it is itself the original, or stands alone.

    What was remembered decides; else the first language of the bank that has the page.
    """
    state = TranslationState.objects.filter(page_id=page.pk).select_related("original").first()
    if state:
        return state.original
    siblings = list(Page.objects.filter(translation_key=page.translation_key, alias_of=None, translation_state=None))
    first = min([*siblings, page], key=lambda sibling: _rank(sibling))
    return None if first.pk == page.pk else first


def _rank(page: Page) -> int:
    codes = [code for code, _name in settings.LANGUAGES]
    code = languages.code_of_locale(page.locale_id)
    return codes.index(code) if code in codes else len(codes)


def translations_of(original: Page) -> list[Page]:
    """Its translations in other languages; aliases are no translations."""
    return list(Page.objects.filter(translation_key=original.translation_key, alias_of=None).exclude(pk=original.pk))


@transaction.atomic
def keep_step(*, page: Page) -> None:
    """Bring a page that was just published, and its translations, in step with each other."""
    if page.alias_of_id or not is_translated_type(page):
        return
    original = original_of(page)
    if original:
        _translation_was_published(Original.of(original), page)
    else:
        _original_was_published(page)


def _original_was_published(page: Page) -> None:
    translations = translations_of(page)
    if not translations:
        return
    original = Original.of(page)
    last = OriginalWords.objects.filter(page_id=page.pk).first()
    for translation in translations:
        state_of(translation, original)
        carry_facts(original=original, translation=translation, known_ids=frozenset(last.part_ids if last else ()))
        if last and last.words != original.words:
            _open_parts(original, translation, last.words)
    remember_original(original)


def _translation_was_published(original: Original, page: Page) -> None:
    known = remembered_ids(original)
    state_of(page, original)
    carry_facts(original=original, translation=page, known_ids=known)
    state = TranslationState.objects.get(page_id=page.pk)
    shown = shown_version(page)
    remember_parts(state, open_parts.closed_by(state.parts, translation=page_parts.words(shown)), original=original, shown=shown)


def remembered_ids(original: Original) -> frozenset[str]:
    """The parts the original had when it was last looked at; remembers it when that was never."""
    last = OriginalWords.objects.filter(page_id=original.page.pk).first()
    if last is None:
        remember_original(original)
        return frozenset(part_ids(original.values))
    return frozenset(last.part_ids)


def remember_original(original: Original) -> None:
    """Keep the words its translations are measured against from now on."""
    defaults = {"words": original.words, "part_ids": sorted(part_ids(original.values))}
    OriginalWords.objects.update_or_create(page_id=original.page.pk, defaults=defaults)


def state_of(page: Page, original: Original) -> TranslationState:
    """The state of a translation. A page met for the first time counts as a translation of the words its original has now."""
    revision = original.page.live_revision_id or original.page.latest_revision_id
    state, _is_new = TranslationState.objects.get_or_create(
        page_id=page.pk, defaults={"original_id": original.page.pk, "original_revision_id": revision}
    )
    return state


def _open_parts(original: Original, translation: Page, was: dict[str, str]) -> None:
    state = TranslationState.objects.get(page_id=translation.pk)
    parts = open_parts.opened(state.parts, was=was, now=original.words, translation=page_parts.words(newest(translation)))
    state.original_changed_at = _changed_at(original.page)
    state.original_revision_id = original.page.live_revision_id
    remember_parts(state, parts, original=original, shown=shown_version(translation))


def remember_parts(state: TranslationState, parts: OpenParts, *, original: Original, shown: Page) -> None:
    """Keep what is open in a translation, and what of it `shown`, the version readers see, does not have."""
    absent = absent_ids(original.values, page_parts.read(shown))
    state.remember(parts, now=original.words, shown=page_parts.words(shown), absent_ids=absent)
    state.save()


def _changed_at(page: Page) -> datetime:
    return page.last_published_at or timezone.now()


def shown_version(page: Page) -> Page:
    """The version readers see; of a page that is not live, the one they will see first."""
    fresh = Page.objects.get(pk=page.pk).specific
    return fresh if fresh.live else fresh.get_latest_revision_as_object()


def newest(page: Page) -> Page:
    """The page as its editors last left it, all of it in memory: child rows are otherwise read when asked, which may be after a change."""
    fresh = Page.objects.get(pk=page.pk).specific
    return fresh.get_latest_revision_as_object() if fresh.has_unpublished_changes else fresh.with_content_json(fresh.serializable_data())


def carrier(original: Original, language_of: Page, *, known_ids: frozenset[str], new_ids: frozenset[str] = frozenset()) -> Carrier:
    """A carrier from `original` into the language of another page."""
    declaration = page_parts.declaration_for(original.page)
    linked = _linked(original.values, language_of.locale_id) if declaration.linked_pages else {}
    return Carrier(words=declaration.words, linked_pages=declaration.linked_pages, linked=linked, known_ids=known_ids, new_ids=new_ids)


def _linked(values: Values, locale_id: int) -> dict[int, int]:
    numbers = _numbers(values)
    keys = dict(Page.objects.filter(pk__in=numbers).values_list("translation_key", "pk"))
    found = Page.objects.filter(translation_key__in=keys, locale_id=locale_id).values_list("translation_key", "pk")
    return {keys[key]: pk for key, pk in found}


def _numbers(values) -> set[int]:
    """All whole numbers in the values: candidates for page ids, asked in one query."""
    if isinstance(values, dict):
        return set().union(*(_numbers(value) for value in values.values()))
    if isinstance(values, list):
        return set().union(*(_numbers(value) for value in values))
    return {values} if isinstance(values, int) and not isinstance(values, bool) else set()


def carry_facts(*, original: Original, translation: Page, known_ids: frozenset[str]) -> bool:
    """Give a translation the facts of its original: what readers see, and the draft if there is one. Whether anything was written."""
    carrying = carrier(original, translation, known_ids=known_ids)
    fresh = Page.objects.get(pk=translation.pk).specific
    revision_before = fresh.latest_revision_id
    before, draft = newest(translation), newest(translation)
    has_draft = fresh.has_unpublished_changes or not fresh.live
    is_shown_changed = fresh.live and _take_over(fresh, carrying, original)
    if is_shown_changed:
        _save(fresh, original).publish()
    # What was published just now must not stand before the editor's draft: the draft is saved after it even when it needs no fact.
    is_draft_changed = has_draft and (_take_over(draft, carrying, original) or is_shown_changed)
    if is_draft_changed:
        _save(draft, original)
    if is_shown_changed or is_draft_changed:
        _tell(original, translation, before, revision_before)
    return is_shown_changed or is_draft_changed


def _tell(original: Original, translation: Page, before: Page, revision_before: int | None) -> None:
    revision_after = Page.objects.values_list("latest_revision_id", flat=True).get(pk=translation.pk)
    versions = {"before": before, "after": newest(translation), "revision_before": revision_before, "revision_after": revision_after}
    facts_carried.send(sender=Page, original=original.page, **versions)


def _take_over(page: Page, carrying: Carrier, original: Original) -> bool:
    values = page_parts.read(page)
    wanted = carrying.carry(original.values, values)
    changed = [name for name in wanted if wanted[name] != values[name]]
    page_parts.write(page, wanted, only=changed)
    return bool(changed)


def _save(page: Page, original: Original):
    revision = page.save_revision(clean=False)
    log(instance=page, action=FACTS_CARRIED, revision=revision, data={"original": {"id": original.page.pk, "title": original.page.title}})
    return revision
