"""What the form is answered with, by mail, once whoever filled it in has got their page.

The form writes one row, the same for every address. Everything that depends on whose address it is happens here, in a thread that holds up
no request, not even the next one on the same line. A row that is left behind by a process that was stopped is taken up with the next one,
or when the bank is tidied.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache

from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, connections, transaction

from newsletter.models import SignUp
from newsletter.people import actions, letters
from newsletter.people.actions import Asked
from newsletter.people.addressing import Address
from newsletter.people.letters import Posted
from newsletter.people.wordings import Wording

log = logging.getLogger(__name__)

THREADS = 4
"""Letters one process hands over at a time: a mail server that is slow with one holds up no other."""
KEPT_HOURS = 24
"""What could not be answered for so long is erased: who wrote it has asked again."""


def take_down(*, address: Address, language: str, topics: Iterable[str], wording: Wording, now: datetime) -> SignUp:
    """Keep what was written into the form until it is answered."""
    said = {"text_version": wording.text_version, "text_language": wording.language, "source": wording.source[:120]}
    return SignUp.objects.create(email=address.text, language=language, topics=list(topics), at=now, **said)


def answer_soon(*, line: BaseEmailBackend) -> None:
    """Answer what waits, in a thread; the line is closed afterwards."""
    _threads().submit(_answer_and_close, line)


def answer_waiting(*, line: BaseEmailBackend) -> int:
    """Answer every sign-up that waits, and close the line; gives how many letters left. What fails is told in the log, without the address."""
    number = 0
    try:
        for pk in list(SignUp.objects.order_by("pk").values_list("pk", flat=True)):
            asked = _taken(pk)
            number += asked is not None and letters.post(asked, line=line) is Posted.HANDED_OVER
    finally:
        letters.close(line)
    return number


def answer_left_behind(*, now: datetime) -> int:
    """Answer what a process that was stopped left behind, and erase what is too old for it; gives how many letters left."""
    SignUp.objects.filter(at__lt=now - timedelta(hours=KEPT_HOURS)).delete()
    if not SignUp.objects.exists():
        return 0
    line = letters.connect()
    return 0 if line is None else answer_waiting(line=line)


def _taken(pk: int) -> Asked | None:
    """What follows from a row. The row is gone with it, so that nobody is answered twice; one that the database did not take stays for later."""
    try:
        with transaction.atomic():
            row = SignUp.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            return _asked(row) if row else None
    except DatabaseError as error:
        log.error("a sign-up could not be taken up, and waits: %s", type(error).__name__)
        return None


def _asked(row: SignUp) -> Asked:
    wording = Wording(text_version=row.text_version, language=row.text_language, source=row.source)
    asked = actions.ask(address=Address(row.email), language=row.language, topics=row.topics, wording=wording, now=row.at)
    row.delete()
    return asked


def _answer_and_close(line: BaseEmailBackend) -> None:
    """What a thread does. Whatever happens is told by its kind alone: a traceback may hold the address."""
    try:
        answer_waiting(line=line)
    except Exception as error:  # noqa: BLE001 - nobody else would hear of it
        log.error("sign-ups could not be answered: %s", type(error).__name__)
    finally:
        connections.close_all()


@cache
def _threads() -> ThreadPoolExecutor:
    """Made with the first sign-up, in the process that serves it. A process that stops answers first what it was given."""
    return ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="sign-ups")
