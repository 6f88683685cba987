"""What the admin shows of subscribers, to whom, and what may be done there."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from newsletter.models import Consent, Subscriber, SubscriberList, SubscriberState, Suppression
from newsletter.people import actions
from newsletter.people.addressing import Address
from newsletter.people.housekeeping import tidy
from newsletter.people.suppressing import is_final, is_suppressed
from newsletter.people.wordings import Wording
from tests.factories.newsletter import a_sending, a_subscriber, subscribers

pytestmark = pytest.mark.django_db

FORM = Wording(text_version="2026-11", language="fr", source="test")
LIST = reverse("newsletter_people:subscribers")


def somebody_who_may(*codenames: str):
    user = get_user_model().objects.create_user("helper", password="a long password")
    for codename in ("access_admin", *codenames):
        user.user_permissions.add(Permission.objects.get(codename=codename, content_type__app_label__in=("wagtailadmin", "newsletter")))
    return user


def a_file(text: str | bytes = "email;langue\nnew@example.org;fr\nnonsense;fr\n", name: str = "fair.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("cp1252") if isinstance(text, str) else text)


def fields(**changes):
    first = {"file": a_file(), "consent_source": "Fair in Dakar", "given_on": "2026-03-01", "topics": ["newsletter"], "language": "en"}
    return {**first, **changes}


def brought(admin_client, **changes) -> SubscriberList:
    response = admin_client.post(reverse("newsletter_people:lists"), fields(**changes))
    assert response.status_code == 302, re.findall(r"error-message[^<]*<[^<]*<[^>]*>([^<]*)", response.content.decode())
    return SubscriberList.objects.latest("pk")


# --- Who may


STEPS = {
    "view_subscriber": [("get", LIST), ("get", "{one}"), ("post", LIST)],
    "change_subscriber": [("post", "{one}stop/"), ("post", f"{LIST}suppression/")],
    "delete_subscriber": [("post", "{one}erase/")],
    "add_subscriber": [
        ("get", f"{LIST}lists/"), ("post", f"{LIST}lists/"), ("get", f"{LIST}lists/1/"), ("post", f"{LIST}lists/1/take-in/"),
        ("get", f"{LIST}lists/1/result.csv"),
    ],
    "export_subscriber": [("post", f"{LIST}export/")],
}  # fmt: skip


@pytest.mark.parametrize("held", [None, *STEPS])
def test_nobody_gets_further_than_the_permissions_they_were_given(client, held):
    reader = a_subscriber("ana@example.org")
    client.force_login(somebody_who_may(*([held] if held else [])))
    for needed, steps in STEPS.items():
        if needed == held:
            continue
        for method, address in steps:
            response = getattr(client, method)(address.format(one=f"{LIST}{reader.pk}/"))
            assert (response.status_code, response["Location"]) == (302, "/admin/"), address
            assert b"ana@" not in response.content
    assert Subscriber.objects.get().state == SubscriberState.ACTIVE


def test_exporting_needs_the_permission_to_see_too(client):
    a_subscriber()
    client.force_login(somebody_who_may("export_subscriber"))
    assert client.post(f"{LIST}export/").status_code == 302


def test_the_menu_shows_subscribers_to_who_may_see_them_only(client):
    client.force_login(somebody_who_may())
    assert LIST not in client.get("/admin/").content.decode()
    client.force_login(get_user_model().objects.create_superuser("boss", password="a long password"))
    assert LIST in client.get("/admin/").content.decode()


def test_a_group_can_be_given_each_permission(admin_client):
    html = admin_client.get(reverse("wagtailusers_groups:add")).content.decode()
    for codename in STEPS:
        assert f'value="{Permission.objects.get(codename=codename, content_type__app_label="newsletter").pk}"' in html


def test_visitors_see_the_login(client):
    assert client.get(LIST)["Location"].startswith("/admin/login/")


# --- The list


def test_filters_narrow_the_list_and_nonsense_shows_all(admin_client):
    a_subscriber("ana@example.org", language="fr", topics=["press_review"])
    a_subscriber("bo@example.org", language="es", topics=["events"], state=SubscriberState.UNSUBSCRIBED)
    shown = {
        "?language=fr": {"ana"},
        "?state=unsubscribed": {"bo"},
        "?topic=press_review": {"ana"},
        "?topic=events&state=active": set(),
        "?topic=%00&state=xx&language=../&p=999": {"ana", "bo"},
        "": {"ana", "bo"},
    }
    for query, names in shown.items():
        html = admin_client.get(LIST + query).content.decode()
        assert {name for name in ("ana", "bo") if f"{name}@example.org" in html} == names, query


def test_readers_of_a_language_the_bank_has_not_are_counted_and_found_too(admin_client):
    a_subscriber("ana@example.org", language="pt")
    html = admin_client.get("/admin/subscribers/").content.decode()
    assert '<th scope="col">Portuguese</th>' in html
    assert "?state=active&amp;language=pt" in html
    a_subscriber("other@example.org", language="en")
    html = admin_client.get("/admin/subscribers/?language=pt").content.decode()
    assert ("ana@example.org" in html, "other@example.org" in html) == (True, False)


def test_counts_stand_by_state_and_language(admin_client):
    subscribers(3, language="fr")
    html = admin_client.get(LIST).content.decode()
    assert 'aria-label="active, French: 3"' in html


def test_an_address_is_found_whole_and_never_stands_in_an_address(admin_client):
    reader = a_subscriber("ana@example.org")
    response = admin_client.post(LIST, {"address": " ANA@Example.org "})
    assert response["Location"] == f"{LIST}{reader.pk}/"
    response = admin_client.post(LIST, {"address": "an"}, follow=True)
    assert b"not a whole e-mail address" in response.content
    html = admin_client.post(LIST, {"address": "nobody@example.org"}).content.decode()
    assert "No subscriber has this address" in html
    assert "not suppressed either" in html


@pytest.mark.parametrize("typed", ["\0", "x" * 10_000, "<script>alert(1)</script>@example.org", "a@b.org\r\nBcc: c@d.org", ""])
def test_hostile_addresses_are_answered_in_a_sentence(admin_client, typed):
    for url in (LIST, f"{LIST}suppression/"):
        response = admin_client.post(url, {"address": typed, "act": "bar"}, follow=True)
        assert response.status_code == 200
        assert b"<script>alert" not in response.content
    assert not Suppression.objects.exists()


def test_one_subscriber_shows_the_proof_of_consent_and_the_mail(admin_client):
    reader = a_subscriber("ana@example.org", topics=["events", "newsletter"])
    a_sending()
    Consent.objects.create(
        subscriber=reader, act="imported", text_version="list 3", language="en", source="Fair <b>2026</b>", given_on=date(2026, 3, 1)
    )
    html = admin_client.get(f"{LIST}{reader.pk}/").content.decode()
    for told in ("came with a list", "agreed on March 1, 2026", "list 3", "Fair &lt;b&gt;2026&lt;/b&gt;", "Soil that is never naked"):
        assert told in html
    assert admin_client.get(f"{LIST}{reader.pk + 1}/", follow=True).status_code == 404


def test_the_list_costs_the_same_for_ten_and_a_hundred(admin_client, django_assert_num_queries):
    admin_client.get(LIST)
    subscribers(10)
    with django_assert_num_queries(9):
        admin_client.get(LIST)
    for number in range(10, 110):
        a_subscriber(f"reader{number}@example.org")
    with django_assert_num_queries(9):
        html = admin_client.get(LIST).content.decode()
    assert "Page 1 of 3" in html


# --- What may be done


def test_unsubscribing_by_hand_is_proven_and_signed(admin_client, admin_user):
    reader = a_subscriber("ana@example.org")
    admin_client.post(f"{LIST}{reader.pk}/stop/")
    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED
    assert is_suppressed(Address("ana@example.org"))
    assert Consent.objects.get().source == "admin"
    entry = ModelLogEntry.objects.get(action="newsletter.stopped")
    assert (entry.user, entry.object_id) == (admin_user, str(reader.pk))


def test_erasing_by_hand_leaves_no_address_in_the_history(admin_client, admin_user):
    reader = a_subscriber("ana@example.org")
    admin_client.post(f"{LIST}{reader.pk}/stop/")
    admin_client.post(f"{LIST}{reader.pk}/erase/")
    assert not Subscriber.objects.exists()
    assert is_suppressed(Address("ana@example.org"))
    entry = ModelLogEntry.objects.get(action="newsletter.erased")
    assert entry.user == admin_user
    assert "ana@" not in str(list(ModelLogEntry.objects.values()))
    report = admin_client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Subscriber erased by hand" in report
    assert "ana@" not in report


def test_a_barred_address_is_left_alone_until_somebody_allows_it_again(admin_client):
    reader = a_subscriber("ana@example.org")
    admin_client.post(f"{LIST}suppression/", {"address": "ANA@example.org", "act": "bar"})
    reader.refresh_from_db()
    assert reader.state == SubscriberState.UNSUBSCRIBED
    assert is_final(Address("ana@example.org"))
    admin_client.post(f"{LIST}suppression/", {"address": "never@example.org", "act": "bar"})
    html = admin_client.post(LIST, {"address": "never@example.org"}).content.decode()
    assert "never to be written to" in html
    admin_client.post(f"{LIST}suppression/", {"address": "never@example.org", "act": "allow"})
    assert not is_suppressed(Address("never@example.org"))
    assert not Subscriber.objects.filter(email="never@example.org").exists(), "allowing makes nobody a subscriber"
    assert set(ModelLogEntry.objects.values_list("action", flat=True)) >= {"newsletter.barred", "newsletter.lifted"}


def test_looking_never_acts(admin_client):
    reader = a_subscriber()
    for step in ("stop/", "erase/"):
        assert admin_client.get(f"{LIST}{reader.pk}/{step}").status_code == 405
    assert admin_client.get(f"{LIST}export/").status_code == 405
    assert Subscriber.objects.get().state == SubscriberState.ACTIVE


def test_the_export_holds_the_chosen_rows_and_no_formula(admin_client, admin_user):
    a_subscriber("+ana@example.org", language="fr")
    a_subscriber("bo@example.org", language="es")
    response = admin_client.post(f"{LIST}export/", {"language": "fr"})
    assert "no-store" in response["Cache-Control"]
    (row,) = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    assert (row["email"], row["language"], row["state"], row["topics"]) == ("'+ana@example.org", "fr", "active", "newsletter")
    entry = ModelLogEntry.objects.get(action="newsletter.exported")
    assert (entry.user, entry.data) == (admin_user, {"subscribers": 1})


# --- Lists coming in


def test_a_list_is_looked_at_first_and_taken_in_by_a_second_press(admin_client, admin_user):
    actions.leave(subscriber=a_subscriber("left@example.org"), wording=FORM)
    row = brought(admin_client, file=a_file("Courriel;Langue\nnew@example.org;fr\nnonsense;\nleft@example.org;es\n"))
    html = admin_client.get(f"{LIST}lists/{row.pk}/").content.decode()
    for told in ("Take 1 subscriber in", "Not a whole e-mail address", "Left before", "new@example.org"):
        assert told in html
    assert Subscriber.objects.count() == 1, "looking takes nobody in"
    result = list(csv.reader(io.StringIO(admin_client.get(f"{LIST}lists/{row.pk}/result.csv").content.decode("utf-8-sig"))))
    assert [line[1:4] for line in result[1:]] == [
        ["new@example.org", "fr", "new"],
        ["nonsense", "en", "refused"],
        ["left@example.org", "es", "refused"],
    ]
    for _number in range(2):
        admin_client.post(f"{LIST}lists/{row.pk}/take-in/")
    row.refresh_from_db()
    assert (row.new, row.known, row.refused, row.made_by, row.text) == (1, 0, 2, admin_user, "")
    taken = Subscriber.objects.get(email="new@example.org")
    assert (taken.state, taken.language, taken.consents.get().source) == (SubscriberState.ACTIVE, "fr", "Fair in Dakar")
    assert "Taken in on" in admin_client.get(f"{LIST}lists/{row.pk}/").content.decode()
    assert ModelLogEntry.objects.get(action="newsletter.list_taken_in").data == {"subscribers": 1}


def test_columns_guessed_wrongly_are_set_right(admin_client):
    row = brought(admin_client, file=a_file("email;courriel privé;langue\nno;ana@example.org;es\n"))
    assert "Take 1 subscriber in" not in admin_client.get(f"{LIST}lists/{row.pk}/").content.decode()
    admin_client.post(f"{LIST}lists/{row.pk}/", {"email_column": "1", "language_column": ""})
    html = admin_client.get(f"{LIST}lists/{row.pk}/").content.decode()
    assert "Take 1 subscriber in" in html
    admin_client.post(f"{LIST}lists/{row.pk}/", {"email_column": "99", "language_column": "x"})
    assert "Take 1 subscriber in" in admin_client.get(f"{LIST}lists/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"consent_source": ""}, "required"),
        ({"consent_source": " \r\n "}, "required"),
        ({"consent_source": "x" * 10_000}, "at most 120"),
        ({"given_on": ""}, "required"),
        ({"given_on": "2999-01-01"}, "in the future"),
        ({"given_on": "yesterday"}, "valid date"),
        ({"topics": []}, "required"),
        ({"language": "xx"}, "not one of the available choices"),
        ({"file": a_file("")}, "The file has no row"),
        ({"file": a_file("name;town\nAna;Lima")}, "No column holds e-mail addresses"),
        ({"file": a_file(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "photo.png")}, "No column holds"),
    ],
)
def test_a_list_without_what_is_needed_says_so_and_nothing_is_kept(admin_client, changes, told):
    response = admin_client.post(reverse("newsletter_people:lists"), fields(**changes))
    assert response.status_code == 200
    assert told in response.content.decode()
    assert not SubscriberList.objects.exists()


@pytest.mark.parametrize("name", ["a\r\nb.csv", "x" * 500 + ".csv", "../../etc/passwd", "<b>.csv"])
def test_no_name_of_a_file_breaks_anything(admin_client, name):
    row = brought(admin_client, file=a_file(name=name))
    html = admin_client.get(f"{LIST}lists/{row.pk}/").content.decode()
    assert "<b>.csv" not in html
    assert admin_client.get(f"{LIST}lists/{row.pk}/result.csv")["Content-Disposition"] == f'attachment; filename="list-{row.pk}.csv"'


def test_the_words_of_a_list_are_erased_after_a_week_and_its_proof_stays(admin_client):
    used, unused = brought(admin_client), brought(admin_client)
    admin_client.post(f"{LIST}lists/{used.pk}/take-in/")
    SubscriberList.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert tidy(now=timezone.now()).lists == 2
    assert tidy(now=timezone.now()).lists == 0
    kept = SubscriberList.objects.get()
    assert (kept.pk, kept.text, kept.result, kept.new, kept.consent_source) == (used.pk, "", "", 1, "Fair in Dakar")
    assert b"erased after seven days" in admin_client.get(f"{LIST}lists/{used.pk}/result.csv", follow=True).content
    assert admin_client.get(f"{LIST}lists/{unused.pk}/", follow=True).status_code == 404
