"""The program that sends: what it does beside sending holds up no mail, and takes the number of its lines from the settings."""

import signal
import threading
import time

import pytest
from django.core.management import call_command

from newsletter.management.commands import newsletter_worker
from newsletter.people import housekeeping
from newsletter.sending import desk as desk_module
from tests.factories.newsletter import a_sending, a_subscriber


@pytest.fixture(autouse=True)
def _signals_as_before():
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


class Turns:
    """A stop that comes after so many turns, without any waiting."""

    def __init__(self, number: int):
        self.left = number

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0

    def wait(self, _seconds: float) -> None:
        pass


@pytest.mark.django_db
def test_mail_leaves_while_letters_to_people_wait_for_a_slow_server(sink, monkeypatch):
    a_subscriber()
    a_sending()
    seen = []

    def slow_house():
        patience = time.monotonic() + 30
        while not sink.taken and time.monotonic() < patience:
            time.sleep(0.02)
        seen.extend(sink.taken)

    monkeypatch.setattr(newsletter_worker, "keep_house", slow_house)
    call_command("newsletter_worker", "--until-idle", "--connections=1")
    assert seen == ["ana@example.org"], "the mail left before the house was kept"


def test_the_house_is_kept_once_an_hour_and_a_fault_ends_nothing(monkeypatch):
    kept = []

    def house():
        kept.append("kept")
        if len(kept) == 1:
            raise RuntimeError("a fault")

    monkeypatch.setattr(newsletter_worker, "keep_house", house)
    monkeypatch.setattr(newsletter_worker, "read_or_tell", lambda: None)
    monkeypatch.setattr(newsletter_worker.connection, "close", lambda: None)
    newsletter_worker.look_after(Turns(5), threading.Event())
    assert kept == ["kept", "kept"], "tried again after the fault, and then not before an hour has passed"


@pytest.mark.django_db
def test_keeping_house_answers_what_was_left_behind_and_erases(monkeypatch):
    asked = []
    monkeypatch.setattr(housekeeping.answering, "answer_left_behind", lambda *, now: asked.append(now) or 0)
    newsletter_worker.keep_house()
    assert len(asked) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("options", "number"), [([], 7), (["--connections=3"], 3), (["--connections=0"], 1)])
def test_the_number_of_lines_is_the_settings_unless_said_otherwise(settings, monkeypatch, options, number):
    settings.NEWSLETTER_CONNECTIONS = 7
    found = []
    original = desk_module.desk
    monkeypatch.setattr(newsletter_worker, "desk", lambda **asked: found.append(asked["connections"]) or original(**asked))
    monkeypatch.setattr(newsletter_worker, "look_after", lambda _stop, has_looked: has_looked.set())
    call_command("newsletter_worker", "--until-idle", *options)
    assert found == [number]
