"""What a translator has to do: the pure middle."""

from site4p1000.translation import open_parts
from site4p1000.translation.differences import Change, differences
from site4p1000.translation.open_parts import OpenPart, closed_by, counts, digest, opened

FR = {"title": "Fosses", "text": "Creuser"}


def test_changed_words_open_their_part_with_what_was_translated():
    parts = opened({}, was={"title": "Pits", "text": "Dig"}, now={"title": "Pits", "text": "Dig deep"}, translation=FR)
    assert parts == {"text": OpenPart(was="Dig", here=digest("Creuser"))}


def test_a_second_change_keeps_what_was_translated():
    once = opened({}, was={"text": "Dig"}, now={"text": "Dig deep"}, translation=FR)
    assert opened(once, was={"text": "Dig deep"}, now={"text": "Dig deeper"}, translation=FR)["text"].was == "Dig"


def test_a_change_taken_back_closes_the_part():
    once = opened({}, was={"text": "Dig"}, now={"text": "Dig deep"}, translation=FR)
    assert opened(once, was={"text": "Dig deep"}, now={"text": "Dig"}, translation=FR) == {}


def test_a_part_neither_page_has_is_not_open():
    assert opened({}, was={"gone": "Old"}, now={}, translation=FR) == {}


def test_words_the_original_took_away_are_still_to_look_at():
    assert opened({}, was={"text": "Dig"}, now={}, translation=FR)["text"].was == "Dig"


def test_publishing_new_words_closes_a_part_and_old_words_do_not():
    parts = {"text": OpenPart(was="Dig", here=digest("Creuser"))}
    assert closed_by(parts, translation=FR) == parts
    assert closed_by(parts, translation={"text": "Creuser profond"}) == {}


def test_publishing_closes_what_a_translator_found_still_right():
    assert closed_by({"text": OpenPart(was="Dig", here=digest("Creuser"), is_done=True)}, translation=FR) == {}


def test_counts_tell_older_words_from_words_of_the_original():
    parts = {
        "title": OpenPart(was="", here=digest("Pits")),
        "text": OpenPart(was="Dig", here=digest("Creuser")),
        "new": OpenPart(was="", here=digest(""), is_done=True),
    }
    now = {"title": "Pits", "text": "Dig a deep hole", "new": "More"}
    found = counts(parts, now=now, shown={"title": "Pits", "text": "Creuser"})
    assert (found.to_do, found.behind, found.untranslated) == (2, 2, 1)
    assert found.words_to_do == 1 + 3


def test_what_is_stored_is_what_comes_back():
    parts = {"text": OpenPart(was="Dig", here="x", is_done=True)}
    assert open_parts.from_json(open_parts.to_json(parts)) == parts


def test_differences_name_added_and_removed_words():
    runs = differences("<p>Dig a hole &amp; wait</p>", "<p>Dig a <b>deep</b> hole &amp; sow</p>")
    assert "".join(run.text for run in runs if run.change is not Change.ADDED) == "Dig a hole & wait"
    assert "".join(run.text for run in runs if run.change is not Change.REMOVED) == "Dig a deep hole & sow"
    assert [run.text.strip() for run in runs if run.change is Change.ADDED] == ["deep", "sow"]


def test_paragraphs_stay_apart():
    assert [run.text for run in differences("", "<p>One</p><p>Two</p>")] == ["One\nTwo"]
