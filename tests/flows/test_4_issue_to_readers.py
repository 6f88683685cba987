"""Flow 4, as far as it goes today: an issue is one page per language, pulls practices and stories, and is found.

issue ─ page per language ─► archive. Rendering to mail, subscribers and sending come with the newsletter's own issue.
"""

import pytest

from newsletter.issues.putting_together import CARDS
from newsletter.models import NewsletterIssuePage

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
