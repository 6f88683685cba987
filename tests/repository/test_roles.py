"""What somebody of Wagtail's groups Editors and Moderators may do beside pages, without any further right given by hand."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from practices.models import Concept, Reference
from site4p1000.search.models import EmptySearch, SynonymGroup, Wish
from tests.factories.newsletter import a_subscriber

pytestmark = pytest.mark.django_db


def somebody(client, group: str):
    user = get_user_model().objects.create_user(f"one-of-{group}", password="x")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client


@pytest.fixture
def editor(client):
    return somebody(client, "Editors")


@pytest.fixture
def moderator(client):
    return somebody(client, "Moderators")


def test_an_editor_goes_from_a_search_in_vain_to_a_synonym(editor):
    EmptySearch.objects.note(text="bokashi", language="en")
    listing = editor.get(reverse("empty_searches:index")).content.decode()
    assert f"{reverse('synonyms:add')}?names=bokashi" in listing
    assert editor.post(reverse("synonyms:add"), {"names": "bokashi\ncompost"}).status_code == 302
    group = SynonymGroup.objects.get()
    assert editor.post(reverse("synonyms:edit", args=[group.pk]), {"names": "bokashi\ncompost\nhumus"}).status_code == 302
    assert str(SynonymGroup.objects.get()) == "bokashi = compost = humus"
    assert "bokashi = compost = humus" in editor.get(reverse("synonyms:index")).content.decode()


def test_an_editor_reads_the_wishes_of_readers(editor):
    wish = Wish.objects.create(words="zaï", told="How deep are the pits?", language="en")
    assert "How deep are the pits?" in editor.get(reverse("wishes:index")).content.decode()
    assert "How deep are the pits?" in editor.get(reverse("wishes:inspect", args=[wish.pk])).content.decode()


@pytest.mark.parametrize("name", ["synonyms", "empty_searches", "wishes"])
def test_what_an_editor_made_or_saw_only_a_moderator_deletes(client, name):
    models = {"synonyms": SynonymGroup, "empty_searches": EmptySearch, "wishes": Wish}
    SynonymGroup.objects.create(names="one\ntwo")
    EmptySearch.objects.note(text="bokashi", language="en")
    Wish.objects.create(told="More.", language="en")
    row = models[name].objects.get()
    address = reverse(f"{name}:delete", args=[row.pk])
    assert somebody(client, "Editors").post(address).status_code == 302
    assert models[name].objects.filter(pk=row.pk).exists()
    somebody(client, "Moderators").post(address)
    assert not models[name].objects.filter(pk=row.pk).exists()


NEW_WORK = {"authors": "Nobody, A.", "year": "2014", "title": "A work made up for this test", "kind": "study", "read_in": "source"}


def test_an_editor_chooses_a_work_and_adds_one_while_writing_a_result(editor):
    opened = editor.get(reverse("wagtailsnippetchoosers_practices_reference:choose"))
    assert opened.status_code == 200
    assert "New reference" in opened.json()["html"]
    answer = editor.post(reverse("wagtailsnippetchoosers_practices_reference:create"), NEW_WORK).json()
    assert answer["step"] == "chosen", answer
    assert Reference.objects.get(pk=answer["result"]["id"]).key == "nobody-2014"


def test_an_editor_corrects_a_reference_and_a_moderator_may_delete_it(client):
    row = Reference.objects.create(key="made-up", title="Made up", kind="study", read_in="source")
    editor = somebody(client, "Editors")
    assert "made-up" in editor.get(reverse("wagtailsnippets_practices_reference:list")).content.decode()
    assert editor.get(reverse("wagtailsnippets_practices_reference:edit", args=[row.pk])).status_code == 200
    delete = reverse("wagtailsnippets_practices_reference:delete", args=[row.pk])
    assert editor.get(delete).status_code == 302
    assert somebody(client, "Moderators").get(delete).status_code == 200


def test_an_editor_looks_up_concepts_and_changes_none(editor):
    concept = Concept.objects.get(scheme="climate", code="dry")
    assert "dry" in editor.get(f"{reverse('wagtailsnippets_practices_concept:list')}?q=dry").content.decode()
    assert editor.get(reverse("wagtailsnippets_practices_concept:edit", args=[concept.pk])).status_code == 302
    assert editor.get(reverse("wagtailsnippetchoosers_practices_concept:choose")).status_code == 200


def test_the_menu_leads_an_editor_to_all_of_it(editor):
    home = editor.get(reverse("wagtailadmin_home")).content.decode()
    for name in ("synonyms:index", "empty_searches:index", "wishes:index", "wagtailsnippets_practices_reference:list"):
        assert reverse(name) in home, name


def test_an_editor_sees_no_subscribers(editor):
    reader = a_subscriber("ana@example.org")
    subscribers = reverse("newsletter_people:subscribers")
    for address in (subscribers, reverse("newsletter_people:subscriber", args=[reader.pk])):
        assert editor.get(address)["Location"] == reverse("wagtailadmin_home")
    assert subscribers not in editor.get(reverse("wagtailadmin_home")).content.decode()
