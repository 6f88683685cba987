"""The list before sending: what stops, what must be chosen, what must be looked at."""

from dataclasses import replace

import pytest

from newsletter.issues.preflight import LARGEST_BYTES, Answer, EditionFacts, Kind, PageState, Weight, findings, stops, to_choose, to_look_at
from newsletter.issues.wordings import line

GOOD = EditionFacts(
    language="en",
    state=PageState.PUBLISHED,
    readers=3,
    size_bytes=20_000,
    parts=4,
    has_plain_text=True,
    has_unsubscribe=True,
    links={"https://example.org/": Answer.ALIVE},
    is_tested=True,
)


def found(*editions, **others):
    return findings(editions, other_readers=others)


def weights(*editions) -> dict[Kind, Weight]:
    return {finding.kind: finding.weight for finding in found(*editions)}


def test_a_good_issue_has_nothing_left_to_do():
    assert {finding.weight for finding in found(GOOD)} == {Weight.FINE}
    assert not stops(found(GOOD))


@pytest.mark.parametrize(
    ("change", "kind", "weight"),
    [
        ({"size_bytes": LARGEST_BYTES + 1}, Kind.TOO_HEAVY, Weight.STOP),
        ({"has_plain_text": False}, Kind.NO_PLAIN_TEXT, Weight.STOP),
        ({"has_unsubscribe": False}, Kind.NO_UNSUBSCRIBE, Weight.STOP),
        ({"parts": 0}, Kind.EMPTY, Weight.STOP),
        ({"is_broken": True}, Kind.BROKEN, Weight.STOP),
        ({"readers": 0}, Kind.NO_READERS, Weight.STOP),
        ({"links": {"https://example.org/": Answer.DEAD}}, Kind.DEAD_LINK, Weight.LOOK),
        ({"links": {"https://example.org/": Answer.UNCLEAR}}, Kind.UNCLEAR_LINK, Weight.LOOK),
        ({"links": {"https://example.org/": Answer.UNASKED}}, Kind.UNASKED_LINKS, Weight.LOOK),
        ({"pictures_without_text": ("DSC_1.JPG",)}, Kind.NO_ALT_TEXT, Weight.LOOK),
        ({"left_out": 1}, Kind.LEFT_OUT, Weight.LOOK),
        ({"without_press": 1}, Kind.NO_PRESS, Weight.LOOK),
        ({"other_language": ("Zaï",)}, Kind.OTHER_LANGUAGE, Weight.LOOK),
        ({"state": PageState.CHANGED}, Kind.CHANGED_SINCE, Weight.LOOK),
        ({"parts_behind": 2}, Kind.BEHIND, Weight.LOOK),
        ({"is_tested": False}, Kind.NOT_TESTED, Weight.LOOK),
    ],
)
def test_a_fault_is_found_and_weighed(change, kind, weight):
    assert weights(replace(GOOD, **change))[kind] is weight
    assert stops(found(replace(GOOD, **change))) is (weight is Weight.STOP)
    assert to_look_at(found(replace(GOOD, **change))) is (weight is Weight.LOOK)


@pytest.mark.parametrize("state", [PageState.MISSING, PageState.DRAFT, PageState.PRIVATE])
def test_a_language_without_published_words_is_chosen_for(state):
    french = EditionFacts(language="fr", state=state, readers=7)
    assert to_choose(found(GOOD, french)) == ("fr",)
    assert not stops(found(GOOD, french))
    assert next(finding.number for finding in found(GOOD, french) if finding.kind is Kind.MISSING_LANGUAGE) == 7


def test_readers_of_a_language_the_bank_has_not_are_chosen_for_too():
    assert to_choose(found(GOOD, pt=2)) == ("pt",)


def test_an_issue_of_which_nothing_is_published_cannot_be_sent():
    assert stops(found(replace(GOOD, state=PageState.DRAFT)))


def test_what_stops_stands_first():
    order = [
        finding.weight for finding in found(replace(GOOD, has_plain_text=False, is_tested=False), EditionFacts(language="fr", state=PageState.DRAFT))
    ]
    assert order == sorted(order, key=list(Weight).index)


def test_every_finding_is_told_in_words_with_its_things():
    worst = replace(GOOD, size_bytes=10**6, parts=0, left_out=2, parts_behind=1, links={"https://a.example/": Answer.DEAD, "#x": Answer.UNASKED})
    told = [line(finding) for finding in found(worst, EditionFacts(language="es", state=PageState.MISSING, readers=1), pt=4)]
    assert any("1000 kB" in one.text and "100 kB" in one.text for one in told)
    assert any("Spanish. 1 reader waits" in one.text for one in told)
    assert any("Portuguese. 4 readers wait" in one.text for one in told)
    assert any(one.things == ("https://a.example/",) for one in told)
    assert all(one.text and "%(" not in one.text and one.label for one in told)


@pytest.mark.parametrize("kind", Kind)
def test_no_kind_of_finding_is_without_words(kind):
    from newsletter.issues.preflight import Finding

    assert line(Finding(kind=kind, weight=Weight.LOOK, language="fr", number=2)).text


def test_nothing_is_sent_where_no_mail_would_leave():
    without = findings([GOOD], other_readers={}, can_leave=False)
    assert stops(without)
    assert "BANK_SMTP_HOST" in line(without[0]).text
