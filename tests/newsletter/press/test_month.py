"""A month of the press review, once as mail in three languages."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from newsletter.issues.dispatch import CannotSend, SentAlready
from newsletter.issues.preflight import Kind, Weight
from newsletter.models import Edition, LinkState, PressItem, PressPractice, PressState, Sending, SendingState
from newsletter.press import month as month_of_press
from newsletter.press import month_views
from newsletter.press.month import Month, check, month_editions, months, publish_kept, seal, send_month
from newsletter.sending.composing import PREFERENCES_URL, UNSUBSCRIBE_URL
from practices.models import PracticePage
from tests.factories.newsletter import a_subscriber, list_and_begin
from tests.factories.press import a_press_item

pytestmark = pytest.mark.django_db

MARCH = Month(year=2026, month=3)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-0", "soon", "-1", "99999-1"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - each part of the reading says it in its own words
        Month.read(text)


def test_a_month_knows_its_days_and_its_name():
    assert (Month.read("2024-02").last, str(MARCH)) == (date(2024, 2, 29), "2026-03")
    assert [MARCH.words(code) for code in ("en", "fr", "es")] == ["March 2026", "mars 2026", "marzo de 2026"]


@pytest.fixture
def march(db):
    a_press_item("Rains carry soil away", topic="water", published_on=date(2026, 3, 31), summaries={"en": "Rain.", "fr": "Pluie.", "es": "Lluvia."})
    a_press_item("Hedges come back", topic="trees", published_on=date(2026, 3, 1), summaries={"en": "Hedges."})
    a_press_item("Too late", published_on=date(2026, 4, 1))
    a_press_item("Not yet", published_on=date(2026, 3, 2), state=PressState.KEPT)
    return {edition.mail.language: edition for edition in month_editions(MARCH)}


@pytest.fixture
def boss(db):
    return get_user_model().objects.create_superuser("boss", email="boss@example.org", password="x")


@pytest.fixture
def reader(db):
    return a_subscriber(language="fr", topics=("press_review",))


SUBJECTS = {"en": "Press review, March 2026", "fr": "Revue de presse, mars 2026", "es": "Revista de prensa, marzo de 2026"}
HEADINGS = {"en": "Trees and forests", "fr": "Arbres et forêts", "es": "Árboles y bosques"}


@pytest.mark.parametrize("language", SUBJECTS)
def test_each_language_gets_the_month_in_its_words(march, language):
    mail = march[language].mail
    assert mail.subject == SUBJECTS[language]
    for words in (mail.html, mail.text):
        assert HEADINGS[language] in words
        assert "Rains carry soil away" in words
        assert "Too late" not in words
        assert "Not yet" not in words
        assert UNSUBSCRIBE_URL in words
        assert PREFERENCES_URL in words
        assert "year=2026" in words
    assert f'lang="{language}"' in mail.html


def test_a_summary_in_another_language_says_so(march):
    assert "Pluie." in march["fr"].mail.text
    assert "Hedges. (notre résumé en anglais)" in march["fr"].mail.text
    assert [march[code].without_summary for code in ("en", "fr", "es")] == [0, 1, 1]


def test_nothing_is_asked_of_other_hosts(march):
    html = march["en"].mail.html
    assert "<img" not in html
    assert 'src="' not in html


def test_each_reader_of_the_press_review_gets_their_own_language(march, boss):
    for number, code in enumerate(("en", "fr", "es")):
        a_subscriber(f"reader-{number}@example.org", language=code, topics=("press_review",))
    a_subscriber("other@example.org", topics=("newsletter",))
    sending = send_month(month=MARCH, seen=seal(march.values()), is_looked_at=True, by=boss)
    list_and_begin(now=timezone.now())
    sending.refresh_from_db()
    rows = {row.subscriber.email: row.edition.language for row in sending.recipients.select_related("subscriber", "edition")}
    assert rows == {"reader-0@example.org": "en", "reader-1@example.org": "fr", "reader-2@example.org": "es"}
    assert (sending.topic, sending.state) == ("press_review", SendingState.RUNNING)


def test_a_month_is_sent_once(march, boss, reader):
    send_month(month=MARCH, seen=seal(march.values()), is_looked_at=True, by=boss)
    with pytest.raises(SentAlready):
        send_month(month=MARCH, seen=seal(march.values()), is_looked_at=True, by=boss)
    assert Edition.objects.count() == 3


def test_what_changed_since_it_was_looked_at_is_not_sent(march, boss):
    PressItem.objects.filter(title="Hedges come back").update(title="Hedges are back")
    with pytest.raises(CannotSend):
        send_month(month=MARCH, seen=seal(march.values()), is_looked_at=True, by=boss)
    assert not Sending.objects.exists()


def test_every_mail_of_a_month_is_rendered_and_looked_at_before_the_database_is_held(march, boss, reader, monkeypatch):
    """On SQLite whoever holds it stops the workers of every other sending."""
    outside = []
    for name in ("month_editions", "check"):
        real = getattr(month_of_press, name)
        monkeypatch.setattr(month_of_press, name, lambda *args, _real=real, **named: outside.append(depth()) or _real(*args, **named))

    def depth() -> int:
        return len(connection.savepoint_ids)

    before = depth()
    send_month(month=MARCH, seen=seal(march.values()), is_looked_at=True, by=boss)
    assert outside == [before, before]


@pytest.mark.parametrize(
    "change",
    [
        lambda item, page: PressItem.objects.filter(pk=item.pk).update(title="Hedges are back"),
        lambda item, page: PressItem.objects.filter(pk=item.pk).update(state=PressState.KEPT),
        lambda item, page: PressItem.objects.filter(title="Not yet").update(state=PressState.PUBLISHED),
        lambda item, page: PressPractice.objects.create(item=item, page=page),
    ],
)
def test_what_changes_while_the_mails_are_rendered_is_not_sent_unseen(march, boss, reader, monkeypatch, change):
    item, page = PressItem.objects.get(title="Hedges come back"), PracticePage.objects.live().first()
    real = month_of_press.check
    monkeypatch.setattr(month_of_press, "check", lambda *args, **named: (real(*args, **named), change(item, page))[0])
    with pytest.raises(CannotSend, match="Something has changed"):
        send_month(month=MARCH, seen=seal(march.values()), is_looked_at=True, by=boss)
    assert not Sending.objects.exists()


def test_an_empty_month_is_not_sent(boss):
    with pytest.raises(CannotSend, match="No press item"):
        send_month(month=MARCH, seen=seal(month_editions(MARCH)), is_looked_at=True, by=boss)


def test_what_is_kept_is_published_if_it_is_whole(march):
    a_press_item("Lacks its outlet", outlet="", published_on=date(2026, 3, 3), state=PressState.KEPT)
    assert publish_kept(month=MARCH) == 1
    assert months()[MARCH] == {"draft": 0, "kept": 1, "published": 3}


# --- The list before sending


def kinds(user, *, weight: Weight) -> set[Kind]:
    return {finding.kind for finding in check(MARCH, month_editions(MARCH), user=user).findings if finding.weight is weight}


def test_a_month_too_heavy_for_mail_programs_is_not_sent(march, boss, reader):
    for number in range(250):
        words = {"en": f"{number} rains carry soil away, and hedges hold it where it lies, as many have seen. " * 3}
        a_press_item(f"{number} hedges", topic="water", published_on=date(2026, 3, 20), summaries=words, is_own_story=True)
    assert Kind.TOO_HEAVY in kinds(boss, weight=Weight.STOP)
    with pytest.raises(CannotSend, match="must be mended"):
        send_month(month=MARCH, seen=seal(month_editions(MARCH)), is_looked_at=True, by=boss)
    assert not Sending.objects.exists()


def test_a_month_that_nobody_asked_for_is_not_spent(march, boss):
    assert Kind.NO_READERS in kinds(boss, weight=Weight.STOP)
    with pytest.raises(CannotSend, match="must be mended"):
        send_month(month=MARCH, seen=seal(march.values()), is_looked_at=True, by=boss)


def test_dead_links_are_shown_and_must_be_looked_at(march, boss, reader, desk, monkeypatch):
    assert Kind.UNASKED_LINKS in kinds(boss, weight=Weight.LOOK)
    monkeypatch.setattr(month_views, "ask", lambda url: (LinkState.DEAD, "404"))
    html = desk.post(ADDRESS, {"act": "links"}, follow=True).content.decode()
    assert "These links lead nowhere" in html
    assert PressItem.objects.get(title="Hedges come back").url in html
    desk.post(ADDRESS, {"act": "send", "seen": seal(march.values())})
    assert not Sending.objects.exists()


def test_readers_who_get_nothing_are_told_of(march, reader, desk):
    a_subscriber("pt@example.org", language="pt", topics=("press_review",))
    a_subscriber("ca@example.org", language="fr-ca", topics=("press_review",))
    html = desk.get(ADDRESS).content.decode()
    assert "2 readers chose the press review and get this month." in html
    assert "1 reader of a language the bank does not publish in gets nothing: Portuguese." in html


# --- In the admin

ADDRESS = "/admin/press/months/2026-03/"


@pytest.fixture
def desk(client, boss):
    client.force_login(boss)
    return client


def test_the_months_are_listed_and_each_shows_its_mails(desk, march):
    assert ADDRESS in desk.get("/admin/press/months/").content.decode()
    html = desk.get(ADDRESS).content.decode()
    assert all(subject in html for subject in SUBJECTS.values())
    for kind, sign in (("html", b"<html"), ("txt", b"Revue de presse")):
        response = desk.get(f"{ADDRESS}fr.{kind}")
        assert sign in response.content
        assert UNSUBSCRIBE_URL.encode() not in response.content


def test_a_month_is_published_tested_and_sent_from_its_page(desk, march, reader, mailoutbox):
    desk.post(ADDRESS, {"act": "publish"})
    assert not PressItem.objects.filter(state=PressState.KEPT).exists()
    desk.post(ADDRESS, {"act": "test", "language": "fr"})
    assert "Revue de presse, mars 2026" in mailoutbox[0].message()["Subject"]
    assert "<press-review." in mailoutbox[0].message()["List-Id"]
    html = desk.post(ADDRESS, {"act": "send", "seen": desk.get(ADDRESS).context["seal"], "is_looked_at": "on"}, follow=True).content.decode()
    assert "The sending has begun: 1 reader." in html
    assert "Send this month" not in html


def test_a_month_is_planned_for_later_from_its_page(desk, march, reader):
    sent = {"act": "send", "seen": desk.get(ADDRESS).context["seal"], "is_looked_at": "on", "when": "later"}
    for start_at, told in (("", "Give the day and the time"), ("soon", "Enter a valid date/time"), ("2026-01-01T08:00", "This time has passed")):
        assert told in desk.post(ADDRESS, {**sent, "start_at": start_at}, follow=True).content.decode()
        assert not Sending.objects.exists()
    tomorrow = timezone.now() + timedelta(days=1)
    told = desk.post(ADDRESS, {**sent, "start_at": f"{tomorrow:%Y-%m-%dT%H:%M}"}, follow=True).content.decode()
    assert "The sending is planned: 1 reader." in told
    planned = Sending.objects.get()
    assert abs(planned.start_at - tomorrow) < timedelta(minutes=1)
    list_and_begin(now=timezone.now())
    planned.refresh_from_db()
    assert planned.state == SendingState.READY
    list_and_begin(now=tomorrow + timedelta(minutes=1))
    planned.refresh_from_db()
    assert planned.state == SendingState.RUNNING


def test_an_editor_looks_and_neither_publishes_nor_sends(editor, march):
    html = editor.get(ADDRESS).content.decode()
    assert "Send this month" not in html
    for act in ("publish", "send"):
        editor.post(ADDRESS, {"act": act, "seen": seal(march.values())})
    assert not Sending.objects.exists()
    assert PressItem.objects.filter(state=PressState.KEPT).count() == 1


@pytest.mark.parametrize("address", ["/admin/press/months/soon/", "/admin/press/months/2026-13/", f"{ADDRESS}de.html"])
def test_an_address_of_nothing_is_not_found(desk, march, address):
    assert desk.get(address, follow=True).status_code == 404


def test_nobody_else_sees_it(client, march):
    client.force_login(get_user_model().objects.create_user("a-reader", password="x"))
    assert client.get(ADDRESS).status_code == 302
