"""Every page type has a template, and a search builder or a reason for having none."""

import pytest
from django.template.loader import get_template
from wagtail.models import Page, get_page_models

from site4p1000.search import registry

OURS = [model for model in get_page_models() if model is not Page]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_page_type_has_its_template(model):
    assert get_template(model.template)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_page_type_is_searchable_or_says_why_not(model):
    assert model in registry.searchable_models() or registry.not_searchable().get(model)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_page_type_has_a_name_for_editors(model):
    assert str(model._meta.verbose_name) != model.__name__.lower()
