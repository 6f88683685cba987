"""The fields of the embedded index and how a search document fills them.

Words are analysed before they reach tantivy (`analysis.index_runs`), so its own tokenizer only splits at blanks.
"""

import hashlib

import tantivy

from site4p1000.search.analysis import index_runs, is_mixed, runs_in
from site4p1000.search.documents import FACETS, RANGES, SearchDocument, digest_of, to_json
from site4p1000.search.engines.embedded_spellings import Spelt, every_spelling
from site4p1000.search.engines.parts import OWN_FIELD_LANGUAGES, WEIGHTS, beginning_field, sort_title, spelling_field, text_field, text_parts
from site4p1000.search.suggestions import beginnings

SCHEMA_VERSION = 8
"""Raise it with every change to the fields, to `analysis` or to the stored JSON: an older index then asks to be rebuilt."""

NUMBERS = ("published_day", "id_key")
SPAN_ENDS = ("low", "high")
BLANKS, LETTERS = "blanks", "letters"

EVIDENCE_UNKNOWN = 0
EFFORT_UNKNOWN = 100_000

HIGHEST_RANK = 9_999_999
"""Seven digits: a day of the calendar (`date.toordinal`) needs them."""
SORT_KEYS = ("sort_title", "sort_newest", "sort_evidence", "sort_effort")


def build_schema() -> tantivy.Schema:
    """All fields of the index."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", *FACETS, *SORT_KEYS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("id_and_digest", "point"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for language in (*OWN_FIELD_LANGUAGES, "und"):
        for part in WEIGHTS:
            builder.add_text_field(text_field(part, language), tokenizer_name=BLANKS)
        builder.add_text_field(spelling_field(language), tokenizer_name=LETTERS, index_option="basic")
        builder.add_text_field(beginning_field(language), tokenizer_name="raw", index_option="basic")
    for name in (*NUMBERS, *(f"{name}_{end}" for name in RANGES for end in SPAN_ENDS)):
        builder.add_integer_field(name, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def register_tokenizer(index: tantivy.Index) -> None:
    """Tell an opened index how `index_runs` separates words, and what separates spellings; tantivy does not keep this on disk."""
    index.register_tokenizer(BLANKS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.register_tokenizer(LETTERS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).build())


def to_tantivy(document: SearchDocument, *, spelt: Spelt = every_spelling) -> tantivy.Document:
    """The document with its words analysed, its facets, its sort keys, and its own JSON to make hits from.

    `spelt` chooses which of its words are kept as they are written.
    """
    row = tantivy.Document()
    stored = to_json(document)
    row.add_text("id", document.id)
    row.add_text("id_and_digest", f"{document.id} {digest_of(stored)}")
    for facet, values in document.indexed_facets.items():
        for value in values:
            row.add_text(facet, value)
    _add_words(row, document, spelt)
    _add_sort_keys(row, document)
    _add_bounds(row, document)
    row.add_bytes("stored", stored)
    return row


def _add_words(row: tantivy.Document, document: SearchDocument, spelt: Spelt) -> None:
    language, held = document.language, []
    for part, text in text_parts(document).items():
        if text:
            runs = runs_in(text)
            row.add_text(text_field(part, language), index_runs(runs, language, is_mixed=is_mixed(text)))
            held += runs
    row.add_text(spelling_field(language), spelt(held, language))
    for beginning in beginnings(document):
        row.add_text(beginning_field(language), beginning)


def _add_bounds(row: tantivy.Document, document: SearchDocument) -> None:
    for name, span in document.spans.items():
        for end, value in zip(SPAN_ENDS, span, strict=True):
            row.add_integer(f"{name}_{end}", value)
    if document.published_on:
        row.add_integer("published_day", document.published_on.toordinal())
    for latitude, longitude in document.points:
        row.add_text("point", f"{latitude:.5f} {longitude:.5f} {document.id}")
    row.add_integer("id_key", id_key(document.id))


def _add_sort_keys(row: tantivy.Document, document: SearchDocument) -> None:
    days = document.published_on.toordinal() if document.published_on else 0
    evidence = EVIDENCE_UNKNOWN if document.evidence_rank is None else document.evidence_rank + 1
    effort = EFFORT_UNKNOWN if document.effort_rank is None else document.effort_rank
    title = f"{sort_title(document)} {document.id}"
    row.add_text("sort_title", title)
    row.add_text("sort_newest", _before(HIGHEST_RANK - days, title))
    row.add_text("sort_evidence", _before(HIGHEST_RANK - evidence, title))
    row.add_text("sort_effort", _before(effort, title))


def _before(rank: int, title: str) -> str:
    """Rank and title in one text that sorts as both do, because tantivy sorts by one field. Raises ``ValueError`` for a rank out of range."""
    if not 0 <= rank <= HIGHEST_RANK:
        raise ValueError(f"The rank {rank} is not from 0 to {HIGHEST_RANK}.")
    return f"{rank:07} {title}"


def id_key(id: str) -> int:
    """A number for an id, because only numbers can be read for many documents at once. Two ids share one in 10^9 documents or so."""
    return int.from_bytes(hashlib.blake2b(id.encode(), digest_size=8).digest(), signed=True)
