"""New parts of an original that hold no words reach its translations at once: nobody could translate them. Words of translators stay."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.models import Site
from site4p1000.translation import page_parts
from site4p1000.translation.carrying import Carrier, words_of
from site4p1000.translation.facts_check import changed_facts
from site4p1000.translation.keeping_step import Original, original_of
from site4p1000.translation.models import TranslationState
from tests.factories.everything import a_photograph
from tests.factories.translations import draft_of, english_and_french, fresh, publish

PEOPLE = [{"role": "author", "name": "Invented Author", "institution": ""}, {"role": "reviewer", "name": "Invented Reviewer", "institution": ""}]
EXPOSURES = [{"hazard": "drought", "coping": "well", "text": "", "origin": "source", "source": ""}]
RAIN = {"attribute": "rainfall", "scheme": "", "code": "", "value": "400", "unit": "mm", "origin": "source"}


def blocks(kind: str, *values: dict) -> str:
    """Stream data of blocks that have an id each, as an editor's form would leave them."""
    return json.dumps([{"type": kind, "id": f"{kind}-{number}", "value": value} for number, value in enumerate(values)])


def add_site(page, **values):
    """An editor adds a site and publishes."""
    draft = draft_of(page)
    sites = list(draft.sites.all())
    draft.sites = [*sites, Site(locale=page.locale, sort_order=len(sites), **values)]
    draft.save_revision().publish()
    return fresh(page)


def words_in(page) -> dict[str, str]:
    return page_parts.words(fresh(page))


def is_current(page) -> bool:
    state = TranslationState.objects.get(page_id=page.pk)
    return not (state.parts_to_do or state.parts_behind or state.parts_untranslated or state.parts_absent)


@pytest.mark.django_db
def test_new_people_reach_the_translation_in_their_order():
    english, translation = english_and_french()
    before = words_in(translation)
    publish(english, people=blocks("person", PEOPLE[0]))
    publish(english, people=json.dumps(list(reversed(json.loads(blocks("person", *PEOPLE))))))
    assert [block.value["name"] for block in fresh(translation).people] == ["Invented Reviewer", "Invented Author"]
    assert words_in(translation) == before
    assert is_current(translation)


@pytest.mark.django_db
def test_people_the_original_took_away_go():
    english, translation = english_and_french()
    publish(english, people=blocks("person", *PEOPLE))
    publish(english, people=blocks("person", PEOPLE[0]))
    assert [block.value["name"] for block in fresh(translation).people] == ["Invented Author"]
    publish(english, people="[]")
    assert len(fresh(translation).people) == 0


@pytest.mark.django_db
def test_somebody_credited_in_the_translation_alone_stays_beside_new_people():
    english, translation = english_and_french()
    publish(translation, people=json.dumps([{"type": "person", "id": "ours", "value": {**PEOPLE[1], "name": "Invented Translator"}}]))
    publish(english, people=blocks("person", *PEOPLE))
    names = [block.value["name"] for block in fresh(translation).people]
    assert sorted(names) == ["Invented Author", "Invented Reviewer", "Invented Translator"]


@pytest.mark.django_db
def test_a_new_site_without_words_reaches_live_page_and_draft():
    english, translation = english_and_french()
    before = words_in(translation)
    draft = draft_of(translation)
    draft.title = "Pas encore publié"
    draft.save_revision()
    add_site(english, country="NE", latitude=Decimal("13.5"), longitude=Decimal("2"), conditions=blocks("condition", RAIN))
    for page in (fresh(translation), draft_of(translation)):
        assert [site.country for site in page.sites.all()] == ["ML", "NE"]
        assert page.sites.all()[1].conditions[0].value["value"] == 400
    assert words_in(translation) == before
    assert draft_of(translation).title == "Pas encore publié"


@pytest.mark.django_db
def test_a_new_condition_reaches_a_site_that_keeps_its_translated_words():
    english, translation = english_and_french()
    draft = draft_of(translation)
    site = draft.sites.all()[0]
    site.place = "Un champ"
    draft.sites = [site]
    draft.save_revision().publish()
    draft = draft_of(english)
    site = draft.sites.all()[0]
    site.conditions = blocks("condition", RAIN)
    draft.sites = [site]
    draft.save_revision().publish()
    (site,) = fresh(translation).sites.all()
    assert (site.place, [block.value["attribute"] for block in site.conditions]) == ("Un champ", ["rainfall"])


@pytest.mark.django_db
def test_a_site_with_words_waits_for_a_translator_and_is_counted():
    english, translation = english_and_french()
    add_site(english, country="NE", place="A garden")
    assert [site.country for site in fresh(translation).sites.all()] == ["ML"]
    state = TranslationState.objects.get(page_id=translation.pk)
    assert (state.parts_absent, state.has_all_parts) == (1, False)


@pytest.mark.django_db
def test_words_a_carried_part_gets_later_are_open():
    english, translation = english_and_french()
    publish(english, exposures=blocks("exposure", *EXPOSURES))
    assert [block.value["hazard"] for block in fresh(translation).exposures] == ["drought"]
    publish(english, exposures=blocks("exposure", {**EXPOSURES[0], "text": "Pits hold out."}))
    state = TranslationState.objects.get(page_id=translation.pk)
    assert (list(state.parts), state.parts_absent) == (["exposures.exposure-0.text"], 0)
    assert fresh(translation).exposures[0].value["text"] == ""


@pytest.mark.django_db
def test_pictures_and_exposures_without_words_reach_the_translation():
    english, translation = english_and_french()
    before = words_in(translation)
    picture = {"image": a_photograph().pk, "caption": "", "credit": "A farmer", "licence": "CC BY 4.0"}
    publish(english, exposures=blocks("exposure", *EXPOSURES), media=blocks("picture", picture))
    page = fresh(translation)
    assert [block.value["coping"] for block in page.exposures] == ["well"]
    assert [block.value["image"].pk for block in page.media] == [picture["image"]]
    assert words_in(translation) == before
    assert is_current(translation)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["people", "sites", "exposures"])
def test_a_part_without_words_taken_out_of_a_translation_is_seen(name):
    english, translation = english_and_french()
    publish(english, people=blocks("person", *PEOPLE), exposures=blocks("exposure", *EXPOSURES))
    add_site(english, country="NE")
    draft = draft_of(translation)
    assert changed_facts(draft) is None
    setattr(draft, name, [*getattr(draft, name).all()][:1] if name == "sites" else "[]")
    found = changed_facts(draft)
    assert len(found.labels) == 1
    assert found.original.pk == original_of(translation).pk == Original.of(english).page.pk


# --- The pure middle

WORDS = frozenset({"parts.part.text", "parts.part.lines.line.text"})
texts = st.sampled_from(["", "<p></p>", "en", "<p>en</p>"])
some_ids = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


def values(shape: dict[str, str], number: int, lines: dict[str, list[str]]) -> dict:
    nested = {part: [{"type": "line", "id": f"{part}-{line}", "value": {"text": "", "n": number}} for line in lines.get(part, "")] for part in shape}
    return {"parts": [{"type": "part", "id": part, "value": {"text": text, "n": number, "lines": nested[part]}} for part, text in shape.items()]}


@given(
    original=st.dictionaries(st.sampled_from("abcdef"), texts, max_size=6),
    there=some_ids,
    lines=st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("xyz"), unique=True), max_size=6),
)
def test_every_part_without_words_arrives_with_its_facts_and_no_word_is_written(original, there, lines):
    source, translation = values(original, 1, lines), values(dict.fromkeys(there, "fr"), 2, {})
    carried = Carrier(words=WORDS, known_ids=frozenset(there)).carry(source, translation)
    parts = {part["id"]: part["value"] for part in carried["parts"]}
    wordless = {part for part, text in original.items() if text in ("", "<p></p>")}
    assert set(parts) == {part for part in original if part in there or part in wordless}
    assert list(parts) == [part for part in original if part in parts]
    assert all(value["n"] == 1 for value in parts.values())
    assert all([line["id"] for line in value["lines"]] == [f"{part}-{line}" for line in lines.get(part, [])] for part, value in parts.items())
    assert words_of(carried, WORDS) == {path: text for path, text in words_of(translation, WORDS).items() if path.split(".")[1] in original}
