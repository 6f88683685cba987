"""Facts go over, words stay: the pure middle."""

from hypothesis import given
from hypothesis import strategies as st

from site4p1000.translation.carrying import Carrier, part_ids, with_words, words_of

WORDS = frozenset({"title", "steps.step.text", "steps.step.items.item.name", "results.label"})


def step(part: str, text: str, days: int = 1, **more) -> dict:
    return {"type": "step", "id": part, "value": {"text": text, "days": days, **more}}


def carry(original, translation, **options):
    return Carrier(words=WORDS, **options).carry(original, translation)


def test_a_number_goes_over_and_the_words_stay():
    assert carry({"steps": [step("a", "Dig", 3)]}, {"steps": [step("a", "Creuser", 2)]}) == {"steps": [step("a", "Creuser", 3)]}


def test_numbers_in_lists_and_rows_go_over():
    original = {
        "results": [{"label": "Yield", "value": 5, "translation_key": "r"}],
        "steps": [step("a", "Dig", items=[{"type": "item", "id": "i", "value": {"name": "seed", "kg": 9}}])],
    }
    translation = {
        "results": [{"label": "Rendement", "value": 4, "translation_key": "r"}],
        "steps": [step("a", "Creuser", items=[{"type": "item", "id": "i", "value": {"name": "semence", "kg": 8}}])],
    }
    carried = carry(original, translation)
    assert carried["results"] == [{"label": "Rendement", "value": 5, "translation_key": "r"}]
    assert carried["steps"][0]["value"]["items"] == [{"type": "item", "id": "i", "value": {"name": "semence", "kg": 9}}]


def test_a_fact_that_was_emptied_is_emptied():
    assert carry({"zones": [], "n": None}, {"zones": [{"code": "dry"}], "n": 4}) == {"zones": [], "n": None}


def test_rows_without_words_are_taken_as_they_are():
    assert carry({"zones": [{"code": "dry"}]}, {"zones": [{"code": "cold"}, {"code": "wet"}]}) == {"zones": [{"code": "dry"}]}


def test_the_order_of_the_original_goes_over():
    translation = {"steps": [step("b", "B fr"), step("a", "A fr")]}
    assert carry({"steps": [step("a", "A"), step("b", "B")]}, translation) == {"steps": [step("a", "A fr"), step("b", "B fr")]}


def test_a_block_the_original_took_away_goes():
    translation = {"steps": [step("a", "A fr"), step("b", "B fr")]}
    assert carry({"steps": [step("a", "A")]}, translation, known_ids={"a", "b"}) == {"steps": [step("a", "A fr")]}


def test_a_block_only_the_translation_has_stays_where_it_stood():
    translation = {"steps": [step("a", "A fr"), step("mine", "À moi"), step("b", "B fr")]}
    carried = carry({"steps": [step("b", "B"), step("a", "A")]}, translation, known_ids={"a", "b"})
    assert [item["id"] for item in carried["steps"]] == ["b", "a", "mine"]


def test_a_block_the_original_got_waits_for_a_translator():
    original = {"steps": [step("a", "A"), step("new", "New")]}
    translation = {"steps": [step("a", "A fr")]}
    assert carry(original, translation, known_ids={"a"}) == translation
    assert carry(original, translation, known_ids={"a"}, new_ids={"new"})["steps"] == [step("a", "A fr"), step("new", "New")]


def test_blocks_made_by_hand_in_the_same_order_take_the_ids_of_the_original():
    carried = carry({"steps": [step("a", "A", 3), step("b", "B")]}, {"steps": [step("x", "A fr"), step("y", "B fr")]})
    assert carried == {"steps": [step("a", "A fr", 3), step("b", "B fr")]}


def test_a_list_of_another_structure_is_left_alone():
    translation = {"steps": [step("x", "Tout en une étape")]}
    assert carry({"steps": [step("a", "A"), step("b", "B")]}, translation) == translation


def test_links_lead_to_the_page_in_the_same_language():
    carrier = Carrier(words=WORDS, linked_pages={"cards.card.page"}, linked={7: 70})
    original = {"cards": [{"type": "card", "id": "c", "value": {"page": 7}}]}
    assert carrier.carry(original, {"cards": [{"type": "card", "id": "c", "value": {"page": 8}}]})["cards"][0]["value"] == {"page": 70}


def test_words_are_found_and_set_by_path():
    values = {"title": "T", "steps": [step("a", "A"), step("b", "")]}
    assert words_of(values, WORDS) == {"title": "T", "steps.a.text": "A"}
    assert words_of(with_words(values, WORDS, {"steps.b.text": "B", "gone.x": "?"}), WORDS)["steps.b.text"] == "B"
    assert values["steps"][1]["value"]["text"] == ""


ids = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)


@given(original=ids, translation=ids, known=st.sets(st.sampled_from("abcdefgh")))
def test_no_words_are_lost_that_the_original_did_not_have(original, translation, known):
    carried = carry(
        {"steps": [step(part, "en", 1) for part in original]}, {"steps": [step(part, "fr", 2) for part in translation]}, known_ids=frozenset(known)
    )
    left = part_ids(carried)
    if set(translation) & (set(original) | known) or not original:
        assert set(translation) - known - set(original) <= left
        assert all(item["value"]["days"] == 1 for item in carried["steps"] if item["id"] in original)
    assert all(item["value"]["text"] == "fr" for item in carried["steps"])
    assert len(carried["steps"]) == len(left)


@given(original=ids, translation=ids)
def test_carrying_twice_changes_nothing_more(original, translation):
    source = {"steps": [step(part, "en", 1) for part in original]}
    once = carry(source, {"steps": [step(part, "fr", 2) for part in translation]})
    assert carry(source, once) == once
