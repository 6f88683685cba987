"""The template library `practice_admin`: what the editor's form shows beside Wagtail's own."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import override

from practices import result_rules
from practices.form_checks import FormChecks, checks_of_page
from practices.models import PracticePage
from practices.models.choices import Outcome
from practices.quantities import Unit

register = template.Library()


@register.simple_tag
def practice_checks(panel: Any) -> FormChecks | None:
    """The checks of the practice a side panel stands beside; nothing for other pages."""
    return checks_of_page(panel.object) if isinstance(panel.object, PracticePage) else None


@register.simple_tag
def practice_check_address(panel: Any) -> str:
    """Where the form's script asks for new checks."""
    if panel.object.pk:
        return reverse("practice_checks", args=[panel.object.pk])
    return reverse("practice_checks_new", args=[panel.request.resolver_match.kwargs["parent_page_id"]])


@register.simple_tag
def outcome_help(page: Any) -> dict[str, dict]:
    """What the form proposes for each outcome: units that fit, the better direction, words in the language of the page."""
    with override(page.language):
        labels = {outcome.value: str(outcome.label) for outcome in Outcome}
    return {code: _help(code, label) for code, label in labels.items()}


def _help(code: str, label: str) -> dict:
    allowed = result_rules.DIMENSIONS.get(code)
    return {
        "label": "" if code == result_rules.IN_WORDS else label,
        "units": [unit.code for unit in Unit if allowed is None or unit.dimension in allowed],
        "better": result_rules.usual_side(code),
        "needsDepth": code in result_rules.NEEDS_DEPTH,
        "needsDuration": code in result_rules.NEEDS_DURATION,
    }
