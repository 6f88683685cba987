"""The press review as Atom, one feed per language: the newest items with our summaries; each leads to the article at its source."""

from datetime import UTC, datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from newsletter.models import PressItem
from newsletter.press.archive import published_rows
from site4p1000.common import languages
from site4p1000.common.addresses import absolute

MOST_ENTRIES = 50


class PressFeed(Feed):
    """The newest published items; the archive's filters work here too. An entry keeps its identity when its link changes."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> dict[str, str]:
        return request.GET.dict()

    def title(self, asked) -> str:
        return _("4p1000 knowledge bank: press review")

    def subtitle(self, asked) -> str:
        return _("What others publish about soils, in our own summaries.")

    def link(self, asked) -> str:
        return absolute(reverse("press_archive"))

    def feed_url(self, asked) -> str:
        return absolute(reverse("press_feed"))

    def items(self, asked) -> list[PressItem]:
        return list(published_rows(asked)[:MOST_ENTRIES])

    def item_title(self, item: PressItem) -> str:
        return f"{item.title} ({item.outlet})"

    def item_description(self, item: PressItem) -> str:
        return item.summary(translation.get_language() or languages.codes()[0]).text

    def item_link(self, item: PressItem) -> str:
        return item.url or absolute(reverse("press_archive"))

    def item_guid(self, item: PressItem) -> str:
        return absolute(f"{reverse('press_archive')}#item-{item.pk}")

    def item_author_name(self, item: PressItem) -> str:
        return item.author or item.outlet

    def item_pubdate(self, item: PressItem) -> datetime:
        return datetime.combine(item.published_on, time(), UTC)

    def item_updateddate(self, item: PressItem) -> datetime:
        return item.changed_at
