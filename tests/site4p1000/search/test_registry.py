"""Registrations of page types and labels."""

import pytest
from wagtail.models import Page

from site4p1000.common.models import HomePage, StandardPage
from site4p1000.search import registry
from site4p1000.search.registry import (
    AlreadyRegistered,
    builder_for,
    facet_labels,
    not_searchable,
    parts_of,
    register_builder,
    register_facet_labels,
    register_not_searchable,
    searchable_models,
    temporary_registrations,
)

pytestmark = pytest.mark.django_db  # a page asks for its locale when it is made


def _builder(page):
    return None


@pytest.fixture(autouse=True)
def _nothing_registered(monkeypatch):
    """No page type and no soil is registered, whatever the other packages have registered."""
    monkeypatch.delitem(registry._labels, "soil", raising=False)
    with temporary_registrations():
        yield


def test_a_page_is_built_by_the_builder_of_its_type():
    register_builder(StandardPage, _builder)
    assert builder_for(StandardPage()) is _builder
    assert builder_for(HomePage()) is None
    assert searchable_models() == (StandardPage,)


def test_a_builder_says_which_parts_it_reads():
    register_builder(StandardPage, _builder, parts=("tagged_items__tag",))
    assert parts_of(_builder) == ("tagged_items__tag",)
    assert parts_of(lambda page: None) == ()


def test_a_page_type_inherits_the_builder_of_its_parent_unless_it_is_left_out():
    register_builder(Page, _builder)
    register_not_searchable(HomePage, "The front door is found by itself.")
    assert builder_for(StandardPage()) is _builder
    assert builder_for(HomePage()) is None
    assert not_searchable() == {HomePage: "The front door is found by itself."}


@pytest.mark.parametrize("second", [lambda: register_builder(Page, _builder), lambda: register_not_searchable(Page, "no")])
def test_registering_twice_is_an_error(second):
    register_builder(Page, _builder)
    with pytest.raises(AlreadyRegistered, match="Page"):
        second()


def test_labels_come_in_the_order_of_their_package_and_unknown_values_stand_for_themselves():
    register_facet_labels("soil", lambda values, language: {"sand": f"Sand ({language})", "clay": "Clay", "loam": "Loam"})
    assert facet_labels("soil", ["?", "clay", "sand"], "fr") == {"sand": "Sand (fr)", "clay": "Clay", "?": "?"}
    assert list(facet_labels("soil", ["?", "clay", "sand"], "fr")) == ["sand", "clay", "?"]


def test_labels_are_registered_once_and_for_known_facets():
    register_facet_labels("soil", lambda values, language: {})
    with pytest.raises(AlreadyRegistered, match="soil"):
        register_facet_labels("soil", lambda values, language: {})
    with pytest.raises(ValueError, match="colour"):
        register_facet_labels("colour", lambda values, language: {})


def test_kinds_and_languages_have_labels_of_their_own():
    assert facet_labels("type", ["story", "practice"], "en") == {"practice": "Practice", "story": "Success story"}
    assert list(facet_labels("language", ["ar", "es", "en", "xx"], "fr").items()) == [
        ("en", "anglais"),
        ("es", "espagnol"),
        ("ar", "arabe"),
        ("xx", "xx"),
    ]
