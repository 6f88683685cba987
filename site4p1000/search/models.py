"""What the search keeps in the database: the outbox, the editors' synonyms, and what readers looked for in vain."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_NAMES_OF_A_GROUP = 12
"""Each of an editors' group is looked for whenever one of them is: more would make every such search slow."""


class OutboxQuerySet(models.QuerySet):
    """Sets of outbox rows."""

    def claimable(self):
        """Rows nobody works on, of pages nobody works on: a page is never sent twice at a time, so an old state cannot win."""
        now = timezone.now()
        busy = self.model.objects.filter(claimed_until__gte=now).values("page_id")
        free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(free, is_set_aside=False).exclude(page_id__in=busy)

    def waiting(self):
        """Rows that a drain will still try."""
        return self.filter(is_set_aside=False)

    def set_aside(self):
        """Rows that no drain tries again: the engine refused the document, or it could not be built several times."""
        return self.filter(is_set_aside=True)


class OutboxRow(models.Model):
    """One change of one page, written in the transaction that made it and deleted when the engine has it.

    It says that the page changed, not how: the drain sends the page's state at that moment. `page_id` is no foreign key, because
    the row must outlive its page. `attempts` counts failures; `last_error` is the latest one. A row that is set aside waits for a
    person; the next change of its page tries again and, when that succeeds, takes it away.
    """

    document_id = models.CharField(_("document"), max_length=50)
    page_id = models.BigIntegerField(_("page"), db_index=True)
    created_at = models.DateTimeField(_("changed at"), auto_now_add=True)
    attempts = models.PositiveIntegerField(_("failed attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    is_set_aside = models.BooleanField(_("set aside"), default=False)
    claim = models.CharField(max_length=32, blank=True, editable=False, db_index=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("change for the search engine")
        verbose_name_plural = _("changes for the search engine")

    def __str__(self):
        return self.document_id


class SynonymGroupQuerySet(models.QuerySet):
    """Sets of synonym groups."""

    def all_names(self) -> Iterator[tuple[str, ...]]:
        """The names of every group: one query."""
        return (_lines(text) for text in self.values_list("names", flat=True))


class SynonymGroup(models.Model):
    """Names of one thing, of any language, one a line: whoever searches for one of them finds the others."""

    names = models.TextField(
        _("names"),
        max_length=2_000,
        help_text=_("From two to twelve names, one a line, in any language. Who searches for one of them finds the others too, at once."),
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = SynonymGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["names"]

    def __str__(self):
        return " = ".join(_lines(self.names))

    def clean(self):
        super().clean()
        self.names = "\n".join(_lines(self.names))
        if len(_lines(self.names)) < 2:
            raise ValidationError({"names": _("Give at least two names, each on a line of its own.")})
        if len(_lines(self.names)) > MAX_NAMES_OF_A_GROUP:
            raise ValidationError(
                {"names": _("Give at most %(most)s names: each one makes the search for all of them slower.") % {"most": MAX_NAMES_OF_A_GROUP}}
            )


class EmptySearchQuerySet(models.QuerySet):
    """Sets of searches that found nothing."""

    def note(self, *, text: str, language: str) -> None:
        """Count one more such search. Nothing about the reader is kept: no address, no time but the day."""
        row, is_new = self.get_or_create(text=text, language=language, defaults={"last_on": timezone.localdate()})
        if not is_new:
            self.filter(pk=row.pk).update(count=F("count") + 1, last_on=timezone.localdate())

    def prune(self, keep: int) -> None:
        """Forget the rarest and oldest until `keep` are left."""
        over = self.count() - keep
        if over > 0:
            oldest = self.order_by("count", "last_on", "pk").values_list("pk", flat=True)[:over]
            self.filter(pk__in=list(oldest)).delete()


class EmptySearch(models.Model):
    """Words that found nothing: what the bank lacks, or calls by another name."""

    text = models.CharField(_("searched for"), max_length=100)
    language = models.CharField(_("language"), max_length=8)
    count = models.PositiveIntegerField(_("times"), default=1)
    last_on = models.DateField(_("last on"))

    objects = EmptySearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")
        ordering = ["-count", "-last_on", "text"]
        constraints = [models.UniqueConstraint(fields=["text", "language"], name="one_row_per_empty_search")]

    def __str__(self):
        return self.text


class Wish(models.Model):
    """What a reader told us is missing, in their own words. Nobody answers it, so no name and no address is asked for or kept."""

    words = models.CharField(_("searched for"), max_length=200, blank=True)
    told = models.TextField(_("what is missing"), max_length=1_000)
    language = models.CharField(_("language"), max_length=8)
    made_on = models.DateField(_("on"), auto_now_add=True)

    class Meta:
        verbose_name = _("wish of a reader")
        verbose_name_plural = _("wishes of readers")
        ordering = ["-pk"]

    def __str__(self):
        return self.words or self.told[:60]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
