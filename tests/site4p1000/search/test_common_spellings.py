"""What a rebuild keeps of the words of many documents for the vocabulary: all of them, the common ones by a sample."""

from collections import Counter

from site4p1000.search.engines import embedded_spellings
from site4p1000.search.engines.embedded_spellings import OFTEN, SAMPLED, CommonSpellings, every_spelling


def counted(documents: list[str]) -> Counter:
    spelt = CommonSpellings()
    return Counter(word for text in documents for word in set(spelt(text.split(), "en").split()))


def test_every_word_of_a_small_bank_is_counted_in_every_document():
    told = counted(["Soil soil Érosion"] * SAMPLED * OFTEN)
    assert told == {"soil": SAMPLED * OFTEN, "érosion": SAMPLED * OFTEN}


def test_a_commoner_word_counts_for_more_and_a_rare_one_wholly():
    told = counted(["soil water" if place % 4 else "soil rare" if place < 20 else "soil" for place in range(4_000)])
    assert told["rare"] == 5
    assert 4_000 // SAMPLED <= told["soil"] < 700
    assert told["rare"] < told["water"] < told["soil"]


def test_a_word_common_in_one_language_is_kept_in_another():
    spelt = CommonSpellings()
    for _ in range(SAMPLED * OFTEN + 1):
        spelt(["sol"], "fr")
    assert spelt(["sol"], "fr") == ""
    assert spelt(["sol"], "es") == "sol"


def test_counting_begins_anew_where_there_are_too_many_words(monkeypatch):
    monkeypatch.setattr(embedded_spellings, "MAX_RUNS_COUNTED", 3)
    told = counted([f"soil word{place}x" for place in range(SAMPLED * OFTEN * 3)])
    assert told["soil"] == SAMPLED * OFTEN * 3


def test_what_is_joined_is_no_word_of_its_own():
    assert every_spelling(["Soil_Water"], "en") == "soil0water"
