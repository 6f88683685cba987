"""All the bank holds of a person, for the person: their choices, the proof of their consent, their mail, and what came back of it."""

from collections.abc import Iterable
from typing import Any

from newsletter.models import SignUp, Subscriber
from newsletter.people.actions import lists_with, whole_address
from newsletter.people.addressing import Address
from newsletter.people.suppressing import suppression_of

CONSENT = ("act", "at", "given_on", "topics", "text_version", "language", "source")
MAIL = ("state", "attempts", "losses", "reason", "next_at", "changed_at", "came_back", "came_back_words")
SIGN_UP = ("email", "language", "topics", "text_version", "text_language", "source", "at")
RETURNED = ("kind", "status", "words", "source", "at", "raw")
"""What is told of a row. What is left out is a number of our own, or says which worker holds a row."""


def held_data(subscriber: Subscriber) -> dict[str, Any]:
    """Everything, as plain values that JSON can hold."""
    suppression = suppression_of(Address(subscriber.email))
    mails = subscriber.recipients.order_by("pk").values("sending__title", "edition__language", "edition__subject", *MAIL)
    return {
        "email": subscriber.email,
        "language": subscriber.language,
        "state": subscriber.state,
        "state_since": subscriber.state_at.isoformat(),
        "topics": subscriber.topics,
        "rhythm": subscriber.rhythm,
        "since": subscriber.created_at.isoformat(),
        "suppressed": {"reason": suppression.reason, "at": suppression.at.isoformat()} if suppression else None,
        "consents": _plain(subscriber.consents.values(*CONSENT)),
        "mails": [
            {"issue": row.pop("sending__title"), "language": row.pop("edition__language"), "subject": row.pop("edition__subject"), **row}
            for row in _plain(mails)
        ],
        "sign_ups": _plain(SignUp.objects.filter(email=subscriber.email).order_by("at").values(*SIGN_UP)),
        "lists": _in_lists(subscriber.email),
        "returned_mail": _plain(subscriber.bounces.order_by("at").values(*RETURNED)),
    }


def _in_lists(address: str) -> list[dict[str, Any]]:
    """Lists that came in lately and name this address, with their lines about it and no line about anybody else."""
    whole = whole_address(address)
    named = ((one, [line for line in f"{one.text}\n{one.result}".splitlines() if whole.search(line)]) for one in lists_with(address))
    return [
        {"read_on": one.made_at.isoformat(), "consent_source": one.consent_source, "given_on": one.given_on.isoformat(), "lines": lines}
        for one, lines in named
        if lines
    ]


def _plain(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: _value(value) for name, value in row.items()} for row in rows]


def _value(value: Any) -> Any:
    """Days and times as ISO 8601, the text of a returned mail as text, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return value.isoformat() if hasattr(value, "isoformat") else value
