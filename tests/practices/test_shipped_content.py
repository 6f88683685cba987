"""Loading the shipped content again: nothing is doubled, nothing of an editor's is lost."""

import shutil

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page

from knowledge.models import SuccessStoryPage
from practices.content import practice_page_id
from practices.models import PracticePage

pytestmark = pytest.mark.django_db


def load(capsys) -> str:
    capsys.readouterr()
    call_command("load_content")
    return capsys.readouterr().out


@pytest.fixture
def own_content(settings, tmp_path):
    """A copy of content/ that a test may change."""
    shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    settings.CONTENT_DIR = tmp_path / "content"
    return settings.CONTENT_DIR


def change(path, **values):
    words = yaml.safe_load(path.read_text())
    path.write_text(yaml.safe_dump({**words, **values}, allow_unicode=True))


def test_twelve_practices_four_stories_and_an_issue_are_live_in_every_language():
    for code, _name in settings.LANGUAGES:
        live = Page.objects.live().filter(locale__language_code=code)
        assert live.exact_type(PracticePage).count() == 12
        assert live.exact_type(SuccessStoryPage).count() == 4
    assert not any(Page.find_problems())


def test_loading_again_changes_nothing(capsys):
    pages = Page.objects.count()
    assert load(capsys).strip() == f"Content: {pages - 1} unchanged."
    assert Page.objects.count() == pages


def test_a_changed_file_arrives_on_the_live_page(capsys, own_content):
    change(own_content / "practices" / "zai" / "fr.yaml", summary="Un résumé changé.")
    assert "1 updated" in load(capsys)
    assert PracticePage.objects.get(pk=practice_page_id("zai", "fr")).summary == "Un résumé changé."


def test_an_editors_change_survives_loading(capsys, own_content):
    page = PracticePage.objects.get(pk=practice_page_id("zai", "fr"))
    page.summary = "Ce que dit la rédaction."
    page.save_revision().publish()
    change(own_content / "practices" / "zai" / "fr.yaml", summary="Ce que dit le fichier.")
    assert "kept as an editor left it: practices/zai (fr)" in load(capsys)
    assert PracticePage.objects.get(pk=page.pk).summary == "Ce que dit la rédaction."


def test_a_story_an_editor_changed_is_kept(capsys, own_content):
    page = SuccessStoryPage.objects.get(slug="the-man-who-stopped-the-desert")
    page.who = "What the editor found out"
    page.save_revision().publish()
    change(own_content / "stories" / "zai-sawadogo" / "en.yaml", who="What the file says")
    assert "kept as an editor left it: stories/zai-sawadogo (en)" in load(capsys)
    assert SuccessStoryPage.objects.get(pk=page.pk).who == "What the editor found out"


def test_a_page_an_editor_unpublished_stays_unpublished(capsys, own_content):
    page = PracticePage.objects.get(pk=practice_page_id("zai", "fr"))
    page.unpublish()
    change(own_content / "practices" / "zai" / "fr.yaml", summary="Un résumé changé.")
    load(capsys)
    assert not PracticePage.objects.get(pk=page.pk).live


def test_languages_of_a_practice_share_blocks_and_rows():
    english, french = (PracticePage.objects.get(pk=practice_page_id("cover-crops", code)) for code in ("en", "fr"))
    assert english.translation_key == french.translation_key
    assert [block.id for block in english.steps] == [block.id for block in french.steps]
    keys = [list(page.results.order_by("sort_order").values_list("translation_key", "value", "low", "high")) for page in (english, french)]
    assert keys[0] == keys[1]
