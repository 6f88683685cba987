"""The searchable parts of a document and the names of their fields: the same in every engine, so that all of them find the same.

Each of the bank's languages has its own set of text fields, so that a word common in one language does not weigh less in another.
"""

import re

from site4p1000.search.analysis import fold
from site4p1000.search.documents import SearchDocument

WEIGHTS = {"title": 5.0, "also": 4.0, "summary": 2.0, "body": 1.0}
"""Text parts of a document and how much a word found there counts."""

OWN_FIELD_LANGUAGES = ("en", "fr", "es")

_SIGNS = re.compile(r"[\W_]+")


def text_field(part: str, language: str) -> str:
    """Name of the field that holds this part of documents in this language."""
    return f"{part}_{language if language in OWN_FIELD_LANGUAGES else 'und'}"


def spelling_field(language: str) -> str:
    """Name of the field with the words of documents in this language as they are written."""
    return text_field("spelling", language)


def beginning_field(language: str) -> str:
    """Name of the field with what titles in this language can be found by while somebody types."""
    return text_field("beginning", language)


def text_parts(document: SearchDocument) -> dict[str, str]:
    """The text of each part; the bar keeps other names from running into each other."""
    return {"title": document.title, "also": " | ".join(document.also), "summary": document.summary, "body": document.body}


def sort_title(document: SearchDocument) -> str:
    """The title as it is sorted: without accents, capitals and signs."""
    return " ".join(_SIGNS.sub(" ", fold(document.title)).split())
