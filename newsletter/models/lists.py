"""A list of subscribers that came in as a file: what it said of their consent, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT_DAYS = 7
"""How long the words of a list and its result are kept; the row itself stays, as proof."""


class SubscriberList(models.Model):
    """One list. `text` and `result` hold addresses and are emptied after `KEPT_DAYS`; the counts and the word on consent stay."""

    name = models.CharField(_("file"), max_length=120)
    text = models.TextField(blank=True)
    language = models.CharField(_("language of rows that name none"), max_length=8)
    topics = models.JSONField(_("topics"), default=list)
    consent_source = models.CharField(_("where they agreed"), max_length=120)
    given_on = models.DateField(_("when they agreed"))
    email_column = models.PositiveSmallIntegerField(_("column of addresses"))
    language_column = models.PositiveSmallIntegerField(_("column of languages"), null=True, blank=True)
    state_column = models.PositiveSmallIntegerField(_("column of states"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("read on"), auto_now_add=True)
    taken_in_at = models.DateTimeField(_("taken in on"), null=True, blank=True)
    new = models.PositiveIntegerField(_("new"), default=0)
    known = models.PositiveIntegerField(_("known already"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    result = models.TextField(blank=True)

    class Meta:
        verbose_name = _("list of subscribers")
        verbose_name_plural = _("lists of subscribers")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
