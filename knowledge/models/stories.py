"""Success stories: who did what where, what came of it, and what did not work."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from knowledge.reading import story_list, story_reading
from practices.models import Concept, PracticePage, Reference
from practices.models.blocks import LINES
from practices.models.choices import DRAWING_WORDS
from practices.models.ranges import SINCE
from site4p1000.common.blocks import BODY_BLOCKS, KeyFigureBlock
from site4p1000.common.country_fields import HELP, CountryField
from site4p1000.common.models import BasePage


class StoryIndexPage(BasePage):
    """All stories of a language, newest first."""

    template = "pages/story_index_page.html"
    subpage_types = ["knowledge.SuccessStoryPage"]

    class Meta:
        verbose_name = _("list of stories")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["stories"] = story_list(page=self, number=request.GET.get("page"))
        return context


class SuccessStoryPage(BasePage):
    """One case: a place, its people, what they did, what came of it. Claims carry who makes them."""

    drawing = models.CharField(_("drawing"), max_length=20, default="bare", choices=list(DRAWING_WORDS.items()))
    country = CountryField(_("country"), help_text=HELP)
    where = models.CharField(_("where"), max_length=200, blank=True)
    who = models.CharField(_("who"), max_length=300, blank=True)
    when = models.CharField(_("when"), max_length=120, blank=True)
    since_year = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True, validators=[SINCE])
    key_figures = StreamField([("figure", KeyFigureBlock())], blank=True, verbose_name=_("key figures"))
    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("body"))
    sources = StreamField(LINES, blank=True, verbose_name=_("sources"))

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("country"), FieldPanel("where")]),
                FieldPanel("who"),
                FieldRowPanel([FieldPanel("when"), FieldPanel("since_year")]),
            ],
            heading=_("Where, who, when"),
        ),
        FieldPanel("drawing"),
        FieldPanel("key_figures"),
        FieldPanel("body"),
        InlinePanel("practice_links", heading=_("Practices in this story"), label=_("Practice")),
        InlinePanel("concept_links", heading=_("Climate and land use"), label=_("Concept")),
        InlinePanel("citations", heading=_("References"), label=_("Reference")),
        FieldPanel("sources"),
    ]
    template = "pages/success_story_page.html"
    parent_page_types = ["knowledge.StoryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("success story")
        verbose_name_plural = _("success stories")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["story"] = story_reading(self)
        return context


class StoryPractice(Orderable):
    """A practice the people of a story use."""

    page = ParentalKey(SuccessStoryPage, on_delete=models.CASCADE, related_name="practice_links")
    practice = models.ForeignKey(PracticePage, verbose_name=_("practice"), on_delete=models.CASCADE, related_name="story_links")


class StoryConcept(Orderable):
    page = ParentalKey(SuccessStoryPage, on_delete=models.CASCADE, related_name="concept_links")
    concept = models.ForeignKey(Concept, verbose_name=_("concept"), on_delete=models.PROTECT, related_name="+")


class StoryCitation(Orderable):
    page = ParentalKey(SuccessStoryPage, on_delete=models.CASCADE, related_name="citations")
    reference = models.ForeignKey(Reference, verbose_name=_("reference"), on_delete=models.PROTECT, related_name="+")
