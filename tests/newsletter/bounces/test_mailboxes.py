"""Reading the mailbox for returns when it, or what lies in it, is not as it should be: nothing is lost, and nothing stops the rest."""

import mailbox
from functools import partial

import pytest

from newsletter.bounces import mailboxes
from newsletter.bounces.applying import Taken
from newsletter.bounces.mailboxes import MailboxProblem, read_imap, read_maildir
from tests.newsletter.bounces.imap_server import Server

pytestmark = pytest.mark.django_db
ADVERTISEMENT = b"Subject: Buy now\n\nWords\n"


@pytest.fixture
def returns(tmp_path):
    """A maildir, and where it lies."""
    folder = tmp_path / "returns"
    return mailbox.Maildir(folder, create=True), folder


def test_a_message_the_server_does_not_give_is_not_touched_and_is_read_when_it_does(caplog):
    with Server(ADVERTISEMENT, ADVERTISEMENT) as server:
        first, second = server.messages
        first.is_withheld = True
        assert read_imap(server.address) == {Taken.NOT_GIVEN: 1, Taken.REFUSED: 1}
        assert (first.flags, second.flags) == (set(), {r"\Seen"})
        assert "did not give message 1" in caplog.text
        first.is_withheld = False
        assert read_imap(server.address) == {Taken.REFUSED: 1}
        assert first.flags == {r"\Seen"}
        server.shutdown()


def test_a_server_that_refuses_to_give_messages_loses_none():
    with Server(ADVERTISEMENT) as server:
        server.answers["fetch"] = "NO not now"
        assert read_imap(server.address) == {Taken.NOT_GIVEN: 1}
        assert server.messages[0].flags == set()
        server.shutdown()


def test_a_message_that_is_too_large_is_never_fetched_and_is_left_with_a_word_in_the_log(caplog):
    with Server(ADVERTISEMENT, ADVERTISEMENT) as server:
        server.messages[0].says_size = mailboxes.LARGEST_MESSAGE_BYTES + 1
        server.messages[1].says_size = mailboxes.LARGEST_MESSAGE_BYTES
        assert read_imap(server.address) == {Taken.TOO_LARGE: 1, Taken.REFUSED: 1}
        assert server.fetched == [2]
        assert [held.flags for held in server.messages] == [{r"\Seen"}, {r"\Seen"}], "left for a person to look at, not asked for again"
        assert "too large to be read" in caplog.text
        server.shutdown()


def test_a_large_file_of_a_maildir_is_left_unread(returns, monkeypatch, caplog):
    box, folder = returns
    monkeypatch.setattr(mailboxes, "LARGEST_MESSAGE_BYTES", 1_000)
    box.add(ADVERTISEMENT + b"x" * 1_000)
    box.add(ADVERTISEMENT)
    assert read_maildir(folder) == {Taken.TOO_LARGE: 1, Taken.REFUSED: 1}
    assert read_maildir(folder) == {}
    assert "too large to be read" in caplog.text
    assert sorted(message.get_flags() for message in box) == ["S", "S"]


def test_only_what_is_taken_is_opened_however_much_lies_there(returns, monkeypatch):
    box, folder = returns
    for _number in range(12):
        box.add(ADVERTISEMENT)
    opened = []

    def take(original, path):
        opened.append(path)
        return original(path)

    monkeypatch.setattr(mailboxes, "AT_ONCE", 5)
    monkeypatch.setattr(mailboxes, "_take_file", partial(take, mailboxes._take_file))
    monkeypatch.setattr(mailbox.Maildir, "get_message", lambda *_args: pytest.fail("every message was parsed"))
    taken = [read_maildir(folder)[Taken.REFUSED] for _turn in range(4)]
    assert (taken, len(opened), len(set(opened))) == ([5, 5, 2, 0], 12, 12)


def test_the_flags_another_program_gave_stay(returns):
    box, folder = returns
    message = mailbox.MaildirMessage(ADVERTISEMENT)
    message.set_subdir("cur")
    message.set_flags("FR")
    box.add(message)
    assert read_maildir(folder) == {Taken.REFUSED: 1}
    (left,) = mailbox.Maildir(folder, create=False)
    assert (left.get_flags(), left["Subject"]) == ("FRS", "Buy now")


def test_a_maildir_that_cannot_be_read_is_told_in_a_sentence(returns):
    _box, folder = returns
    (folder / "cur").rmdir()
    with pytest.raises(MailboxProblem, match="cannot be read"):
        read_maildir(folder)
