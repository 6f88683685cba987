"""A sending that is ended for good: the rest is left out with the reason, and nothing of it leaves any more."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from newsletter.models import Edition, Recipient, Sending, SendingState
from newsletter.sending import control, ledger
from newsletter.sending.control import NotPossible
from newsletter.sending.listing import Lister
from newsletter.sending.presentation import report_reading
from newsletter.sending.states import Change, Delivery
from tests.factories.newsletter import a_sending, a_subscriber, an_operator, subscribers

pytestmark = pytest.mark.django_db

LEASE = timedelta(minutes=1)


@pytest.fixture
def paused() -> Sending:
    """One reader was written to, one was refused, one is to be tried again, two wait."""
    subscribers(5)
    sending = a_sending()
    for row, state in zip(Recipient.objects.order_by("pk"), ("accepted", "failed", "retry", "pending", "claimed"), strict=True):
        Recipient.objects.filter(pk=row.pk).update(state=state, claimed_by="w", lease_until=timezone.now() + LEASE, next_at=timezone.now())
    control.pause(sending=sending, by=an_operator("ana"))
    return sending


def end(sending: Sending, number: int = 3, reason: str = "the figures were wrong") -> int:
    return control.end(sending=sending, reason=reason, confirmed_number=number, by=an_operator("ana"))


def test_whoever_waits_is_left_out_with_the_reason_and_who_said_so(paused):
    assert end(paused, reason="  wrong figures, says bo@example.org ") == 3
    assert (paused.state, paused.counts()) == (SendingState.FINISHED, {"accepted": 1, "failed": 1, "skipped": 3})
    assert set(Recipient.objects.filter(state=Delivery.SKIPPED).values_list("reason", flat=True)) == {"ended by ana: wrong figures, says …@…"}
    entry = ModelLogEntry.objects.for_instance(paused).order_by("-timestamp")[0]
    assert (entry.action, entry.data["number"], entry.user.username) == ("newsletter.end", 3, "ana")
    with translation.override("fr"):
        headline = report_reading(paused, now=timezone.now()).headline
    assert headline == "Terminé avant la fin, les autres lecteurs ont été écartés\u00a0: clos par ana\u00a0: wrong figures, says …@…"


def test_nothing_of_it_leaves_any_more(paused):
    end(paused)
    Edition.objects.filter(for_language="es").delete()
    a_subscriber("new@example.org")
    acts = {
        "send_remaining": control.send_remaining,
        "widen": control.widen,
        "retry_failed": control.retry_failed,
        "resume": control.resume,
        "start": control.start,
    }
    for act in acts.values():
        with pytest.raises(NotPossible):
            act(sending=paused, by=an_operator())
    with pytest.raises(NotPossible):
        control.resend_uncertain(sending=paused, confirmed_number=1, by=an_operator())
    paused.refresh_from_db()
    assert (paused.state, paused.list_wanted_at, paused.recipients.open().count()) == (SendingState.FINISHED, None, 0)


def test_what_a_worker_still_holds_is_not_begun(paused):
    row = Recipient.objects.get(state=Delivery.CLAIMED)
    end(paused)
    assert not ledger.turn(worker="w", now=timezone.now(), lease=LEASE, starting=[row.pk])
    assert Recipient.objects.get(pk=row.pk).state == Delivery.SKIPPED


def test_while_mail_is_being_handed_over_it_is_not_ended_and_nothing_is_changed(paused):
    row = Recipient.objects.get(state=Delivery.CLAIMED)
    Recipient.objects.filter(pk=row.pk).update(state=Delivery.SENDING)
    with pytest.raises(NotPossible, match="being handed over"):
        end(paused, number=2)
    assert (Sending.objects.get().state, Recipient.objects.filter(state=Delivery.SKIPPED).count()) == (SendingState.PAUSED, 0)
    change = Change(state=Delivery.RETRY, attempts=1, next_at=timezone.now())
    ledger.turn(worker="w", now=timezone.now(), lease=LEASE, outcomes=[(row.pk, change)])
    assert end(paused) == 3, "its outcome is known"


def test_as_many_as_were_confirmed_or_nobody(paused):
    with pytest.raises(NotPossible, match="3 readers who wait now"):
        end(paused, number=2)
    with pytest.raises(NotPossible, match="Say why"):
        end(paused, reason=" ")
    control.resume(sending=paused, by=an_operator())
    with pytest.raises(NotPossible, match="running"):
        end(paused)
    assert Recipient.objects.filter(state=Delivery.SKIPPED).count() == 0


def test_one_that_is_planned_never_begins():
    subscribers(2)
    sending = a_sending(is_running=False)
    control.schedule(sending=sending, at=timezone.now() + timedelta(hours=1), by=an_operator())
    end(sending, number=2)
    Lister().look(now=timezone.now() + timedelta(hours=2))
    assert Sending.objects.get().state == SendingState.FINISHED


def test_the_operator_reads_the_number_says_why_and_confirms(client, paused):
    client.force_login(an_operator())
    page = reverse("newsletter_sending", args=[paused.pk])
    assert "3 readers wait." in client.get(page).content.decode()
    act = reverse("newsletter_sending_end", args=[paused.pk])
    told = client.post(act, {"number": 3, "reason": "wrong"}, follow=True).content.decode()
    assert "Tick that you understand that this cannot be undone" in told
    told = client.post(act, {"number": 3, "is_understood": "on"}, follow=True).content.decode()
    assert "Why it is ended: This field is required." in told
    assert Sending.objects.get().state == SendingState.PAUSED
    told = client.post(act, {"number": 3, "reason": "wrong", "is_understood": "on"}, follow=True).content.decode()
    assert "Ended. Readers who are left out: 3." in told
    assert "Finished early, the rest was left out: ended by operator: wrong" in told
    assert "Send remaining" not in told
    assert "Try the refused again" not in told


@pytest.mark.parametrize(("language", "words"), [("fr", "Clore définitivement"), ("es", "Terminarlo definitivamente")])
def test_it_is_ended_in_the_operators_language(client, paused, language, words):
    operator = an_operator()
    client.force_login(operator)
    UserProfile.objects.update_or_create(user=operator, defaults={"preferred_language": language})
    assert words in client.get(reverse("newsletter_sending", args=[paused.pk])).content.decode()
