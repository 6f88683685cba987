"""Reads a mail that came to the address for returns: delivery reports (RFC 3464), complaints (RFC 5965), and the free texts some servers write.

Pure, on the standard library. Never raises: a message that cannot be read is one that says nothing.
"""

import base64
import email
import email.errors
import email.header
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message

from newsletter.bounces.rules import STATUS, Kind, judge, says_failure

LARGEST_BYTES = 2_000_000
"""Nothing beyond is looked at: reports are small."""
LARGEST_WORDS = 400
_FAILURE_SUBJECT = re.compile(
    r"undeliver|delivery (status|failure|failed|has failed|problem)|failure notice|mail delivery|returned mail|non remis|échec|"
    r"no se pudo|no entregado|devuelto|unzustellbar|rejected",
    re.IGNORECASE,
)
_LEAVE_SUBJECT = re.compile(r"\s*unsubscribe\s*$", re.IGNORECASE)
_DAEMON = re.compile(r"mailer-daemon|postmaster|mail delivery|^<>$", re.IGNORECASE)
_MARKS_OF_ROBOTS = ("x-autoreply", "x-autorespond", "x-autoresponder")
_OWN_WORDS = ("text/plain", "text/html")
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What a message says: its kind, the code and the words of the other server, and all text in which our return address may stand."""

    kind: Kind
    status: str = ""
    words: str = ""
    text: str = ""
    asks_to_leave: bool = False
    """Whether it is no report but a reader's wish: mail programs write "unsubscribe" to the address that List-Unsubscribe names."""


def read_notice(raw: bytes) -> Notice:
    """What `raw`, a whole mail, says."""
    try:
        message = email.message_from_bytes(raw[:LARGEST_BYTES], policy=policy.compat32)
        return _notice(message, _all_text(message))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError, AssertionError):
        return Notice(kind=Kind.IGNORED, text=raw[:LARGEST_BYTES].decode("utf-8", "replace"))


def _notice(message: Message, text: str) -> Notice:
    parts = list(message.walk())
    if any(part.get_content_type() == "message/feedback-report" for part in parts):
        return _complaint(parts, text)
    for part in parts:
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            return _report(part, _words(parts), text)
    if _LEAVE_SUBJECT.match(_header(message, "subject")):
        return Notice(kind=Kind.IGNORED, text=text, asks_to_leave=True)
    if _is_automatic(message):
        return Notice(kind=Kind.IGNORED, text=text)
    return _free_text(message, parts, text)


def _complaint(parts: list[Message], text: str) -> Notice:
    """RFC 5965. "not-spam" is the opposite of a complaint."""
    report = next(part for part in parts if part.get_content_type() == "message/feedback-report")
    kind = _field(_groups(report), "feedback-type").lower()
    words = f"{kind} {_field(_groups(report), 'user-agent')}".strip()
    return Notice(kind=Kind.IGNORED if kind == "not-spam" else Kind.COMPLAINT, words=_short(words), text=text)


def _report(part: Message, own_words: str, text: str) -> Notice:
    """RFC 3464. The worst of the reports about several addresses counts; a note of a delay or of success does not."""
    groups = _groups(part)
    action = _field(groups, "action").lower()
    if action in ("delayed", "delivered", "relayed", "expanded"):
        return Notice(kind=Kind.IGNORED, status=_status(groups), words=_short(_field(groups, "diagnostic-code")), text=text)
    words = " ".join(filter(None, [_field(groups, "diagnostic-code"), own_words]))
    status = _telling_status(_status(groups), words)
    shown = _field(groups, "diagnostic-code") or own_words
    return Notice(kind=judge(status=status, words=words), status=status, words=_short(shown), text=text)


def _telling_status(status: str, words: str) -> str:
    """The report's code, unless it is a general one and the other server's words hold a better one."""
    if status and not status.endswith(".0.0"):
        return status
    found = STATUS.search(words)
    return found[1] if found else status


def _status(groups: list[Message]) -> str:
    found = STATUS.search(_field(groups, "status"))
    return found[1] if found else ""


def _groups(part: Message) -> list[Message]:
    """The groups of fields of a report. Some servers send them as text, or encoded, which Python leaves as one text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = [group for group in payload if isinstance(group, Message)]
        loose = "\n".join(str(group.get_payload()) for group in inner if not group.keys() and isinstance(group.get_payload(), str))
        return [*inner, *_read_groups(_unpacked(loose) if str(part.get("content-transfer-encoding", "")).lower() == "base64" else loose)]
    return _read_groups(_decoded(part))


def _unpacked(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split())).decode("utf-8", "replace")
    except ValueError:
        return text


def _read_groups(text: str) -> list[Message]:
    return [email.message_from_string(block) for block in re.split(r"\r?\n\s*\r?\n", text) if ":" in block]


def _field(groups: list[Message], name: str) -> str:
    """The last group that has the field counts: reports about readers come after the one about the server."""
    found = [str(group[name]) for group in groups if group[name]]
    value = found[-1] if found else ""
    return " ".join(re.sub(r"^\s*(smtp|x-[\w-]+|dns)\s*;\s*", "", value, flags=re.IGNORECASE).split())


def _is_automatic(message: Message) -> bool:
    """An answer of a program on behalf of a person: out of office, on holiday."""
    told = str(message.get("auto-submitted", "no")).strip().lower()
    if told.startswith("auto-replied") and not _FAILURE_SUBJECT.search(_header(message, "subject")):
        return True
    precedence = str(message.get("precedence", "")).lower()
    return any(message.get(name) for name in _MARKS_OF_ROBOTS) or "auto_reply" in precedence


def _free_text(message: Message, parts: list[Message], text: str) -> Notice:
    """A report in a form of its own (qmail, old Exim and Exchange): only from a mail server, and only when it speaks of a failure."""
    sender = " ".join(_header(message, name) for name in ("from", "return-path", "sender"))
    own_words = _words(parts)
    is_report = bool(_DAEMON.search(sender) or _FAILURE_SUBJECT.search(_header(message, "subject")) or message.get("x-failed-recipients"))
    if not is_report or not says_failure(own_words):
        return Notice(kind=Kind.IGNORED, text=text)
    found = STATUS.search(own_words)
    status = found[1] if found else ""
    return Notice(kind=judge(status=status, words=own_words), status=status, words=_short(own_words), text=text)


def _words(parts: list[Message]) -> str:
    """What the server wrote itself, without the mail it sends back."""
    own: list[str] = []
    for part in parts:
        if part.get_content_type() in _RETURNED:
            break
        if part.get_content_type() in _OWN_WORDS:
            own.append(_decoded(part))
    words = re.sub(r"<[^>@]{1,200}>", " ", " ".join(own))
    return re.split(r"-{3,}\s*(?:below|this is a copy|original message|message original|forwarded)", words, maxsplit=1, flags=re.IGNORECASE)[0][
        :20_000
    ]


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return str(part.get_payload() or "")
    charset = part.get_content_charset() or "utf-8"
    try:
        return payload.decode(charset, "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def _header(message: Message, name: str) -> str:
    value = str(message.get(name, ""))
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (ValueError, LookupError, email.errors.HeaderParseError):
        return value


def _all_text(message: Message) -> str:
    """Headers and decoded parts: our return address stands in one of them."""
    return "\n".join(_lines(message))


def _lines(message: Message) -> Iterator[str]:
    for part in message.walk():
        for name, value in part.items():
            yield f"{name}: {value}"
        if not part.is_multipart():
            yield _decoded(part)


def _short(words: str) -> str:
    return " ".join(words.replace("\0", " ").split())[:LARGEST_WORDS]
