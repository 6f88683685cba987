"""Registers what the admin shows of the press review."""

from django.urls import path
from wagtail import hooks

from newsletter.press.admin import PressItemViewSet, press_facts


@hooks.register("register_admin_viewset")
def press_items():
    return PressItemViewSet("press_items")


@hooks.register("register_admin_urls")
def what_the_form_asks():
    return [path("press/facts/", press_facts, name="press_facts")]
