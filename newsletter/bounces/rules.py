"""What a report about a mail means for its reader (RFC 3463 codes, and the words of servers that give none). Pure.

The code decides where there is one; words only where the code says nothing. What is our fault or a rule of the other side never counts
against the reader.
"""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What came back."""

    HARD = "hard"
    """The mailbox does not exist: never write there again."""
    SOFT = "soft"
    """Not this time: full, away, a server that fails. Several in a row over several sendings mean that nobody reads there."""
    POLICY = "policy"
    """The other side does not want our server or our words: ours to mend, the reader has nothing to do with it."""
    COMPLAINT = "complaint"
    """The reader said that it is spam."""
    IGNORED = "ignored"
    """Out of office, a note that it takes longer, a receipt: nothing follows."""


SOFT_IN_A_ROW = 3
"""So many sendings in a row that came back softly are the same as one that came back for good."""

_HARD = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.1.4"})
_POLICY = frozenset({"5.1.7", "5.1.8", "5.3.4", "5.2.3", "5.5.0", "5.5.1", "5.5.2", "5.5.4"})
_POLICY_CLASSES = ("5.6.", "5.7.", "4.7.")

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45]\d\d)[ -]")
_BLOCKED = re.compile(
    r"blocked|blacklist|block ?list|blocklist|spamhaus|barracuda|reputation|spam\b|policy|dmarc|\bspf\b|dkim|unsolicited|"
    r"not authenticated|authentication (required|checks)|rate limit|too many (messages|connections)",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"user unknown|unknown user|no such (user|recipient|mailbox|person|address)|(user|recipient|mailbox|address|account)[^.\n]{0,60}"
    r"(does(n.t| not) (exist|have)|not found|unknown|not known|no longer (exists|valid))|"
    r"(does(n.t| not) have an?|no) [^.\n]{0,40}(account|mailbox)|"
    r"(mailbox|account|address)( is| has been)? (disabled|deactivated|closed|invalid)|invalid (recipient|mailbox|address)|"
    r"(unrouteable|unroutable) address|(host|domain)[^.\n]{0,40} not found|no mailbox here by that name|"
    r"utilisateur inconnu|adresse (inconnue|invalide)|boîte (aux lettres )?inexistante|usuario (desconocido|inexistente)|no existe (el|la|ese|esa) "
    r"(usuario|buzón|dirección|cuenta)|unbekannter (benutzer|empfänger)",
    re.IGNORECASE,
)
_FULL = re.compile(r"quota|mailbox (is )?full|over ?limit|insufficient (system )?storage|boîte pleine|buzón lleno", re.IGNORECASE)


def judge(*, status: str, words: str) -> Kind:
    """What a failure means. `status` is the enhanced code ("5.1.1"), empty when there is none; `words` is what the server said."""
    code = status or _code_in(words)
    if code.startswith("2."):
        return Kind.IGNORED
    if code in _HARD:
        return Kind.HARD
    if code in _POLICY or code.startswith(_POLICY_CLASSES):
        return Kind.POLICY
    if code.startswith("5.2.") or code.startswith("4."):
        return Kind.SOFT
    return _by_words(words)


def _code_in(words: str) -> str:
    found = STATUS.search(words)
    return found[1] if found else ""


def _by_words(words: str) -> Kind:
    """A general failure (5.0.0, or no code). Doubt is soft: one mail that comes back must not cost a reader."""
    for pattern, kind in ((_BLOCKED, Kind.POLICY), (_FULL, Kind.SOFT), (_UNKNOWN, Kind.HARD)):
        if pattern.search(words):
            return kind
    return Kind.SOFT


def says_failure(words: str) -> bool:
    """Whether a text without any form speaks of a mail that could not be delivered."""
    return bool(_UNKNOWN.search(words) or _FULL.search(words) or _BLOCKED.search(words) or STATUS.search(words) or _REPLY.search(words))
