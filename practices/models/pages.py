"""The practice page: everything the bank says about one way of managing land, in one language."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from practices.browsing.lead import line_of
from practices.models import blocks
from practices.models.basis import Reference
from practices.models.choices import DRAWING_WORDS, Certainty, Level, Origin
from practices.models.panels import PRACTICE_EDIT_HANDLER
from practices.models.vocabularies import Concept
from practices.publishing import GatedPublishing
from practices.reading.linked_data import linked_data
from practices.reading.page import practice_reading
from site4p1000.common.models import BasePage

WORDS = ["bold", "italic", "link"]


class PracticeTag(TaggedItemBase):
    """A free tag, for what no vocabulary has a concept for."""

    content_object = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="tagged_items")


class ConceptLink(Orderable):
    """A practice belongs to a concept: climate, land use, soil, measure. With how sure that is and who says so."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="concept_links")
    concept = models.ForeignKey(Concept, verbose_name=_("concept"), on_delete=models.PROTECT, related_name="+")
    certainty = models.CharField(_("how sure"), max_length=10, choices=Certainty, default=Certainty.DESCRIBED)
    origin = models.CharField(_("learned from"), max_length=8, choices=Origin, default=Origin.SOURCE)


class Citation(Orderable):
    """A reference of the practice. Its place in the list is its number in the text."""

    page = ParentalKey("practices.PracticePage", on_delete=models.CASCADE, related_name="citations")
    reference = models.ForeignKey(Reference, verbose_name=_("reference"), on_delete=models.PROTECT, related_name="citations")


class PracticePage(GatedPublishing, BasePage):
    """One practice in one language. Its identity is its `translation_key`, never its title."""

    text_language = models.CharField(
        _("language of the words"),
        max_length=8,
        blank=True,
        help_text=_("Empty: the language of this tree. Another code (such as ar) means: not yet translated; the words wait in their own language."),
    )
    local_names = StreamField(blocks.LINES, blank=True, verbose_name=_("other names"))
    drawing = models.CharField(_("drawing"), max_length=20, default="bare", choices=list(DRAWING_WORDS.items()))
    abstract = RichTextField(
        _("technical sheet"),
        blank=True,
        features=WORDS,
        help_text=_("1 000 to 1 500 characters that can stand alone: what it is, the choices that decide, what it gave. Cite as [ref:key]."),
    )
    needs = StreamField(blocks.LINES, blank=True, verbose_name=_("you need"))
    not_for = StreamField(blocks.LINES, blank=True, verbose_name=_("not for you if"))
    steps = StreamField(blocks.STEPS, blank=True, verbose_name=_("steps"))
    upkeep = RichTextField(_("upkeep"), blank=True, features=WORDS)
    costs = StreamField(blocks.COSTS, blank=True, verbose_name=_("costs"))
    labour_level = models.CharField(_("labour"), max_length=8, choices=Level, default=Level.UNKNOWN, help_text=_("An editor’s judgement."))
    cash_level = models.CharField(_("cash at the start"), max_length=8, choices=Level, default=Level.UNKNOWN, help_text=_("An editor’s judgement."))
    effort_source = models.CharField(
        _("source of the figures on labour, inputs and costs"),
        max_length=400,
        blank=True,
        help_text=_("For labour, inputs and costs: who reported them, where and when; a work of this page is cited as [ref:key]."),
    )
    changes = RichTextField(_("what changes, and when you will see it"), blank=True, features=WORDS)
    experiences = StreamField(blocks.EXPERIENCES, blank=True, verbose_name=_("field experience"))
    science = RichTextField(
        _("what science says"), blank=True, features=WORDS, help_text=_("Where sources agree, what they do not settle, what was not found.")
    )
    judgements = StreamField(blocks.JUDGEMENTS, blank=True, verbose_name=_("experts’ judgements"))
    failures = StreamField(blocks.FAILURES, blank=True, verbose_name=_("where it did not work"))
    failures_not_yet_reported = models.BooleanField(
        _("no failure has been reported yet"), default=False, help_text=_("Tick this when you looked and found none: the page then says so.")
    )
    tradeoffs = StreamField(blocks.LINES, blank=True, verbose_name=_("drawbacks and trade-offs"))
    constraints = StreamField(blocks.CONSTRAINTS, blank=True, verbose_name=_("constraints"))
    exposures = StreamField(blocks.EXPOSURES, blank=True, verbose_name=_("weather and climate"))
    climate_risks = RichTextField(_("climate risks"), blank=True, features=WORDS)
    media = StreamField(blocks.MEDIA, blank=True, verbose_name=_("pictures and videos"))
    people = StreamField(blocks.PEOPLE, blank=True, verbose_name=_("people to credit"))
    licence = models.CharField(_("licence"), max_length=80, blank=True, help_text=_("Such as CC BY 4.0. It goes out with every copy of the record."))
    licence_url = models.URLField(_("address of the licence"), blank=True, max_length=300)
    credit = models.CharField(_("credit line"), max_length=400, blank=True)
    tags = ClusterTaggableManager(through=PracticeTag, blank=True, verbose_name=_("free tags"))

    edit_handler = PRACTICE_EDIT_HANDLER
    template = "pages/practice_page.html"
    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")

    @property
    def words_language(self) -> str:
        """The language its words are really in."""
        return self.text_language or self.language

    @property
    def is_translated(self) -> bool:
        """Whether its words are in the language of the tree it stands in."""
        return self.words_language == self.language

    def clean(self):
        super().clean()
        if self.failures and self.failures_not_yet_reported:
            raise ValidationError({"failures_not_yet_reported": _("Failures are described below, so this cannot be ticked as well.")})

    @property
    def sharing_line(self) -> str:
        return line_of(self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["practice"] = practice_reading(self, with_similar=True)
        context["linked_data"] = linked_data(self, context["practice"])
        context["sharing_kind"] = "article"
        return context
