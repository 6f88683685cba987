"""The mailbox for returns: a maildir of this machine, or one at an IMAP server (standard library). A message leaves it only once it is recorded."""

import imaplib
import logging
import mailbox
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.db import InterfaceError, OperationalError

from newsletter.bounces.applying import Taken, take_message

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30
AT_ONCE = 500
"""Messages taken in one go; the next go takes the next."""

LEFT_LYING = (Taken.REFUSED, Taken.UNREADABLE)
"""Marked as seen and left, for a person to look at."""


class MailboxProblem(Exception):
    """The mailbox cannot be read; the text says what to look at."""


def read_maildir(folder: Path) -> Counter[Taken]:
    """Take what is new. What was recorded is removed; what is about nobody, or cannot be recorded, is marked as seen and left."""
    if not (folder / "new").is_dir():
        raise MailboxProblem(f"{folder} is no maildir: it has no folder “new”.")
    box = mailbox.Maildir(folder, factory=None, create=False)
    taken: Counter[Taken] = Counter()
    for key in [key for key, message in box.iteritems() if "S" not in message.get_flags()][:AT_ONCE]:
        outcome = _take(box.get_bytes(key), source="maildir")
        taken[outcome] += 1
        if outcome in LEFT_LYING:
            message = box[key]
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message
        else:
            box.remove(key)
    return taken


def read_imap(address: str) -> Counter[Taken]:
    """Take what is unseen of ``imaps://user:password@host[:port]/FOLDER``. Raises `MailboxProblem`."""
    taken: Counter[Taken] = Counter()
    try:
        with _line(address) as line:
            for number in _unseen(line):
                outcome = _take(_fetch(line, number), source="imap")
                taken[outcome] += 1
                line.store(number, "+FLAGS", r"(\Seen)" if outcome in LEFT_LYING else r"(\Seen \Deleted)")
            line.expunge()
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxProblem(f"The mailbox at {urlsplit(address).hostname} cannot be read: {error}") from error
    return taken


def _take(raw: bytes, *, source: str) -> Taken:
    """One message that cannot be recorded must not stop those after it. While the database is away, none is touched: that error goes on."""
    try:
        return take_message(raw, source=source)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever stands in a message, the next one is read
        log.error("A returned message could not be recorded (%s); it stays in the mailbox, marked as seen.", type(error).__name__)
        return Taken.UNREADABLE


@contextmanager
def _line(address: str) -> Iterator[imaplib.IMAP4]:
    """Logged in, with the folder open. ``imap://`` without TLS is for this machine alone."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "imaps":
        line: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=ssl.create_default_context(), timeout=TIMEOUT_SECONDS)
    elif parts.scheme == "imap" and host in {"localhost", "127.0.0.1", "::1"}:
        line = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT_SECONDS)
    else:
        raise MailboxProblem("BANK_BOUNCE_IMAP must begin with imaps:// (imap:// is for this machine alone).")
    try:
        line.login(unquote(parts.username or ""), unquote(parts.password or ""))
        status, told = line.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"')
        if status != "OK":
            raise MailboxProblem(f"The folder of BANK_BOUNCE_IMAP cannot be opened: {told!r}")
        yield line
    finally:
        line.logout()


def _unseen(line: imaplib.IMAP4) -> list[str]:
    _status, data = line.search(None, "UNSEEN")
    return data[0].decode().split()[:AT_ONCE] if data and data[0] else []


def _fetch(line: imaplib.IMAP4, number: str) -> bytes:
    _status, data = line.fetch(number, "(BODY.PEEK[])")
    return next((piece[1] for piece in data if isinstance(piece, tuple)), b"")
