"""BibTeX. Pure. Letters stay as they are (UTF-8); what TeX would take for a command is written so that it prints itself."""

import re
from collections.abc import Iterable

from practices.exports.works import Author, Work

_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_VERBATIM = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
_TYPES = {"practice": "misc", "guideline": "techreport", "report": "techreport", "press": "misc"}


def bibtex(works: Iterable[Work]) -> str:
    """All works as one file. Keys are unique: a second one of the same name gets a letter."""
    taken: set[str] = set()
    return "\n".join(_entry(work, _free(entry_key(work.key), taken)) for work in works)


def entry_key(key: str) -> str:
    """A key of letters, digits, ``-``, ``:`` and ``.`` only."""
    return re.sub(r"[^A-Za-z0-9:.-]+", "-", key).strip("-") or "work"


def escaped(text: str) -> str:
    """Text inside braces: printed as it is, on one line."""
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def _free(key: str, taken: set[str]) -> str:
    found, number = key, 1
    while found.lower() in taken:
        number += 1
        found = f"{key}-{number}"
    taken.add(found.lower())
    return found


def _entry(work: Work, key: str) -> str:
    kind = "article" if work.is_article else _TYPES.get(work.kind, "misc")
    fields = {name: value for name, value in _fields(work, kind).items() if value}
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}\n"


def _fields(work: Work, kind: str) -> dict[str, str]:
    place = work.place
    note = ". ".join(part for part in (f"Version {work.version}" if work.version else "", work.licence) if part)
    return {
        "author": _authors(work),
        "title": f"{{{escaped(work.title)}}}",  # a second pair keeps its capitals
        **_where(work, kind),
        "volume": escaped(place.volume),
        "number": escaped(place.issue),
        "pages": escaped(place.pages).replace("–", "--"),
        "year": str(work.year or ""),
        "doi": _verbatim(work.doi),
        "url": _verbatim(work.url),
        "language": work.language,
        "note": escaped(note),
    }


def _where(work: Work, kind: str) -> dict[str, str]:
    """Journal or book, and who published it: of a report that is the institution, and what it stands in is its series."""
    inside, publisher = escaped(work.place.journal), escaped(work.publisher)
    if kind == "techreport":
        return {"institution": publisher or inside, "series": inside if publisher and inside != publisher else ""}
    name = "journal" if kind == "article" else "howpublished"
    return {name: inside or publisher, "publisher": publisher if inside and inside != publisher else ""}


def _authors(work: Work) -> str:
    names = [_author(author) for author in work.authors] + (["others"] if work.has_more_authors and work.authors else [])
    return " and ".join(names)


def _author(author: Author) -> str:
    return f"{escaped(author.family)}, {escaped(author.given)}" if author.given else f"{{{escaped(author.family)}}}"


def _verbatim(address: str) -> str:
    return "".join(_VERBATIM.get(letter, letter) for letter in "".join(address.split()))
