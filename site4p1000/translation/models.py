"""What the bank remembers about translations: the original’s words when last published, and what each translation has open (ADR 16)."""

from collections.abc import Set

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from site4p1000.translation import open_parts
from site4p1000.translation.open_parts import OpenParts


class OriginalWords(models.Model):
    """The words and part ids of an original when its translations were last brought in step with it."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="original_words")
    words = models.JSONField(default=dict)
    part_ids = models.JSONField(default=list)

    class Meta:
        verbose_name = _("words of an original")

    def __str__(self) -> str:
        return f"{self.page_id}: {len(self.words)}"


class TranslationState(models.Model):
    """One translated page: where it comes from, and which parts are open. The counts repeat `open_parts` so that lists need not read it."""

    page = models.OneToOneField(Page, verbose_name=_("translation"), on_delete=models.CASCADE, related_name="translation_state")
    original = models.ForeignKey(Page, verbose_name=_("original"), on_delete=models.CASCADE, related_name="translation_states")
    original_revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    open_parts = models.JSONField(default=dict)
    original_changed_at = models.DateTimeField(_("original changed at"), null=True)
    parts_to_do = models.PositiveIntegerField(_("parts to do"), default=0)
    words_to_do = models.PositiveIntegerField(_("changed words"), default=0)
    parts_behind = models.PositiveIntegerField(_("parts in older words"), default=0)
    parts_untranslated = models.PositiveIntegerField(_("parts not translated"), default=0)
    parts_absent = models.PositiveIntegerField(_("new parts that are not here yet"), default=0)
    has_all_parts = models.BooleanField(_("has every part of its original"), default=False)

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")

    def __str__(self) -> str:
        return f"{self.original_id} → {self.page_id}"

    @property
    def parts(self) -> OpenParts:
        """The open parts by path."""
        return open_parts.from_json(self.open_parts)

    def remember(self, parts: OpenParts, *, now: dict[str, str], shown: dict[str, str], absent_ids: Set[str]) -> None:
        """Set the open parts and their counts. `now`: the original's words; `shown`: what readers of the translation see; `absent_ids`: the
        blocks and rows of the original they do not see."""
        counts = open_parts.counts(parts, now=now, shown=shown, absent_ids=absent_ids)
        self.open_parts = open_parts.to_json(parts)
        self.parts_to_do, self.words_to_do = counts.to_do, counts.words_to_do
        self.parts_behind, self.parts_untranslated = counts.behind, counts.untranslated
        self.parts_absent, self.has_all_parts = counts.absent, not absent_ids
