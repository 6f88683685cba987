"""What is sent is what an editor looked at: the list before sending, and what changed since."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.issues import gathering
from newsletter.issues.dispatch import CannotSend, seal, send_issue
from newsletter.issues.gathering import gather
from newsletter.issues.preflight import Kind
from tests.factories.pictures import a_picture
from tests.newsletter.making_issues.steps import issue_page, kinds, send

pytestmark = pytest.mark.django_db


def test_a_press_review_that_finds_nothing_is_pointed_out(key, editor, readers):
    page = issue_page()
    assert Kind.NO_PRESS not in kinds(key, editor, "fr")
    days = {"since": "1990-01-01", "until": "1990-01-31", "topics": [], "languages": [], "most": 3}
    page.body = json.dumps([*page.body.raw_data, {"type": "press_review", "value": days}], default=str)
    page.save_revision().publish()
    languages = ("en", "fr", "es")
    assert [Kind.NO_PRESS in kinds(key, editor, language) for language in languages] == [True] * 3, "a block without words is in every language"


def test_a_change_after_looking_is_looked_at_again(key, editor, readers):
    issue = gather(key, user=editor)
    seen = seal(issue, issue.findings())
    page = issue_page("en")
    page.title = "Another title"
    page.save_revision().publish()
    with pytest.raises(CannotSend, match="Something has changed"):
        send_issue(key=key, choices={}, seen=seen, is_looked_at=True, by=editor)


def test_open_points_must_be_looked_at(key, editor, readers):
    with pytest.raises(CannotSend, match="Say that you have looked"):
        send(key, editor, is_looked_at=False)


def test_readers_get_the_published_words_and_the_editor_is_told_of_newer_ones(key, editor, readers):
    page = issue_page("en")
    title = page.title
    page.title = "A draft nobody has published"
    page.save_revision()
    assert Kind.CHANGED_SINCE in kinds(key, editor, "en")
    assert send(key, editor).editions.get(for_language="en").subject == title


def test_nothing_is_sent_to_nobody(key, editor):
    with pytest.raises(CannotSend, match="must be mended"):
        send(key, editor)


def test_a_time_that_has_passed_is_refused(key, editor, readers):
    with pytest.raises(CannotSend, match="has passed"):
        send(key, editor, start_at=timezone.now() - timedelta(minutes=1))


def test_a_heavy_issue_stops(key, editor, readers):
    page = issue_page("en")
    words = "soil " * 25_000
    page.body = json.dumps([{"type": "section", "value": {"heading": "Words", "text": f"<p>{words}</p>"}}])
    page.save_revision().publish()
    assert Kind.TOO_HEAVY in kinds(key, editor, "en")
    with pytest.raises(CannotSend, match="must be mended"):
        send(key, editor)


def test_a_mail_whose_plain_text_lacks_the_issues_words_stops(key, editor, readers, monkeypatch):
    whole = gathering.render_issue
    assert Kind.NO_PLAIN_TEXT not in kinds(key, editor, "en")
    end = "Stop all mail: {{unsubscribe_url}}"
    monkeypatch.setattr(gathering, "render_issue", lambda *, page: replace(whole(page=page), text=f"{page.title}\n\n--\n{end}\n"))
    assert Kind.NO_PLAIN_TEXT in kinds(key, editor, "en")
    with pytest.raises(CannotSend, match="must be mended"):
        send(key, editor)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(("caption", "description", "is_named"), [("", "", False), ("A field", "", True), ("", "Zaï pits after rain", True)])
def test_a_picture_that_has_only_the_name_of_its_file_is_found(key, editor, caption, description, is_named):
    picture = a_picture("DSC_0012.JPG", description=description)
    page = issue_page("en")
    value = {"image": picture.pk, "caption": caption, "credit": "Somebody", "licence": "CC BY 4.0"}
    page.body = json.dumps([{"type": "picture", "value": value}])
    page.save_revision().publish()
    assert (Kind.NO_ALT_TEXT in kinds(key, editor, "en")) is not is_named
