"""The index of a search server: its mapping, and how a search document fills a row of it.

Words are analysed by `analysis.index_text` before they are sent, as for the embedded engine, so the server only splits them at blanks:
one way to read words for every engine, and no server has to be configured or reindexed when a synonym or a stop word is added.
"""

import hashlib
import json
from typing import Any

from site4p1000.search.analysis import index_text
from site4p1000.search.documents import FACETS, RANGES, SearchDocument, digest_of, to_json
from site4p1000.search.engines.embedded_schema import SCHEMA_VERSION
from site4p1000.search.engines.parts import OWN_FIELD_LANGUAGES, WEIGHTS, beginning_field, sort_title, spelling_field, text_field, text_parts
from site4p1000.search.suggestions import beginnings
from site4p1000.search.vocabulary import spellings

GAP = "_"
"""Stands for a left-out word in a phrase; no word contains it."""
GAPS = "kb_blanks_with_gaps"
SPAN_ENDS = ("low", "high")
MAX_HITS_REACHED = 100_000
"""Deepest hit a page may show."""

Json = dict[str, Any]


def any_part_field(language: str) -> str:
    """Name of the field with the words of all parts together: it says whether a word occurs, the parts say how much that counts."""
    return text_field("words", language)


def index_body() -> Json:
    """Settings and mapping of a new index. `dynamic: strict`: a field nobody planned is refused instead of guessed."""
    analysis = {
        "filter": {"kb_gaps": {"type": "stop", "stopwords": [GAP]}},
        "analyzer": {
            "kb_blanks": {"type": "custom", "tokenizer": "whitespace"},
            GAPS: {"type": "custom", "tokenizer": "whitespace", "filter": ["kb_gaps"]},
        },
    }
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "max_result_window": MAX_HITS_REACHED, "analysis": analysis}
    # Only the document itself is kept; the analysed words are needed in the index alone.
    return {"settings": settings, "mappings": {"dynamic": "strict", "_source": {"includes": ["stored"]}, "properties": _properties()}}


def schema_digest() -> str:
    """Eight letters for this mapping and this way to read words. Part of the name of the index: another schema is another index."""
    content = json.dumps([SCHEMA_VERSION, index_body()], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def to_row(document: SearchDocument) -> Json:
    """The document as the server takes it. Raises what `to_json` raises."""
    stored = to_json(document)
    row: Json = {
        "id": document.id,
        "digest": digest_of(stored),
        "stored": stored.decode(),
        "sort_title": f"{sort_title(document)} {document.id}",
        "published_day": document.published_on.toordinal() if document.published_on else None,
        "evidence_rank": document.evidence_rank,
        "effort_rank": document.effort_rank,
        "point": [{"lat": latitude, "lon": longitude} for latitude, longitude in document.points],
        **{name: list(values) for name, values in document.all_facets.items()},
        **{f"{name}_{end}": value for name, span in document.spans.items() for end, value in zip(SPAN_ENDS, span, strict=True)},
    }
    return {name: value for name, value in {**row, **_words(document)}.items() if value not in (None, [])}


def _words(document: SearchDocument) -> Json:
    language = document.language
    parts = {part: text for part, text in text_parts(document).items() if text}
    return {
        **{text_field(part, language): index_text(text, language) for part, text in parts.items()},
        spelling_field(language): sorted(set(spellings(" ".join(parts.values())))),
        beginning_field(language): list(beginnings(document)),
    }


def _properties() -> Json:
    keyword = {"type": "keyword"}
    told = {"type": "keyword", "index": False}
    properties: Json = {"id": keyword, "digest": told, "sort_title": told, "stored": {**told, "doc_values": False}, "point": {"type": "geo_point"}}
    properties |= dict.fromkeys(FACETS, keyword)
    numbers = ("published_day", "evidence_rank", "effort_rank", *(f"{name}_{end}" for name in RANGES for end in SPAN_ENDS))
    properties |= dict.fromkeys(numbers, {"type": "integer"})
    for language in (*OWN_FIELD_LANGUAGES, "und"):
        properties |= _text_properties(language)
    return properties


def _text_properties(language: str) -> Json:
    everything = any_part_field(language)
    text = {"type": "text", "analyzer": "kb_blanks"}
    # Longer than any word or name; what is longer is left out of these two fields only.
    short = {"type": "keyword", "ignore_above": 2_000}
    return {
        **{text_field(part, language): {**text, "copy_to": everything} for part in WEIGHTS},
        everything: {**text, "norms": False},
        spelling_field(language): short,
        beginning_field(language): short,
    }
