"""The outbox: which pages the search engine has still to hear about."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet):
    """Sets of outbox rows."""

    def claimable(self):
        """Rows nobody works on, of pages nobody works on: a page is never sent twice at a time, so an old state cannot win."""
        now = timezone.now()
        busy = self.model.objects.filter(claimed_until__gte=now).values("page_id")
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=now)).exclude(page_id__in=busy)


class OutboxRow(models.Model):
    """One change of one page, written in the transaction that made it and deleted when the engine has it.

    It says that the page changed, not how: the drain sends the page's state at that moment. `page_id` is no foreign key, because
    the row must outlive its page. `attempts` counts failures; `last_error` is the latest one.
    """

    document_id = models.CharField(_("document"), max_length=50)
    page_id = models.BigIntegerField(_("page"), db_index=True)
    created_at = models.DateTimeField(_("changed at"), auto_now_add=True)
    attempts = models.PositiveIntegerField(_("failed attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("change for the search engine")
        verbose_name_plural = _("changes for the search engine")

    def __str__(self):
        return self.document_id
