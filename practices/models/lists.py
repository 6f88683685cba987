"""Pages that lead to practices: the list with its filters, and a page for each climate."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from practices.browsing.climates import zone_cards, zone_reading
from practices.browsing.dimensions import dimension_links
from practices.browsing.lists import practice_list
from practices.models.blocks import LINES
from practices.models.vocabularies import Concept
from site4p1000.common.models import BasePage

WORDS = ["bold", "italic", "link"]


class PracticeIndexPage(BasePage):
    """The list of practices. Filters stand in its address; counts come from the search engine."""

    template = "pages/practice_index_page.html"
    subpage_types = ["practices.PracticePage"]

    class Meta:
        verbose_name = _("list of practices")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["dimensions"] = dimension_links()
        context["browse"] = practice_list(query=request.GET, language=self.language, path=request.path)
        return context


class ZoneIndexPage(BasePage):
    """All climates, each with its page."""

    template = "pages/zone_index_page.html"
    subpage_types = ["practices.ZonePage"]

    class Meta:
        verbose_name = _("list of climates")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["zones"] = zone_cards(self.language)
        return context


class ZonePage(BasePage):
    """One climate in plain words, and what the bank has for it."""

    concept = models.ForeignKey(
        Concept, verbose_name=_("climate"), on_delete=models.PROTECT, related_name="+", limit_choices_to={"scheme": "climate"}
    )
    recognise = RichTextField(_("how you recognise it"), features=WORDS)
    soils = RichTextField(_("what it does to the soil"), features=WORDS)
    watch = StreamField(LINES, blank=True, verbose_name=_("watch out for"))

    content_panels = [*BasePage.content_panels, FieldPanel("concept"), FieldPanel("recognise"), FieldPanel("soils"), FieldPanel("watch")]
    template = "pages/zone_page.html"
    parent_page_types = ["practices.ZoneIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("climate page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["zone"] = zone_reading(self, query=request.GET, path=request.path)
        return context
