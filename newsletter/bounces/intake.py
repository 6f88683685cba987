"""Reads every mailbox for returns that is set."""

import logging
from collections import Counter
from pathlib import Path

from django.conf import settings

from newsletter.bounces.applying import Taken
from newsletter.bounces.mailboxes import MailboxProblem, read_imap, read_maildir

log = logging.getLogger(__name__)


def read_all() -> Counter[Taken]:
    """Take what is new. Raises `MailboxProblem`."""
    taken: Counter[Taken] = Counter()
    if settings.NEWSLETTER_BOUNCE_MAILDIR:
        taken += read_maildir(Path(settings.NEWSLETTER_BOUNCE_MAILDIR))
    if settings.NEWSLETTER_BOUNCE_IMAP:
        taken += read_imap(settings.NEWSLETTER_BOUNCE_IMAP)
    return taken


def read_or_tell() -> None:
    """The same for a program that must go on: what is wrong is logged."""
    try:
        taken = read_all()
    except MailboxProblem as problem:
        log.error("%s", problem)
        return
    if taken:
        log.info("Returned mail: %s", ", ".join(f"{number} {outcome.value}" for outcome, number in taken.items()))
