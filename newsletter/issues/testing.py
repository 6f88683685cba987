"""A test mail: an issue in one language to the editor's own address, and to no other."""

from contextlib import closing
from email.utils import make_msgid
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from newsletter.addresses import preferences_url, sender, unsubscribe_url
from newsletter.models import Edition, Sending, TestMail
from newsletter.people.actions import NOBODY
from newsletter.people.addressing import Address, read_address
from newsletter.rendering.issue import RenderedMail
from newsletter.sending.composing import Personal, UnsafeHeader, compose_edition
from newsletter.sending.desk import edition_parts, own_host, transport_factory
from newsletter.sending.reasons import in_words
from newsletter.sending.states import Answer

MARK = "[Test]"


class NotTested(ValueError):
    """No test mail left; the text says why and what to do."""


def send_test(*, key: UUID, mail: RenderedMail, by: Any, topic: str) -> None:
    """Send `mail`, of the list of this topic, to the address of `by`, marked in its subject, and remember that it was tested.

    Raises `NotTested`.
    """
    address = read_address(by.email or "")
    if not isinstance(address, Address):
        raise NotTested(_("Your login has no e-mail address. Enter one in your account, then send the test."))
    try:
        message = _message(mail, address, topic)
    except UnsafeHeader as fault:
        raise NotTested(in_words(str(fault))) from fault
    with closing(transport_factory()()) as transport:
        outcome = transport.hand_over(sender=sender().address, address=address.text, message=message)
    if outcome.answer is not Answer.ACCEPTED:
        raise NotTested(_("The mail server did not take the test mail: %(reason)s") % {"reason": in_words(outcome.reason)})
    TestMail.objects.update_or_create(issue_key=key, language=mail.language, sent_by=by, defaults={"digest": mail.digest})


def _message(mail: RenderedMail, address: Address, topic: str) -> bytes:
    edition = Edition(sending=Sending(topic=topic), language=mail.language, subject=f"{MARK} {mail.subject}"[:200], html=mail.html, text=mail.text)
    own = Personal(
        address=address.text,
        message_id=make_msgid(domain=own_host()),
        unsubscribe_url=unsubscribe_url(NOBODY, topic),  # the links lead to their pages and change nothing
        preferences_url=preferences_url(NOBODY),
        dated=timezone.now(),
    )
    return compose_edition(edition_parts(edition)).compose(own)
