"""Every field of every page type is declared once: words that a translator writes, facts that are the same in every language, or a page's own."""

from collections import Counter

import pytest
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields

from site4p1000.common.models import BasePage
from site4p1000.translation.declarations import declaration_of, field_of, leaves
from site4p1000.translation.page_parts import read

MODELS = sorted((model for model in BasePage.__subclasses__() if not model._meta.abstract), key=lambda model: model.__name__)

HOW = "declare it in the package's translatable.py: as words if a translator must write it, as facts if it must be the same in every language"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_declared_once(model):
    declaration = declaration_of(model)
    assert declaration is not None, f"{model.__name__} has declared nothing; {HOW}"
    named = Counter([*declaration.words, *declaration.facts, *declaration.linked_pages, *declaration.own])
    there = set(leaves(model))
    assert not there - set(named), f"{model.__name__}: {HOW}"
    assert not set(named) - there, f"{model.__name__} declares fields it does not have"
    assert not [name for name, times in named.items() if times > 1], f"{model.__name__}: declared as two things"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_words_are_texts_and_facts_are_not_left_to_translators_by_the_library(model):
    for name in declaration_of(model).words:
        field = field_of(model, name)
        assert hasattr(field, "max_length") or hasattr(field, "field"), f"{name} is no text"
    translated = {field.field_name for field in get_translatable_fields(model) if type(field).__name__ == "TranslatableField"}
    own = {"wagtail_admin_comments"}
    assert translated - own == {name.partition(".")[0] for name in declaration_of(model).words}


@pytest.mark.django_db
def test_the_shipped_pages_say_the_same_facts_in_every_language():
    from site4p1000.translation.keeping_step import Original, carrier, original_of, remembered_ids

    compared = 0
    for page in Page.objects.filter(depth__gt=1, live=True):
        original = original_of(page)
        if original is None or declaration_of(page.specific_class) is None:
            continue
        source = Original.of(original)
        values = read(page.specific)
        wanted = carrier(source, page, known_ids=remembered_ids(source)).carry(source.values, values)
        different = [name for name in wanted if wanted[name] != values[name]]
        assert not different, f"{page.url_path}: {different} differ from {original.url_path}"
        compared += 1
    assert compared > 50
