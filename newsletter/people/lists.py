"""Lists of subscribers coming in: judged row by row, and, when somebody says so, taken in. Nobody who left is brought back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import log

from newsletter.models import Consent, ConsentAct, Subscriber, SubscriberList, SubscriberState, Suppression
from newsletter.people.actions import known_topics
from newsletter.people.addressing import Address, AddressFault, read_address
from newsletter.people.list_reading import Columns, Table, cell_of, says_active
from newsletter.people.suppressing import hashes

TAKEN_IN = "newsletter.list_taken_in"


class RowOutcome(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    KNOWN = "known already"
    REFUSED = "refused"


class RowReason(StrEnum):
    """Why a row is refused."""

    NO_ADDRESS = "no address"
    NOT_AN_ADDRESS = "not an address"
    TOO_LONG = "longer than any address"
    NOT_ASCII = "letters with accents that mail servers may refuse"
    TWICE = "twice in this list"
    NOT_ACTIVE = "the list itself says that they get no mail"
    LEFT = "unsubscribed, bounced, complained or erased before: only the person can come back, through the form"


FAULTS = {
    AddressFault.EMPTY: RowReason.NO_ADDRESS,
    AddressFault.NOT_AN_ADDRESS: RowReason.NOT_AN_ADDRESS,
    AddressFault.TOO_LONG: RowReason.TOO_LONG,
    AddressFault.NOT_ASCII: RowReason.NOT_ASCII,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedRow:
    """A row of the list, counted from 1 without the headings, and what becomes of it. A refused address stands as it was typed."""

    number: int
    address: str
    language: str
    outcome: RowOutcome
    reason: RowReason | None = None


class NoConsent(ValueError):
    """Nobody said where and when these people agreed; without that nobody may be written to."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What the bank holds of addresses, read once for a whole list."""

    known: frozenset[str]
    stopped: frozenset[str]
    hashes: frozenset[str]

    @classmethod
    def now(cls) -> "_Held":
        states = list(Subscriber.objects.values_list("email", "state"))
        may_get_mail = (SubscriberState.ACTIVE, SubscriberState.UNCONFIRMED)
        return cls(
            known=frozenset(email for email, _state in states),
            stopped=frozenset(email for email, state in states if state not in may_get_mail),
            hashes=frozenset(Suppression.objects.values_list("address_hash", flat=True)),
        )

    def has_left(self, address: Address) -> bool:
        return address.text in self.stopped or (bool(self.hashes) and not self.hashes.isdisjoint(hashes(address)))


def judge(table: Table, columns: Columns, *, language: str) -> list[JudgedRow]:
    """What would become of each row; `language` is for rows that name none. Reads only."""
    held, seen = _Held.now(), set[str]()
    return [_judged(number, row, columns, language, held, seen) for number, row in enumerate(table.rows, start=1)]


def _judged(number: int, row: tuple[str, ...], columns: Columns, language: str, held: _Held, seen: set[str]) -> JudgedRow:
    typed = cell_of(row, columns.email)
    address = read_address(typed)
    spoken = _language(cell_of(row, columns.language), language)
    if isinstance(address, AddressFault):
        return JudgedRow(number=number, address=typed[:254], language=spoken, outcome=RowOutcome.REFUSED, reason=FAULTS[address])
    reason = _reason(address, says_active(row, columns.state), held, seen)
    seen.add(address.text)
    outcome = RowOutcome.REFUSED if reason else RowOutcome.KNOWN if address.text in held.known else RowOutcome.NEW
    return JudgedRow(number=number, address=address.text, language=spoken, outcome=outcome, reason=reason)


def _reason(address: Address, is_active: bool, held: _Held, seen: set[str]) -> RowReason | None:
    if address.text in seen:
        return RowReason.TWICE
    if held.has_left(address):
        return RowReason.LEFT
    return None if is_active else RowReason.NOT_ACTIVE


def _language(typed: str, default: str) -> str:
    """ "FR", "fr-FR" and "fr_CA" are French; what the bank does not speak is the list's own language."""
    code = typed.strip().lower().replace("_", "-").partition("-")[0]
    return code if code in dict(settings.LANGUAGES) else default


@transaction.atomic
def take_in(*, rows: Iterable[JudgedRow], topics: Iterable[str], consent_source: str, given_on: date, list_row: SubscriberList, by) -> int:
    """Make subscribers of the new rows; gives how many. Each gets the proof of where and when they agreed. Raises `NoConsent`."""
    if not consent_source.strip() or given_on is None:
        raise NoConsent
    chosen = known_topics(topics)
    people = [
        Subscriber(email=row.address, language=row.language, state=SubscriberState.ACTIVE, topics=chosen)
        for row in rows
        if row.outcome is RowOutcome.NEW
    ]
    Subscriber.objects.bulk_create(people, batch_size=1_000)
    version = f"list {list_row.pk}"
    proofs = (
        Consent(
            subscriber=person,
            act=ConsentAct.IMPORTED,
            given_on=given_on,
            topics=chosen,
            text_version=version,
            language=person.language,
            source=consent_source[:120],
        )
        for person in people
    )
    Consent.objects.bulk_create(proofs, batch_size=1_000)
    log(instance=list_row, action=TAKEN_IN, user=by, data={"subscribers": len(people)})
    return len(people)
