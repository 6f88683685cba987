"""What a browser sends from the editor's form of a practice; a test states only what matters to it."""

from typing import Any

from django.http import QueryDict
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

STREAMS = (
    "local_names needs not_for steps costs experiences judgements failures tradeoffs constraints exposures media people".split()  # fmt: skip
)
RICH_TEXTS = ("abstract", "upkeep", "changes", "science", "climate_risks")


def practice_form_data(*, results=(), sites=(), action: str = "action-publish", **changes: Any) -> dict[str, str]:
    """The fields of a form with a title and nothing else."""
    data = {
        "title": "A practice",
        "slug": "a-practice",
        "drawing": "bare",
        "labour_level": "unknown",
        "cash_level": "unknown",
        **{name: streamfield([]) for name in STREAMS},
        **{name: rich_text("<p></p>") for name in RICH_TEXTS},
        **{name: inline_formset([]) for name in ("concept_links", "citations", "comments")},
        "results": inline_formset(list(results)),
        "sites": inline_formset([{"conditions": streamfield([]), **site} for site in sites]),
        action: "1",
        **changes,
    }
    return nested_form_data(data)


def a_result_row(**changes: Any) -> dict[str, Any]:
    """A row of results whose number has no unit and no source yet."""
    row = {
        "outcome": "yield",
        "label": "Yield",
        "value": "5",
        "interval": "none",
        "kind": "difference",
        "better": "higher",
        "comparison": "Flat sowing",
    }
    return {**row, **changes}


def sent(form_html_data: dict[str, str]) -> QueryDict:
    """The same as a view receives it."""
    received = QueryDict(mutable=True)
    received.update({name: str(value) for name, value in form_html_data.items()})
    return received
