"""Versions: every publication that changes something stays readable at an address that never breaks."""

import html
import json
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction, Revision

from knowledge.models import SuccessStoryPage
from practices.models import Concept, ConceptLink, PracticePage, Reference, Result
from site4p1000.common.addresses import address_of
from site4p1000.common.models import PublishedVersion
from site4p1000.common.page_ids import lasting_address, page_id, versions_address
from site4p1000.common.versions import content_digest

pytestmark = pytest.mark.django_db


VERSION_QUERIES = 10
"""Of an old version, whatever it holds: the works and terms it cites come with it."""


@pytest.fixture
def zai() -> PracticePage:
    return PracticePage.objects.get(slug="zai-half-moons", locale__language_code="en")


def publish(page, **changes):
    """Publish `page` with changes, and give the page as it is then."""
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page.specific_class.objects.get(pk=page.pk)


def numbers(page) -> list[int]:
    return sorted(PublishedVersion.objects.filter(page=page.pk).values_list("number", flat=True))


def text(response) -> str:
    return response.content.decode()


def test_the_first_publication_is_version_1(zai):
    assert numbers(zai) == [1]


def test_a_publication_that_changes_something_is_the_next_version(zai):
    publish(zai, summary="Pits, told anew.")
    assert numbers(zai) == [1, 2]


def test_publishing_again_without_a_change_makes_no_version(zai):
    publish(zai)
    publish(zai)
    assert numbers(zai) == [1]


def test_a_new_place_in_the_tree_is_no_version(zai):
    publish(zai, slug="planting-pits")
    assert numbers(zai) == [1]


def test_a_changed_number_in_a_result_is_a_version(zai):
    row = zai.results.first()
    row.value = row.value + 1
    zai.results = [row, *zai.results.all()[1:]]
    zai.save_revision().publish()
    assert numbers(zai) == [1, 2]


def test_zeros_at_the_end_of_a_number_change_nothing():
    rows = [{"results": [{"pk": pk, "value": value}], "latest_revision": pk} for pk, value in ((None, "5"), (7, "5.000000"), (8, "5.0"))]
    assert len({content_digest(content) for content in rows}) == 1
    assert content_digest({"results": [{"value": "50"}]}) != content_digest({"results": [{"value": "5"}]})
    assert content_digest({"results": [{"value": "0.5"}]}) != content_digest({"results": [{"value": "0.05"}]})


def test_a_field_that_is_left_empty_says_nothing_and_an_answer_of_none_or_no_does():
    step = {"type": "step", "value": {"title": "Dig"}}
    with_more = {"type": "step", "value": {"title": "Dig", "pictures": [], "labour": "", "year": None}}
    assert content_digest({"steps": json.dumps([step])}) == content_digest({"steps": json.dumps([with_more]), "effort_source": ""})
    assert len({content_digest({"title": "Dig", "wage": wage}) for wage in ("", 0, False)}) == 3


def test_what_was_published_under_an_older_rule_is_compared_by_the_rule_of_today(zai):
    PublishedVersion.objects.filter(page=zai.pk).update(digest="by the rule of another day")
    publish(zai)
    assert numbers(zai) == [1]


def test_an_old_version_says_what_it_said_with_a_note(client, zai):
    before = zai.summary
    publish(zai, summary="Pits, told anew.")
    old = client.get(lasting_address(zai, number=1))
    assert before in text(old)
    assert "Pits, told anew." not in text(old)
    assert "There is a newer one:" in text(old)
    assert f'<a href="{lasting_address(zai, number=2)}">Version 2</a>' in text(old)
    assert "References, climates and topics read as on that day" in text(old)
    assert lasting_address(zai, number=2) in text(old)
    assert old["X-Robots-Tag"] == "noindex"
    assert f'<link rel="canonical" href="http://localhost:8000{address_of(zai)}">' in text(old)


def test_the_newest_version_says_that_it_is_the_newest(client, zai):
    assert "It is the newest." in text(client.get(lasting_address(zai, number=1)))
    assert "It is the newest." not in text(client.get(address_of(zai)))


def test_a_version_survives_a_new_address_of_its_page(client, zai):
    cited = lasting_address(zai, number=1)
    page = publish(zai, slug="planting-pits")
    response = client.get(cited)
    assert response.status_code == 200
    assert f'href="http://localhost:8000{address_of(page)}"' in text(response)
    assert client.get(lasting_address(zai))["Location"] == "/en/practices/planting-pits/"


def test_each_language_has_its_own_versions_under_one_identifier(client, zai):
    french = PracticePage.objects.get(translation_key=zai.translation_key, locale__language_code="fr")
    publish(zai, summary="Pits, told anew.")
    assert page_id(zai) == page_id(french)
    assert numbers(french) == [1]
    assert lasting_address(french, number=1).startswith("/fr/id/")
    assert client.get(lasting_address(french, number=2)).status_code == 404


def test_purging_revisions_keeps_those_that_were_published(client, zai):
    publish(zai, summary="Second.")
    publish(zai, summary="Third.")
    PracticePage.objects.get(pk=zai.pk).save_revision()
    PracticePage.objects.get(pk=zai.pk).save_revision()
    before = Revision.objects.count()
    call_command("purge_revisions", stdout=StringIO())
    assert Revision.objects.count() < before
    assert "Second." in text(client.get(lasting_address(zai, number=2)))


def test_a_deleted_page_leaves_a_sentence_at_its_versions(client, zai):
    cited = lasting_address(zai, number=1)
    Page.objects.get(pk=zai.pk).delete()
    response = client.get(cited)
    assert response.status_code == 410
    assert "has been withdrawn" in text(response)
    assert client.get(lasting_address(zai)).status_code == 410


def test_a_page_made_anew_after_deletion_goes_on_counting(zai):
    key, parent = zai.translation_key, zai.get_parent()
    Page.objects.get(pk=zai.pk).delete()
    again = parent.add_child(instance=PracticePage(title="Zaï", slug="zai-half-moons", locale_id=parent.locale_id, translation_key=key))
    again.save_revision().publish()
    assert numbers(again) == [2]


def test_the_versions_of_an_unpublished_page_are_withdrawn(client, zai):
    PracticePage.objects.get(pk=zai.pk).unpublish()
    for address in (lasting_address(zai), lasting_address(zai, number=1), versions_address(zai)):
        response = client.get(address)
        assert response.status_code == 410
        assert "has been withdrawn" in text(response)


def test_the_versions_of_a_private_page_ask_for_its_way_in(client, zai):
    PageViewRestriction.objects.create(page=Page.objects.get(pk=zai.pk), restriction_type=PageViewRestriction.LOGIN)
    for address in (lasting_address(zai, number=1), versions_address(zai)):
        response = client.get(address)
        assert response.status_code == 302
        assert "/_util/login/" in response["Location"]


def test_a_version_that_never_was_is_not_found(client, zai):
    response = client.get(lasting_address(zai, number=99))
    assert response.status_code == 404
    assert "There is no version 99 of this page." in text(response)


@pytest.mark.parametrize(
    "nonsense", ["/en/id/000000000000/", "/en/id/000000000000/v/1/", "/en/id/zai/v/1/", "/en/id/000000000000/versions/", "/en/id/"]
)
def test_nonsense_is_not_found(client, nonsense):
    assert client.get(nonsense).status_code == 404


def test_version_0_is_not_found(client, zai):
    assert client.get(f"/en/id/{page_id(zai)}/v/0/").status_code == 404


def old_words(client, page, number: int = 1) -> str:
    return text(client.get(lasting_address(page, number=number)))


def cited_work(page) -> Reference:
    return page.citations.select_related("reference").order_by("sort_order").first().reference


def without_copy(page) -> None:
    """Versions as they were made before copies were kept."""
    PublishedVersion.objects.filter(page=page.pk).update(cited={})


def test_an_old_version_shows_a_work_as_it_was_cited(client, zai):
    before = cited_work(zai).title
    Reference.objects.filter(pk=cited_work(zai).pk).update(title="A title put right later", authors="Corrected, A.", doi="10.1234/corrected")
    publish(zai, summary="Pits, told anew.")
    old, new = old_words(client, zai), text(client.get(address_of(zai)))
    assert html.escape(before) in old
    assert "put right later" not in old
    assert "10.1234/corrected" not in old
    assert "A title put right later" in new
    assert "A title put right later" in old_words(client, zai, 2)
    assert "put right later" not in client.get(lasting_address(zai, number=1) + "references.bib").content.decode()


def test_an_old_version_shows_a_climate_under_the_name_it_had(client, zai):
    link = zai.concept_links.select_related("concept").filter(concept__scheme="climate").first()
    Concept.objects.filter(pk=link.concept_id).update(labels={"en": "A name given later"})
    assert "A name given later" not in old_words(client, zai)
    assert "A name given later" in text(client.get(address_of(zai)))


def test_publishing_after_a_work_was_corrected_is_a_version(zai):
    publish(zai)
    assert numbers(zai) == [1]
    Reference.objects.filter(pk=cited_work(zai).pk).update(title="A title put right later")
    publish(zai)
    publish(zai)
    assert numbers(zai) == [1, 2]


def test_a_version_made_before_copies_were_kept_shows_the_works_of_today_and_says_so(client, zai):
    without_copy(zai)
    Reference.objects.filter(pk=cited_work(zai).pk).update(title="A title put right later")
    old = old_words(client, zai)
    assert "A title put right later" in old
    assert "References and names of climates and soils are those of today" in old
    publish(zai)
    assert numbers(zai) == [1]


def test_a_copy_of_another_day_opens_though_fields_came_and_went(client, zai):
    version = PublishedVersion.objects.get(page=zai.pk)
    works = version.cited[Reference._meta.label_lower]
    for values in works.values():
        del values["volume"]
        values["a field there is no more"] = 1
    version.save()
    assert html.escape(cited_work(zai).title) in old_words(client, zai)


def test_a_version_keeps_nothing_of_people_or_of_files(zai):
    kept = PublishedVersion.objects.get(page=zai.pk).cited
    assert set(kept) == {Reference._meta.label_lower, Concept._meta.label_lower}
    assert len(json.dumps(kept)) < 12_000


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "read as on that day"), ("fr", "se lisent comme à cette date"), ("es", "se leen como en esa fecha")],
)
def test_the_note_is_in_the_language_of_the_page(client, zai, language, words):
    page = PracticePage.objects.get(translation_key=zai.translation_key, locale__language_code=language)
    assert words in old_words(client, page)


@pytest.mark.parametrize("is_kept", [True, False])
def test_an_old_version_opens_when_what_it_cites_is_gone(client, zai, is_kept):
    work = Reference.objects.create(key="gone", kind="study", title="A work that will be deleted")
    row = zai.results.first()
    zai.results = [
        *zai.results.all(),
        Result(outcome="yield", label="A result of the deleted work", value=5, unit="percent", comparison="x", reference=work),
    ]
    zai.save_revision().publish()
    page = PracticePage.objects.get(pk=zai.pk)
    page.results = [row]
    page.save_revision().publish()
    if not is_kept:
        without_copy(zai)
    work.delete()
    response = client.get(lasting_address(zai, number=2))
    assert response.status_code == 200
    assert "A result of the deleted work" in text(response)
    assert ("A work that will be deleted" in text(response)) is is_kept


@pytest.mark.parametrize("is_kept", [True, False])
def test_an_old_version_opens_when_its_concept_is_gone(client, zai, is_kept):
    concept = Concept.objects.create(scheme="agrovoc", code="c_gone", labels={"en": "a concept that will be deleted"})
    links = list(zai.concept_links.all())
    zai.concept_links = [*links, ConceptLink(concept=concept)]
    zai.save_revision().publish()
    page = PracticePage.objects.get(pk=zai.pk)
    page.concept_links = links
    page.save_revision().publish()
    cited = lasting_address(zai, number=2)
    assert "a concept that will be deleted" in text(client.get(cited))
    if not is_kept:
        without_copy(zai)
    concept.delete()
    response = client.get(cited)
    assert response.status_code == 200
    assert ("a concept that will be deleted" in text(response)) is is_kept


def test_the_list_of_versions_has_dates_and_notes(client, zai):
    publish(zai, summary="Pits, told anew.")
    PublishedVersion.objects.filter(page=zai.pk, number=2).update(note="Summary told anew.")
    answer = text(client.get(versions_address(zai)))
    assert answer.index("Version 2") < answer.index("Version 1")
    assert "Summary told anew." in answer


def test_stories_have_versions_too(client):
    story = SuccessStoryPage.objects.filter(locale__language_code="en").first()
    assert client.get(lasting_address(story, number=1)).status_code == 200


def test_a_version_costs_the_same_whatever_it_holds(client, zai, django_assert_num_queries):
    address = lasting_address(zai, number=1)
    client.get(address)
    with django_assert_num_queries(VERSION_QUERIES):
        client.get(address)


def test_an_editor_says_what_changed_and_can_neither_add_nor_delete_a_version(admin_client, zai):
    version = PublishedVersion.objects.get(page=zai.pk)
    edit = f"/admin/versions/edit/{version.pk}/"
    assert admin_client.get("/admin/versions/").status_code == 200
    assert admin_client.get(edit).status_code == 200
    admin_client.post(edit, {"note": "First of all."})
    version.refresh_from_db()
    assert version.note == "First of all."
    for forbidden in ("/admin/versions/new/", f"/admin/versions/delete/{version.pk}/"):
        admin_client.post(forbidden, {})
    assert PublishedVersion.objects.filter(page=zai.pk).count() == 1
