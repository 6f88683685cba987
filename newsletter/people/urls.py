"""Addresses of the pages for subscribers. Those behind links in mail are the same in every language: the reader's own decides."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from newsletter.people import own_pages, subscribing

in_each_language = [
    path("", subscribing.subscribe, name="newsletter_subscribe"),
    path(pgettext_lazy("address", "look-in-your-mail/"), subscribing.look, name="newsletter_look"),
]

behind_links = [
    path("confirm/<str:token>/", own_pages.confirm, name="newsletter_confirm"),
    path("choices/<str:token>/", own_pages.choices, name="newsletter_choices"),
    path("choices/<str:token>/data.json", own_pages.own_data, name="newsletter_own_data"),
    path("choices/<str:token>/erase/", own_pages.erase, name="newsletter_erase"),
    path("leave/<str:token>/", own_pages.leave, name="newsletter_leave"),
]
