"""The worker's shelf of encoded editions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.models import Recipient, Sending, SendingState
from newsletter.sending import ledger
from newsletter.sending.desk import EditionShelf
from newsletter.sending.states import Delivery
from tests.factories.newsletter import a_sending, a_subscriber

pytestmark = pytest.mark.django_db


def claimed():
    return ledger.claim(worker="w", now=timezone.now(), lease=timedelta(minutes=5))


def test_the_editions_of_finished_sendings_are_put_away_and_read_again_when_they_begin_again():
    a_subscriber()
    shelf, first = EditionShelf(), a_sending(languages=("en",))
    (row,) = claimed()
    shelf.fetch([row])
    Recipient.objects.update(state=Delivery.FAILED)
    Sending.objects.update(state=SendingState.FINISHED)
    second = a_sending(languages=("en",))
    shelf.fetch(claimed())
    assert list(shelf._composed) == [second.editions.get().pk]
    shelf.fetch([row])
    assert shelf.compose(row)[1]
    assert first.editions.get().pk in shelf._composed


def test_what_is_in_hand_stays_while_its_sending_pauses():
    a_subscriber()
    shelf, paused = EditionShelf(), a_sending(languages=("en",))
    (row,) = claimed()
    shelf.fetch([row])
    Sending.objects.filter(pk=paused.pk).update(state=SendingState.PAUSED)
    a_sending(languages=("en",))
    shelf.fetch(claimed())
    assert shelf.compose(row)[1]
