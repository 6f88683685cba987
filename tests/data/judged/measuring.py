"""Relevance measured: judged queries, the corpus they are judged on, nDCG@10 and recall@10. Any engine, any language."""

import json
import math
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from site4p1000.search.analysis import fold
from site4p1000.search.documents import SearchDocument, joined
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import SearchResults
from tests.data.judged.synthetic import synthetic_documents

HERE = Path(__file__).parent
CONTENT = HERE.parents[2] / "content"
LANGUAGES = ("en", "fr", "es")
KINDS = {"practices": "practice", "stories": "story", "zones": "zone", "issues": "issue"}
OWN_PARTS = {"slug", "title", "also", "summary"}
BASELINE = HERE / "baseline.json"
GOOD = 2
FIRST = 10

Ask = Callable[[SearchRequest], SearchResults]
Judged = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Relevance:
    """Means over the queries of one language, from 0 to 1. `typo_recall`: one letter of the longest word left out.

    `accent_same`: share of queries with the same first ten when typed without accents.
    """

    queries: int
    ndcg: float
    recall: float
    typo_recall: float
    accent_same: float


def corpus() -> Iterator[SearchDocument]:
    """The content that ships, read from its files, among the made-up documents. Ids are ``<language>:<folder or made-up id>``."""
    for kind, type_ in KINDS.items():
        for path in sorted((CONTENT / kind).glob("*/*.yaml")):
            if path.stem in LANGUAGES:
                yield _document(path, type_)
    for document in synthetic_documents():
        yield SearchDocument(**{**_fields(document), "id": f"{document.language}:{document.id}"})


def judged(language: str) -> Judged:
    """Grades by document, by query."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (HERE / f"{language}.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            query, document, grade, _reason = line.split("\t")
            found[query][f"{language}:{document}"] = int(grade)
    return found


def measure(ask: Ask, language: str) -> Relevance:
    """Ask every judged query of a language, also without accents and with a mistake."""
    rows = judged(language)
    first = {query: _first(ask, query, language) for query in rows}
    bare = [first[query] == _first(ask, _without_accents(query), language) for query in rows]
    slips = {query: slip for query in rows if (slip := with_a_slip(query))}
    return Relevance(
        queries=len(rows),
        ndcg=statistics.mean(ndcg(first[query], rows[query]) for query in rows),
        recall=statistics.mean(recall(first[query], rows[query]) for query in rows),
        typo_recall=statistics.mean(recall(_first(ask, slip, language), rows[query]) for query, slip in slips.items()),
        accent_same=statistics.mean(bare),
    )


def ndcg(ids: list[str], grades: Mapping[str, int]) -> float:
    """Discounted gain of the first ten over that of the best order."""
    return _gain([grades.get(id, 0) for id in ids]) / _gain(sorted(grades.values(), reverse=True)[:FIRST])


def recall(ids: list[str], grades: Mapping[str, int]) -> float:
    """Share of the good documents among the first ten."""
    good = [id for id, grade in grades.items() if grade >= GOOD]
    return sum(id in ids for id in good) / len(good)


def with_a_slip(query: str) -> str:
    """The query with the third letter of its longest word left out; empty where that word is too short to be recognised again."""
    longest = max(query.split(), key=len)
    if len(longest) < 6 or not longest.isalpha():
        return ""
    return query.replace(longest, longest[:2] + longest[3:], 1)


def baseline(engine: str) -> Mapping[str, float]:
    """nDCG@10 of an engine by language, as it was when somebody last looked at it and was content."""
    return json.loads(BASELINE.read_text())[engine]


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def _first(ask: Ask, query: str, language: str) -> list[str]:
    return [hit.id for hit in ask(SearchRequest(text=query, language=language, facets=(), page_size=FIRST)).hits]


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _document(path: Path, type_: str) -> SearchDocument:
    words = yaml.safe_load(path.read_text())
    parts = [text for name, part in words.items() if name not in OWN_PARTS for text in _texts(part)]
    return SearchDocument(
        id=f"{path.stem}:{path.parent.name}",
        type=type_,
        language=path.stem,
        title=words["title"],
        url=f"/{path.stem}/{fold(path.parent.name)}/",
        also=tuple(words.get("also", ())),
        summary=" ".join((words.get("summary") or "").split()),
        body=joined(parts),
    )


def _texts(part) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)


def _fields(document: SearchDocument) -> dict:
    return {name: getattr(document, name) for name in ("type", "language", "title", "url", "summary", "body")}
