"""Events from a mail provider, in a neutral shape that a few lines translate any provider's into (docs/newsletter.md). Signed.
Its sentences are in the language the request asks for (Accept-Language).

``X-Bank-Signature: t=UNIX SECONDS,v1=HEX`` with the HMAC-SHA256 of ``t``, a full stop, and the body, keyed by BANK_BOUNCE_SECRET.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from newsletter.bounces.applying import OF_MAILBOXES, Event, Taken, take_event
from newsletter.bounces.return_addresses import recipient_in
from newsletter.bounces.rules import Kind, judge
from newsletter.models import Recipient, Subscriber
from newsletter.people.addressing import Address, read_address

LARGEST_BYTES = 1_000_000
MOST_EVENTS = 1_000
OLDEST_SECONDS = 300
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


class WrongEvent(ValueError):
    """An event that cannot be taken; the text says what is missing."""


@csrf_exempt
@require_POST
def hook(request: HttpRequest) -> JsonResponse:
    """Take events; one that is wrong does not stop the others. Without BANK_BOUNCE_SECRET nobody can."""
    if not settings.NEWSLETTER_BOUNCE_SECRET:
        return JsonResponse({"error": _("This bank takes no events: BANK_BOUNCE_SECRET is not set.")}, status=403)
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BYTES:
        return JsonResponse({"error": _("The body is larger than 1 MB; send fewer events at once.")}, status=413)
    if not is_signed(request.body, request.headers.get("X-Bank-Signature", ""), now=time.time()):
        return JsonResponse({"error": _("The signature is missing, wrong, or older than five minutes.")}, status=401)
    try:
        events = json.loads(request.body)["events"]
    except (ValueError, KeyError, TypeError, RecursionError):
        events = None
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        return JsonResponse({"error": _("Give a JSON object with “events”: a list of at most %(most)s.") % {"most": MOST_EVENTS}}, status=400)
    return JsonResponse(_take_all(events))


def is_signed(body: bytes, header: str, *, now: float) -> bool:
    """Whether the header is the signature of `body`, made within five minutes."""
    found = _SIGNATURE.fullmatch(header.strip())
    if not found or abs(now - int(found[1])) > OLDEST_SECONDS:
        return False
    return hmac.compare_digest(sign(body, at=int(found[1])), header.strip())


def sign(body: bytes, *, at: int) -> str:
    """The header for `body`, as a provider's translator makes it."""
    digest = hmac.new(settings.NEWSLETTER_BOUNCE_SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def _take_all(events: list[Any]) -> dict[str, Any]:
    counts = {outcome: 0 for outcome in Taken if outcome not in OF_MAILBOXES}
    faults = []
    for number, event in enumerate(events):
        try:
            counts[_take(event)] += 1
        except WrongEvent as fault:
            faults.append({"event": number, "error": str(fault)})
    return {**{outcome.value: number for outcome, number in counts.items()}, "errors": faults}


def _take(given: Any) -> Taken:
    if not isinstance(given, Mapping) or not all(isinstance(given.get(name, ""), str) for name in ("id", "kind", "address", "return_address")):
        raise WrongEvent(_("An event is an object; id, kind, address and return_address are texts."))
    if not given.get("id"):
        raise WrongEvent(_("“id” is missing: the event's own number, by which it counts once."))
    recipient, subscriber = _about(given)
    if subscriber is None:
        return Taken.REFUSED
    fingerprint = hashlib.sha256(f"hook {given['id']}".encode("utf-8", "surrogatepass")).hexdigest()
    status, words = (str(given.get(name) or "").encode("utf-8", "replace").decode().replace("\0", "") for name in ("status", "diagnostic"))
    event = Event(kind=_kind(given, status, words), status=status, words=words, fingerprint=fingerprint, source="webhook")
    return take_event(recipient=recipient, subscriber=subscriber, event=event)


def _kind(given: Mapping[str, Any], status: str, words: str) -> Kind:
    """As told; ``bounce`` leaves it to our own rules."""
    told = given.get("kind")
    if told == "bounce":
        return judge(status=status, words=words)
    if told not in {kind.value for kind in Kind}:
        raise WrongEvent(_("“kind” must be hard, soft, policy, complaint, ignored, or bounce (then status and diagnostic decide)."))
    return Kind(told)


def _about(given: Mapping[str, Any]) -> tuple[Recipient | None, Subscriber | None]:
    """The row by its signed return address; else the newest row of the reader with this address."""
    if given.get("return_address"):
        recipient = Recipient.objects.filter(pk=recipient_in(given["return_address"]) or 0).select_related("subscriber").first()
        return recipient, recipient.subscriber if recipient else None
    address = read_address(given.get("address", ""))
    if not isinstance(address, Address):
        raise WrongEvent(_("Give “return_address” (the envelope sender of the mail) or “address” (the reader's)."))
    subscriber = Subscriber.objects.filter(email=address.text).first()
    return subscriber.recipients.order_by("-pk").first() if subscriber else None, subscriber
