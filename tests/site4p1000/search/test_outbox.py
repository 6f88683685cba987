"""From a publication to the engine: what must be found is found, what must not be never is, and nothing is lost. Every engine.

That a page and its row are written together: `test_one_transaction`.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Revision

from site4p1000.search import outbox
from site4p1000.search.engines import EngineBroken, EngineUnavailable
from site4p1000.search.models import OutboxRow
from site4p1000.search.outbox import drain, enqueue, suspended
from site4p1000.search.request import SearchRequest
from tests.site4p1000.search.documents import titles
from tests.site4p1000.search.pages import make_page


@pytest.fixture(autouse=True)
def engine(any_site_engine):
    return any_site_engine


def test_a_published_page_is_found(engine, committed):
    with committed():
        make_page("Soil")
    assert titles(engine, "soil") == ["Soil"]
    assert not OutboxRow.objects.exists()


def test_a_draft_never_reaches_the_index(engine, committed):
    with committed():
        page = make_page("Soil", live=False)
        enqueue(page_ids=[page.pk])
    assert titles(engine) == []


def test_a_changed_title_replaces_the_old_one(engine, committed):
    with committed():
        page = make_page("Old")
    with committed():
        page.title = "New"
        page.save_revision().publish()
    assert titles(engine) == ["New"]


def test_a_draft_of_a_live_page_changes_nothing(engine, committed):
    with committed():
        page = make_page("Live")
    with committed():
        page.title = "Draft"
        page.save_revision()
        enqueue(page_ids=[page.pk])
    assert titles(engine) == ["Live"]


def test_unpublishing_removes(engine, committed):
    with committed():
        page = make_page("Soil")
    with committed():
        page.unpublish()
    assert titles(engine) == []


def test_deleting_removes_the_page_and_all_below(engine, committed):
    with committed():
        page = make_page("Soil")
        make_page("Below", parent=page)
    with committed():
        Page.objects.get(pk=page.pk).delete()
    assert titles(engine) == []


def test_making_a_section_private_removes_all_below_and_back(engine, committed):
    with committed():
        page = make_page("Soil")
        make_page("Below", parent=page)
    with committed():
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert titles(engine) == []
    with committed():
        restriction.delete()
    assert titles(engine) == ["Below", "Soil"]


def test_a_page_published_in_a_private_section_is_not_found(engine, committed):
    with committed():
        page = make_page("Section")
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")
        make_page("Secret", parent=page)
    assert titles(engine) == []


def test_moving_and_renaming_give_new_addresses_to_all_below(engine, committed):
    with committed():
        page, other = make_page("Soil"), make_page("Other")
        make_page("Below", parent=page)
    with committed():
        page.move(other, pos="last-child")
    assert _addresses(engine) == {"Other": "/other/", "Soil": "/other/soil/", "Below": "/other/soil/below/"}
    with committed():
        other = Page.objects.get(pk=other.pk)
        other.slug = "renamed"
        other.save()
    assert _addresses(engine)["Below"] == "/renamed/soil/below/"


def test_moving_into_a_private_section_removes(engine, committed):
    with committed():
        page, section = make_page("Soil"), make_page("Section")
        PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    with committed():
        page.move(section, pos="last-child")
    assert titles(engine) == []


def test_a_page_scheduled_for_later_is_found_when_its_time_has_come(engine, committed):
    soon = timezone.now() + timedelta(hours=1)
    with committed():
        page = make_page("Soil", live=False)
        page.go_live_at = soon
        revision = page.save_revision(approved_go_live_at=soon)
        call_command("publish_scheduled")
    assert titles(engine) == []
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    content = {**revision.content, "go_live_at": a_minute_ago.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=a_minute_ago, content=content)
    with committed():
        call_command("publish_scheduled")
    assert titles(engine) == ["Soil"]


def test_an_expired_page_is_gone(engine, committed):
    with committed():
        page = make_page("Soil")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert titles(engine) == ["Soil"]
    with committed():
        call_command("publish_scheduled")
    assert titles(engine) == []


def test_a_translation_is_found_in_its_own_language_once_it_is_published(engine, committed):
    french, _ = Locale.objects.get_or_create(language_code="fr")
    with committed():
        page = make_page("Soil")
        translation = page.copy_for_translation(french)
        translation.title = "Sol"
        translation.save_revision()
    assert titles(engine, language="fr") == []
    with committed():
        translation.get_latest_revision().publish()
    assert (titles(engine, language="fr"), titles(engine)) == (["Sol"], ["Soil"])


def test_a_page_with_nothing_to_find_is_not_found(engine, committed):
    with committed():
        page = make_page("Soil")
    with committed():
        page.title = "Nothing to find"
        page.save_revision().publish()
    assert titles(engine) == []


def test_one_drain_after_a_commit_with_many_publications(engine, committed, monkeypatch):
    drains = []
    monkeypatch.setattr(outbox, "send_newest", lambda: drains.append(OutboxRow.objects.count()))
    with committed():
        for number in range(5):
            make_page(f"Soil {number}")
    assert drains == [5]


def test_an_engine_that_is_down_keeps_the_rows_and_heals(engine, committed, monkeypatch, caplog):
    with monkeypatch.context() as patch:
        patch.setattr(type(engine), "put", _raise(EngineUnavailable("It is down.")))
        with committed():
            make_page("Soil")
    (row,) = OutboxRow.objects.all()
    assert (row.attempts, row.last_error, row.claimed_until) == (1, "It is down.", None)
    assert "It is down." in caplog.text
    assert titles(engine) == []
    with committed():
        make_page("Next")
    assert titles(engine) == ["Next", "Soil"]
    assert not OutboxRow.objects.exists()


def test_a_deletion_waits_for_the_engine_too(engine, committed, monkeypatch):
    with committed():
        page = make_page("Soil")
    with monkeypatch.context() as patch:
        patch.setattr(type(engine), "delete", _raise(EngineBroken("It is broken.")))
        with committed():
            page.unpublish()
    assert titles(engine) == ["Soil"]
    outcome = drain()
    assert (outcome.put, outcome.deleted, outcome.failed, outcome.problem) == (0, 1, 0, "")
    assert titles(engine) == []


def test_any_fault_of_the_engine_leaves_the_publication_alone(engine, committed, monkeypatch, caplog):
    monkeypatch.setattr(type(engine), "put", _raise(RuntimeError("a bug")))
    with committed():
        page = make_page("Soil")
    assert Page.objects.get(pk=page.pk).live
    assert OutboxRow.objects.count() == 1


def test_one_faulty_page_does_not_keep_the_others_out(engine, committed, caplog):
    with committed():
        faulty = make_page("Faulty")
        make_page("Soil")
    assert titles(engine) == ["Soil"]
    (row,) = OutboxRow.objects.all()
    assert (row.page_id, row.attempts, row.last_error) == (faulty.pk, 1, "RuntimeError: a fault in the builder")
    assert drain().failed == 1


def test_a_refused_document_is_set_aside_and_the_others_get_through(engine, committed, caplog):
    with committed():
        refused = make_page("Refused")
        make_page("Soil")
    assert titles(engine) == ["Soil"]
    (row,) = OutboxRow.objects.all()
    assert (row.page_id, row.is_set_aside) == (refused.pk, True)
    assert row.last_error
    assert drain() == outbox.DrainOutcome()
    with committed():
        refused.title = "Accepted"
        refused.save_revision().publish()
    assert titles(engine) == ["Accepted", "Soil"]
    assert not OutboxRow.objects.exists()


def test_a_page_that_is_refused_is_not_found_with_its_old_words(engine, committed):
    with committed():
        page = make_page("Soil")
    with committed():
        page.title = "Refused"
        page.save_revision().publish()
    assert titles(engine) == []


def test_a_page_that_cannot_be_built_is_set_aside_after_some_tries(engine, caplog):
    make_page("Faulty")
    for _ in range(outbox.MAX_ATTEMPTS):
        assert drain().failed == 1
    assert drain() == outbox.DrainOutcome()
    assert OutboxRow.objects.get().is_set_aside


def test_a_limit_is_kept(engine, committed):
    pages = [make_page(f"Soil {number}") for number in range(3)]
    OutboxRow.objects.all().delete()
    enqueue(page_ids=[page.pk for page in pages])
    assert drain(limit=2).put == 2
    assert OutboxRow.objects.count() == 1


def test_a_page_in_the_hands_of_another_drain_waits_for_it(engine):
    page = make_page("Soil")
    OutboxRow.objects.update(claim="other", claimed_until=timezone.now() + outbox.LEASE)
    enqueue(page_ids=[page.pk])
    assert drain() == outbox.DrainOutcome()
    assert titles(engine) == []


def test_rows_of_a_killed_drain_are_taken_over(engine):
    make_page("Soil")
    OutboxRow.objects.update(claim="dead", claimed_until=timezone.now() - outbox.LEASE)
    assert drain().put == 1
    assert titles(engine) == ["Soil"]


def test_suspended_drains_once_at_the_end(engine, committed):
    with committed(), suspended(), suspended():
        make_page("Soil")
        make_page("More soil")
        assert titles(engine) == []
    assert titles(engine) == ["More soil", "Soil"]


def test_an_error_in_a_bulk_load_leaves_its_rows_for_the_next_drain(engine, committed):
    with pytest.raises(RuntimeError), suspended():
        _publish_and_fail()
    assert titles(engine) == []
    assert drain().put == 1


def test_enqueueing_nothing_does_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        enqueue(page_ids=[])


def test_a_drain_of_many_pages_asks_few_questions(engine, django_assert_max_num_queries):
    with suspended():
        for number in range(20):
            make_page(f"Soil {number}")
    with django_assert_max_num_queries(14):
        assert drain().put == 20


def _publish_and_fail():
    make_page("Soil")
    raise RuntimeError


def _addresses(engine):
    return {hit.title: hit.url for hit in engine.search(SearchRequest()).hits}


def _raise(error):
    def fail(*_args, **_kwargs):
        raise error

    return fail
