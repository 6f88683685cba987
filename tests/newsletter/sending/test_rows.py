"""Rows of readers: claimed by one worker, begun only with consent, and never sent again silently."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from newsletter.models import Recipient, Sending, SendingState, Subscriber, SubscriberState
from newsletter.sending import ledger
from newsletter.sending.states import Answer, Delivery, Outcome, after
from tests.factories.newsletter import a_sending, a_subscriber, subscribers
from tests.newsletter.sending.working import LEASE, states, work


@pytest.mark.django_db
def test_who_unsubscribes_while_the_issue_is_sent_is_left_out(sink):
    early, late = a_subscriber("a@example.org"), a_subscriber("b@example.org")
    a_sending()
    held = ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    Subscriber.objects.filter(pk=late.pk).update(state=SubscriberState.UNSUBSCRIBED)
    begun = ledger.turn(worker="w", now=timezone.now(), lease=LEASE, starting=[row.pk for row in held])
    assert [row.subscriber_id for row in held if row.pk in begun] == [early.pk]
    ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    assert states()["b@example.org"] == "skipped"


@pytest.mark.django_db
def test_who_takes_the_newsletter_off_and_stays_for_the_press_gets_no_issue(sink):
    early, late, before = (a_subscriber(f"{name}@example.org", topics=["newsletter", "press_review"]) for name in "abc")
    sending = a_sending()
    Subscriber.objects.filter(pk=before.pk).update(topics=["press_review"])
    held = ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    assert [row.subscriber_id for row in held] == [early.pk, late.pk], "asked when the row is claimed"
    Subscriber.objects.filter(pk=late.pk).update(topics=["press_review"])
    begun = ledger.turn(worker="w", now=timezone.now(), lease=LEASE, starting=[row.pk for row in held])
    assert begun == {held[0].pk}, "and again when it begins"
    work()
    assert sink.taken == []
    assert states() == {"a@example.org": "sending", "b@example.org": "skipped", "c@example.org": "skipped"}
    assert set(sending.recipients.filter(state=Delivery.SKIPPED).values_list("reason", flat=True)) == {ledger.DROPPED}


@pytest.mark.django_db
def test_asking_for_consent_costs_no_query_of_its_own(django_assert_num_queries):
    subscribers(20)
    a_sending()
    with django_assert_num_queries(3):
        held = ledger.claim(worker="w", now=timezone.now(), lease=LEASE)
    assert len(held) == 20


@pytest.mark.django_db
def test_an_erased_reader_is_skipped_and_the_count_still_adds_up(sink):
    gone = a_subscriber("gone@example.org")
    sending = a_sending()
    gone.delete()
    work()
    assert sending.counts() == {"skipped": 1}


@pytest.mark.django_db
def test_a_row_is_never_held_by_two_workers():
    for number in range(3 * ledger.BATCH + 5):
        a_subscriber(f"reader{number}@example.org")
    a_sending()
    now = timezone.now()
    takes = [ledger.claim(worker=name, now=now, lease=LEASE, number=1000) for name in ("one", "two", "one", "two", "one")]
    assert [len(rows) for rows in takes] == [20, 20, 20, 5, 0], "both meet free rows, and take a small batch whatever they ask for"
    ids = [row.pk for rows in takes for row in rows]
    assert len(ids) == len(set(ids))
    assert Recipient.objects.filter(claimed_by="two").count() == 25


@pytest.mark.django_db
@pytest.mark.parametrize("connections", [1, 30])
def test_a_worker_never_holds_more_than_a_small_batch_it_has_not_begun(slow_sink, connections):
    subscribers(70)
    a_sending()
    Sending.objects.update(rate_per_second=40)
    turn, held = ledger.turn, []

    def counted(**arguments):
        held.append(Recipient.objects.filter(state=Delivery.CLAIMED).count())
        return turn(**arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "turn", counted)
        work(connections=connections)
    assert max(held) <= 20
    assert max(held) > 0 or connections == 1, "those the pace makes wait are held; one line takes one at a time"
    assert Recipient.objects.filter(state=Delivery.ACCEPTED).count() == 70


@pytest.mark.django_db
def test_readers_who_all_left_meanwhile_do_not_end_a_run_before_the_others_have_their_mail(sink):
    subscribers(60, "reader{:02}@example.org")
    sending = a_sending()
    Subscriber.objects.filter(email__lt="reader45").update(state=SubscriberState.UNSUBSCRIBED)
    work(connections=1)
    assert sending.counts() == {"skipped": 45, "accepted": 15}


@pytest.mark.django_db
def test_a_row_a_line_is_free_for_is_taken_and_begun_in_one_commit():
    a_subscriber("ana@example.org"), a_subscriber("bo@example.org")
    a_sending()
    (row, _other) = ledger.claim(worker="w", now=timezone.now(), lease=LEASE, beginning=lambda rows: [rows[0].pk])
    begun, held = Recipient.objects.order_by("pk")
    assert (row.pk, begun.state, held.state) == (begun.pk, Delivery.SENDING, Delivery.CLAIMED)
    assert begun.claimed_by == held.claimed_by == "w"
    assert begun.lease_until is not None
    assert begun.lease_until == held.lease_until


@pytest.mark.django_db
def test_a_worker_whose_lease_ran_out_begins_nothing_it_lost():
    a_subscriber()
    a_sending()
    now = timezone.now()
    (row,) = ledger.claim(worker="slow", now=now, lease=LEASE)
    ledger.expire(now=now + 2 * LEASE)
    (again,) = ledger.claim(worker="quick", now=now + 2 * LEASE, lease=LEASE)
    assert again.pk == row.pk
    assert not ledger.turn(worker="slow", now=now + 2 * LEASE, lease=LEASE, starting=[row.pk])
    assert ledger.turn(worker="quick", now=now + 2 * LEASE, lease=LEASE, starting=[row.pk]) == {row.pk}


@pytest.mark.django_db
def test_killed_while_handing_over_is_uncertain_and_stays_so():
    a_subscriber()
    a_sending()
    now = timezone.now()
    (row,) = ledger.claim(worker="dead", now=now, lease=LEASE)
    ledger.turn(worker="dead", now=now, lease=LEASE, starting=[row.pk])
    assert ledger.expire(now=now + 2 * LEASE) == ledger.Expired(pending=0, uncertain=1)
    assert ledger.claim(worker="next", now=now + timedelta(days=1), lease=LEASE) == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state"),
    [(Answer.ACCEPTED, "accepted"), (Answer.REFUSED, "failed"), (Answer.NOT_NOW, "uncertain"), (Answer.LOST_BEFORE, "uncertain")],
)
def test_a_slow_worker_may_tell_the_end_of_an_uncertain_row_and_never_opens_a_finished_sending(answer, state):
    a_subscriber()
    sending = a_sending()
    now = timezone.now()
    (row,) = ledger.claim(worker="slow", now=now, lease=LEASE)
    ledger.turn(worker="slow", now=now, lease=LEASE, starting=[row.pk])
    ledger.expire(now=now + 2 * LEASE)
    assert ledger.finish(now=now + 2 * LEASE) == 1
    change = after(Outcome(answer=answer), attempts=0, now=now)
    ledger.turn(worker="slow", now=now + 3 * LEASE, lease=LEASE, outcomes=[(row.pk, change)])
    sending.refresh_from_db()
    assert (sending.state, sending.counts()) == (SendingState.FINISHED, {state: 1})


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL waits for the disk unless it is told not to")
def test_what_was_committed_outlives_a_power_cut_on_sqlite_too():
    """With NORMAL, SQLite's write-ahead log loses the last commits then: accepted mail would wait again, and leave twice."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,), "FULL"
