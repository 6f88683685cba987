"""Works as citation managers know them, taken apart from the lines the bank keeps. Pure."""

import re
from dataclasses import dataclass, replace
from typing import Any

_INITIALS = r"(?:[^\W\d_]{1,2}\.[\s-]?)+"
_PERSON = re.compile(rf"^(?P<family>[^\d,]+?)\s+(?P<given>{_INITIALS})$")
_PLACE = re.compile(r"^(?P<journal>.+?)\s+(?P<volume>\d+)(?:\((?P<issue>[^)]+)\))?:(?P<pages>[\w–-]+)$")
_OTHERS = re.compile(r",?\s*\bet al\.?$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """A person with family name and initials, or a name that is one piece (`given` is empty)."""

    family: str
    given: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where in a journal or book; what is not known is empty."""

    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""

    @property
    def printed(self) -> str:
        """As it stands in a list of references: "Science 304(5677):1623–1627"."""
        number = self.volume + (f"({self.issue})" if self.issue else "")
        return " ".join(part for part in (self.journal, ":".join(filter(None, (number, self.pages)))) if part)


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """One work to cite. `kind` is a value of `ReferenceKind`, or ``practice`` for a page of the bank; `day` is ISO 8601."""

    key: str
    kind: str
    title: str
    authors: tuple[Author, ...] = ()
    has_more_authors: bool = False
    year: int | None = None
    place: Place = Place()
    doi: str = ""
    url: str = ""
    version: str = ""
    day: str = ""
    licence: str = ""
    publisher: str = ""
    language: str = ""

    @property
    def is_article(self) -> bool:
        """Whether it stands in a journal."""
        return self.kind in ("review", "study", "data") and bool(self.place.journal)


def authors_of(line: str) -> tuple[tuple[Author, ...], bool]:
    """The authors of a line such as "Bai X., Huang Y. et al.", and whether it says that there are more.

    A line that is not a list of family names with initials ("FAO & ITPS") is one name.
    """
    line = " ".join(line.split())
    has_more = bool(_OTHERS.search(line))
    names = [name.strip() for name in _OTHERS.sub("", line).split(",") if name.strip()]
    people = [_PERSON.match(name) for name in names]
    if names and all(people):
        return tuple(Author(family=person["family"], given=person["given"].strip()) for person in people if person), has_more
    whole = _OTHERS.sub("", line)
    return ((Author(family=whole),) if whole else ()), has_more


def place_of(container: str) -> Place:
    """Journal, volume, issue and pages of "Global Change Biology 25(8):2591–2606"; anything else is the journal or book alone."""
    match = _PLACE.match(" ".join(container.split()))
    if not match:
        return Place(journal=" ".join(container.split()))
    return Place(journal=match["journal"], volume=match["volume"], issue=match["issue"] or "", pages=match["pages"])


def place_in(reference: Any) -> Place:
    """Where a reference stands: what its own fields say, and of its line "journal, book or publisher" what they leave open."""
    said = {name: " ".join(getattr(reference, name).split()) for name in ("volume", "issue", "pages")}
    return replace(place_of(reference.container), **{name: value for name, value in said.items() if value})
