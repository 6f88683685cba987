"""Vocabularies: terms keyed by scheme and code, with one label per language on the same row. Never translated pages."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ConceptQuerySet(models.QuerySet):
    def in_scheme(self, scheme: str) -> "ConceptQuerySet":
        """The terms of one scheme, in its own order."""
        return self.filter(scheme=scheme).order_by("position")

    def schemes(self) -> frozenset[str]:
        """The schemes there are."""
        return frozenset(self.order_by().values_list("scheme", flat=True).distinct())

    def by_key(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], "Concept"]:
        """The concepts with these (scheme, code) keys: one query. Keys without a concept are left out."""
        wanted = set(keys)
        rows = self.filter(scheme__in={scheme for scheme, _code in wanted}, code__in={code for _scheme, code in wanted})
        return {(row.scheme, row.code): row for row in rows if (row.scheme, row.code) in wanted}


class Concept(models.Model):
    """A term of a vocabulary. (`scheme`, `code`) is its identity; `uri` is how the world names it, where it does."""

    scheme = models.CharField(_("scheme"), max_length=40)
    code = models.CharField(_("code"), max_length=60)
    parent = models.ForeignKey("self", verbose_name=_("broader term"), null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    uri = models.URLField(_("URI"), blank=True, max_length=300)
    position = models.PositiveIntegerField(_("position"), default=0)
    labels = models.JSONField(_("labels"), default=dict, help_text=_('One label per language: {"en": …, "fr": …, "es": …}.'))
    synonyms = models.JSONField(_("synonyms"), default=dict, blank=True, help_text=_("Other names, a list per language."))
    hints = models.JSONField(_("hints"), default=dict, blank=True, help_text=_("A farmer’s words for it, one text per language."))

    definitions = models.JSONField(_("definitions"), default=dict, blank=True, help_text=_("What it is, in plain words: one text per language."))

    objects = ConceptQuerySet.as_manager()
    KEPT_WITH_VERSIONS = ("scheme", "code", "uri", "position", "labels")

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering = ["scheme", "position"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_concept_per_scheme_and_code")]

    def __str__(self) -> str:
        return self.label(get_language() or "en")

    def label(self, language: str) -> str:
        """The label in `language`, else in English, else the code."""
        return self.labels.get(language) or self.labels.get("en") or self.code

    def definition(self, language: str) -> str:
        """What it is in plain words, in `language`, else in English; empty where nobody has written it."""
        return self.definitions.get(language) or self.definitions.get("en") or ""

    def hint(self, language: str) -> str:
        """A farmer's words for it in exactly `language`: those of another language would not help."""
        return self.hints.get(language) or ""

    def clean(self):
        super().clean()
        broader, seen = self.parent, {self.pk}
        while broader is not None:
            if broader.pk in seen:
                raise ValidationError({"parent": _("A concept cannot stand below itself.")})
            seen.add(broader.pk)
            broader = broader.parent

    @property
    def key(self) -> str:
        """``scheme:code``, as crosswalks and exports write it."""
        return f"{self.scheme}:{self.code}"
