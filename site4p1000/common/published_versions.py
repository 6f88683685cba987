"""The versions of a page that readers have seen: one row for each publication that changed something."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision


def kept_while_its_page_stands(collector: Any, field: Any, rows: Any, using: str) -> None:
    """Deleting a revision by itself (`purge_revisions`) is refused while a version shows it; deleting its page takes it along."""
    origin = collector.origin
    if getattr(origin, "model", type(origin)) is Revision:
        raise models.ProtectedError("A published version shows this revision, and may have been cited.", set(rows))
    models.SET_NULL(collector, field, rows, using)


class PublishedVersion(models.Model):
    """Version `number` of a page in one language, counted from 1. The row outlives its page, so that its address can say what became of it."""

    translation_key = models.UUIDField(editable=False)
    locale = models.ForeignKey("wagtailcore.Locale", verbose_name=_("language"), on_delete=models.CASCADE, related_name="+", editable=False)
    number = models.PositiveIntegerField(_("version"), editable=False)
    page = models.ForeignKey(Page, verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="published_versions", editable=False)
    revision = models.ForeignKey(Revision, null=True, on_delete=kept_while_its_page_stands, related_name="+", editable=False)
    published_at = models.DateTimeField(_("published"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    """Of what the version says: a publication that changes nothing makes no new version."""
    cited = models.JSONField(default=dict, editable=False)
    """The works and terms it points to as they were; see `stored_content.kept_copy`. Empty for versions made before copies were kept."""
    note = models.CharField(
        _("what changed"), max_length=300, blank=True, help_text=_("One sentence for readers, such as: yield of the second season added.")
    )

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["-published_at", "-number"]
        constraints = [models.UniqueConstraint(fields=["translation_key", "locale", "number"], name="one_row_per_version")]

    def __str__(self) -> str:
        return f"{self.page or self.translation_key}, {self.number}"
