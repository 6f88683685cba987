"""The words of the bank as a search server counts them: kept for a minute, and never worth a page of results."""

import logging
import time
from collections.abc import Mapping

from site4p1000.search.engines.base import EngineProblem
from site4p1000.search.engines.cluster_schema import Json
from site4p1000.search.engines.clusters import Cluster
from site4p1000.search.engines.parts import OWN_FIELD_LANGUAGES, spelling_field
from site4p1000.search.engines.waiting import seconds_left

MAX_WORDS = 50_000
"""Words of a vocabulary, those of most documents first: a server counts at most 65,536 values at once."""
KEPT_SECONDS = 60.0
RETRY_SECONDS = 10.0
PATIENCE_SECONDS = 0.5
"""Besides the search itself, which a reader has waited for already."""
ALL_OTHERS = "und"

logger = logging.getLogger(__name__)


class ClusterVocabulary:
    """Read in one request for all languages. When that fails or takes too long, what was read before stands, and the server is not left alone."""

    def __init__(self, cluster: Cluster, alias: str):
        self.cluster = cluster
        self.alias = alias
        self._words: dict[str, Mapping[str, int]] = {}
        self._due_at = 0.0

    def words(self, language: str) -> Mapping[str, int]:
        """Words by number of documents: the same object while nothing changed, so that who made something of it need not make it again."""
        if time.monotonic() >= self._due_at:
            self._read()
        return self._words.get(spelling_field(language), {})

    def expire(self) -> None:
        """Read again when next asked for: the bank has changed."""
        self._due_at = 0.0

    def _read(self) -> None:
        try:
            counted = self._counted()
        except EngineProblem as problem:
            logger.warning("The words of the bank could not be read, so corrections may be missing. %s", problem)
            self._due_at = time.monotonic() + RETRY_SECONDS
            return
        self._words |= {field: words for field, words in counted.items() if words != self._words.get(field)}
        self._due_at = time.monotonic() + KEPT_SECONDS

    def _counted(self) -> dict[str, Mapping[str, int]]:
        fields = [spelling_field(language) for language in (*OWN_FIELD_LANGUAGES, ALL_OTHERS)]
        aggregations = {field: {"terms": {"field": field, "size": MAX_WORDS}} for field in fields}
        body: Json = {"size": 0, "track_total_hits": False, "aggs": aggregations}
        answer = self.cluster.call("search", index=self.alias, body=body, seconds=seconds_left(PATIENCE_SECONDS), is_dispensable=True)
        return {field: {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"][field]["buckets"]} for field in fields}
