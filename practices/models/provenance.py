"""Where a record came from, and what each import run did."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page


class SourceLink(models.Model):
    """Ties a page to its record at the source. Identity is (source, source_id, locale), never the title.

    `digests` holds, per field, what was last imported and what the page held right after: so that the next import can
    tell what the source changed from what an editor changed.
    """

    source = models.CharField(_("source"), max_length=30)
    source_id = models.CharField(_("identifier there"), max_length=120)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="source_links")
    source_version = models.CharField(_("version there"), max_length=120, blank=True)
    source_url = models.URLField(_("address there"), max_length=400, blank=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    digests = models.JSONField(default=dict)
    unmapped_terms = models.JSONField(_("terms without a match"), default=list, blank=True)
    imported_at = models.DateTimeField(_("imported at"), auto_now=True)

    class Meta:
        verbose_name = _("source link")
        constraints = [models.UniqueConstraint(fields=["source", "source_id", "locale"], name="one_link_per_record_and_language")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"


class ImportRun(models.Model):
    """One run of an adapter that changed something. A run in which everything was unchanged leaves no row."""

    source = models.CharField(_("source"), max_length=30)
    path = models.CharField(_("read from"), max_length=400)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class ImportItem(models.Model):
    """What happened to one record in a run."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="items")
    source_id = models.CharField(_("identifier there"), max_length=120)
    outcome = models.CharField(_("outcome"), max_length=20)
    detail = models.TextField(_("detail"), blank=True)
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("import item")

    def __str__(self) -> str:
        return f"{self.source_id}: {self.outcome}"
