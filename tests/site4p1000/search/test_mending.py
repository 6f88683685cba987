"""A correction never takes a result away, whatever the vocabulary lacks, and a vocabulary never costs a page. Every engine, the same behaviour."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from site4p1000.search.answering import search
from site4p1000.search.engines import cluster_vocabulary, embedded_beside
from site4p1000.search.engines.base import EngineUnavailable
from site4p1000.search.engines.parts import spelling_field
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import SearchResults
from tests.site4p1000.search.documents import document
from tests.site4p1000.search.kinds import URLS, an_engine, make_engine

pytestmark = pytest.mark.django_db


@pytest.fixture(params=sorted(URLS))
def server(request, tmp_path):
    """An engine on a search server, with one document."""
    with an_engine(request.param, tmp_path) as options:
        engine = make_engine(options)
        engine.rebuild([document("Compost")])
        yield engine


@contextmanager
def hung_vocabulary(engine) -> Iterator[list[float]]:
    """The server answers searches but no longer counts its words; gives how long each count was waited for, in seconds."""
    call, waited = engine.cluster._call, []

    def hang(api, seconds, arguments):
        if spelling_field("en") in arguments.get("body", {}).get("aggs", {}):
            waited.append(seconds)
            raise EngineUnavailable("It hangs.")
        return call(api, seconds, arguments)

    with patch.object(engine.cluster, "_call", side_effect=hang):
        yield waited


def found(engine, text: str, language: str = "en", **given) -> SearchResults:
    return search(SearchRequest(text=text, language=language, **given), engine)


def shown(results: SearchResults) -> tuple[list[str], str, str]:
    return [hit.title for hit in results.hits], results.corrected_text, results.did_you_mean


@pytest.mark.parametrize(
    ("language", "typed", "title", "other"),
    [
        ("en", "longterm", "A long-term trial", "Longer"),
        ("en", "email", "By e-mail", "Mail"),
        ("en", "aframe", "The A-frame", "Frame"),
        ("fr", "prébois", "Un pré-bois", "Prévoir"),
        ("fr", "prebois", "Un pré-bois", "Prévoir"),
    ],
)
def test_a_compound_written_together_is_found_and_not_corrected(engine, language, typed, title, other):
    engine.put([document(title, language=language), document(other, language=language)])
    assert shown(found(engine, typed, language)) == ([title], "", "")


def test_a_rare_word_beyond_the_vocabulary_is_found_and_not_corrected(engine, monkeypatch):
    monkeypatch.setattr(cluster_vocabulary, "MAX_WORDS", 1)
    engine.put([document("Compost"), document("Compost here"), document("Composer"), document("Manure")])
    assert shown(found(engine, "composer")) == (["Composer"], "", "")
    assert shown(found(engine, "manure")) == (["Manure"], "", "")
    assert shown(found(engine, "compst"))[1] == "compost"


@pytest.mark.parametrize("narrowed", [{"filters": {"climate": ["dry"]}}, {"fixed": {"type": ["story"]}}, {"among": ("page-none",)}])
def test_a_word_that_stands_elsewhere_in_the_bank_is_not_said_to_be_nowhere(engine, monkeypatch, narrowed):
    monkeypatch.setattr(cluster_vocabulary, "MAX_WORDS", 1)
    engine.put([document("A long-term trial"), document("Longer", type="story", id="page-none", facets={"climate": ["dry"]}), document("Longer")])
    assert shown(found(engine, "longterm", **narrowed)) == ([], "", "")


def test_words_found_in_another_language_are_not_replaced(engine):
    engine.put([document("Un pré-bois", language="fr"), document("Preboil")])
    results = found(engine, "prébois")
    assert (shown(results), results.other_languages) == (([], "", "preboil"), (("fr", 1),))


def test_a_word_just_published_is_found_while_the_vocabulary_is_old(tmp_path, engine, monkeypatch):
    monkeypatch.setattr(embedded_beside, "LARGE", 0)
    engine.put([document("Compost")])
    assert shown(found(engine, "compst"))[1] == "compost"
    with patch.object(engine, "vocabulary", return_value=engine.vocabulary("en")):
        engine.put([document("Composer")])
        assert shown(found(engine, "composer")) == (["Composer"], "", "")


def test_words_that_find_nothing_are_mended_also_under_a_filter_and_in_a_long_query(engine):
    engine.put([document("Compost and manure", facets={"climate": ["dry"]})])
    assert shown(found(engine, "compst", filters={"climate": ["dry"]})) == (["Compost and manure"], "compost", "")
    assert shown(found(engine, "compst manrue")) == (["Compost and manure"], "compost manure", "")
    assert shown(found(engine, "compst", is_exact=True)) == ([], "", "")


def test_a_correction_that_finds_nothing_either_is_only_offered(engine):
    engine.put([document("Compost", facets={"climate": ["dry"]})])
    assert shown(found(engine, "compst", filters={"climate": ["cold"]})) == ([], "", "compost")


def test_an_unknown_word_among_many_that_are_found_is_offered(engine):
    engine.put([document("Compost, manure and termites")])
    assert shown(found(engine, "manure termites compst")) == (["Compost, manure and termites"], "", "manure termites compost")


def test_words_that_find_something_ask_a_server_once_and_for_no_vocabulary(server):
    with patch.object(server.cluster, "call", wraps=server.cluster.call) as call:
        assert found(server, "compost").total == 1
    assert call.call_count == 1


def test_a_vocabulary_that_cannot_be_read_costs_a_correction_and_no_page(server):
    with hung_vocabulary(server) as waited:
        assert shown(found(server, "compst")) == ([], "", "")
        assert shown(found(server, "compost")) == (["Compost"], "", "")
        assert shown(found(server, "manrue")) == ([], "", "")
    assert waited == [cluster_vocabulary.PATIENCE_SECONDS]


def test_a_vocabulary_that_cannot_be_read_again_stands_as_it_was(server):
    assert shown(found(server, "compst")) == (["Compost"], "compost", "")
    server.words.expire()
    with hung_vocabulary(server) as waited:
        assert shown(found(server, "compst")) == (["Compost"], "compost", "")
    assert waited


def test_a_correction_that_gets_no_answer_leaves_the_page_as_typed(engine):
    engine.put([document("Compost")])
    first = engine.search(SearchRequest(text="compst"))
    with patch.object(engine, "search", side_effect=[first, EngineUnavailable("It hangs.")]):
        assert shown(found(engine, "compst")) == ([], "", "")
