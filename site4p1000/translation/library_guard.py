"""Keeps wagtail-localize from writing pages. Its one way to write a translation goes through our own actions instead.

Left to itself it replaces a page that was translated by hand or imported with the original's words, publishes words nobody translated, and
hides the children of pages it publishes in a transaction (ADR 16). Submitting, updating, translating a whole subtree and
switching synchronisation on again all end in `TranslationSource.create_or_update_translation`; that is the place that is guarded.
Things that are no pages are left to it.
"""

from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from site4p1000.translation.declarations import declaration_of
from site4p1000.translation.keeping_step import Original, carry_facts, original_of, remembered_ids, state_of
from site4p1000.translation.translating import begin


def install() -> None:
    """Called once, when the application starts."""
    library = TranslationSource.create_or_update_translation
    if getattr(library, "keeps_words", False):
        return

    def guarded(self, locale, user=None, publish=True, copy_parent_pages=False, fallback=False):
        page = self.get_source_instance()
        if isinstance(page, Page) and declaration_of(type(page)):
            return _bring(self, page, locale, user)
        return library(self, locale, user=user, publish=publish, copy_parent_pages=copy_parent_pages, fallback=fallback)

    guarded.keeps_words = True
    TranslationSource.create_or_update_translation = guarded


def _bring(source: TranslationSource, page: Page, locale, user) -> tuple[Page, bool]:
    """The translation with its own words and the original's facts; a draft when it is new. With whether it is new."""
    Translation.objects.filter(source=source, target_locale=locale).update(enabled=False)
    found = Page.objects.filter(translation_key=page.translation_key, locale=locale, alias_of=None).first()
    if found is None:
        return begin(original=page, language=locale.language_code, by=user), True
    if (first := original_of(found)) is not None:
        original = Original.of(first)
        known = remembered_ids(original)
        state_of(found, original)
        carry_facts(original=original, translation=found, known_ids=known)
    return Page.objects.get(pk=found.pk).specific, False
