"""Other names of the same thing, in the language of the documents."""

from hypothesis import given
from hypothesis import strategies as st

from site4p1000.search.synonyms import ANY_LANGUAGE, MAX_NAMES, WORDINGS_PER_NAME, NameIndex, Names, wordings

COVER = Names({"en": ("cover crop", "winter cover"), "fr": ("couvert végétal",), "es": ("cultivo de cobertura",)})
COMPOST = Names({"en": ("compost",), "fr": ("compost",), "es": ("compost", "abono orgánico")})
EDITORS = Names({ANY_LANGUAGE: ("bocage", "hedgerow landscape")})
INDEX = NameIndex([COVER, COMPOST, EDITORS], ["en", "fr", "es"])


def test_a_name_is_found_in_any_form_and_replaced():
    assert wordings("sow cover crops early", "fr", INDEX) == ("sow couvert végétal early",)
    assert wordings("Couverts végétaux", "es", INDEX) == ("cultivo de cobertura",)
    assert wordings("cover crop", "en", INDEX) == ("winter cover",)


def test_compost_finds_abono_organico():
    assert wordings("compost", "es", INDEX) == ("abono orgánico",)
    assert wordings("compost", "fr", INDEX) == ()


def test_several_names_are_replaced_together_first():
    assert wordings("cover crop compost", "es", INDEX)[0] == "cultivo de cobertura abono orgánico"


def test_synonyms_of_the_editors_hold_in_every_language():
    for language in ("en", "fr", "es"):
        assert wordings("bocage", language, INDEX) == ("hedgerow landscape",)


def test_words_that_are_no_names_have_no_other_wordings():
    assert wordings("crop of winter", "fr", INDEX) == ()


@given(st.lists(st.sampled_from("cover crop compost bocage abono orgánico !'-".split())).map(" ".join), st.sampled_from(["en", "fr", "es", "ar"]))
def test_any_text_has_few_other_wordings(text, language):
    assert len(wordings(text, language, INDEX)) <= MAX_NAMES * WORDINGS_PER_NAME


def test_of_many_names_a_vocabulary_lends_the_usual_ones_and_editors_all():
    many = Names({ANY_LANGUAGE: ("bokashi", "compost", "humus", "mulch", "biochar", "manure", "loess", "marl", "peat", "silt", "loam", "clay")})
    assert wordings("bokashi", "en", NameIndex([many], ["en"])) == ("compost", "humus", "mulch")
    assert wordings("clay", "en", NameIndex([many], ["en"], most_names=12)) == many.by_language[ANY_LANGUAGE][:-1]
