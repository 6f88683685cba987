"""The editor's form has its fields in the order in which a reader meets them: held against a page that shows every one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from practices.models import PracticePage
from practices.models.panels import PRACTICE_EDIT_HANDLER
from tests.factories.everything import everything
from tests.factories.translations import a_published_practice

BEGINS_AT = {
    "title": "<h1",
    "local_names": "tassa",
    "drawing": 'class="plate"',
    "concept_links": 'class="zones"',
    "labour_level": "<b>Labour:</b>",
    "cash_level": "<b>Cost:</b>",
    "abstract": 'id="sheet"',
    "needs": 'id="before"',
    "not_for": "<li>You have no hoe</li>",
    "steps": 'id="steps"',
    "upkeep": "Mend the pits.",
    "costs": 'id="costs"',
    "effort_source": "A village meeting",
    "changes": 'id="changes"',
    "experiences": "It held the rain.",
    "science": "Two studies agree.",
    "results": 'id="results"',
    "judgements": 'id="judgements"',
    "failures": 'id="failures"',
    "tradeoffs": "Much digging",
    "constraints": "Dry season only",
    "climate_risks": "Floods fill the pits.",
    "exposures": "Pits hold the rain.",
    "media": 'id="media"',
    "sites": 'id="sites"',
    "citations": 'id="references"',
    "licence": "<dt>Licence</dt>",
    "credit": "<dt>Credit</dt>",
    "people": "A reader",
}
"""Where each field begins on the page."""
NOT_ON_THE_PAGE = {"summary", "failures_not_yet_reported", "licence_url", "text_language", "tags", "slug", "seo_title", "search_description"}
"""What stands in links, lists, search engines or nowhere, beside the field it belongs to."""


def fields_of(panel) -> Iterator[str]:
    """Names of fields and relations in the order of the form; what is inside a row of a relation is its own."""
    name = getattr(panel, "field_name", None) or getattr(panel, "relation_name", None)
    if name:
        yield name
        return
    for child in getattr(panel, "children", ()):
        yield from fields_of(child)


@pytest.mark.django_db
def test_fields_of_the_form_are_in_the_order_of_the_page(client):
    draft = replace(everything("en"), title="Pits", not_for=("You have no hoe",))
    page = client.get(a_published_practice(draft).get_url()).content.decode().partition("<article>")[2]
    missing = [field for field, words in BEGINS_AT.items() if words not in page]
    assert not missing
    in_the_form = [field for field in fields_of(PRACTICE_EDIT_HANDLER.bind_to_model(PracticePage)) if field in BEGINS_AT]
    assert in_the_form == sorted(BEGINS_AT, key=lambda field: page.index(BEGINS_AT[field]))


def test_every_field_of_the_form_is_met_by_the_reader_or_is_known_not_to_be():
    assert set(fields_of(PRACTICE_EDIT_HANDLER.bind_to_model(PracticePage))) == {*BEGINS_AT, *NOT_ON_THE_PAGE}
