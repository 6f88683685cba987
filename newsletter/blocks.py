"""Blocks of an issue that pull what other packages hold."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from site4p1000.common.blocks import BODY_BLOCKS


class PressItemBlock(blocks.StructBlock):
    """A piece of press: title, outlet, date, link and our own summary. Never its text."""

    title = blocks.CharBlock(label=_("Title"), max_length=250)
    outlet = blocks.CharBlock(label=_("Outlet"), max_length=160)
    date = blocks.DateBlock(label=_("Date"), required=False)
    language = blocks.CharBlock(label=_("Language, two letters"), required=False, max_length=8)
    url = blocks.URLBlock(label=_("Address"), required=False)
    summary = blocks.TextBlock(label=_("Our summary"))

    class Meta:
        template = "blocks/press_item.html"
        icon = "doc-full"
        label = _("Press item")


class PageCardBlock(blocks.StructBlock):
    """A practice or a story, shown as in lists."""

    page = blocks.PageChooserBlock(label=_("Page"), page_type=["practices.PracticePage", "knowledge.SuccessStoryPage"])

    class Meta:
        icon = "doc-empty"
        label = _("Practice or story")


ISSUE_BLOCKS = [*BODY_BLOCKS, ("page_card", PageCardBlock()), ("press_item", PressItemBlock())]
