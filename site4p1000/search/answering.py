"""A request answered whatever happens: by the engine, else by a plain list that says it is one."""

import logging
from dataclasses import replace

from site4p1000.search.engines import EngineProblem, get_engine
from site4p1000.search.fallback import plain_list
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import SearchResults
from site4p1000.search.understanding import understand

logger = logging.getLogger(__name__)


def answer(request: SearchRequest) -> SearchResults:
    """The engine's results, or the database's plain list (`is_degraded`) while the engine is down or broken."""
    try:
        engine = get_engine()
        understood = understand(request, engine)
        results = engine.search(understood.request)
        return replace(results, corrected_text=understood.corrected_text, did_you_mean=understood.did_you_mean)
    except EngineProblem as problem:
        logger.error("The search engine did not answer; a plain list is shown instead. %s", problem)
        return plain_list(request)
