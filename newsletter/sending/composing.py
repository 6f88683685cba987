"""The bytes of each mail: rendered and encoded once per edition, then only the personal parts are put in. Pure.

Personal are the address, the Message-ID, the date and the two addresses for leaving and for choices. Everything else is the same for all,
so encoding it again for each reader would be most of the work of a sending.
"""

import quopri
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from functools import lru_cache
from urllib.parse import quote

from newsletter.signatures import signature_with

UNSUBSCRIBE_URL = "{{unsubscribe_url}}"
PREFERENCES_URL = "{{preferences_url}}"
"""Where an edition's words hold a personal address."""

_PERSONAL = re.compile(f"({re.escape(UNSUBSCRIBE_URL)}|{re.escape(PREFERENCES_URL)})")
_UNSUBSCRIBE, _PREFERENCES = UNSUBSCRIBE_URL.encode(), PREFERENCES_URL.encode()
_URL_LINE = re.compile(r"(?:=3D|.){1,24}\.{0,2}")
"""Never up to a dot: the next line would begin with it."""
_DOT_FIRST = re.compile(rb"^\.", re.MULTILINE)
_BREAK = re.compile("[\r\n\0]")
LINE = b"\r\n"


ONE_LINE = "A subject, a name or an address of a mail must be one line; remove the line break."
BAD_SENDER = "The address mail comes from cannot stand in a mail. Tell whoever looks after the bank: BANK_MAIL_FROM must be mended."
BAD_SITE = "The host name of the site cannot stand in a mail. Tell whoever looks after the bank: BANK_BASE_URL must be mended."
BAD_LETTERS = "A subject, a name or the words of a mail hold something that cannot be written into a mail. Type them again by hand."


class UnsafeHeader(ValueError):
    """What cannot stand in a mail: a header with a line break (somebody tries to add headers of their own, or pasted two lines), an address
    that no mail server reads. The text says what to do (`newsletter.sending.reasons` translates it)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionParts:
    """What every reader of an edition gets alike. `list_id` is a host-like name (RFC 2919); addresses are of the list's own mailbox."""

    subject: str
    html: str
    text: str
    language: str
    from_name: str
    from_address: str
    list_id: str
    list_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Personal:
    """What is one reader's own."""

    address: str
    message_id: str
    unsubscribe_url: str
    preferences_url: str
    dated: datetime
    """When this mail is handed over: a sending may wait for its hour, and a retry for the next day."""
    leave_address: str = ""
    """Where a mail with the subject "unsubscribe" is read; empty where none is."""


class Dotless(bytes):
    """A message of which no line begins with a dot: SMTP need not look for those it would have to double (RFC 5321, 4.5.2)."""


@dataclass(frozen=True, slots=True)
class ComposedEdition:
    """An edition encoded once. `compose` costs one join."""

    head: bytes
    body: tuple[bytes, ...]
    is_dotless: bool

    def compose(self, personal: Personal) -> bytes:
        """The whole message for one reader, with CRLF line ends."""
        urls = {_UNSUBSCRIBE: personal.unsubscribe_url, _PREFERENCES: personal.preferences_url}
        own = {name: _spliced(url) for name, url in urls.items() if name in self.body}
        own_head = (
            f"To: {_checked(personal.address)}\r\nMessage-ID: {_checked(personal.message_id)}\r\n"
            f"Date: {_date(personal.dated.replace(microsecond=0))}\r\n"
            f"List-Unsubscribe: {_ways_to_leave(personal)}\r\n"
        )
        encoded = own_head.encode("ascii")
        kind = Dotless if self.is_dotless and not any(b"\n." in piece for piece in (encoded, *own.values())) else bytes
        return kind(b"".join([encoded, self.head, *[own.get(piece, piece) for piece in self.body]]))


def compose_edition(parts: EditionParts) -> ComposedEdition:
    """Encode an edition. Raises `UnsafeHeader`, and nothing else, for what cannot stand in a mail."""
    try:
        return _composed(parts)
    except UnicodeError as fault:
        raise UnsafeHeader(BAD_LETTERS) from fault


def _composed(parts: EditionParts) -> ComposedEdition:
    boundary = f"=_{secrets.token_hex(12)}"
    headers = [
        ("From", formataddr((str(Header(_checked(parts.from_name), "utf-8")), _plain(parts.from_address, BAD_SENDER, "@")))),
        ("Subject", Header(_checked(parts.subject), "utf-8", maxlinelen=76, header_name="Subject").encode(linesep="\r\n")),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Id", f"{Header(_checked(parts.list_name), 'utf-8').encode()} <{_plain(parts.list_id, BAD_SITE)}>"),
        ("Precedence", "bulk"),
        ("Content-Language", parts.language),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("ascii") + LINE
    pieces = [
        *_part(boundary, "plain", parts.text),
        *_part(boundary, "html", parts.html),
        f"--{boundary}--\r\n".encode(),
    ]
    body = _joined(pieces)
    return ComposedEdition(head=head, body=body, is_dotless=not any(b"\n." in piece for piece in (head, *body)))


@lru_cache(maxsize=4)
def _date(second: datetime) -> str:
    """Kept, since hundreds of mails leave in the same second."""
    return format_datetime(second)


def _ways_to_leave(personal: Personal) -> str:
    """The button's address, and where to write to if a mailbox is read for that."""
    by_mail = f", <mailto:{quote(_checked(personal.leave_address), safe='@')}?subject=unsubscribe>" if personal.leave_address else ""
    return f"<{_checked(personal.unsubscribe_url)}>{by_mail}"


def message_id(*, secret: str, sending_id: int, subscriber_id: int, host: str) -> str:
    """The same for the same reader and sending, for ever: a mailbox that gets a mail twice can drop one."""
    signed = signature_with(secret.encode()).hexadecimal_of(f"{sending_id}.{subscriber_id}")[:32]
    return f"<{signed}@{host}>"


def _part(boundary: str, subtype: str, text: str) -> list[bytes]:
    """One alternative, quoted-printable, cut where a personal address goes in."""
    head = f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    words = "\n".join(text.splitlines()) + "\n"
    pieces = [piece.encode() if _PERSONAL.fullmatch(piece) else _quoted(piece) for piece in _PERSONAL.split(words) if piece]
    return [head.encode(), *pieces, LINE]


def _quoted(text: str) -> bytes:
    """Quoted-printable with CRLF. A blank at the end of a piece is written out, since a personal address follows it.

    So is a dot at the beginning of a line, which SMTP would have to double in each mail (RFC 2049, 3, advises it), with a soft line break
    behind it, since the line may have no room for two characters more.
    """
    encoded = quopri.encodestring(text.encode())
    while _DOT_FIRST.search(encoded):
        encoded = _DOT_FIRST.sub(b"=2E=\n", encoded)
    encoded = encoded.replace(b"\n", LINE)
    return encoded[:-1] + b"=20" if encoded.endswith(b" ") else encoded


def _spliced(url: str) -> bytes:
    """A personal address on lines of its own, held together by soft line breaks, at most 76 characters each."""
    encoded = _checked(url).replace("=", "=3D")
    return "=\r\n".join(["", *_URL_LINE.findall(encoded), ""]).encode("ascii")


def _joined(pieces: Sequence[bytes]) -> tuple[bytes, ...]:
    """Neighbours that are the same for everybody become one piece."""
    personal = {_UNSUBSCRIBE, _PREFERENCES}
    out: list[bytes] = []
    for piece in pieces:
        if out and piece not in personal and out[-1] not in personal:
            out[-1] += piece
        else:
            out.append(piece)
    return tuple(out)


def _checked(value: str) -> str:
    if _BREAK.search(value):
        raise UnsafeHeader(ONE_LINE)
    return value


def _plain(value: str, otherwise: str, wanted: str = "") -> str:
    """An address in ASCII, with `wanted` in it, or `UnsafeHeader` with the sentence `otherwise`."""
    if not (_checked(value).isascii() and wanted in value and value.isprintable()):
        raise UnsafeHeader(otherwise)
    return value
