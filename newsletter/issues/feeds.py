"""The issues of a language as Atom and as RSS: what readers subscribe to without giving an address."""

from datetime import UTC, datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsletter.models import NewsletterIssuePage
from newsletter.reading import live_issues
from site4p1000.common import languages
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.page_ids import page_id

MOST_ENTRIES = 30


class IssueFeed(Feed):
    """The newest issues that anybody may read. An entry keeps its identity when its page is renamed."""

    feed_type = Atom1Feed
    address_name = "newsletter_feed"

    def get_object(self, request: HttpRequest) -> str:
        return get_language() or languages.codes()[0]

    def title(self, language: str) -> str:
        return _("4p1000 knowledge bank: newsletter")

    def subtitle(self, language: str) -> str:
        return _("Practices, stories, figures and press about soils.")

    description = subtitle

    def link(self, language: str) -> str:
        return absolute(f"/{language}/")

    def feed_url(self, language: str) -> str:
        return absolute(reverse(self.address_name))

    def items(self, language: str) -> Any:
        return live_issues(language)[:MOST_ENTRIES]

    def item_title(self, page: NewsletterIssuePage) -> str:
        return page.title

    def item_description(self, page: NewsletterIssuePage) -> str:
        return page.summary

    def item_link(self, page: NewsletterIssuePage) -> str:
        return absolute(address_of(page))

    def item_guid(self, page: NewsletterIssuePage) -> str:
        return absolute(f"/{page.language}/id/{page_id(page)}/")

    item_guid_is_permalink = True

    def item_pubdate(self, page: NewsletterIssuePage) -> datetime:
        return datetime.combine(page.date, time(), UTC)


class IssueRssFeed(IssueFeed):
    """The same as RSS 2.0."""

    feed_type = Rss201rev2Feed
    address_name = "newsletter_rss"
