"""CSL-JSON, the form citation processors read. Pure."""

from collections.abc import Iterable
from typing import Any

from practices.exports.works import Author, Work

_TYPES = {"practice": "webpage", "data": "dataset", "guideline": "report", "report": "report", "press": "article-newspaper"}


def csl(works: Iterable[Work]) -> list[dict[str, Any]]:
    """The works as a list of items; what is not known is left out."""
    return [{name: value for name, value in _item(work).items() if value not in ("", None, [])} for work in works]


def _item(work: Work) -> dict[str, Any]:
    return {
        "id": work.key,
        "type": _TYPES.get(work.kind) or ("article-journal" if work.is_article else "document"),
        "title": work.title,
        "author": [_author(author) for author in work.authors],
        "issued": {"date-parts": [_date(work)]} if work.year else None,
        "container-title": work.place.journal,
        "volume": work.place.volume,
        "issue": work.place.issue,
        "page": work.place.pages.replace("–", "-"),
        "publisher": work.publisher,
        "version": work.version,
        "DOI": work.doi,
        "URL": work.url,
        "language": work.language,
        "note": "et al." if work.has_more_authors else "",
        "license": work.licence,
    }


def _author(author: Author) -> dict[str, str]:
    return {"family": author.family, "given": author.given} if author.given else {"literal": author.family}


def _date(work: Work) -> list[int]:
    return [int(part) for part in work.day.split("-")] if work.day else [work.year or 0]
