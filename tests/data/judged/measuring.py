"""Relevance measured: judged queries, the corpus they are judged on, nDCG@10 and recall@10. Any engine, any language."""

import json
import math
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from practices.importers.bank import BankContent
from practices.models import SourceLink
from site4p1000.common.models import ContentRecord
from site4p1000.search.building import build_all
from site4p1000.search.documents import SearchDocument
from site4p1000.search.request import SearchRequest
from site4p1000.search.results import SearchResults
from tests.data.judged.slips import SLIPS, with_slips
from tests.data.judged.synthetic import synthetic_documents

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "es")
FOLDERS = ("stories", "zones", "issues")
"""Of content/, beside practices/, whose pages are tied to their files by `SourceLink`."""
BASELINE = HERE / "baseline.json"
GOOD = 2
FIRST = 10
MEAN_GOAL, EACH_GOAL, TYPO_GOAL, SAME_GOAL = 0.85, 0.80, 0.9, 1.0
ALLOWED_DROP = 0.01

Ask = Callable[[SearchRequest], SearchResults]
Judged = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Relevance:
    """Means over the queries of one language, from 0 to 1. `typo_recall`: with one mistake in the longest word, by kind of mistake.

    `accent_same`: share of queries with the same first ten when typed without accents.
    """

    queries: int
    ndcg: float
    recall: float
    typo_recalls: Mapping[str, float]
    accent_same: float

    @property
    def typo_recall(self) -> float:
        """The mean of all kinds of mistakes."""
        return statistics.mean(self.typo_recalls.values())


def corpus() -> Iterator[SearchDocument]:
    """The pages that ship, as the bank's own builders make them from its rows, among the made-up documents. The content has to be loaded.

    Ids are ``<language>:<folder of content/, or made-up id>``. Pages that no row of the judgements names are there as well.
    """
    keys = _keys()
    for built in build_all():
        if built.document:
            yield replace(built.document, id=f"{built.document.language}:{keys.get(built.page_id, built.document.id)}")
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
    recalls: dict[str, list[float]] = {kind: [] for kind in SLIPS}
    for query, grades in rows.items():
        for kind, slip in with_slips(query):
            recalls[kind].append(recall(_first(ask, slip, language), grades))
    return Relevance(
        queries=len(rows),
        ndcg=statistics.mean(ndcg(first[query], rows[query]) for query in rows),
        recall=statistics.mean(recall(first[query], rows[query]) for query in rows),
        typo_recalls={kind: statistics.mean(values) for kind, values in recalls.items()},
        accent_same=statistics.mean(bare),
    )


def ndcg(ids: list[str], grades: Mapping[str, int]) -> float:
    """Discounted gain of the first ten over that of the best order."""
    return _gain([grades.get(id, 0) for id in ids]) / _gain(sorted(grades.values(), reverse=True)[:FIRST])


def recall(ids: list[str], grades: Mapping[str, int]) -> float:
    """Share of the good documents among the first ten."""
    good = [id for id, grade in grades.items() if grade >= GOOD]
    return sum(id in ids for id in good) / len(good)


def baseline(engine: str) -> Mapping[str, Mapping[str, float]]:
    """`ndcg` and `recall` of an engine by language, as they were when somebody last looked at them and was content."""
    return json.loads(BASELINE.read_text())[engine]


def missed(found: Mapping[str, Relevance], engine: str) -> list[str]:
    """A sentence for every goal that this engine misses, by language what was found; none when all is well."""
    mean = statistics.mean(one.ndcg for one in found.values())
    return [
        *([f"{engine}: mean nDCG@10 {mean:.3f}, goal {MEAN_GOAL}"] if mean < MEAN_GOAL else []),
        *(f"{engine}, {language}: {words}" for language, one in found.items() for words in _missed(one, baseline(engine)[language])),
    ]


def _missed(found: Relevance, before: Mapping[str, float]) -> Iterator[str]:
    least = {
        "nDCG@10": (found.ndcg, max(EACH_GOAL, before["ndcg"] - ALLOWED_DROP)),
        "recall@10": (found.recall, before["recall"] - ALLOWED_DROP),
        **{f"recall with a letter {kind}": (value, TYPO_GOAL) for kind, value in found.typo_recalls.items()},
        "same first ten without accents": (found.accent_same, SAME_GOAL),
    }
    return (f"{name} {value:.3f}, at least {goal:.3f} is owed" for name, (value, goal) in least.items() if value < goal)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def _first(ask: Ask, query: str, language: str) -> list[str]:
    return [hit.id for hit in ask(SearchRequest(text=query, language=language, facets=(), page_size=FIRST)).hits]


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _keys() -> dict[int, str]:
    """The folder in content/ by the page that was loaded from it."""
    practices = SourceLink.objects.filter(source=BankContent.name).values_list("page_id", "source_id")
    others = ContentRecord.objects.filter(key__regex=f"^({'|'.join(FOLDERS)})/").values_list("page_id", "key")
    return {page_id: key.split("/")[-1] for page_id, key in (*practices, *others)}


def _fields(document: SearchDocument) -> dict:
    return {name: getattr(document, name) for name in ("type", "language", "title", "url", "summary", "body")}
