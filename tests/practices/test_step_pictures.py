"""A step may have a picture: with its credit and licence, for who cannot see it too, in every language, at one query for all pictures."""

import json
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.test.utils.form_data import streamfield

from practices.exports.pdf_data import pdf_data
from practices.exports.record import practice_record
from practices.intake import IntakeOutcome, take_in
from practices.models import PracticePage
from practices.publishing import PublishingRefused
from practices.search_document import practice_document
from site4p1000.translation import page_parts
from site4p1000.translation.facts_check import changed_facts
from site4p1000.translation.models import TranslationState
from tests.factories.admin_forms import practice_form_data, sent
from tests.factories.drafts import a_draft, a_step
from tests.factories.pictures import a_picture
from tests.factories.translations import a_published_practice, change_step, draft_of, english_and_french, fresh, publish, step_values

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of each size to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

PHOTOGRAPH = '<figure class="photo">'


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    caches["renditions"].clear()
    yield
    caches["renditions"].clear()


def a_step_picture(image, **changes) -> list[dict]:
    """The picture of a step, as it is stored."""
    value = {"image": image.pk, "alt": "A pit, a hand deep", "caption": "The first pit", "credit": "A farmer", "licence": "CC BY 4.0", **changes}
    return [{"type": "item", "id": f"picture-{image.pk}", "value": value}]


def with_a_picture(page: PracticePage, image, *, step: int = 0, **changes) -> PracticePage:
    return publish(page, steps=change_step(fresh(page), step, pictures=a_step_picture(image, **changes)))


def seen(client, page) -> str:
    return client.get(fresh(page).get_url()).content.decode()


def test_the_picture_stands_in_its_step_with_what_it_shows_and_whose_it_is(client):
    page = with_a_picture(a_published_practice(), a_picture(), step=1)
    html = seen(client, page)
    first, second = re.findall(r'<li data-n="\d+">.*?</li>', html, re.DOTALL)
    assert "<figure" not in first
    assert re.search(r'<img[^>]+alt="A pit, a hand deep"[^>]*loading="lazy"', second)
    assert re.findall(r'<source[^>]*type="image/(\w+)"', second) == ["avif", "webp"]
    assert re.search(r'<img[^>]+width="\d+"', second)
    assert "The first pit <small>Credit: A farmer · CC BY 4.0</small>" in second
    assert "<dt>Pictures and videos</dt><dd>A farmer · CC BY 4.0</dd>" in html


def test_a_picture_that_was_deleted_leaves_no_empty_frame(client):
    image = a_picture()
    page = with_a_picture(a_published_practice(), image)
    image.delete()
    html = seen(client, page)
    assert PHOTOGRAPH not in html
    assert "Dig the pits" in html


@pytest.mark.parametrize("missing", ["credit", "licence"])
def test_without_credit_or_licence_it_is_published_by_no_way(missing):
    page = a_published_practice()
    with pytest.raises(PublishingRefused) as refused:
        with_a_picture(page, a_picture(), **{missing: ""})
    assert [finding.path for finding in refused.value.findings] == [("steps", 0, "pictures", 0, missing)]
    assert not fresh(page).steps[0].value["pictures"]


def test_the_form_says_so_at_the_field_of_the_picture():
    page = a_published_practice()
    pictures = {f"pictures-{name}": value for name, value in {"count": "1", "0-deleted": "", "0-order": "0", "0-id": "", "0-type": ""}.items()}
    told = {"image": a_picture().pk, "alt": "", "caption": "Pits", "credit": "A. Person", "licence": ""}
    step = {**dict.fromkeys(("title", "when"), "Dig"), "phase": "establishment", "text": "null", "input_items-count": "0", **pictures}
    steps = streamfield([("step", {**step, **{f"pictures-0-value-{name}": value for name, value in told.items()}})])
    form = page.get_edit_handler().get_form_class()(sent(practice_form_data(steps=steps)), instance=page, parent_page=page.get_parent())
    assert not form.is_valid()
    (error,) = form.errors["steps"].as_data()
    assert list(error.block_errors[0].block_errors["pictures"].block_errors[0].block_errors) == ["licence"]


def queries_of(client, page) -> int:
    client.get(page.get_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(page.get_url())
    return len(queries)


def pictured(page: PracticePage, images: list, media: list) -> PracticePage:
    steps = step_values(fresh(page))
    for number, image in enumerate(images):
        steps[number]["value"]["pictures"] = a_step_picture(image)
    own = [{"type": "picture", "id": f"own-{image.pk}", "value": a_step_picture(image)[0]["value"]} for image in media]
    return publish(page, steps=json.dumps(steps), media=json.dumps(own))


@pytest.mark.parametrize("is_cached", [True, False])
def test_pictures_cost_one_query_however_many_steps_have_one(client, is_cached, settings, django_capture_on_commit_callbacks):
    if not is_cached:
        settings.CACHES = {**settings.CACHES, "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    page = a_published_practice(a_draft(steps=tuple(a_step(f"step-{number}") for number in range(5))))
    without = queries_of(client, page)
    with django_capture_on_commit_callbacks(execute=True):
        images = [a_picture(f"Picture {number}") for number in range(7)]
    counted = [queries_of(client, pictured(page, images[:some], images[5:own])) for some, own in ((0, 7), (1, 5), (5, 5), (5, 7))]
    assert seen(client, page).count(PHOTOGRAPH) == 7
    assert counted == [without + 1] * 4
    assert without + 1 <= 12


def test_pictures_without_their_sizes_are_shown_as_well(client):
    page = with_a_picture(a_published_practice(), a_picture())
    assert seen(client, page).count(PHOTOGRAPH) == 1


def test_exports_carry_the_picture_with_its_rights():
    page = with_a_picture(a_published_practice(), a_picture())
    (picture,) = practice_record(page)["steps"][0]["pictures"]
    assert {name: picture[name] for name in ("alt", "caption", "credit", "licence")} == {
        "alt": "A pit, a hand deep",
        "caption": "The first pit",
        "credit": "A farmer",
        "licence": "CC BY 4.0",
    }
    assert picture["image"]["address"].startswith("http")
    data = pdf_data(page)
    told = json.dumps(data["steps"]["phases"][0]["steps"][0]["parts"])
    assert "Picture" in told
    assert "Credit: A farmer" in told
    assert "A farmer · CC BY 4.0" in [line["text"] for line in data["rights"]["lines"]]


def test_what_it_shows_is_searched():
    page = with_a_picture(a_published_practice(), a_picture(), alt="A calabash of millet seed")
    assert "A calabash of millet seed" in practice_document(page).body


# --- Languages


def test_words_of_a_picture_wait_for_their_translator_and_the_rest_comes_over():
    english, french = english_and_french()
    image = a_picture()
    with_a_picture(english, image)
    assert not fresh(french).steps[0].value["pictures"]
    assert TranslationState.objects.get(page_id=french.pk).parts_absent == 1
    own = a_step_picture(image, alt="Un trou", caption="Le premier trou")
    publish(french, steps=change_step(fresh(french), 0, pictures=own))
    with_a_picture(english, image, credit="Another farmer")
    (picture,) = fresh(french).steps[0].value["pictures"]
    assert (picture["alt"], picture["caption"], picture["credit"]) == ("Un trou", "Le premier trou", "Another farmer")
    paths = [path for path in page_parts.words(fresh(french)) if ".pictures." in path]
    assert [path.rpartition(".")[2] for path in paths] == ["alt", "caption"]


def test_a_picture_without_words_reaches_translations_stored_before_steps_had_pictures():
    english, french = english_and_french()
    old = step_values(fresh(french))
    for step in old:
        step["value"].pop("pictures", None)
    publish(french, steps=json.dumps(old))
    with_a_picture(english, a_picture(), alt="", caption="")
    assert [picture["credit"] for picture in fresh(french).steps[0].value["pictures"]] == ["A farmer"]


def test_no_words_of_another_language_enter_translations_stored_before_steps_had_pictures():
    english, french = english_and_french()
    old = step_values(fresh(french))
    for step in old:
        step["value"].pop("pictures", None)
    PracticePage.objects.filter(pk=french.pk).update(steps=json.dumps(old))
    with_a_picture(english, a_picture())
    assert not fresh(french).steps[0].value["pictures"]


@pytest.mark.parametrize("is_original_older", [True, False])
def test_a_page_stored_before_steps_had_pictures_says_no_other_facts_than_one_stored_since(is_original_older):
    english, french = english_and_french()
    old, new = (english, french) if is_original_older else (french, english)
    for page, pictures in ((old, None), (new, [])):
        steps = step_values(fresh(page))
        for step in steps:
            step["value"].pop("pictures", None)
            step["value"].update({} if pictures is None else {"pictures": pictures})
        PracticePage.objects.filter(pk=page.pk).update(steps=json.dumps(steps))
    assert changed_facts(fresh(french)) is None


# --- Import


def test_an_editors_picture_survives_when_the_source_changes_the_steps():
    page = with_a_picture(a_published_practice(), a_picture())
    again = take_in(draft=a_draft(summary="New.", steps=(a_step("dig", text="Dig deeper."),)))
    assert again.outcome is IntakeOutcome.KEPT_LOCAL_EDIT
    assert again.conflicts == ("steps",)
    (picture,) = draft_of(page).steps[0].value["pictures"]
    assert picture["credit"] == "A farmer"


def test_an_editors_picture_survives_when_the_source_changes_something_else():
    page = with_a_picture(a_published_practice(), a_picture())
    assert take_in(draft=a_draft(summary="New.")).outcome is IntakeOutcome.UPDATED
    assert draft_of(page).steps[0].value["pictures"]
    assert take_in(draft=a_draft(summary="New.")).outcome is IntakeOutcome.UNCHANGED
