"""What a practice rests on: works that are cited. Field experience is a block of the page (see `blocks`)."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from practices import doi
from practices.models.choices import ReadIn, ReferenceKind
from practices.models.ranges import YEAR_OF_WORK

DOI = RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI begins with 10. and has a slash, such as 10.1111/gcb.14658; leave out https://doi.org/."))
LANGUAGE = RegexValidator(r"^[a-z]{2,3}$", _("Two or three letters, ISO 639, such as en."))


class DoiField(models.CharField):
    """A DOI, kept bare: what is typed or pasted as an address or as “doi: …” is brought to that form before it is checked."""

    default_validators = [DOI]

    def to_python(self, value):
        text = super().to_python(value)
        return doi.normalised(text) if text else text


REFERENCE_FIELDS = (
    "key",
    "kind",
    "authors",
    "year",
    "title",
    "container",
    "volume",
    "issue",
    "pages",
    "publisher",
    "language",
    "doi",
    "url",
    "read_in",
)


class Reference(models.Model):
    """A work that practices cite, once for the whole bank. Names that were not seen stay empty."""

    key = models.SlugField(_("key"), unique=True, max_length=80, help_text=_("How texts cite it: [ref:key]."))
    kind = models.CharField(_("kind"), max_length=12, choices=ReferenceKind, default=ReferenceKind.STUDY)
    title = models.TextField(_("title"))
    authors = models.CharField(_("authors"), max_length=400, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=[YEAR_OF_WORK])
    container = models.CharField(_("journal, book or publisher"), max_length=300, blank=True)
    volume = models.CharField(_("volume"), max_length=40, blank=True)
    issue = models.CharField(_("number of the journal"), max_length=40, blank=True)
    pages = models.CharField(_("pages or article number"), max_length=60, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    language = models.CharField(
        _("language of the work"), max_length=3, blank=True, validators=[LANGUAGE], help_text=_("Two letters, ISO 639, such as en.")
    )
    doi = DoiField(_("DOI"), max_length=200, blank=True, help_text=_("An address such as https://doi.org/10.1111/gcb.14658 may be pasted."))
    url = models.URLField(_("address"), blank=True, max_length=400)
    read_in = models.CharField(_("figure was read"), max_length=10, choices=ReadIn, default=ReadIn.SOURCE)

    KEPT_WITH_VERSIONS = REFERENCE_FIELDS
    panels = [FieldPanel(name) for name in REFERENCE_FIELDS]

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
