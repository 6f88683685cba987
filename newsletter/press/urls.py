from django.urls import path

from newsletter.press.feed import PressFeed
from newsletter.press.views import press_archive

urlpatterns = [
    path("", press_archive, name="press_archive"),
    path("feed/", PressFeed(), name="press_feed"),
]
