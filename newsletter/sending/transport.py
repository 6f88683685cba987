"""Hands messages to a mail server and says truthfully what came of each."""

import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from newsletter.sending.states import Answer, Outcome

TIMEOUT_SECONDS = 60


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


@dataclass(slots=True)
class SmtpTransport:
    """A connection that is opened when needed and opened again after the server has hung up between two messages."""

    relay: Relay
    _line: smtplib.SMTP | None = None

    def hand_over(self, *, sender: str, address: str, message: bytes) -> Outcome:
        """Hand one message over, on a fresh connection if the old one was closed before anything was said."""
        if not address.isascii():
            return Outcome(answer=Answer.REFUSED, reason="the address has letters outside ASCII, which not every mail server takes")
        was_open = self._line is not None
        outcome = self._try(sender, address, message)
        if outcome.answer is Answer.LOST_BEFORE and was_open:
            return self._try(sender, address, message)
        return outcome

    def close(self) -> None:
        """Hang up; a server that does not answer is left alone."""
        if self._line is not None:
            try:
                self._line.quit()
            except (smtplib.SMTPException, OSError):
                self._line.close()
            self._line = None

    def _try(self, sender: str, address: str, message: bytes) -> Outcome:
        is_complete = False
        try:
            line = self._connected()
            for code, words in _envelope(line, sender, address):
                if code >= 400:
                    return self._refused(code, words)
            line.send(_dotted(message))
            is_complete = True
            code, words = line.getreply()
            return self._refused(code, words) if code >= 400 else Outcome(answer=Answer.ACCEPTED)
        except smtplib.SMTPResponseException as error:
            return self._refused(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Outcome(answer=Answer.LOST_AFTER if is_complete else Answer.LOST_BEFORE, reason=_sentence(error))

    def _connected(self) -> smtplib.SMTP:
        if self._line is None:
            kind = smtplib.SMTP_SSL if self.relay.use_ssl else smtplib.SMTP
            line = kind(self.relay.host, self.relay.port, timeout=self.relay.timeout_seconds)
            if self.relay.use_tls:
                line.starttls(context=ssl.create_default_context())
            line.ehlo_or_helo_if_needed()
            if self.relay.user:
                line.login(self.relay.user, self.relay.password)
            self._line = line
        return self._line

    def _refused(self, code: int, words: bytes | str) -> Outcome:
        """A refusal. The line is made ready for the next message; 421 means that the server is hanging up."""
        reason = f"{code} {_text(words)}"
        if code == 421 or self._line is None:
            self._drop()
            return Outcome(answer=Answer.LOST_BEFORE, reason=reason)
        try:
            self._line.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()
        return Outcome(answer=Answer.REFUSED if code >= 500 else Answer.NOT_NOW, reason=reason)

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _envelope(line: smtplib.SMTP, sender: str, address: str) -> Iterator[tuple[int, bytes]]:
    """The answers to MAIL, RCPT and DATA."""
    options = " BODY=8BITMIME" if line.has_extn("8bitmime") else ""
    commands = [f"MAIL FROM:{smtplib.quoteaddr(sender)}{options}", f"RCPT TO:{smtplib.quoteaddr(address)}", "DATA"]
    return _at_once(line, commands) if line.has_extn("pipelining") else _one_by_one(line, commands)


def _one_by_one(line: smtplib.SMTP, commands: list[str]) -> Iterator[tuple[int, bytes]]:
    """Each asked only when the one before was good."""
    for command in commands:
        yield line.docmd(command)


def _at_once(line: smtplib.SMTP, commands: list[str]) -> Iterator[tuple[int, bytes]]:
    """All three asked in one go where the server takes that (RFC 2920): one way to it and back instead of three.

    A server may ask for the message although it refused the reader; it is then given none (3.1).
    """
    if any(char in command for command in commands for char in "\r\n\0"):
        raise ValueError("an address with a line break in it")
    line.send("".join(f"{command}\r\n" for command in commands))
    answers: list[tuple[int, bytes]] = []
    for _command in commands:
        answers.append(line.getreply())
        if answers[-1][0] == 421:
            break
    if answers[-1][0] == 354 and any(code >= 400 for code, _words in answers):
        line.send(b".\r\n")
        line.getreply()
    yield from answers


def _dotted(message: bytes) -> bytes:
    """The message as SMTP wants it: lines that begin with a dot get another, and a lone dot ends it (RFC 5321, 4.5.2)."""
    body = message.replace(b"\r\n.", b"\r\n..")
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
