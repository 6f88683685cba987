from django.urls import path

from site4p1000.search.views import search_page

urlpatterns = [path("", search_page, name="search")]
