"""The shipped issue, an editor and readers in three languages."""

import pytest
from django.contrib.auth import get_user_model

from newsletter.issues import dispatch, gathering
from tests.factories.newsletter import a_subscriber
from tests.newsletter.making_issues.steps import issue_page


@pytest.fixture
def key():
    return issue_page().translation_key


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ed", email="ed@example.org", password="a-long-password-1")


@pytest.fixture
def readers():
    return [a_subscriber(f"{code}@example.org", language=code) for code in ("en", "fr", "es")]


@pytest.fixture
def rendered(monkeypatch):
    """Every mail that is rendered, wherever: (language of the words, language of the readers)."""
    found = []
    original = gathering.render_issue

    def render(*, page, for_language=""):
        found.append((page.language, for_language or page.language))
        return original(page=page, for_language=for_language)

    for place in (gathering, dispatch):
        monkeypatch.setattr(place, "render_issue", render)
    return found


@pytest.fixture
def desk_client(client, editor):
    client.force_login(editor)
    return client
