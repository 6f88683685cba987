"""Items of the press review: where something stood, and what it says in our own words."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from newsletter.press.article_addresses import NotAWebAddress, address_key, canonical_url
from site4p1000.common import languages
from site4p1000.common.country_fields import CountryField
from site4p1000.search.analysis import fold

LONGEST_SUMMARY = 600
"""Characters: two or three sentences. A summary tells what an article says; it does not stand for it."""


class PressState(models.TextChoices):
    """How far an item is. Readers see published ones only."""

    DRAFT = "draft", pgettext_lazy("press item", "draft")
    KEPT = "kept", _("kept for later")
    PUBLISHED = "published", pgettext_lazy("press item", "published")
    DISCARDED = "discarded", pgettext_lazy("press item", "discarded")
    """Not for readers; kept, so that the same article is not noted and judged again."""


class PressTopic(models.TextChoices):
    """What an article is about, in the words readers filter by. (`Topic` is what a subscriber chooses to receive.)"""

    SOIL_CARBON = "soil_carbon", _("Soil carbon and climate")
    PRACTICES = "practices", _("Farming practices")
    TREES = "trees", _("Trees and forests")
    GRAZING = "grazing", _("Livestock and grazing")
    WATER = "water", _("Water and erosion")
    LIFE = "life", _("Life in soils")
    FOOD = "food", _("Food security")
    POLICY = "policy", _("Policy and law")
    MONEY = "money", _("Funding and carbon markets")
    RESEARCH = "research", _("Research")
    INITIATIVE = "initiative", _("The “4 per 1000” Initiative")


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Our summary in the language it was found in."""

    text: str
    language: str


class PressItemQuerySet(models.QuerySet):
    def published(self) -> "PressItemQuerySet":
        """Those readers may see."""
        return self.filter(state=PressState.PUBLISHED)

    def in_period(self, since: date | None, until: date | None) -> "PressItemQuerySet":
        """Those that came out on these days, both included; ``None`` leaves an end open."""
        rows = self.filter(published_on__gte=since) if since else self
        return rows.filter(published_on__lte=until) if until else rows

    def about(self, topics: Iterable[str]) -> "PressItemQuerySet":
        """Those of any of these topics; all when there are none."""
        wanted = list(topics)
        return self.filter(topic__in=wanted) if wanted else self

    def written_in(self, codes: Iterable[str]) -> "PressItemQuerySet":
        """Those whose article is in any of these languages; all when there are none."""
        wanted = list(codes)
        return self.filter(language__in=wanted) if wanted else self

    def with_words(self, text: str) -> "PressItemQuerySet":
        """Those in which every word of `text` stands somewhere; accents and capitals do not count."""
        rows = self
        for word in fold(text).split():
            rows = rows.filter(words__contains=word)
        return rows

    def near_day(self, day: date, *, days: int) -> "PressItemQuerySet":
        """Those that came out at most so many days before or after."""
        return self.in_period(day - timedelta(days=days), day + timedelta(days=days))


class PressItem(ClusterableModel):
    """An article elsewhere: title, outlet, author, date, link and our own summary, one text per language. Never its words or pictures."""

    url = models.URLField(_("link"), max_length=600, blank=True, help_text=_("Parts that track readers are taken off. Empty: print only."))
    url_key = models.CharField(max_length=600, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=300, help_text=_("As the article has it, in its own language."))
    outlet = models.CharField(_("outlet"), max_length=160, blank=True, help_text=_("The newspaper, review, broadcaster or site."))
    author = models.CharField(_("author"), max_length=200, blank=True, help_text=_("As the article names them; no e-mail address."))
    published_on = models.DateField(_("came out on"), null=True, blank=True)
    language = models.CharField(_("language of the article"), max_length=8, blank=True)
    country = CountryField(_("country"), help_text=_("That the article is about. Empty: none or several."))
    topic = models.CharField(_("topic"), max_length=20, choices=PressTopic, blank=True)
    summaries = models.JSONField(_("summaries"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PressState, default=PressState.DRAFT)
    story = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    is_own_story = models.BooleanField(
        _("a story of its own"),
        default=False,
        help_text=_("Tick it when a title only looks like another: the item then stands alone."),
    )
    words = models.TextField(editable=False, default="")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PressItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("press item")
        verbose_name_plural = _("press items")
        ordering = ["-published_on", "-pk"]
        permissions = [("publish_pressitem", "Can publish press items")]
        indexes = [models.Index(fields=["state", "published_on"], name="press_item_state_day")]
        constraints = [models.UniqueConstraint(fields=["url_key"], condition=~models.Q(url_key=""), name="one_press_item_per_article")]

    def __str__(self) -> str:
        return self.title

    def summary(self, language: str) -> Summary:
        """Our summary in `language`, else in that of the article, else in the first language that has one; empty when nobody wrote any."""
        order = dict.fromkeys((language, self.language, *languages.codes(), *self.summaries))
        return next((Summary(text=text, language=code) for code in order if (text := self.summaries.get(code))), Summary(text="", language=language))

    def missing(self) -> tuple[str, ...]:
        """Names of the fields without which readers could not use it: where, when, in which language, and what it says."""
        needed = ("outlet", "published_on", "language")
        return (*(name for name in needed if not getattr(self, name)), *(() if any(self.summaries.values()) else ("summaries",)))

    def clean(self):
        super().clean()
        try:
            self.take_in_url()
        except NotAWebAddress:
            raise ValidationError({"url": _("This is not the address of a page; it should begin with https:// or http://.")}) from None
        if self.published_on and self.published_on > timezone.localdate() + timedelta(days=1):
            raise ValidationError({"published_on": _("This day has not come yet. Please check the year.")})
        if "@" in self.author:
            raise ValidationError({"author": _("Please give the name alone: the bank keeps no e-mail addresses of people.")})
        self._refuse_a_second()

    def take_in_url(self) -> None:
        """Make the link canonical and know it again. Raises `NotAWebAddress`."""
        self.url = canonical_url(self.url) if self.url else ""
        self.url_key = address_key(self.url) if self.url else ""

    def save(self, *args, **kwargs):
        self.take_in_url()
        self.words = fold("\n".join((self.title, self.outlet, self.author, *self.summaries.values())))
        super().save(*args, **kwargs)

    def _refuse_a_second(self) -> None:
        other = PressItem.objects.filter(url_key=self.url_key).exclude(pk=self.pk).first() if self.url_key else None
        if other:
            told = {"title": other.title, "state": other.get_state_display()}
            raise ValidationError({"url": _("This article is in the press review already: “%(title)s” (%(state)s).") % told})


class PressPractice(Orderable):
    """A practice a press item is about. Readers of another language get its translation."""

    item = ParentalKey(PressItem, on_delete=models.CASCADE, related_name="practices")
    page = models.ForeignKey("practices.PracticePage", verbose_name=_("practice"), on_delete=models.CASCADE, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("related practice")
        constraints = [models.UniqueConstraint(fields=["item", "page"], name="one_practice_once_per_press_item")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.page_id}"
