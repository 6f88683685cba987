"""What readers are told when a translation is behind."""

import pytest

from site4p1000.translation.translating import save_words
from tests.factories.translations import a_published_practice, change_step, english_and_french, french, fresh, publish

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
