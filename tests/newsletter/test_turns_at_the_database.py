"""A long list of readers leaves the database to others now and then, for long enough that SQLite lets them in."""

import pytest
from django.utils import timezone

from newsletter.sending import listing
from newsletter.sending.listing import Lister

SQLITE_TRIES_AGAIN_AFTER_S = 0.1
"""At the longest: sqlite3_busy_timeout, sqlite.org/c3ref/busy_timeout.html and its source."""
STEP_S = 0.001


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


def worked_and_rested(monkeypatch, *, part_s: float, is_sharing: bool, lasting_s: float = 5.0) -> list[tuple[float, float]]:
    """When each part of a list that never ends began and ended, in seconds."""
    clock, parts = Clock(), []

    def one_part(_own, _now) -> bool:
        parts.append((clock.now_s, clock.now_s + part_s))
        clock.now_s += part_s
        return False

    monkeypatch.setattr(listing, "_one_chunk", one_part)
    lister = Lister(clock=clock, _passes={1: listing._Pass(1, None, {})})
    while clock.now_s < 50.0 + lasting_s:
        before = len(parts)
        lister.step(now=timezone.now(), is_sharing=is_sharing)
        clock.now_s += STEP_S if len(parts) == before else 0
    return parts


@pytest.mark.parametrize("is_sharing", [True, False])
@pytest.mark.parametrize("part_s", [0.002, 0.05, 0.1, 0.3, 1.0])
def test_whoever_waits_for_the_database_gets_in_after_each_stretch_of_work(monkeypatch, part_s, is_sharing):
    parts = worked_and_rested(monkeypatch, part_s=part_s, is_sharing=is_sharing)
    stretch_began = parts[0][0]
    rests = 0
    for (_began, ended), (next_began, _ended) in zip(parts, parts[1:], strict=False):
        assert ended - stretch_began <= listing.WORK_SECONDS + part_s
        if next_began > ended:
            assert next_began - ended > SQLITE_TRIES_AGAIN_AFTER_S
            stretch_began, rests = next_began, rests + 1
    assert rests >= 2


@pytest.mark.parametrize("part_s", [0.01, 0.05, 0.4])
def test_half_the_time_is_the_mails_where_mail_leaves_meanwhile(monkeypatch, part_s):
    parts = worked_and_rested(monkeypatch, part_s=part_s, is_sharing=True, lasting_s=20)
    whole = parts[-1][1] - parts[0][0]
    assert sum(ended - began for began, ended in parts) == pytest.approx(whole / 2, rel=0.1)


def test_a_list_nobody_sends_to_yet_is_made_most_of_the_time(monkeypatch):
    parts = worked_and_rested(monkeypatch, part_s=0.2, is_sharing=False, lasting_s=20)
    assert sum(ended - began for began, ended in parts) > 0.6 * (parts[-1][1] - parts[0][0])
