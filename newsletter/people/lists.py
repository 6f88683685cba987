"""Lists of subscribers coming in as CSV: read, judged row by row, and, when somebody says so, taken in."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import transaction

from newsletter.models import Consent, ConsentAct, Subscriber, SubscriberState, Suppression, Topic
from newsletter.people.addressing import Address, AddressFault, address_hash, read_address

LARGEST_BYTES = 20_000_000
EMAIL_COLUMNS = ("email", "e-mail", "mail", "courriel", "correo", "adresse", "address", "correo electrónico", "adresse électronique")
LANGUAGE_COLUMNS = ("language", "langue", "idioma", "lang", "locale")


class RowOutcome(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    KNOWN = "known already"
    REFUSED = "refused"


class RowReason(StrEnum):
    """Why a row is refused."""

    NO_ADDRESS = "no address"
    NOT_AN_ADDRESS = "not an address"
    TWICE = "twice in this list"
    LEFT = "unsubscribed, bounced, complained or erased before: only the person can come back, through the form"


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedRow:
    """A row of the list, counted from 1 without the heading, and what becomes of it."""

    number: int
    address: str
    language: str
    outcome: RowOutcome
    reason: RowReason | None = None


class UnreadableList(ValueError):
    """The file is not a list of addresses; the text says what is missing."""


def decode(data: bytes) -> str:
    """The text of a file saved by whatever program: UTF-8 with or without mark, UTF-16, or Windows' western letters."""
    if len(data) > LARGEST_BYTES:
        raise UnreadableList(f"The file is larger than {LARGEST_BYTES // 1_000_000} MB; divide it.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_rows(text: str) -> Iterator[tuple[str, str]]:
    """Address and language as typed, row by row. The delimiter is guessed from the heading; a list without heading has addresses only."""
    lines = text.replace("\0", "").splitlines()
    if not lines:
        raise UnreadableList("The file is empty.")
    delimiter = max(";,\t|", key=lines[0].count)
    rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    heading = [cell.strip().lower() for cell in next(rows)]
    email = next((heading.index(name) for name in EMAIL_COLUMNS if name in heading), None)
    language = next((heading.index(name) for name in LANGUAGE_COLUMNS if name in heading), None)
    if email is None:
        yield from _without_heading(heading, rows)
        return
    yield from ((_cell(row, email), _cell(row, language)) for row in rows if any(row))


def _without_heading(first: list[str], rows: Iterator[list[str]]) -> Iterator[tuple[str, str]]:
    place = next((number for number, cell in enumerate(first) if "@" in cell), None)
    if place is None:
        raise UnreadableList("No column is called “email”; give the column of addresses that heading.")
    yield first[place], ""
    yield from ((_cell(row, place), "") for row in rows if any(row))


def _cell(row: list[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def judge(text: str, *, language: str) -> list[JudgedRow]:
    """What would become of each row; `language` is for rows that name none. Reads only. Raises `UnreadableList`."""
    seen: set[str] = set()
    known = set(Subscriber.objects.values_list("email", flat=True))
    stopped = set(Subscriber.objects.exclude(state__in=(SubscriberState.ACTIVE, SubscriberState.UNCONFIRMED)).values_list("email", flat=True))
    hashes = set(Suppression.objects.values_list("address_hash", flat=True))
    judged = []
    for number, (typed, typed_language) in enumerate(read_rows(text), start=1):
        address = read_address(typed)
        reason = _reason(typed, address, seen, stopped, hashes)
        judged.append(_judged(number, typed, address, _language(typed_language, language), reason, known))
    return judged


def _reason(typed: str, address: Address | AddressFault, seen: set[str], stopped: set[str], hashes: set[str]) -> RowReason | None:
    if isinstance(address, AddressFault):
        return RowReason.NO_ADDRESS if not typed.strip() else RowReason.NOT_AN_ADDRESS
    if address.text in seen:
        return RowReason.TWICE
    seen.add(address.text)
    is_stopped = address.text in stopped or address_hash(address, secret=settings.SECRET_KEY) in hashes
    return RowReason.LEFT if is_stopped else None


def _judged(number: int, typed: str, address: Address | AddressFault, language: str, reason: RowReason | None, known: set[str]) -> JudgedRow:
    text = address.text if isinstance(address, Address) else typed[:254]
    outcome = RowOutcome.REFUSED if reason else RowOutcome.KNOWN if text in known else RowOutcome.NEW
    return JudgedRow(number=number, address=text, language=language, outcome=outcome, reason=reason)


def _language(typed: str, default: str) -> str:
    code = typed.strip().lower()[:2]
    return code if code in dict(settings.LANGUAGES) else default


@transaction.atomic
def take_in(*, rows: list[JudgedRow], consent_source: str, text_version: str) -> int:
    """Make subscribers of the new rows; gives how many. `consent_source` says where these people agreed: without it nobody is taken in."""
    if not consent_source.strip():
        raise UnreadableList("Say where these people agreed to get the newsletter; without that nobody may be written to.")
    fresh = [row for row in rows if row.outcome is RowOutcome.NEW]
    people = [Subscriber(email=row.address, language=row.language, state=SubscriberState.ACTIVE, topics=[Topic.NEWSLETTER.value]) for row in fresh]
    Subscriber.objects.bulk_create(people, batch_size=1000)
    made = Subscriber.objects.in_bulk([person.email for person in people], field_name="email").values()
    Consent.objects.bulk_create(
        [
            Consent(subscriber=person, act=ConsentAct.IMPORTED, text_version=text_version, language=person.language, source=consent_source[:120])
            for person in made
        ],
        batch_size=1000,
    )
    return len(people)
