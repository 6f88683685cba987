"""Ordered parts of a practice that live on its page: steps, costs, field experience, judgements, failures, people."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from practices import currencies
from practices.models.choices import Constraint, Coping, CostPer, FailureKind, Hazard, Origin, Phase, Role
from practices.models.ranges import SINCE, YEAR_OF_PRICE, Between
from site4p1000.common.blocks import NumbersBlock, PictureBlock, VideoBlock
from site4p1000.common.country_fields import CountryBlock
from site4p1000.common.number_fields import NumberBlock, WholeNumberBlock

WORDS_ONLY = ["bold", "italic", "link"]
NOT_REPORTED = _("Leave empty when unknown: the page prints “not reported”, never zero.")


class CurrencyBlock(blocks.CharBlock):
    """A currency by its ISO 4217 code; typed in any case, kept in capitals."""

    def __init__(self, **options):
        options.setdefault("help_text", _("Three letters, ISO 4217, such as EUR, XOF or MXN."))
        super().__init__(required=False, max_length=3, **options)

    def clean(self, value):
        code = super().clean(value).strip().upper()
        if code and not currencies.is_valid(code):
            raise ValidationError(_("“%(code)s” is not a currency of ISO 4217; use three letters such as EUR, XOF or MXN."), params={"code": code})
        return code


class InputBlock(NumbersBlock):
    name = blocks.CharBlock(label=_("Input"), max_length=120)
    quantity = NumberBlock(label=_("Quantity"), required=False, min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=40)


class StepBlock(NumbersBlock):
    """One instruction: what to do, when, with what, and what goes wrong."""

    phase = blocks.ChoiceBlock(label=_("Phase"), choices=Phase.choices, default=Phase.ESTABLISHMENT)
    title = blocks.CharBlock(label=_("In a few words"), max_length=160)
    text = blocks.RichTextBlock(label=_("What to do"), features=WORDS_ONLY, required=False)
    when = blocks.CharBlock(label=_("When"), required=False, max_length=250, help_text=_("A season or a crop stage, never a month alone."))
    tools = blocks.CharBlock(label=_("Tools"), required=False, max_length=250)
    labour = blocks.CharBlock(label=_("Labour, in words"), required=False, max_length=250)
    labour_person_days_per_ha = NumberBlock(label=_("Labour, days of work per hectare"), required=False, validators=[Between(0, 10_000)])
    inputs = blocks.CharBlock(label=_("Inputs, in words"), required=False, max_length=250)
    input_items = blocks.ListBlock(InputBlock(), label=_("Inputs, with quantities"), default=[])
    cost = blocks.CharBlock(label=_("Cost, in words"), required=False, max_length=250)
    cost_amount = NumberBlock(label=_("Cost, amount"), required=False, min_value=0)
    cost_currency = CurrencyBlock(label=_("Currency"))
    cost_year = blocks.IntegerBlock(label=_("Year of the price"), required=False, validators=[YEAR_OF_PRICE])
    cost_per = blocks.ChoiceBlock(label=_("Counted for"), required=False, choices=[pair for pair in CostPer.choices if pair[0]])
    pitfall = blocks.TextBlock(label=_("Pitfall"), required=False, help_text=_("What goes wrong most often, and how to see it early."))
    pictures = blocks.ListBlock(PictureBlock(), label=_("Picture of the step"), default=[], max_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{title}"
        help_text = NOT_REPORTED


class CostBlock(NumbersBlock):
    """One line of costs. The amount is per unit, in a currency of a year."""

    item = blocks.CharBlock(label=_("Item"), max_length=250)
    phase = blocks.ChoiceBlock(label=_("Phase"), choices=Phase.choices, default=Phase.ESTABLISHMENT)
    quantity = NumberBlock(label=_("Quantity"), required=False, min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), required=False, max_length=80)
    amount_per_unit = NumberBlock(label=_("Amount per unit"), required=False, min_value=0)
    currency = CurrencyBlock(label=_("Currency"))
    currency_words = blocks.CharBlock(
        label=_("Currency, as the source writes it"), required=False, max_length=60, help_text=_("Only where its code is not certain.")
    )
    year = blocks.IntegerBlock(label=_("Year of the price"), required=False, validators=[YEAR_OF_PRICE])
    basis = blocks.CharBlock(label=_("Counted for"), required=False, max_length=250, help_text=_("Per hectare, per unit, or the area of the site."))

    class Meta:
        icon = "tag"
        label = _("Cost")
        label_format = "{item}"


class ExperienceBlock(blocks.StructBlock):
    """What people who do it say."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=160)
    who = blocks.CharBlock(label=_("Who"), required=False, max_length=250)
    place = blocks.CharBlock(label=_("Where"), required=False, max_length=250)
    country = CountryBlock(label=_("Country, two letters"))
    since_year = blocks.IntegerBlock(label=_("Since (year)"), required=False, validators=[SINCE])
    text = blocks.RichTextBlock(label=_("What they say"), features=WORDS_ONLY)
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=400)

    class Meta:
        icon = "user"
        label = _("Field experience")
        label_format = "{title}"


class JudgementBlock(blocks.StructBlock):
    """An expert's opinion from −3 to +3, always shown as opinion."""

    indicator = blocks.CharBlock(label=_("Indicator"), max_length=120)
    label = blocks.CharBlock(label=_("In words"), max_length=200)
    score = WholeNumberBlock(label=_("Score, −3 to 3"), min_value=-3, max_value=3)
    comment = blocks.TextBlock(label=_("Comment"), required=False)
    before = blocks.CharBlock(label=_("Before"), required=False, max_length=400)
    after = blocks.CharBlock(label=_("After"), required=False, max_length=400)

    class Meta:
        icon = "help"
        label = _("Expert’s judgement")
        label_format = "{label} {score}"


class FailureBlock(blocks.StructBlock):
    """Where it did not work. As prominent as a success."""

    kind = blocks.ChoiceBlock(label=_("How it is known"), choices=FailureKind.choices, default=FailureKind.REPORTED)
    title = blocks.CharBlock(label=_("In a few words"), max_length=160)
    text = blocks.RichTextBlock(label=_("What happened"), features=WORDS_ONLY)

    class Meta:
        icon = "warning"
        label = _("Where it did not work")
        label_format = "{title}"


class ConstraintBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("About"), choices=Constraint.choices)
    text = blocks.TextBlock(label=_("What to know"))

    class Meta:
        icon = "lock"
        label = _("Constraint")
        label_format = "{kind}"


class ExposureBlock(blocks.StructBlock):
    """How the practice stands one hazard of weather or climate, and who says so."""

    hazard = blocks.ChoiceBlock(label=_("Hazard"), choices=Hazard.choices)
    coping = blocks.ChoiceBlock(label=_("How the practice copes"), choices=Coping.choices, default=Coping.UNKNOWN)
    text = blocks.TextBlock(label=_("What happens, and what helps"), required=False)
    origin = blocks.ChoiceBlock(label=_("Learned from"), choices=Origin.choices, default=Origin.SOURCE)
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=400)

    class Meta:
        icon = "warning"
        label = _("Weather and climate")
        label_format = "{hazard}"


class PersonBlock(blocks.StructBlock):
    """Somebody to credit: a name and a role, no address of any kind."""

    role = blocks.ChoiceBlock(label=_("Role"), choices=Role.choices, default=Role.CONTRIBUTOR)
    name = blocks.CharBlock(label=_("Name"), max_length=160)
    institution = blocks.CharBlock(label=_("Institution"), required=False, max_length=250)

    class Meta:
        icon = "group"
        label = _("Person")
        label_format = "{name}"


class SourcePictureBlock(blocks.StructBlock):
    """A picture that stays at its source: an editor decides whether to take it over, with credit and licence."""

    url = blocks.URLBlock(label=_("Address"), max_length=400)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=400)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=300)
    licence = blocks.CharBlock(label=_("Licence"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("Picture at the source")


LINES = [("item", blocks.CharBlock(label=_("Item"), max_length=600))]
STEPS = [("step", StepBlock())]
COSTS = [("cost", CostBlock())]
EXPERIENCES = [("experience", ExperienceBlock())]
JUDGEMENTS = [("judgement", JudgementBlock())]
FAILURES = [("failure", FailureBlock())]
CONSTRAINTS = [("constraint", ConstraintBlock())]
EXPOSURES = [("exposure", ExposureBlock())]
PEOPLE = [("person", PersonBlock())]
MEDIA = [("picture", PictureBlock()), ("source_picture", SourcePictureBlock()), ("video", VideoBlock())]
