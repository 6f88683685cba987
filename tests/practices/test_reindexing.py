"""What an editor changes in a vocabulary reaches the search by every page it is read on."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from practices.models import Concept, ConceptLink
from practices.vocabulary_files import FOLDER
from site4p1000.search.models import OutboxQuerySet, OutboxRow
from site4p1000.search.outbox import drain
from site4p1000.search.rebuilding import drift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_index")]


def schemes() -> list[str]:
    """Those pages are filed under, and those without any page."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


def in_use(scheme: str) -> Concept:
    """A concept of the scheme that pages are filed under, where there is one."""
    used = Concept.objects.in_scheme(scheme).filter(pk__in=ConceptLink.objects.values("concept"))
    return used.first() or Concept.objects.in_scheme(scheme).first()


@pytest.mark.parametrize("scheme", schemes())
def test_a_renamed_concept_is_found_by_its_new_name_on_every_page(scheme):
    concept = in_use(scheme)
    concept.labels = {language: f"{label} zzrenamed" for language, label in concept.labels.items()}
    concept.save()
    assert OutboxRow.objects.exists() == bool(ConceptLink.objects.filter(concept=concept).exists() or scheme == "climate")
    assert not drain().failed
    assert not drift()


@pytest.mark.parametrize("scheme", ["climate", "land_use"])
def test_a_concept_under_another_one_files_its_pages_there(scheme):
    concept = Concept.objects.in_scheme(scheme).filter(pk__in=ConceptLink.objects.values("concept")).first()
    concept.parent = Concept.objects.in_scheme(scheme).exclude(pk=concept.pk).filter(parent=None).last()
    concept.save(update_fields=["parent"])
    drain()
    assert not drift()


def test_what_stood_below_a_deleted_concept_is_filed_anew():
    above = Concept.objects.create(scheme="land_use", code="above", labels={"en": "Above"})
    Concept.objects.filter(scheme="land_use", code="annual").update(parent=above)
    call_command("search_index", "rebuild", verbosity=0)
    above.delete()
    assert drift()
    assert not drain().failed
    assert not drift()


def test_the_code_of_a_concept_is_the_filter_of_its_pages():
    concept = Concept.objects.get(scheme="climate", code="dry")
    concept.code = "arid"
    concept.save()
    drain()
    assert not drift()


def test_a_concept_whose_pages_cannot_be_noted_is_not_changed(client, monkeypatch):
    def fail(*_args, **_kwargs):
        raise DatabaseError("The disk is full.")

    client.force_login(get_user_model().objects.create_superuser("an-editor", password="x"))
    client.raise_request_exception = False
    concept = Concept.objects.get(scheme="climate", code="dry")
    before = concept.labels
    monkeypatch.setattr(OutboxQuerySet, "bulk_create", fail)
    words = {f"label_{code}": f"dry {code}" for code in before}
    data = nested_form_data({"scheme": "climate", "code": "dry", "position": 1, **words})
    assert client.post(reverse("wagtailsnippets_practices_concept:edit", args=[concept.pk]), data).status_code == 500
    concept.refresh_from_db()
    assert concept.labels == before
