"""What a translator does: begin a translation, write words, say that old words are still right. Everything goes into a draft."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page

from site4p1000.translation import open_parts, page_parts
from site4p1000.translation.carrying import part_ids, with_words, word_leaves, words_of
from site4p1000.translation.keeping_step import (
    Original,
    carrier,
    carry_facts,
    newest,
    original_of,
    remember_parts,
    remembered_ids,
    shown_version,
    state_of,
)
from site4p1000.translation.models import TranslationState
from site4p1000.translation.open_parts import OpenPart, digest


class NoPlaceForTranslation(Exception):
    """The page above has no translation in that language yet; it is `parent`. Translate it first."""

    def __init__(self, parent: Page):
        super().__init__(parent.title)
        self.parent = parent


@transaction.atomic
def begin(*, original: Page, language: str, by=None) -> Page:
    """A draft of `original` in another language, all of whose words wait for a translator; the page that is there already, if there is one.

    Raises `NoPlaceForTranslation` when the page above is not in that language.
    """
    locale = Locale.objects.get(language_code=language)
    found = Page.objects.filter(translation_key=original.translation_key, locale=locale).first()
    if found and not found.alias_of_id:
        return found.specific
    if found:
        return _from_alias(found, original)
    parent = original.get_parent()
    if parent.depth > 1 and not Page.objects.filter(translation_key=parent.translation_key, locale=locale).exists():
        raise NoPlaceForTranslation(parent)
    page = original.specific.copy_for_translation(locale, exclude_fields=_left_empty(original))
    Page.objects.filter(pk=page.pk).update(owner=by)
    return Page.objects.get(pk=page.pk).specific


def _left_empty(original: Page) -> list[str]:
    return sorted(page_parts.declaration_for(original.specific).own - {"slug"})


def _from_alias(alias: Page, original: Page) -> Page:
    """An alias shows the original's words; it becomes a page of its own, no longer live until somebody publishes its words."""
    Page.objects.filter(pk=alias.pk).update(alias_of=None, live=False)
    page = Page.objects.get(pk=alias.pk).specific
    page.save_revision(clean=False)
    note_begun(original=original, translation=page)
    return page


@transaction.atomic
def note_begun(*, original: Page, translation: Page) -> None:
    """Remember that a page was copied for translation: every part is open. Its facts come from the first original."""
    source = Original.of(original_of(original) or original)
    known = remembered_ids(source)
    state = state_of(translation, source)
    page = newest(translation)
    remember_parts(state, open_parts.untranslated(page_parts.words(page)), original=source, shown=page)
    carry_facts(original=source, translation=translation, known_ids=known)


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """What became of the parts a translator sent. Paths."""

    written: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    overtaken: frozenset[str] = frozenset()
    """Somebody else wrote there meanwhile: nothing was written, their words stand."""


@transaction.atomic
def save_words(*, page: Page, texts: Mapping[str, str], confirmed: Set[str], seen: Mapping[str, str], by=None) -> Saved:
    """Write words into the draft of a translation, and mark parts as still right.

    `texts`: path → new words. `seen`: path → digest of the words the translator had before them; a part that has other words by now is
    left alone and told. Words for a part the original got since bring that part into the draft.
    """
    source = Original.of(original_of(page) or page)
    known = remembered_ids(source)
    Page.objects.select_for_update().get(pk=page.pk)
    draft = newest(page)
    values = page_parts.read(draft)
    here = words_of(values, page_parts.declaration_for(draft).words)
    overtaken = frozenset(path for path in (*texts, *confirmed) if path in seen and digest(here.get(path, "")) != seen[path])
    texts = {path: text for path, text in texts.items() if path not in overtaken}
    confirmed = frozenset(confirmed) - overtaken - texts.keys()
    if texts:
        _write(draft, source, known, texts, by)
    _mark_done(draft, source, {**here}, done=confirmed | texts.keys())
    return Saved(written=frozenset(texts), confirmed=confirmed, overtaken=overtaken)


def _write(draft: Page, source: Original, known: frozenset[str], texts: Mapping[str, str], by) -> None:
    values, words = page_parts.read(draft), page_parts.declaration_for(draft).words
    missing = part_ids(source.values) - part_ids(values)
    new = frozenset(part for path in texts for part in path.split(".") if part in missing)
    wanted = with_words(carrier(source, draft, known_ids=known, new_ids=new).carry(source.values, values), words, texts)
    page_parts.write(draft, wanted, only=[name for name in wanted if wanted[name] != values[name]])
    if "title" in texts and draft.first_published_at is None:
        draft.slug = find_available_slug(draft.get_parent(), slugify(draft.title) or draft.slug, ignore_page_id=draft.pk)
    draft.save_revision(user=by, log_action=True, clean=False)


def _mark_done(draft: Page, source: Original, before: Mapping[str, str], *, done: Set[str]) -> None:
    """Mark parts as dealt with. Other words of a block that came in with them are open: they have the original's words."""
    state = state_of(draft, source)
    now = page_parts.words(newest(draft))
    parts = state.parts
    for path in done & parts.keys():
        parts[path] = replace(parts[path], is_done=True)
    for path in now.keys() - before.keys() - done:
        parts[path] = OpenPart(was="", here=digest(now[path]))
    remember_parts(state, parts, original=source, shown=shown_version(draft))


def open_paths(page: Page) -> dict[str, OpenPart]:
    """The open parts of a translation by path; empty for a page nothing is known of."""
    state = TranslationState.objects.filter(page_id=page.pk).first()
    return state.parts if state else {}


def places_of_words(page: Page) -> dict[str, tuple[str, str]]:
    """Every place of words on a page: path → (declared name, words now), in the order of the page."""
    return {leaf.path: (leaf.name, leaf.text) for leaf in word_leaves(page_parts.read(page), page_parts.declaration_for(page).words)}
