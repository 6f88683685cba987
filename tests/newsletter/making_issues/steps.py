"""What the tests of making an issue do again and again."""

import re

from django.utils import timezone

from newsletter.issues.dispatch import seal, send_issue
from newsletter.issues.gathering import gather
from newsletter.issues.preflight import Kind
from newsletter.models import NewsletterIssuePage, Sending
from tests.factories.newsletter import list_and_begin


def issue_page(language: str = "en") -> NewsletterIssuePage:
    return NewsletterIssuePage.objects.get(locale__language_code=language)


def send(key, by, *, choices=None, **changes) -> Sending:
    issue = gather(key, user=by)
    asked = {"choices": choices or {}, "seen": seal(issue, issue.findings()), "is_looked_at": True, **changes}
    sending = send_issue(key=key, by=by, **asked)
    list_and_begin(now=timezone.now())
    sending.refresh_from_db()
    return sending


def kinds(key, user, language: str) -> set[Kind]:
    return {finding.kind for finding in gather(key, user=user).findings() if finding.language == language}


def shown(key, editor) -> str:
    """What an editor who opens the page of the issue now is shown."""
    issue = gather(key, user=editor)
    return seal(issue, issue.findings())


def release_at_the_desk(client, key, language: str, **values):
    """As a browser does: what the page showed goes back with the button."""
    html = client.get(f"/admin/newsletter/issues/{key}/").content.decode()
    seen = re.search(rf'/{language}/release/".*?name="seen" value="([^"]+)"', html, re.DOTALL)[1]
    return client.post(f"/admin/newsletter/issues/{key}/{language}/release/", {"seen": seen, "is_looked_at": "on", **values}, follow=True)


def posted(key, client, **changes):
    html = client.get(f"/admin/newsletter/issues/{key}/")
    seen = html.context["form"].initial["seen"]
    return client.post(f"/admin/newsletter/issues/{key}/send/", {"seen": seen, "when": "now", "is_looked_at": "on", **changes})
