"""Ordinary long questions, many synonyms and many languages: every engine answers them, and no server is asked more than it takes."""

from itertools import product
from unittest.mock import patch

import pytest

from site4p1000.search.analysis import STEMMERS
from site4p1000.search.engines.cluster_query import search_body
from site4p1000.search.engines.cluster_words import MAX_CLAUSES, leaves
from site4p1000.search.models import SynonymGroup
from site4p1000.search.request import SearchRequest
from site4p1000.search.understanding import Understanding, forget_names
from tests.site4p1000.search.documents import document
from tests.site4p1000.search.kinds import URLS, an_engine, make_engine

QUESTIONS = (
    ("en", "agroforestry with cover crops and compost against soil erosion on steep slopes"),
    ("fr", "semis direct sous couvert végétal avec fumier et compost contre la dégradation des terres"),
    ("fr", "agroforesterie et cultures de couverture avec compost contre l'érosion des sols en pente"),
    ("es", "agroforestería con cultivos de cobertura y compost contra la erosión del suelo en pendientes"),
    ("en", " ".join(f"no{first}-till{second}" for first, second in product("abcd", "vwxyz"))),
)
TWENTY_WORDS = "bokashi " + " ".join(f"wo{first}rd{second}" for first, second in product("abcd", "vwxyz"))[:-7]
TWELVE_NAMES = ("bokashi", *(f"fermented {first} heap number{first}" for first in "abcdefghijk"))
MANY_LANGUAGES = (*STEMMERS, "sw", "und")


def with_synonyms(text: str, language: str) -> SearchRequest:
    return Understanding().with_synonyms(SearchRequest(text=text, language=language))


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "question"), QUESTIONS)
def test_an_ordinary_question_is_answered_with_all_its_synonyms(engine, language, question):
    forget_names()
    engine.put([document("Meant", language=language, body=question), document("Other", language=language)])
    assert [hit.title for hit in engine.search(with_synonyms(question, language)).hits] == ["Meant"]


@pytest.mark.django_db
def test_twenty_words_and_a_group_of_twelve_names_are_answered(engine):
    SynonymGroup.objects.create(names="\n".join(TWELVE_NAMES))
    said_otherwise = TWENTY_WORDS.replace("bokashi", TWELVE_NAMES[1])
    engine.put([document("Meant", body=TWENTY_WORDS), document("Otherwise", body=said_otherwise), document("Other")])
    request = with_synonyms(TWENTY_WORDS, "en")
    assert len(request.wordings["en"]) >= 11
    assert [hit.title for hit in engine.search(request).hits][:1] == ["Meant"]


@pytest.mark.parametrize("kind", sorted(URLS))
def test_no_server_refuses_the_longest_question_in_all_languages_at_once(kind, tmp_path):
    request = SearchRequest(
        text=QUESTIONS[-1][1], filters={"language": list(MANY_LANGUAGES)}, wordings=dict.fromkeys(MANY_LANGUAGES, QUESTIONS[0][1:])
    )
    with an_engine(kind, tmp_path) as options:
        engine = make_engine(options)
        engine.rebuild(document(request.text, language=code) for code in MANY_LANGUAGES)
        assert engine.search(request).total == len(MANY_LANGUAGES)


@pytest.mark.parametrize("languages", [("en",), ("en", "fr", "es"), MANY_LANGUAGES])
@pytest.mark.parametrize("asked", [(), ("en", "fr", "es"), MANY_LANGUAGES])
@pytest.mark.parametrize("text", [TWENTY_WORDS, *(question for _, question in QUESTIONS), "compost", "?"])
def test_there_are_never_too_many_clauses(languages, asked, text):
    others = tuple(f"{name} {text}" for name in TWELVE_NAMES) * 2
    request = SearchRequest(text=text, filters={"language": list(asked)}, wordings=dict.fromkeys(languages, others))
    assert leaves(search_body(request, languages)["query"]) <= MAX_CLAUSES


def test_the_last_synonyms_are_given_up_first_and_what_was_typed_never():
    wordings = tuple(f"{name} {TWENTY_WORDS}" for name in TWELVE_NAMES)
    told = str(search_body(SearchRequest(text=TWENTY_WORDS, wordings={"en": wordings}), ("en",)))
    assert [f"number{letter}" in told for letter in "ak"] == [True, False]
    assert all(word in told for word in TWENTY_WORDS.split()[1:])


@pytest.mark.parametrize("kind", sorted(URLS))
def test_only_the_first_document_of_a_language_costs_a_second_request(kind, tmp_path):
    with an_engine(kind, tmp_path) as options:
        engine = make_engine(options)
        engine.rebuild([document("Udongo", language="sw")])
        for asked in (2, 1, 1):
            with patch.object(engine.cluster, "call", wraps=engine.cluster.call) as call:
                assert engine.search(SearchRequest(text="udongo")).other_languages == (("sw", 1),)
            assert call.call_count == asked
