"""Flow 4: an issue is one page per language, pulls practices and stories, and reaches each reader once, in their own words.

issue ─ page per language ─► archive; issue ─ rendering ─► edition per language; subscribers ─ audience ─► recipient rows ─ sending ─► accepted.
"""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from newsletter.issues.dispatch import HOLD, seal, send_issue
from newsletter.issues.gathering import gather
from newsletter.issues.putting_together import CARDS
from newsletter.models import NewsletterIssuePage
from newsletter.sending import ledger
from newsletter.sending.desk import EditionShelf
from tests.factories.newsletter import a_subscriber, list_and_begin

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fr", "es")


def issue(language: str) -> NewsletterIssuePage:
    return NewsletterIssuePage.objects.live().get(locale__language_code=language)


def test_an_issue_stands_in_every_language_as_translations_of_one_another():
    assert len({issue(language).translation_key for language in LANGUAGES}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_issue_pulls_practices_and_stories_of_its_own_language(language, client):
    html = client.get(issue(language).url).content.decode()
    pulled = [block.value["page"] for block in issue(language).body if block.block_type in CARDS]
    assert pulled
    for page in pulled:
        assert page.locale.language_code == language
        assert page.url in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_figure_of_an_issue_names_its_source(language):
    figures = [block.value for block in issue(language).body if block.block_type == "key_figure"]
    assert figures
    assert all(figure["source"].strip() for figure in figures)


def test_the_list_of_issues_leads_to_the_issue(client):
    page = issue("fr")
    assert page.url in client.get(page.get_parent().url).content.decode()


def test_an_issue_reaches_each_reader_once_in_their_own_words(admin_user, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for language in (*LANGUAGES, "fr-ca", "pt"):
        a_subscriber(f"{language}@example.org", language=language)
    looked_at = gather(issue("en").translation_key, user=admin_user)
    sealed = seal(looked_at, looked_at.findings())
    sending = send_issue(key=looked_at.key, choices={"pt": HOLD}, seen=sealed, is_looked_at=True, by=admin_user)
    list_and_begin(now=timezone.now())
    rows = ledger.claim(worker="w", now=timezone.now(), lease=timedelta(minutes=1))
    shelf = EditionShelf()
    shelf.fetch(rows)
    read = {row.address: message_from_bytes(shelf.compose(row)[1], policy=policy.default) for row in rows}
    assert {address: str(message["Subject"]) for address, message in read.items()} == {
        **{f"{language}@example.org": issue(language).title for language in LANGUAGES},
        "fr-ca@example.org": issue("fr").title,
    }
    assert sending.recipients.count() == len(read)
