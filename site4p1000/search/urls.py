from django.urls import path

from site4p1000.search.outward import SearchFeed, description, embedding, suggest
from site4p1000.search.views import search_page
from site4p1000.search.wishing import wish

urlpatterns = [
    path("", search_page, name="search"),
    path("suggest/", suggest, name="search_suggest"),
    path("feed/", SearchFeed(), name="search_feed"),
    path("description.xml", description, name="search_description"),
    path("elsewhere/", embedding, name="search_embedding"),
    path("missing/", wish, name="search_wish"),
]
