"""The feed of new and changed practices: Atom, one per language, the technical sheet as lead."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.browsing.lead import whole_lead_of
from practices.models import PracticePage
from practices.own_source import OWN_NAME
from site4p1000.common import languages
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.page_ids import page_id
from site4p1000.common.visibility import readable

MOST_ENTRIES = 30


class PracticeFeed(Feed):
    """The practices of a language that anybody may read, the last changed first. An entry keeps its identity when its page is renamed."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> str:
        return get_language() or languages.codes()[0]

    def title(self, language: str) -> str:
        return _("4p1000 knowledge bank: new and changed practices")

    def subtitle(self, language: str) -> str:
        return _("Soil-friendly farming practices, each with its technical sheet.")

    def link(self, language: str) -> str:
        return f"/{language}/"

    def feed_url(self, language: str) -> str:
        return absolute(reverse("practice_feed"))

    def items(self, language: str) -> Any:
        pages = readable(PracticePage.objects).filter(locale__language_code=language)
        return pages.order_by("-last_published_at", "-pk")[:MOST_ENTRIES]

    def item_title(self, page: PracticePage) -> str:
        return page.title

    def item_description(self, page: PracticePage) -> str:
        return whole_lead_of(page)

    def item_link(self, page: PracticePage) -> str:
        return absolute(address_of(page))

    def item_guid(self, page: PracticePage) -> str:
        return absolute(f"/{page.language}/id/{page_id(page)}/")

    def item_pubdate(self, page: PracticePage) -> datetime | None:
        return page.first_published_at

    def item_updateddate(self, page: PracticePage) -> datetime | None:
        return page.last_published_at

    def item_author_name(self, page: PracticePage) -> str:
        return OWN_NAME

    def item_copyright(self, page: PracticePage) -> str:
        return page.licence
