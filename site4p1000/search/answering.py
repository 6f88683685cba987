"""A request answered whatever happens: by the engine, else by a plain list that says it is one."""

import logging

from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.engines.base import SearchEngine
from site4p1000.search.fallback import plain_list
from site4p1000.search.mending import mended
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import SearchResults
from site4p1000.search.understanding import Understanding

logger = logging.getLogger(__name__)


def answer(request: SearchRequest) -> SearchResults:
    """The engine's results, or the database's plain list (`is_degraded`) while the engine is down or broken."""
    try:
        return search(request, get_engine())
    except EngineProblem as problem:
        logger.error("The search engine did not answer; a plain list is shown instead. %s", problem)
        return plain_list(request)


def search(request: SearchRequest, engine: SearchEngine) -> SearchResults:
    """What was typed is always looked for first, with its synonyms; only words that find nothing are mended. Raises `EngineProblem`."""
    if not request.text:
        return engine.search(request)
    understanding = Understanding()
    results = engine.search(understanding.with_synonyms(request))
    try:
        return mended(request, results, understanding, engine)
    except EngineProblem as problem:
        logger.warning("No correction was looked for: %s", problem)
        return results
