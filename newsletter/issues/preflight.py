"""What is looked at before an issue is sent: facts of each language become a list of findings. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

LARGEST_BYTES = 100_000
"""Mail programs cut longer mails off (Gmail at 102 kB), and with the end goes the link to leave."""


class PageState(Enum):
    """Where the page of a language stands."""

    MISSING = "missing"
    DRAFT = "draft"
    PRIVATE = "private"
    PUBLISHED = "published"
    CHANGED = "changed"
    """Published, and changed since: readers get the published words."""


SENDABLE = (PageState.PUBLISHED, PageState.CHANGED)


class Weight(Enum):
    """What a finding asks of the editor."""

    STOP = "stop"
    """Nothing can be sent until it is mended."""
    CHOOSE = "choose"
    """Readers of a language have no words: hold their mail, or send them another language with a note."""
    LOOK = "look"
    """May be as it should; the editor says that they have seen it."""
    FINE = "fine"


class Kind(Enum):
    """What was found."""

    NOT_PUBLISHED = "not published"
    NO_READERS = "no readers"
    NO_MAIL_SERVER = "no mail server"
    MISSING_LANGUAGE = "missing language"
    BROKEN = "broken"
    EMPTY = "empty"
    TOO_HEAVY = "too heavy"
    WEIGHT = "weight"
    NO_PLAIN_TEXT = "no plain text"
    NO_UNSUBSCRIBE = "no unsubscribe"
    UNSUBSCRIBE = "unsubscribe"
    DEAD_LINK = "dead link"
    UNCLEAR_LINK = "unclear link"
    UNASKED_LINKS = "unasked links"
    LINKS = "links"
    NO_ALT_TEXT = "no alt text"
    ALT_TEXT = "alt text"
    LEFT_OUT = "left out"
    NO_PRESS = "no press"
    OTHER_LANGUAGE = "other language"
    CHANGED_SINCE = "changed since"
    BEHIND = "behind"
    NOT_TESTED = "not tested"
    TESTED = "tested"


class Answer(Enum):
    """What is known of a link."""

    ALIVE = "alive"
    DEAD = "dead"
    UNCLEAR = "unclear"
    UNASKED = "unasked"


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionFacts:
    """One language of an issue. What is said of the mail is empty where there is none."""

    language: str
    state: PageState
    readers: int = 0
    had_theirs: int = 0
    """How many of them want one mail a month and have had it."""
    is_broken: bool = False
    size_bytes: int = 0
    parts: int = 0
    has_plain_text: bool = False
    has_unsubscribe: bool = False
    links: Mapping[str, Answer] = field(default_factory=dict)
    pictures_without_text: Sequence[str] = ()
    left_out: int = 0
    """Cards and sheets whose page nobody may read."""
    without_press: int = 0
    """Blocks of the press review that find no item in their days."""
    other_language: Sequence[str] = ()
    """Titles of cards and sheets shown in another language, with a note."""
    parts_behind: int = 0
    """Parts of the translation that are older than the original."""
    is_tested: bool = False
    """Whether the editor has sent this very mail to themselves."""

    @property
    def is_sendable(self) -> bool:
        """Whether there is a published page whose mail can be built."""
        return self.state in SENDABLE and not self.is_broken


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One line of the list. `things`: addresses, titles, names of files; `number`: bytes, readers, parts."""

    kind: Kind
    weight: Weight
    language: str = ""
    things: tuple[str, ...] = ()
    number: int = 0


def findings(editions: Sequence[EditionFacts], *, other_readers: Mapping[str, int], can_leave: bool = True) -> tuple[Finding, ...]:
    """The whole list, what stops first. `other_readers`: readers by language for whom no page of the bank's languages is meant;
    `can_leave`: whether there is a mail server."""
    found = [*_of_all(editions, other_readers)]
    if not can_leave:
        found.append(Finding(kind=Kind.NO_MAIL_SERVER, weight=Weight.STOP))
    for edition in editions:
        found.extend(_of_one(edition) if edition.is_sendable else _of_missing(edition))
    found.extend(_missing(language, number) for language, number in other_readers.items())
    return tuple(sorted(found, key=lambda finding: list(Weight).index(finding.weight)))


def stops(found: Iterable[Finding]) -> bool:
    """Whether anything must be mended first."""
    return any(finding.weight is Weight.STOP for finding in found)


def to_choose(found: Iterable[Finding]) -> tuple[str, ...]:
    """The languages for which the editor must choose: hold, or another language with a note."""
    return tuple(finding.language for finding in found if finding.weight is Weight.CHOOSE)


def to_look_at(found: Iterable[Finding]) -> bool:
    """Whether the editor must say that they have seen something."""
    return any(finding.weight is Weight.LOOK for finding in found)


def _of_all(editions: Sequence[EditionFacts], other_readers: Mapping[str, int]) -> Iterable[Finding]:
    if not any(edition.is_sendable for edition in editions):
        yield Finding(kind=Kind.NOT_PUBLISHED, weight=Weight.STOP)
    if not sum(edition.readers for edition in editions) + sum(other_readers.values()):
        yield Finding(kind=Kind.NO_READERS, weight=Weight.STOP)


def _of_missing(edition: EditionFacts) -> Iterable[Finding]:
    if edition.is_broken:
        yield Finding(kind=Kind.BROKEN, weight=Weight.STOP, language=edition.language)
    else:
        yield _missing(edition.language, edition.readers)


def _missing(language: str, readers: int) -> Finding:
    return Finding(kind=Kind.MISSING_LANGUAGE, weight=Weight.CHOOSE, language=language, number=readers)


def _of_one(edition: EditionFacts) -> Iterable[Finding]:
    for kind, weight, things, number in (*_mail(edition), *_links(edition), *_words(edition)):
        yield Finding(kind=kind, weight=weight, language=edition.language, things=tuple(things), number=number)


def _mail(edition: EditionFacts):
    """Weight, plain text, the way to leave, the test."""
    if not edition.parts:
        yield Kind.EMPTY, Weight.STOP, (), 0
    if edition.size_bytes > LARGEST_BYTES:
        yield Kind.TOO_HEAVY, Weight.STOP, (), edition.size_bytes
    else:
        yield Kind.WEIGHT, Weight.FINE, (), edition.size_bytes
    if not edition.has_plain_text:
        yield Kind.NO_PLAIN_TEXT, Weight.STOP, (), 0
    yield (Kind.UNSUBSCRIBE, Weight.FINE, (), 0) if edition.has_unsubscribe else (Kind.NO_UNSUBSCRIBE, Weight.STOP, (), 0)
    yield (Kind.TESTED, Weight.FINE, (), 0) if edition.is_tested else (Kind.NOT_TESTED, Weight.LOOK, (), 0)


def _links(edition: EditionFacts):
    by_answer = {answer: [url for url, found in edition.links.items() if found is answer] for answer in Answer}
    if by_answer[Answer.DEAD]:
        yield Kind.DEAD_LINK, Weight.LOOK, by_answer[Answer.DEAD], 0
    if by_answer[Answer.UNCLEAR]:
        yield Kind.UNCLEAR_LINK, Weight.LOOK, by_answer[Answer.UNCLEAR], 0
    if by_answer[Answer.UNASKED]:
        yield Kind.UNASKED_LINKS, Weight.LOOK, (), len(by_answer[Answer.UNASKED])
    if by_answer[Answer.ALIVE]:
        yield Kind.LINKS, Weight.FINE, (), len(by_answer[Answer.ALIVE])


def _words(edition: EditionFacts):
    """What readers of this language would miss."""
    if edition.pictures_without_text:
        yield Kind.NO_ALT_TEXT, Weight.LOOK, edition.pictures_without_text, 0
    else:
        yield Kind.ALT_TEXT, Weight.FINE, (), 0
    if edition.left_out:
        yield Kind.LEFT_OUT, Weight.LOOK, (), edition.left_out
    if edition.without_press:
        yield Kind.NO_PRESS, Weight.LOOK, (), edition.without_press
    if edition.other_language:
        yield Kind.OTHER_LANGUAGE, Weight.LOOK, edition.other_language, 0
    if edition.state is PageState.CHANGED:
        yield Kind.CHANGED_SINCE, Weight.LOOK, (), 0
    if edition.parts_behind:
        yield Kind.BEHIND, Weight.LOOK, (), edition.parts_behind
