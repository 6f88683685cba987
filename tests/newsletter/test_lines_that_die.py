"""A line to PostgreSQL that dies with its commit taken. In a file of its own: tests that empty the database come after all others."""

import pytest
from django.db import OperationalError, connection

from newsletter.models import Recipient
from tests.factories.newsletter import a_sending, subscribers
from tests.newsletter.sending.working import work

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a database in memory is gone with its line"),
]
LOST = OperationalError("server closed the connection unexpectedly")


def test_a_line_that_dies_with_its_commit_taken_makes_no_mail_uncertain(sink, monkeypatch):
    subscribers(40)
    sending = a_sending()
    commit, commits = connection._commit, []

    def and_die() -> None:
        commit()
        commits.append(1)
        if len(commits) % 6 == 5 and len(commits) < 40:
            connection.connection.close()
            raise LOST

    monkeypatch.setattr(connection, "_commit", and_die)
    work(connections=4)
    monkeypatch.undo()
    assert len(commits) > 6
    assert sending.counts() == {"accepted": 40}
    assert sorted(sink.taken) == sorted(Recipient.objects.values_list("subscriber__email", flat=True))
