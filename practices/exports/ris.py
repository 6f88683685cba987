"""RIS, for Zotero, EndNote, Mendeley. Pure. One field per line, CRLF, UTF-8."""

from collections.abc import Iterable, Iterator

from practices.exports.works import Author, Work

_TYPES = {"practice": "ELEC", "data": "DATA", "guideline": "RPRT", "report": "RPRT", "press": "NEWS"}
_END = "\r\n"


def ris(works: Iterable[Work]) -> str:
    """All works as one file."""
    return "".join(_record(work) for work in works)


def _record(work: Work) -> str:
    kind = "JOUR" if work.is_article and work.kind != "data" else _TYPES.get(work.kind, "GEN")
    lines = [("TY", kind), *((tag, _line(value)) for tag, value in _fields(work)), ("ER", "")]
    return "".join(f"{tag}  - {value}{_END}" for tag, value in lines if value or tag == "ER") + _END


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "ID", work.key
    yield from (("AU", _author(author)) for author in work.authors)
    start, _, end = work.place.pages.replace("–", "-").partition("-")
    yield "TI", work.title
    yield "T2", work.place.journal
    yield "VL", work.place.volume
    yield "IS", work.place.issue
    yield "SP", start
    yield "EP", end
    yield "PY", str(work.year or "")
    yield "DA", work.day.replace("-", "/")
    yield "PB", work.publisher
    yield "ET", work.version
    yield "DO", work.doi
    yield "UR", work.url
    yield "LA", work.language
    yield "N1", work.licence


def _author(author: Author) -> str:
    return f"{author.family}, {author.given}" if author.given else author.family


def _line(value: str) -> str:
    return " ".join(value.split())
