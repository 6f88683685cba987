"""Quantities as a reader sees them: numbers of the reader's language, unit and interval in words, "not reported" for unknown.

Nothing is rounded or converted. A number and its unit are held together by a no-break space.
"""

from decimal import Decimal

from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practices.proof import Field, Science
from practices.quantities import Interval, IntervalKind, Quantity, Unit

NO_BREAK = "\u00a0"
MINUS = "\u2212"

UNIT_WORDS = {
    # Translators: tonnes of carbon per hectare and year; only "yr" is translated: t C/ha/an, t C/ha/año.
    Unit.T_C_HA_YR: gettext_lazy("t C/ha/yr"),
    # Translators: a unit in a table: with the practice divided by without it.
    Unit.RATIO: gettext_lazy("ratio"),
    # Translators: a unit in a table: a default multiplier of a guideline.
    Unit.FACTOR: gettext_lazy("factor"),
    # Translators: units in a table; only "yr" is translated: Mg C/ha/an, Mg C/ha/año.
    Unit.MG_C_HA_YR: gettext_lazy("Mg C/ha/yr"),
    Unit.KG_C_HA_YR: gettext_lazy("kg C/ha/yr"),
    Unit.KG_C_M2_YR: gettext_lazy("kg C/m²/yr"),
    Unit.G_C_M2_YR: gettext_lazy("g C/m²/yr"),
    Unit.T_CO2E_HA_YR: gettext_lazy("t CO₂e/ha/yr"),
    Unit.T_HA_YR: gettext_lazy("t/ha/yr"),
    Unit.KG_HA_YR: gettext_lazy("kg/ha/yr"),
    # Translators: a content in soil, as against a difference in per cent.
    # xgettext:no-python-format
    Unit.PERCENT_WEIGHT: gettext_lazy("% by weight"),
    # xgettext:no-python-format
    Unit.PERCENT_VOLUME: gettext_lazy("% by volume"),
    # Translators: a unit in a table: natural logarithm of a ratio.
    Unit.LN_RATIO: gettext_lazy("ln ratio"),
}
"""Units that read differently per language. All others are the same everywhere."""

INTERVAL_WORDS = {
    # xgettext:no-python-format
    IntervalKind.CI95: gettext_lazy("95 % confidence"),
    IntervalKind.SE: gettext_lazy("± standard error"),
    IntervalKind.SD: gettext_lazy("± standard deviation"),
    IntervalKind.RANGE: gettext_lazy("smallest to largest"),
    IntervalKind.AS_REPORTED: gettext_lazy("± as printed, kind not said"),
}

SCIENCE_WORDS = {
    Science.NOTHING: gettext_lazy("nothing found yet"),
    Science.ONE_STUDY: gettext_lazy("one study"),
    Science.TWO_STUDIES: gettext_lazy("two studies"),
    Science.FEW_STUDIES: gettext_lazy("a few studies"),
    Science.ONE_REVIEW: gettext_lazy("one review"),
    Science.TWO_REVIEWS: gettext_lazy("two reviews"),
    Science.DISAGREEING_REVIEWS: gettext_lazy("reviews, not in agreement"),
    Science.SEVERAL_REVIEWS: gettext_lazy("several reviews"),
}
FIELD_WORDS = {
    Field.NOTHING: gettext_lazy("nothing told yet"),
    Field.ONE_ACCOUNT: gettext_lazy("one account"),
    Field.TWO_ACCOUNTS: gettext_lazy("two accounts"),
    Field.FEW_ACCOUNTS: gettext_lazy("a few accounts"),
}
"""The words beside the meter, which always say what it says."""


def proof_words(found: Science | Field) -> str:
    """How much was found, in words."""
    return str(SCIENCE_WORDS[found] if isinstance(found, Science) else FIELD_WORDS[found])


def number_text(value: Decimal | int, language: str, *, is_signed: bool = False, decimals: int = 0) -> str:
    """A number in the reader's form, every digit kept: −5.4 is "−5,4" in French. `is_signed` puts "+" before a gain.

    `decimals` are shown even where they are zeros.
    """
    pattern = f"#,##0.{'0' * decimals}{'#' * (6 - decimals)}"
    digits = format_decimal(Decimal(value).normalize(), format=pattern, locale=language).replace("-", MINUS)
    return f"+{digits}" if is_signed and value > 0 else digits


def unit_text(unit: Unit) -> str:
    """The unit as it is printed; empty for a text result."""
    return str(UNIT_WORDS.get(unit, unit.value))


def value_text(quantity: Quantity, language: str, *, is_signed: bool = True) -> str:
    """The central value, or the range where there is none, without its unit but with the per cent sign; "not reported" when unknown."""
    if quantity.value is not None:
        value = _part_text(quantity, quantity.value, language, is_signed=is_signed and quantity.unit is Unit.PERCENT)
        return _with_percent(value, quantity.unit)
    if quantity.is_known:
        return _with_percent(bounds_text(quantity, language), quantity.unit)
    return _("not reported")


def bounds_text(quantity: Quantity, language: str) -> str:
    """From the low to the high bound: "0.6 to 9.4", "from 0.6" or "up to 9.4"; empty without bounds."""
    low, high = (None if bound is None else _part_text(quantity, bound, language) for bound in (quantity.low, quantity.high))
    if low is not None and high is not None:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    if low is not None:
        return _("from %(low)s") % {"low": low}
    return _("up to %(high)s") % {"high": high} if high is not None else ""


def short_text(quantity: Quantity, language: str, *, is_signed: bool = True) -> str:
    """Value and bounds on one line, for a drawing: "0.32 (0.24 to 0.40)"."""
    value, bounds = value_text(quantity, language, is_signed=is_signed), bounds_text(quantity, language)
    return f"{value} ({bounds})" if quantity.value is not None and bounds else value


def interval_text(quantity: Quantity, language: str) -> str:
    """The bounds under a value, "no interval" where the source gives none; empty where the bounds stand in place of the value."""
    if quantity.value is None:
        return ""
    return bounds_text(quantity, language) or _("no interval")


def interval_kind_text(quantity: Quantity) -> str:
    """What kind of interval it is; empty without one."""
    kind = INTERVAL_WORDS.get(quantity.interval)
    return _("Interval: %(kind)s") % {"kind": kind} if kind and (quantity.low is not None or quantity.high is not None) else ""


def depth_text(depth_cm: Interval | None, language: str, *, is_median: bool = False) -> str:
    """The depth interval in the soil; empty when it is not reported."""
    if depth_cm is None:
        return ""
    top, bottom = (None if bound is None else number_text(bound, language) for bound in (depth_cm.low, depth_cm.high))
    if bottom is None:
        return _("from %(depth)s down") % {"depth": f"{top}{NO_BREAK}cm"}
    depth = f"{bottom}{NO_BREAK}cm" if top is None else f"{top}–{bottom}{NO_BREAK}cm"
    if is_median:
        return _("median depth %(depth)s") % {"depth": depth}
    return _("down to %(depth)s") % {"depth": depth} if top is None else depth


def duration_text(years: Decimal | None, language: str, *, is_median: bool = False) -> str:
    """How long: "3.5 years"; empty when it is not reported."""
    if years is None:
        return ""
    words = format_unit(years.normalize(), "duration-year", length="long", locale=language).replace(" ", NO_BREAK)
    return _("%(years)s as median or mean") % {"years": words} if is_median else words


def counted_text(number: int, counted: str) -> str:
    """What `n` counts, in the right number: (1, "studies") is "study"; empty when that is not known."""
    forms = {
        "studies": ngettext("study", "studies", number),
        "pairs": ngettext("pair", "pairs", number),
        "sites": ngettext("site", "sites", number),
        "observations": ngettext("observation", "observations", number),
        "fields": ngettext("field", "fields", number),
        "experiments": ngettext("experiment", "experiments", number),
        "articles": ngettext("article", "articles", number),
        "plots": ngettext("plot", "plots", number),
    }
    return forms.get(counted, "")


def amount_text(quantity: Decimal | None, unit: str, language: str) -> str:
    """An amount of something used, such as "300 kg"; empty when it is not reported."""
    return "" if quantity is None else NO_BREAK.join(part for part in (number_text(quantity, language), unit) if part)


def sentences(*parts: str) -> str:
    """Short remarks as sentences on one line, each with its full stop; empty ones are left out."""
    kept = [part.strip() for part in parts if part and part.strip()]
    return " ".join(capital(part if part.endswith((".", "?", "!", "…")) else f"{part}.") for part in kept)


def capital(text: str) -> str:
    """The text with a capital at its beginning, the rest as it is."""
    return text[:1].upper() + text[1:]


def _part_text(quantity: Quantity, part: Decimal, language: str, *, is_signed: bool = False) -> str:
    """A value or bound with as many decimals as the others of its quantity: 0.24 to 0.40, not 0.4."""
    parts = (quantity.value, quantity.low, quantity.high)
    decimals = max(_decimals(number) for number in parts if number is not None)
    return number_text(part, language, is_signed=is_signed, decimals=decimals)


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _with_percent(text: str, unit: Unit) -> str:
    return f"{text}{NO_BREAK}%" if unit is Unit.PERCENT else text
