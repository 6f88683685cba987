"""The mailbox for returns: a maildir of this machine, or one at an IMAP server (standard library). A message leaves it only once it is recorded."""

import imaplib
import logging
import re
import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.db import InterfaceError, OperationalError

from newsletter.bounces.applying import Taken, take_message

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30
AT_ONCE = 500
"""Messages taken in one go; the next go takes the next."""

LARGEST_MESSAGE_BYTES = 10_000_000
"""Larger ones are not fetched: a report of a mail server holds at most what we sent, which is a hundredth of this."""

LEFT_LYING = (Taken.REFUSED, Taken.UNREADABLE, Taken.TOO_LARGE)
"""Marked as seen and left, for a person to look at."""


class MailboxProblem(Exception):
    """The mailbox cannot be read; the text says what to look at."""


def read_maildir(folder: Path) -> Counter[Taken]:
    """Take what is new. What was recorded is removed; what is about nobody, or cannot be recorded, is marked as seen and left."""
    if not (folder / "new").is_dir():
        raise MailboxProblem(f"{folder} is no maildir: it has no folder “new”.")
    taken: Counter[Taken] = Counter()
    try:
        for path in islice(_unseen_files(folder), AT_ONCE):
            with suppress(FileNotFoundError):  # another program was faster
                taken[_take_and_put_away(path, folder)] += 1
    except OSError as error:
        raise MailboxProblem(f"The maildir {folder} cannot be read: {error}") from error
    return taken


def _take_and_put_away(path: Path, folder: Path) -> Taken:
    outcome = _take_file(path)
    if outcome in LEFT_LYING:
        _mark_as_seen(path, folder)
    else:
        path.unlink()
    return outcome


def _unseen_files(folder: Path) -> Iterator[Path]:
    """By their names alone: a mailbox nobody empties is not parsed again every minute. Oldest first, as maildir names begin with the time."""
    for place in ("new", "cur"):
        for path in sorted((folder / place).iterdir()):
            if not path.name.startswith(".") and "S" not in _flags(path) and path.is_file():
                yield path


def _flags(path: Path) -> str:
    return path.name.partition(":2,")[2]


def _mark_as_seen(path: Path, folder: Path) -> None:
    flags = "".join(sorted({*_flags(path), "S"}))
    path.rename(folder / "cur" / f"{path.name.partition(':')[0]}:2,{flags}")


def _take_file(path: Path) -> Taken:
    if path.stat().st_size > LARGEST_MESSAGE_BYTES:
        return _too_large(path.stat().st_size)
    return _take(path.read_bytes(), source="maildir")


def _too_large(size: int) -> Taken:
    log.error(
        "A returned message of %d bytes is too large to be read (at most %d); it stays in the mailbox, marked as seen.", size, LARGEST_MESSAGE_BYTES
    )
    return Taken.TOO_LARGE


def read_imap(address: str) -> Counter[Taken]:
    """Take what is unseen of ``imaps://user:password@host[:port]/FOLDER``. Raises `MailboxProblem`."""
    taken: Counter[Taken] = Counter()
    try:
        with _line(address) as line:
            for number in _unseen(line):
                outcome = _take_at(line, number)
                taken[outcome] += 1
                if outcome is Taken.NOT_GIVEN:
                    continue
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


def _take_at(line: imaplib.IMAP4, number: str) -> Taken:
    """One message of the server. One it does not give is not touched: it is asked for again with the next go."""
    size = _size(line, number)
    if size is not None and size > LARGEST_MESSAGE_BYTES:
        return _too_large(size)
    raw = _fetch(line, number) if size is not None else None
    if not raw:
        log.error("The mail server did not give message %s of the mailbox for returns; it is asked again.", number)
        return Taken.NOT_GIVEN
    return _take(raw, source="imap")


def _size(line: imaplib.IMAP4, number: str) -> int | None:
    """In bytes; ``None`` when the server does not say."""
    status, data = line.fetch(number, "(RFC822.SIZE)")
    told = b" ".join(piece if isinstance(piece, bytes) else piece[0] for piece in data if piece)
    found = re.search(rb"RFC822\.SIZE (\d+)", told)
    return int(found[1]) if status == "OK" and found else None


def _fetch(line: imaplib.IMAP4, number: str) -> bytes | None:
    """The message, without marking it as seen; ``None`` when the server gives none."""
    status, data = line.fetch(number, "(BODY.PEEK[])")
    return next((piece[1] for piece in data if isinstance(piece, tuple)), None) if status == "OK" else None
