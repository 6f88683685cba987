"""Blocks of an issue: what its editor writes, and what it pulls from the bank."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from newsletter.models.press import PressTopic
from site4p1000.common import languages
from site4p1000.common.blocks import BODY_BLOCKS, WORDS_ONLY, NumbersBlock
from site4p1000.common.number_fields import NumberBlock, WholeNumberBlock


class LeadBlock(blocks.StructBlock):
    """The editor's opening words."""

    text = blocks.RichTextBlock(features=WORDS_ONLY, label=_("Text"))
    signed = blocks.CharBlock(label=_("Signed by"), required=False, max_length=160)

    class Meta:
        template = "blocks/lead.html"
        icon = "edit"
        label = _("Lead")
        help_text = _("The opening of the issue: what it is about, and why now.")


REMARK_HELP = _("Why it stands in this issue. Empty: what lists show of its page.")
PULLED_HELP = _("Shown as its page is, in the language of the reader. Where that language lacks it, another one is shown, and the reader is told.")


class PracticeCardBlock(blocks.StructBlock):
    """A practice, shown as in lists."""

    page = blocks.PageChooserBlock(label=_("Practice"), page_type=["practices.PracticePage"])
    remark = blocks.TextBlock(label=_("In our words"), required=False, max_length=400, rows=2, help_text=REMARK_HELP)

    class Meta:
        icon = "doc-empty"
        label = _("Practice card")
        help_text = PULLED_HELP


class SuccessStoryBlock(blocks.StructBlock):
    """A story, shown as in lists."""

    page = blocks.PageChooserBlock(label=_("Story"), page_type=["knowledge.SuccessStoryPage"])
    remark = blocks.TextBlock(label=_("In our words"), required=False, max_length=400, rows=2, help_text=REMARK_HELP)

    class Meta:
        icon = "openquote"
        label = _("Success story")
        help_text = PULLED_HELP


class TechnicalSheetBlock(blocks.StructBlock):
    """The technical sheet of a practice, whole."""

    page = blocks.PageChooserBlock(label=_("Practice"), page_type=["practices.PracticePage"])

    class Meta:
        icon = "doc-full-inverse"
        label = _("Technical sheet")
        help_text = PULLED_HELP


class IssueFigureBlock(NumbersBlock):
    """A figure with all a reader needs to trust it. The number is the same in every language and printed in each language's form."""

    value = NumberBlock(label=_("Value"))
    high = NumberBlock(label=_("to"), required=False, help_text=_("Only for a range: its upper end."))
    unit = blocks.CharBlock(label=_("Unit"), max_length=80, help_text=_("Such as “t C/ha a year”, “%” or “million trees”."))
    text = blocks.CharBlock(label=_("What it says"))
    source = blocks.CharBlock(label=_("Source"), help_text=_("Who reported it, when and where; with its DOI if it has one."))
    as_of = blocks.DateBlock(label=_("As of"), help_text=_("The day on which this was the latest figure known."))

    class Meta:
        icon = "order"
        label = _("Key figure")

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["high"] is not None and cleaned["high"] <= cleaned["value"]:
            raise StructBlockValidationError({"high": ValidationError(_("The upper end of a range must be larger than its lower end."))})
        return cleaned


class EventBlock(blocks.StructBlock):
    """A meeting, a field day, a course."""

    title = blocks.CharBlock(label=_("Title"), max_length=250)
    starts = blocks.DateBlock(label=_("Day, or first day"))
    ends = blocks.DateBlock(label=_("Last day"), required=False)
    place = blocks.CharBlock(label=_("Place"), max_length=250, help_text=_("Town and country, or “online”."))
    url = blocks.URLBlock(label=_("Address"), required=False)
    text = blocks.TextBlock(label=_("In one or two sentences"), required=False, max_length=600, rows=3)

    class Meta:
        icon = "calendar-alt"
        label = _("Event")

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["ends"] and cleaned["ends"] < cleaned["starts"]:
            raise StructBlockValidationError({"ends": ValidationError(_("The last day is before the first one."))})
        return cleaned


class PartnerNewsBlock(blocks.StructBlock):
    """News of a partner, in words they agreed to."""

    partner = blocks.CharBlock(label=_("Partner"), max_length=160)
    title = blocks.CharBlock(label=_("Title"), max_length=250)
    text = blocks.TextBlock(label=_("Text"), max_length=1000, rows=4)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "group"
        label = _("Partner news")


ARTICLE_LANGUAGES = [(code, languages.own_name(code)) for code in ("ar", "de", "en", "es", "fr", "hi", "it", "nl", "pt", "ru", "sw", "zh")]
"""Languages in which much is written about soils; items of others come with “all”."""


class PressReviewBlock(blocks.StructBlock):
    """Published items of the press review, picked by day, language and topic."""

    since = blocks.DateBlock(label=_("From this day"))
    until = blocks.DateBlock(label=_("To this day"))
    topics = blocks.MultipleChoiceBlock(label=_("Topics"), choices=PressTopic.choices, required=False, help_text=_("None: all."))
    languages = blocks.MultipleChoiceBlock(label=_("Languages of the articles"), choices=ARTICLE_LANGUAGES, required=False, help_text=_("None: all."))
    most = WholeNumberBlock(label=_("At most"), default=8, min_value=1, max_value=30, help_text=_("The newest ones."))

    class Meta:
        icon = "list-ul"
        label = _("Press review")
        help_text = _("Items published in the press review, with our summary in the language of the reader where there is one.")

    def clean(self, value):
        cleaned = super().clean(value)
        if cleaned["until"] < cleaned["since"]:
            raise StructBlockValidationError({"until": ValidationError(_("The last day is before the first one."))})
        return cleaned


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
        label = _("Press item, typed by hand")


OWN_BLOCKS = [
    ("lead", LeadBlock()),
    ("practice_card", PracticeCardBlock()),
    ("success_story", SuccessStoryBlock()),
    ("technical_sheet", TechnicalSheetBlock()),
    ("press_review", PressReviewBlock()),
    ("press_item", PressItemBlock()),
    ("key_figure", IssueFigureBlock()),
    ("event", EventBlock()),
    ("partner_news", PartnerNewsBlock()),
]
_own = dict(OWN_BLOCKS)
ISSUE_BLOCKS = [*OWN_BLOCKS, *((name, block) for name, block in BODY_BLOCKS if name not in _own)]
"""What an issue is made of: first what only issues have, then free text, lists, pictures and the like."""
