"""What readers are told when a translation is behind."""

import json

import pytest

from practices.models import Result
from site4p1000.translation.translating import save_words
from tests.factories.drafts import a_draft
from tests.factories.translations import (
    FRENCH_STEPS,
    a_published_practice,
    change_step,
    draft_of,
    english_and_french,
    french,
    fresh,
    in_french,
    publish,
    step_values,
)

pytestmark = pytest.mark.django_db


def read(client, page) -> str:
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_readers_are_told_the_date_and_the_number_of_parts_with_a_link(client):
    english, translation = english_and_french()
    assert "n’a pas encore" not in read(client, translation)
    english = publish(english, summary="Pits that hold more.", steps=change_step(english, 0, title="Dig deep", text="<p>Deep.</p>"))
    text = read(client, translation)
    assert f"{english.last_published_at:%Y-%m-%d}" in text
    assert "en 3 endroits" in text
    assert f'href="{english.get_url()}"' in text
    assert "aside" not in read(client, english).split("<main")[1].split("<article")[0]


def test_a_single_part_is_told_in_the_singular(client):
    english, translation = english_and_french()
    publish(english, summary="Pits that hold more.")
    assert "en 1 endroit ;" in read(client, translation).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_done_part_is_told_until_it_is_published(client):
    english, translation = english_and_french()
    publish(english, summary="Pits that hold more.")
    save_words(page=translation, texts={"summary": "Des fosses qui gardent plus."}, confirmed=frozenset(), seen={})
    assert "en 1 endroit" in read(client, translation)
    fresh(translation).get_latest_revision().publish()
    assert "en 1 endroit" not in read(client, translation)


def test_readers_are_told_which_parts_an_editor_published_untranslated(client):
    """Untranslated parts in the source language: an editor may publish them, and readers are told."""
    english = a_published_practice()
    translation = english.copy_for_translation(french())
    publish(translation, title="Planter dans des fosses")
    text = read(client, fresh(translation))
    assert "ne sont pas traduites" in text


def test_the_notice_costs_no_query(client, django_assert_max_num_queries):
    english, translation = english_and_french()
    publish(english, summary="Pits that hold more.")
    read(client, translation)
    with django_assert_max_num_queries(12):
        assert "en 1 endroit" in read(client, translation)


NUMBERS_ARE_UP_TO_DATE = "Les chiffres sont à jour."


def add_a_result(page, **values):
    """An editor measures one thing more and publishes."""
    draft = draft_of(page)
    rows = list(draft.results.all())
    measured = {"outcome": "yield", "value": 12, "unit": "percent", "reference": rows[0].reference}
    row = Result(locale=page.locale, sort_order=len(rows), key="more", **measured, **values)
    draft.results = [*rows, row]
    draft.save_revision().publish()
    return fresh(page)


def test_numbers_are_said_to_be_up_to_date_when_only_words_are_behind(client):
    english, translation = english_and_french()
    publish(english, summary="Pits that hold more.")
    assert NUMBERS_ARE_UP_TO_DATE in read(client, translation)


def test_a_result_that_waits_for_words_is_told_and_its_number_not_said_to_be_here(client, django_assert_max_num_queries):
    english, translation = english_and_french()
    add_a_result(english, label="Yield of sorghum")
    with django_assert_max_num_queries(12):
        text = read(client, translation)
    assert "1 nouvelle partie de l’original n’est pas encore dans cette traduction." in text
    assert NUMBERS_ARE_UP_TO_DATE not in text


def test_several_new_parts_are_counted_once_each_until_their_words_are_published(client):
    english, translation = english_and_french()
    english = add_a_result(english, label="Yield of sorghum", comparison="Flat sowing", note="In one year")
    publish(english, steps=json.dumps([*step_values(english), {"type": "step", "id": "new", "value": {"title": "Sow", "text": "<p>Sow.</p>"}}]))
    assert "2 nouvelles parties de l’original ne sont pas encore dans cette traduction." in read(client, translation)
    row = str(fresh(english).results.all()[1].translation_key)
    words = {f"results.{row}.{name}": "Mots" for name in ("label", "comparison", "note")} | {
        "steps.new.title": "Semer",
        "steps.new.text": "<p>Semez.</p>",
    }
    save_words(page=translation, texts=words, confirmed=frozenset(), seen={})
    assert "2 nouvelles parties" in read(client, translation)
    fresh(translation).get_latest_revision().publish()
    text = read(client, translation)
    assert "nouvelles parties" not in text
    assert "12" in text


def test_nothing_is_said_of_numbers_where_the_translation_is_cut_into_other_parts(client):
    english = a_published_practice()
    translation = a_published_practice(in_french(a_draft(), steps=(FRENCH_STEPS[0],)))
    publish(english, summary="Pits that hold more.")
    text = read(client, translation)
    assert "en 1 endroit" in text
    assert NUMBERS_ARE_UP_TO_DATE not in text
