from django.urls import path

from site4p1000.search.api import search_api

urlpatterns = [path("1/", search_api, name="search_api")]
