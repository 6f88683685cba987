"""What stops publishing in a row of results, and what a reader would miss there. Pure."""

from collections.abc import Iterator
from typing import Any

from practices.findings import Finding, Weight
from practices.findings import marked as _
from practices.findings import said as _text
from practices.findings import warning as _warn
from practices.result_rules import IN_WORDS, LEVEL, NEEDS_DEPTH, NEEDS_DURATION, contradicts, is_only_a_difference, usual_side

COMPARED = _("Say what it was compared with: the control, the year before, the neighbour’s field.")
COMPARED_OR_LEVEL = _("Say what it was compared with, or that the number is a level: the amount itself, such as a yield of 2 t/ha.")


def result_findings(number: int, result: Any) -> Iterator[Finding]:
    """Everything to mend or to add in one row, which is the `number`-th of its page."""
    has_number = any(part is not None for part in (result.value, result.low, result.high))
    if has_number and result.unit in ("", None, "none"):
        yield Finding(Weight.REFUSE, ("results", number, "unit"), _("This number has no unit. Choose the unit its source gives."))
    if result.outcome == IN_WORDS and not _text(result.label):
        text = _("Nothing says what was measured. Name it in words.")
        yield Finding(Weight.REFUSE if has_number else Weight.WARN, ("results", number, "label"), text)
    if not result.reference_id:
        text = _("This result has no source. Choose the work it was read in, or add it.")
        yield Finding(Weight.REFUSE if has_number else Weight.WARN, ("results", number, "reference"), text)
    if has_number:
        yield from _missing_beside_a_number(number, result)
        yield from _doubtful(number, result)
    if result.n is not None and not result.n_of:
        yield _warn(("results", number, "n_of"), _("Say what the number n counts: studies, plots, sites …"))


def _doubtful(number: int, result: Any) -> Iterator[Finding]:
    """What may be right and mostly is not."""
    if result.kind == LEVEL and is_only_a_difference(result.outcome, result.unit):
        text = _("Per cent, ratios and yearly gains are differences. Choose “a difference from the comparison”, or give the amount itself.")
        yield _warn(("results", number, "kind"), text)
    if contradicts(result.better, result.outcome):
        is_higher = usual_side(result.outcome) == "higher"
        usual = _("For what was measured, a higher value is usually better. Check which way is better.")
        yield _warn(
            ("results", number, "better"),
            usual if is_higher else _("For what was measured, a lower value is usually better. Check which way is better."),
        )


def _missing_beside_a_number(number: int, result: Any) -> Iterator[Finding]:
    has_depth = result.depth_top_cm is not None or result.depth_bottom_cm is not None
    if result.outcome in NEEDS_DEPTH and not has_depth and not result.depth_not_reported:
        yield _warn(("results", number, "depth_bottom_cm"), _("Carbon in the soil needs its depth, or the tick “not reported”."))
    if result.outcome in NEEDS_DURATION and result.duration_years is None and not result.duration_not_reported:
        yield _warn(("results", number, "duration_years"), _("A rate needs its duration, or the tick “not reported”."))
    if not result.comparison and result.kind != LEVEL:
        yield _warn(("results", number, "comparison"), COMPARED if is_only_a_difference(result.outcome, result.unit) else COMPARED_OR_LEVEL)
