"""The engine on a search server: Elasticsearch or OpenSearch, whichever `Cluster` it is given. Same bodies, same behaviour."""

import time
from collections.abc import Iterable, Iterator, Mapping

from site4p1000.search.documents import SearchDocument
from site4p1000.search.engines.base import WRITE_SECONDS, DocumentsRefused, EngineProblem, EngineStatus, EngineUnavailable, IndexMissing
from site4p1000.search.engines.cluster_indices import Building, ClusterIndices, missing_sentence
from site4p1000.search.engines.cluster_query import search_body
from site4p1000.search.engines.cluster_results import Answer, to_results
from site4p1000.search.engines.cluster_schema import Json
from site4p1000.search.engines.cluster_vocabulary import ClusterVocabulary
from site4p1000.search.engines.cluster_writing import CHANGED, REBUILT, Batch, send, send_patiently
from site4p1000.search.engines.clusters import LONG_SECONDS, SHORT_SECONDS, Cluster, ElasticsearchCluster, OpenSearchCluster, time_left
from site4p1000.search.engines.parts import OWN_FIELD_LANGUAGES, beginning_field
from site4p1000.search.engines.waiting import seconds_left
from site4p1000.search.request import SearchRequest, on_page
from site4p1000.search.results import SearchResults, Suggestion, page_count
from site4p1000.search.suggestions import suggested, typed

IDS_PER_REQUEST = 10_000
MAX_BEGINNINGS_READ = 60
LOCK_EVERY_SECONDS = 10.0
A_FAIR_PART = 0.5
"""A server that does not answer in so much of the usual time is left alone for a while."""


class ClusterEngine:
    """`SearchEngine` on a search server. One request answers a search; a second one a page beyond the end, or the first document of a language."""

    def __init__(self, cluster: Cluster, *, index: str = "kb_bank"):
        self.cluster = cluster
        self.name = cluster.name
        self.indices = ClusterIndices(cluster, index)
        self._languages = frozenset(OWN_FIELD_LANGUAGES)
        self.words = ClusterVocabulary(cluster, self.indices.alias)

    def search(self, request: SearchRequest) -> SearchResults:
        """Hits and all counts. Raises `EngineUnavailable` within 1 s, or when its page has waited that long, `IndexMissing`, `EngineBroken`."""
        answer = self._answer(request)
        page = min(request.page, page_count(answer.total, request.page_size))
        if page != request.page:
            answer = self._answer(on_page(request, page))
        return to_results(answer, request, engine=self.name, page=page)

    def _answer(self, request: SearchRequest) -> Answer:
        """Looks in the languages the index had at the last answer; once more where it has got another one since."""
        answer = Answer(self._ask(search_body(request, self._languages)))
        if (languages := answer.languages) is None:
            return answer
        looked_in, self._languages = self._languages, languages
        return answer if languages <= looked_in else Answer(self._ask(search_body(request, languages)))

    def put(self, documents: Iterable[SearchDocument], *, seconds: float = WRITE_SECONDS) -> None:
        """Add or replace. Everything is read before anything is sent, so that a source that fails changes nothing."""
        left = time_left(seconds)
        targets = self.indices.targets()
        if self.indices.alias not in targets:
            raise IndexMissing(missing_sentence([]))
        self.words.expire()
        refused, number = {}, 0
        for batch, size in list(_batches(documents, targets, CHANGED)):
            refused |= send(self.cluster, batch, refresh=True, seconds=left())
            number += size
        _raise_if(refused, taken=number - len(refused))

    def delete(self, ids: Iterable[str], *, seconds: float = WRITE_SECONDS) -> None:
        """Take out; where there is no index there is nothing to take out."""
        left = time_left(seconds)
        targets = self.indices.targets()
        self.words.expire()
        batch = Batch()
        for id in ids:
            batch.remove(id, targets)
        try:
            send(self.cluster, batch, refresh=True, seconds=left())
        except IndexMissing:
            return

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a second index, then swap the alias. Raises `EngineUnavailable` while another rebuild is running."""
        with self.indices.rebuilding() as building:
            refused = self._fill(building, documents)
            self.indices.swap(building)
        self.words.expire()
        total = self._count(seconds=LONG_SECONDS)
        _raise_if(refused, taken=total)
        return total

    def vocabulary(self, language: str) -> Mapping[str, int]:
        """Counted by the server at most once a minute, and after every change made through this object."""
        return self.words.words(language)

    def suggest(self, text: str, *, language: str) -> tuple[Suggestion, ...]:
        """By the first letters of names; what was typed holds letters, digits and blanks only, so it is no pattern."""
        if not (beginning := typed(text)):
            return ()
        field = beginning_field(language)
        found = {"terms": {"field": field, "include": f"{beginning}.*", "size": MAX_BEGINNINGS_READ, "order": {"_key": "asc"}}}
        answer = self._ask({"size": 0, "query": {"prefix": {field: beginning}}, "aggs": {"found": found}})
        return suggested(bucket["key"] for bucket in answer["aggregations"]["found"]["buckets"])

    def ids_and_digests(self) -> dict[str, str]:
        """All of them, ten thousand at a time in the order of their ids."""
        held: dict[str, str] = {}
        body: Json = {
            "size": IDS_PER_REQUEST,
            "sort": [{"id": "asc"}],
            "_source": False,
            "docvalue_fields": ["id", "digest"],
            "track_total_hits": False,
        }
        while hits := self._ask(body, seconds=LONG_SECONDS)["hits"]["hits"]:
            held |= {hit["fields"]["id"][0]: hit["fields"]["digest"][0] for hit in hits}
            body["search_after"] = hits[-1]["sort"]
        return held

    def status(self) -> EngineStatus:
        """Program, version, build and index, or the sentence that says what is wrong."""
        try:
            program = self.program()
            try:
                name, number = self.indices.current(), self._count()
            except IndexMissing:
                sentence = missing_sentence(self.indices.of_other_versions())
                return EngineStatus(engine=program, is_ready=False, documents=0, detail=sentence, needs_rebuild=True)
        except EngineProblem as problem:
            return EngineStatus(engine=self.name, is_ready=False, documents=0, detail=str(problem))
        return EngineStatus(engine=program, is_ready=True, documents=number, detail=f"The index is {name} at {self.cluster.url}.")

    def program(self) -> str:
        """Name, version and build of the server."""
        told = self.cluster.call("info")["version"]
        return f"{self.name} {told['number']} (Lucene {told['lucene_version']}, build {told['build_hash'][:8]})"

    def _fill(self, building: Building, documents: Iterable[SearchDocument]) -> dict[str, str]:
        refused: dict[str, str] = {}
        kept_at = time.monotonic()
        for batch, _ in _batches(documents, [building.name], REBUILT):
            refused |= send_patiently(self.cluster, batch)
            if time.monotonic() - kept_at > LOCK_EVERY_SECONDS:
                self.indices.keep_lock(building)
                kept_at = time.monotonic()
        return refused

    def _ask(self, body: Json, *, seconds: float = SHORT_SECONDS) -> Json:
        left = seconds_left(seconds)
        # What is refused a part of its time says little about the server.
        answer = self.cluster.call("search", index=self.indices.alias, body=body, seconds=left, is_dispensable=left < seconds * A_FAIR_PART)
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise EngineUnavailable(f"{self.name} at {self.cluster.url} answered for a part of its index only.")
        return answer

    def _count(self, **how: float) -> int:
        return self.cluster.call("count", index=self.indices.alias, **how)["count"]


def elasticsearch(*, index: str = "kb_bank", **where: str) -> ClusterEngine:
    """The engine on an Elasticsearch server."""
    return ClusterEngine(ElasticsearchCluster(**where), index=index)


def opensearch(*, index: str = "kb_bank", **where: str) -> ClusterEngine:
    """The engine on an OpenSearch server."""
    return ClusterEngine(OpenSearchCluster(**where), index=index)


def _batches(documents: Iterable[SearchDocument], targets: list[str], version: int) -> Iterator[tuple[Batch, int]]:
    batch, number = Batch(), 0
    for document in documents:
        batch.add(document, targets, version)
        number += 1
        if batch.is_full:
            yield batch, number
            batch, number = Batch(), 0
    if number:
        yield batch, number


def _raise_if(refused: Mapping[str, str], *, taken: int) -> None:
    if refused:
        raise DocumentsRefused(refused, taken=taken)
