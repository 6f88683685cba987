"""The kernel's pages: what every page shares, the home page, and a plain page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from site4p1000.common import home_sections, languages, publishing_checks, stored_content
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.blocks import BODY_BLOCKS
from site4p1000.common.navigation import surroundings
from site4p1000.common.published_versions import PublishedVersion

__all__ = ["BasePage", "ContentRecord", "HomePage", "PublishedVersion", "StandardPage"]


class BasePage(Page):
    """What every public page has: a summary for lists and search engines, and the frame around it."""

    summary = models.TextField(
        _("summary"), blank=True, max_length=300, help_text=_("One or two sentences. Shown in lists, in search results and when the page is shared.")
    )

    menu_title = models.CharField(
        _("short title"), max_length=40, blank=True, help_text=_("A word or two for menus and for the way to a page. Empty: the title itself.")
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [FieldPanel("menu_title"), *Page.promote_panels]

    version_number: int | None = None
    """Number of the published version this is; known where the page was fetched with it, so that nobody asks for it apart."""
    shown_version: object | None = None
    """What to say above a version that is read at its lasting address; see `version_views`."""

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """As Wagtail does, but a revision opens also when a work or concept it names is gone, and costs one query per kind of row."""
        if not check_fks or strict_fks:
            return super().from_serializable_data(data, check_fks=check_fks, strict_fks=strict_fks)
        found = stored_content.targets_of(cls, data)
        page = super().from_serializable_data(stored_content.without_gone(cls, data, found), check_fks=False)
        stored_content.attach(page, found)
        return page

    @property
    def language(self) -> str:
        """The language tree the page stands in, ISO 639-1."""
        return languages.code_of_locale(self.locale_id)

    @property
    def words_language(self) -> str:
        """The language its words are in; other than `language` only for records that wait for a translator."""
        return self.language

    @property
    def sharing_line(self) -> str:
        """One line about the page for search engines and for whoever gets a link to it."""
        return self.search_description or self.summary

    def get_view_restrictions(self):
        """As Wagtail does, in one query: restrictions of this page and of those above it; of an alias those of its source."""
        if self.alias_of_id:
            return super().get_view_restrictions()
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        own = models.Q(page__path__in=paths, page__alias_of=None)
        of_sources = models.Q(page__aliases__path__in=paths) | models.Q(page__aliases__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(own | of_sources).distinct()

    def publish(self, revision, user=None, *args, **kwargs):
        """As Wagtail does, once the questions of `publishing_checks` are answered: every way of publishing comes by here."""
        publishing_checks.ask(revision, user)
        return super().publish(revision, user, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["frame"] = surroundings(self)
        context["canonical"] = absolute(address_of(self))
        return context


class HomePage(BasePage):
    """The first page of a language: the search box and the sections other packages register."""

    search_hint = models.CharField(_("hint in the search box"), max_length=60, blank=True)
    drawing = models.CharField(_("drawing"), max_length=40, default="alley")

    content_panels = [*BasePage.content_panels, FieldPanel("search_hint")]
    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = None

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["sections"] = home_sections.sections(self.language)
        return context


class StandardPage(BasePage):
    """A plain page: about, accessibility, privacy."""

    body = StreamField(BODY_BLOCKS, blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    template = "pages/standard_page.html"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")


class ContentRecord(models.Model):
    """Ties a page to its file in content/, so that loading again changes only what the file changed and no editor did."""

    key = models.CharField(max_length=120)
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="one_page_per_content_file")]

    def __str__(self) -> str:
        return f"{self.key} ({self.locale_id})"
