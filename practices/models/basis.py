"""What a practice rests on: works that are cited. Field experience is a block of the page (see `blocks`)."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from practices.models.choices import ReadIn, ReferenceKind

DOI = RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI begins with 10. and has a slash, such as 10.1111/gcb.14658; leave out https://doi.org/."))


class Reference(models.Model):
    """A work that practices cite, once for the whole bank. Names that were not seen stay empty."""

    key = models.SlugField(_("key"), unique=True, max_length=80, help_text=_("How texts cite it: [ref:key]."))
    kind = models.CharField(_("kind"), max_length=12, choices=ReferenceKind, default=ReferenceKind.STUDY)
    title = models.TextField(_("title"))
    authors = models.CharField(_("authors"), max_length=400, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    container = models.CharField(_("journal, book or publisher"), max_length=300, blank=True)
    doi = models.CharField(_("DOI"), max_length=200, blank=True, validators=[DOI])
    url = models.URLField(_("address"), blank=True, max_length=400)
    read_in = models.CharField(_("figure was read"), max_length=10, choices=ReadIn, default=ReadIn.SOURCE)

    panels = [FieldPanel(name) for name in ("key", "kind", "authors", "year", "title", "container", "doi", "url", "read_in")]

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["key"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.authors, f"({self.year})" if self.year else "", self.title) if part)

    @property
    def link(self) -> str:
        """Where the work can be found: its DOI first."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url
