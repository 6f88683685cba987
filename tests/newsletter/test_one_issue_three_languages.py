"""Four ways in which a system made for several languages sent the wrong one. Here each is a test.

Each translation sent on its own, so that the language was a race; readers of a language given a region's variant of it; the footer in the
language of whoever pressed the button; the page of choices in English only.
"""

import json
import re
import subprocess
import sys
from email import message_from_bytes, policy

import pytest
from django.utils import timezone, translation

from newsletter.addresses import preferences_url
from newsletter.audience import edition_for
from newsletter.models import Edition, NewsletterIssuePage, Recipient, Sending, SendingState
from newsletter.rendering.issue import render_issue
from newsletter.sending import ledger
from newsletter.sending.desk import desk
from newsletter.sending.worker import Worker
from tests.factories.newsletter import a_sending, a_subscriber, list_and_begin

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fr", "es")
FOOTER = {"en": "Stop this mail", "fr": "Ne plus recevoir ces messages", "es": "Dejar de recibir estos mensajes"}


def mails() -> dict[str, str]:
    """What each reader would get, by address: the language of the mail and its words."""
    at = desk(connections=1)
    rows = ledger.claim(worker=at.name, now=timezone.now(), lease=at.lease)
    at.prepare(rows)
    return {row.address: message_from_bytes(at.compose(row)[1], policy=policy.default) for row in rows}


def test_a_reader_gets_one_mail_in_their_language_whoever_lists_first(sink):
    for language in LANGUAGES:
        a_subscriber(f"{language}@example.org", language=language)
    a_sending()
    for _worker in range(3):
        Sending.objects.update(state=SendingState.PREPARING)
        list_and_begin(now=timezone.now())
    Sending.objects.update(state=SendingState.RUNNING)
    chosen = dict(Recipient.objects.values_list("subscriber__email", "edition__language"))
    assert chosen == {f"{language}@example.org": language for language in LANGUAGES}
    Worker(desk(connections=1)).run(until_idle=True)
    assert sorted(sink.taken) == sorted(chosen)


def test_a_choice_of_language_made_while_the_issue_is_sent_is_for_the_next():
    reader = a_subscriber("ana@example.org", language="fr")
    a_sending()
    reader.language = "es"
    reader.save()
    assert mails()["ana@example.org"]["Content-Language"] == "fr"


@pytest.mark.parametrize(
    ("reader", "available", "gets"),
    [
        ("en", ["en-za", "en", "fr"], "en"),
        ("en", ["en-za", "fr"], ""),
        ("en-gb", ["en-za", "en"], "en"),
        ("en-za", ["en", "en-za"], "en-za"),
        ("pt-br", ["pt", "en"], "pt"),
        ("pt", ["pt-br", "en"], ""),
    ],
)
def test_a_reader_of_a_language_never_gets_a_regions_variant_of_it(reader, available, gets):
    assert edition_for(reader, available=available, default="") == gets


@pytest.mark.parametrize("staff", LANGUAGES)
def test_every_word_of_a_mail_is_in_the_readers_language_whatever_the_staffs(staff):
    for language in LANGUAGES:
        a_subscriber(f"{language}@example.org", language=language)
    sending = a_sending(languages=(), is_running=False)
    with translation.override(staff):
        for page in NewsletterIssuePage.objects.live():
            mail = render_issue(page=page)
            words = {"for_language": page.language, "language": page.language, "subject": mail.subject, "html": mail.html, "text": mail.text}
            Edition.objects.create(sending=sending, **words)
        list_and_begin(now=timezone.now())
        Sending.objects.update(state=SendingState.RUNNING)
        found = mails()
    for language in LANGUAGES:
        message = found[f"{language}@example.org"]
        for kind in ("html", "plain"):
            words = message.get_body((kind,)).get_content()
            assert [code for code, footer in FOOTER.items() if footer in words] == [language]


CHOICES = (
    {"en": "<h1>Your choices</h1>", "fr": "<h1>Vos choix</h1>", "es": "<h1>Sus elecciones</h1>"},
    {"en": "means: no more mail.", "fr": "c’est ne plus rien recevoir.", "es": "no recibirá nada más."},
    {"en": ">Erase it all<", "fr": ">Tout effacer<", "es": ">Borrarlo todo<"},
)
"""What the page says in each language: its heading, a sentence and a button."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("browser", LANGUAGES)
def test_the_page_of_choices_is_in_the_readers_language_whatever_the_browsers(client, language, browser):
    reader = a_subscriber(language=language)
    answer = client.get(re.sub(r"^https?://[^/]+", "", preferences_url(reader.pk)), headers={"Accept-Language": browser}, follow=True)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f'<html lang="{language}"' in html
    main = html.partition("<main")[2].partition("</main>")[0]
    for words in CHOICES:
        assert [code for code in LANGUAGES if words[code] in main] == [language]


def test_processes_that_list_at_the_same_moment_give_each_reader_one_mail_in_their_language(own_database):
    command = [sys.executable, "-m", "tests.newsletter.racing", "3000", "3", "0"]
    done = subprocess.run(command, env=own_database, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told == {"rows": 3000, "doubled": 0, "wrong": 0, "state": "ready", "ended_well": 3, "killed": []}
