"""Blocks any page may use. Each has a template of its name in templates/blocks/."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from site4p1000.common.number_fields import NumberBlock, WholeNumberBlock
from site4p1000.common.ranges import LARGEST, Between
from site4p1000.common.shown_pictures import at_hand

WORDS_ONLY = ["bold", "italic", "link"]
"""Rich text for running text: no headings (the block has one), no lists (a block of its own)."""


ALT_HELP = _("For people who cannot see it; it is read out instead of the picture. Empty: the description of the picture, else the caption.")
LICENCE_HELP = _("Such as CC BY 4.0, or “with permission”. What has none cannot be published.")


class NumbersBlock(blocks.StructBlock):
    """A block with numbers, all of which a page can print."""

    def clean(self, value):
        cleaned = super().clean(value)
        faults = {name: fault for name, number in cleaned.items() if isinstance(number, Decimal) and (fault := _size_fault(number))}
        if faults:
            raise StructBlockValidationError(faults)
        return cleaned


def _size_fault(number: Decimal) -> ValidationError | None:
    try:
        Between(-LARGEST, LARGEST)(number)
    except ValidationError as fault:
        return fault
    return None


class SectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"))
    text = blocks.RichTextBlock(features=WORDS_ONLY, label=_("Text"))

    class Meta:
        template = "blocks/section.html"
        icon = "pilcrow"
        label = _("Section")


class TestimonyBlock(SectionBlock):
    class Meta:
        template = "blocks/testimony.html"
        icon = "openquote"
        label = _("Somebody’s account")
        help_text = _("What people or a project say of themselves. It is shown as an account, not as a trial.")


class CautionBlock(SectionBlock):
    class Meta:
        template = "blocks/caution.html"
        icon = "warning"
        label = _("What did not work, or is not known")


class ListBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Item")), label=_("Items"))

    class Meta:
        template = "blocks/list.html"
        icon = "list-ul"
        label = _("List")


class KeyFigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("Figure with its unit"))
    text = blocks.CharBlock(label=_("What it says"))
    source = blocks.CharBlock(label=_("Source"), help_text=_("Who reported it and when. A figure without a source is not shown to readers."))

    class Meta:
        template = "blocks/key_figure.html"
        icon = "order"
        label = _("Key figure")


class PictureChooserBlock(ImageChooserBlock):
    """A picture of the bank; what was fetched together with its page is not asked for again."""

    def bulk_to_python(self, values):
        found = at_hand(values)
        return super().bulk_to_python(values) if found is None else found

    def deconstruct(self):
        """As Wagtail's own block: what is stored is the same, so no migration is due."""
        _path, args, kwargs = super().deconstruct()
        return "wagtail.images.blocks.ImageChooserBlock", args, kwargs


class PictureBlock(blocks.StructBlock):
    image = PictureChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(label=_("What the picture shows"), required=False, max_length=250, help_text=ALT_HELP)
    caption = blocks.CharBlock(label=_("Caption"), required=False)
    credit = blocks.CharBlock(label=_("Credit"), help_text=_("Who took or drew it. People who can be recognised have agreed."))
    licence = blocks.CharBlock(label=_("Licence"), required=False, max_length=120, help_text=LICENCE_HELP)

    class Meta:
        template = "blocks/picture.html"
        icon = "image"
        label = _("Picture")


class VideoBlock(NumbersBlock):
    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("Title"))
    length_seconds = WholeNumberBlock(label=_("Length in seconds"), required=False, min_value=1)
    size_mb = NumberBlock(label=_("Size in MB"), required=False, min_value=0)
    transcript = blocks.TextBlock(label=_("Transcript"), required=False)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=300)
    licence = blocks.CharBlock(label=_("Licence"), required=False, max_length=120, help_text=LICENCE_HELP)

    class Meta:
        template = "blocks/video.html"
        icon = "media"
        label = _("Video (as a link)")


BODY_BLOCKS = [
    ("section", SectionBlock()),
    ("testimony", TestimonyBlock()),
    ("caution", CautionBlock()),
    ("list", ListBlock()),
    ("key_figure", KeyFigureBlock()),
    ("picture", PictureBlock()),
    ("video", VideoBlock()),
]
"""The body of stories, issues and plain pages."""
