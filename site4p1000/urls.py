"""The wiring: the one module that may import every package. Nothing imports it."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.static import serve as serve_file
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from newsletter.bounces.webhook import hook as bounce_hook
from newsletter.issues.feeds import IssueFeed, IssueRssFeed
from newsletter.people import urls as people_urls
from newsletter.press import urls as press_urls
from newsletter.press.sitemap import PressSitemap
from practices.browsing import urls as browse_urls
from practices.browsing.sitemaps import BrowseSitemap
from practices.exports import urls as export_urls
from practices.feed import PracticeFeed
from site4p1000.common import caching, version_views, views
from site4p1000.common.sitemaps import PageSitemap
from site4p1000.search import api_urls as search_api_urls
from site4p1000.search import urls as search_urls

serve_picture = cache_control(public=True, max_age=caching.PICTURE_SECONDS)(serve_file)

urlpatterns = [
    path("", views.choose_language, name="choose_language"),
    path("admin/", include(wagtailadmin_urls)),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap, "browse": BrowseSitemap, "press": PressSitemap}}),
    path("robots.txt", views.robots),
    path("api/search/", include(search_api_urls)),
    path("newsletter/", include(people_urls.behind_links)),
    path("newsletter/returns/", bounce_hook, name="newsletter_bounce_hook"),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures only: documents go through documents/, which asks who may read them.
    re_path(r"^media/(?P<path>(?:images|original_images|avatar_images)/[^/]+)$", serve_picture, {"document_root": settings.MEDIA_ROOT}),
]

urlpatterns += i18n_patterns(
    path("search/", include(search_urls)),
    path("feed/", PracticeFeed(), name="practice_feed"),
    path("feed/newsletter/", IssueFeed(), name="newsletter_feed"),
    path("feed/newsletter.rss", IssueRssFeed(), name="newsletter_rss"),
    path("", include(export_urls)),
    path("id/<page_id:page_id>/", version_views.by_id, name="by_id"),
    path("id/<page_id:page_id>/versions/", version_views.versions, name="versions"),
    path("id/<page_id:page_id>/v/<version_number:number>/", version_views.version, name="version"),
    path(pgettext_lazy("address", "browse/"), include(browse_urls)),
    path(pgettext_lazy("address", "press/"), include(press_urls)),
    path(pgettext_lazy("address", "subscribe/"), include(people_urls.in_each_language)),
    # Wagtail's own addresses (login and password of private pages) begin with _util/.
    re_path(r"^(?!_util/)((?:[\w\-]+/)*)$", views.serve_page, name="serve_page"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error
