"""Hands messages to a mail server and says truthfully what came of each."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from time import monotonic
from typing import Protocol

from newsletter.sending.composing import Dotless
from newsletter.sending.states import Answer, Outcome

TIMEOUT_SECONDS = 60
LONGEST_SECONDS = 180
"""A message is given up at the first step that ends after this, however many steps the server is slow at: who stops a worker waits no longer
than this and a step."""
_BREAK = re.compile("[\r\n\0]")
_USUAL = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)


class _Step(IntEnum):
    """How far one message came."""

    REACHING = 0
    """Connecting, greeting, logging in, naming the sender: what fails here fails for every reader."""
    READER = 1
    """The server took the sender: what fails from here on may be about this reader or this message."""
    WHOLE = 2
    """The message's last byte is out."""


_LOST = {_Step.REACHING: Answer.LOST_BEFORE, _Step.READER: Answer.LOST_AT_READER, _Step.WHOLE: Answer.LOST_AFTER}
_NOT_LEFT = (Answer.LOST_BEFORE, Answer.LOST_AT_READER)


class Transport(Protocol):
    """One line to a mail server, used by one thread at a time."""

    def hand_over(self, *, sender: str, address: str, message: bytes) -> Outcome:
        """Hand one message over. Never raises for what a server or a network does."""

    def close(self) -> None:
        """Hang up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Relay:
    """A mail server to hand messages to."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    use_tls: bool = False
    use_ssl: bool = False
    timeout_seconds: float = TIMEOUT_SECONDS
    longest_seconds: float = LONGEST_SECONDS


@dataclass(slots=True)
class SmtpTransport:
    """A connection that is opened when needed and opened again after the server has hung up between two messages."""

    relay: Relay
    _line: smtplib.SMTP | None = None
    _was_up: bool = False
    _until: float = 0.0

    def hand_over(self, *, sender: str, address: str, message: bytes) -> Outcome:
        """Hand one message over, on a fresh connection if the old one was closed before the message left."""
        if not address.isascii():
            return Outcome(answer=Answer.REFUSED, reason="the address has letters outside ASCII, which not every mail server takes")
        if not sender.isascii():
            return Outcome(answer=Answer.SENDER_REFUSED, reason="the sender’s address has letters outside ASCII, which not every mail server takes")
        was_open = self._line is not None
        self._until = monotonic() + self.relay.longest_seconds
        outcome = self._try(sender, address, message)
        if self._was_up and (was_open or outcome.answer is Answer.LOST_BEFORE) and outcome.answer in _NOT_LEFT and self._has_time:
            # The old line may just have been idle too long. And who hangs up on commands sent together may take its answers along:
            # asked one by one, it is seen at which it does.
            return self._try(sender, address, message, is_at_once=False)
        return outcome

    def close(self) -> None:
        """Hang up; a server that does not answer is left alone."""
        if self._line is not None:
            try:
                self._line.quit()
            except (smtplib.SMTPException, OSError):
                self._line.close()
            self._line = None

    def _try(self, sender: str, address: str, message: bytes, *, is_at_once: bool = True) -> Outcome:
        step, self._was_up = _Step.REACHING, False
        try:
            line = self._connected()
            self._was_up = True
            for good, (code, words) in zip(
                (2, 2, 3), _envelope(line, sender, address, is_at_once=is_at_once, keep_time=self._keep_time), strict=False
            ):
                if code // 100 != good:
                    return self._not_taken(code, words, step)
                step = _Step.READER
                self._keep_time(line)
            line.send(_dotted(message))
            step = _Step.WHOLE
            self._keep_time(line)
            code, words = line.getreply()
            return Outcome(answer=Answer.ACCEPTED) if code // 100 == 2 else self._not_taken(code, words, step)
        except (smtplib.SMTPException, OSError) as error:
            return self._lost(step, _sentence(error))

    def _connected(self) -> smtplib.SMTP:
        if self._line is None:
            line = self._opened()
            self._keep_time(line)
            if self.relay.use_tls:
                line.starttls(context=ssl.create_default_context())
                self._keep_time(line)
            line.ehlo_or_helo_if_needed()
            self._keep_time(line)
            if self.relay.user:
                line.login(self.relay.user, self.relay.password)
            self._line = line
        self._keep_time(self._line)
        return self._line

    @property
    def _has_time(self) -> bool:
        return monotonic() < self._until

    @property
    def _patience(self) -> float:
        """For the next step, in seconds; never none at all, since the answer may be there already."""
        return max(0.05, min(self.relay.timeout_seconds, self._until - monotonic()))

    def _keep_time(self, line: smtplib.SMTP) -> None:
        """Told to the socket only when it is another time: telling costs a call of the system, and every other line its turn."""
        patience = self._patience
        if line.sock is not None and line.sock.gettimeout() != patience:
            line.sock.settimeout(patience)

    def _opened(self) -> smtplib.SMTP:
        """With TLS from the first byte, only to a server that proves its name: without a context Python would check nothing."""
        where, patience = (self.relay.host, self.relay.port), self._patience
        if self.relay.use_ssl:
            return smtplib.SMTP_SSL(*where, timeout=patience, context=ssl.create_default_context())
        return smtplib.SMTP(*where, timeout=patience)

    def _not_taken(self, code: int, words: bytes | str, step: "_Step") -> Outcome:
        """Any answer but the good one. After a refusal the line is made ready for the next message; 421 means that the server is hanging up.

        What cannot be read as an answer of SMTP says nothing: the message counts as taken only when the server said so.
        """
        reason = f"{code} {_text(words)}" if code > 0 else f"an answer that is no SMTP: {_text(words)}"
        if code == 421:
            return self._lost(min(step, _Step.READER), reason)
        if not 400 <= code < 600:
            return self._lost(step, reason)
        self._make_ready()
        is_about_us = step is _Step.REACHING
        if code < 500:
            return Outcome(answer=Answer.SENDER_NOT_NOW if is_about_us else Answer.NOT_NOW, reason=reason)
        return Outcome(answer=Answer.SENDER_REFUSED if is_about_us else Answer.REFUSED, reason=reason)

    def _make_ready(self) -> None:
        try:
            is_ready = self._line is not None and self._line.rset()[0] // 100 == 2
        except (smtplib.SMTPException, OSError):
            is_ready = False
        if not is_ready:
            self._drop()

    def _lost(self, step: "_Step", reason: str) -> Outcome:
        self._drop()
        return Outcome(answer=_LOST[step], reason=reason)

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _envelope(
    line: smtplib.SMTP, sender: str, address: str, *, is_at_once: bool, keep_time: Callable[[smtplib.SMTP], None]
) -> Iterator[tuple[int, bytes]]:
    """The answers to MAIL, RCPT and DATA; `keep_time` is called before each is waited for."""
    options = " BODY=8BITMIME" if line.has_extn("8bitmime") else ""
    commands = [f"MAIL FROM:{_pointed(sender)}{options}", f"RCPT TO:{_pointed(address)}", "DATA"]
    return (_at_once if is_at_once and line.has_extn("pipelining") else _one_by_one)(line, commands, keep_time)


def _pointed(address: str) -> str:
    """The address between angle brackets. Only an unusual one is read as RFC 5322 says, which takes long."""
    return f"<{address}>" if _USUAL.fullmatch(address) else smtplib.quoteaddr(address)


def _one_by_one(line: smtplib.SMTP, commands: list[str], keep_time: Callable[[smtplib.SMTP], None]) -> Iterator[tuple[int, bytes]]:
    """Each asked only when the one before was good."""
    for command in commands:
        keep_time(line)
        yield line.docmd(command)


def _at_once(line: smtplib.SMTP, commands: list[str], keep_time: Callable[[smtplib.SMTP], None]) -> Iterator[tuple[int, bytes]]:
    """All three asked in one go where the server takes that (RFC 2920): one way to it and back instead of three.

    A server may ask for the message although it refused the reader; it is then given none (3.1).
    """
    if any(map(_BREAK.search, commands)):
        raise ValueError("an address with a line break in it")
    line.send("".join(f"{command}\r\n" for command in commands))
    answers: list[tuple[int, bytes]] = []
    for _command in commands:
        keep_time(line)
        answers.append(line.getreply())
        if answers[-1][0] == 421 or answers[-1][0] < 0:
            break
    if answers[-1][0] == 354 and any(code >= 400 for code, _words in answers):
        line.send(b".\r\n")
        line.getreply()
    yield from answers


def _dotted(message: bytes) -> bytes:
    """The message as SMTP wants it: lines that begin with a dot get another, and a lone dot ends it (RFC 5321, 4.5.2)."""
    body = message if isinstance(message, Dotless) else message.replace(b"\r\n.", b"\r\n..")
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _text(words: bytes | str) -> str:
    """The server's words without what no database takes."""
    return (words.decode("utf-8", "replace") if isinstance(words, bytes) else words).replace("\0", "")


def _sentence(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:300]
    return f"{type(error).__name__}: {error}".replace("\0", "")[:300]
