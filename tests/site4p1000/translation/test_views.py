"""The board and the page side by side, as editors use them."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowTask

from practices.models import PracticePage
from site4p1000.translation.board import Question, State, board
from site4p1000.translation.facts_check import FactsDiffer, changed_facts
from site4p1000.translation.models import TranslationState
from site4p1000.translation.side_by_side import compare
from tests.factories.drafts import a_draft, a_step
from tests.factories.translations import (
    a_published_practice,
    change_step,
    correct_the_number,
    draft_of,
    english_and_french,
    fresh,
    in_french,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("translator", "t@example.org", "x")
    client.force_login(user)
    return user


def states_of(page, user) -> dict[str, State]:
    found = board(Question(text=page.title), user=user)
    row = next(row for row in found.rows if row.original.pk == page.pk)
    return {cell.language: cell.state for cell in row.cells}


def form_of(answer, **changes) -> dict[str, str]:
    """What a browser would post: every field of the form as it was shown."""
    form = answer.context["form"]
    data = {name: field.widget.format_value(form[name].value()) or "" for name, field in form.fields.items() if not name.startswith("right-")}
    return {**data, **changes}


def number_of(answer, path: str) -> int:
    return next(number for number, part in enumerate(answer.context["form"].parts) if part.path == path)


def test_the_board_says_missing_draft_current_and_outdated(editor):
    english = a_published_practice()
    assert states_of(english, editor) == {"en": State.ORIGINAL, "fr": State.MISSING, "es": State.MISSING}
    a_published_practice(in_french(a_draft()))
    assert states_of(english, editor)["fr"] is State.CURRENT
    english = publish(english, summary="Pits that hold more.")
    assert states_of(english, editor)["fr"] is State.OUTDATED


def test_words_that_wait_to_be_published_are_a_draft(editor, client):
    english, translation = english_and_french()
    english = publish(english, summary="Pits that hold more.")
    from site4p1000.translation.translating import save_words

    save_words(page=translation, texts={"summary": "Des fosses qui gardent plus."}, confirmed=frozenset(), seen={})
    assert states_of(english, editor)["fr"] is State.DRAFT


def test_a_record_in_one_language_is_missing_in_the_others(editor):
    french_only = a_published_practice(in_french(a_draft(), slug="seulement"))
    assert states_of(french_only, editor) == {"en": State.MISSING, "fr": State.ORIGINAL, "es": State.MISSING}


def test_the_board_counts_changed_parts_and_words(editor):
    english, _translation = english_and_french()
    english = publish(english, summary="Pits that hold rain, manure and seed.", steps=change_step(english, 0, title="Dig deep pits"))
    found = board(Question(text=english.title), user=editor)
    cell = next(cell for cell in found.rows[0].cells if cell.language == "fr")
    assert (cell.parts_to_do, cell.words_to_do) == (2, 4)
    assert found.counts["fr", "outdated"] == 1


def test_filters_narrow_the_board_and_nonsense_is_ignored(editor, client):
    english, _translation = english_and_french()
    publish(english, summary="Pits that hold more.")
    outdated = board(Question(language="fr", state="outdated"), user=editor)
    assert [row.original.pk for row in outdated.rows] == [english.pk]
    assert outdated.total == 1
    assert board(Question(page_type="zonepage"), user=editor).total == 5
    assert board(Question(text="planter dans des"), user=editor).total == 1
    answer = client.get("/admin/translations/?language=xx&state=nonsense&type=%00&p=999999999&q=%27%22")
    assert answer.status_code == 200


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_board_speaks_the_editors_language(editor, client, language):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = language
    profile.save()
    text = client.get("/admin/translations/").content.decode()
    assert {"en": "outdated", "fr": "à mettre à jour", "es": "desactualizada"}[language] in text


def test_the_board_costs_the_same_whatever_the_size_of_the_bank(editor, django_assert_num_queries):
    board(Question(), user=editor)
    with django_assert_num_queries(5):
        board(Question(), user=editor)
    for number in range(5):
        a_published_practice(a_draft(source_id=f"many-{number}", title=f"Many {number}"))
    with django_assert_num_queries(5):
        board(Question(), user=editor)


def test_side_by_side_shows_old_and_new_original_and_the_old_translation(editor, client):
    english, translation = english_and_french()
    publish(english, summary="Pits that hold rain and seed.")
    (part,) = compare(translation).open_parts
    assert (part.was, part.now, part.here) == ("Pits that hold rain and manure.", "Pits that hold rain and seed.", "Des fosses qui gardent la pluie.")
    text = client.get(f"/admin/translations/{translation.pk}/").content.decode()
    assert "<del>" in text
    assert "<ins>" in text
    assert "removed:" in text


def test_words_typed_there_go_into_the_draft_and_the_part_is_done(editor, client):
    english, translation = english_and_french()
    publish(english, summary="Pits that hold rain and seed.", steps=change_step(english, 0, title="Dig deep"))
    address = f"/admin/translations/{translation.pk}/"
    answer = client.get(address)
    number = number_of(answer, "summary")
    answer = client.post(address, form_of(answer, **{f"text-{number}": "Des fosses pour la pluie et les graines."}), follow=True)
    assert draft_of(translation).summary == "Des fosses pour la pluie et les graines."
    assert fresh(translation).summary == "Des fosses qui gardent la pluie."
    assert TranslationState.objects.get(page_id=translation.pk).parts_to_do == 1
    assert [part.path.split(".")[0] for part in answer.context["comparison"].open_parts] == ["steps"]


def test_still_right_closes_a_part_without_touching_its_words(editor, client):
    english, translation = english_and_french()
    publish(english, summary="Pits that hold rain & manure.")
    address = f"/admin/translations/{translation.pk}/"
    client.post(address, form_of(client.get(address), **{"right-0": "on", "publish": "1"}))
    state = TranslationState.objects.get(page_id=translation.pk)
    assert (state.parts_to_do, state.parts_behind) == (0, 0)
    assert fresh(translation).summary == "Des fosses qui gardent la pluie."


def test_a_new_step_comes_into_the_draft_with_the_words_typed_for_it(editor, client):
    english, translation = english_and_french()
    from practices.intake import take_in

    take_in(draft=a_draft(steps=(a_step("dig"), a_step("sow", title="Sow", text="Sow early."), a_step("fill", title="Fill the pits"))))
    draft_of(english).get_latest_revision().publish()
    address = f"/admin/translations/{translation.pk}/"
    answer = client.get(address)
    new = next(part.path for part in answer.context["form"].parts if part.now == "Sow")
    client.post(address, form_of(answer, **{f"text-{number_of(answer, new)}": "Semer"}))
    titles = [step.value["title"] for step in draft_of(translation).steps]
    assert titles == ["Creuser les fosses", "Semer", "Remplir les fosses"]
    assert len(fresh(translation).steps) == 2
    open_paths = {part.path: part for part in compare(translation).open_parts}
    assert new not in open_paths
    assert open_paths[new.replace(".title", ".text")].is_untranslated


def test_what_was_typed_stays_when_something_is_wrong(editor, client):
    english, translation = english_and_french()
    publish(english, title="Planting in deep pits", summary="Pits that hold rain and seed.")
    address = f"/admin/translations/{translation.pk}/"
    answer = client.get(address)
    typed = form_of(answer, **{f"text-{number_of(answer, 'title')}": "x" * 300, f"text-{number_of(answer, 'summary')}": "Des mots à garder"})
    answer = client.post(address, typed)
    assert answer.status_code == 200
    assert "Des mots à garder" in answer.content.decode()
    assert draft_of(translation).summary == "Des fosses qui gardent la pluie."


def test_words_somebody_else_wrote_meanwhile_are_not_overwritten(editor, client):
    english, translation = english_and_french()
    publish(english, summary="Pits that hold rain and seed.")
    address = f"/admin/translations/{translation.pk}/"
    shown = client.get(address)
    draft = draft_of(translation)
    draft.summary = "Les mots d’une collègue."
    draft.save_revision()
    answer = client.post(address, form_of(shown, **{"text-0": "Mes mots."}))
    text = answer.content.decode()
    assert draft_of(translation).summary == "Les mots d’une collègue."
    assert "Mes mots." in text
    assert "Les mots d’une collègue." in text


def test_an_empty_field_is_refused_where_the_original_has_words(editor, client):
    english, translation = english_and_french()
    publish(english, summary="Pits that hold rain and seed.")
    address = f"/admin/translations/{translation.pk}/"
    answer = client.post(address, form_of(client.get(address), **{"text-0": " "}))
    assert "leave the words that were there" in answer.content.decode()


def test_posted_nonsense_is_no_server_error(editor, client):
    _english, translation = english_and_french()
    for data in ({}, {"path-0": "nowhere", "text-0": "x"}, {"path-0": "title", "text-0": "x" * 5000}, {"path-0": "title"}):
        assert client.post(f"/admin/translations/{translation.pk}/?show=all&p=zz", data).status_code in (200, 302)
    assert client.post(f"/admin/translations/{translation.pk}/?show=all", {"path-0": "abstract", "text-0": "{no json"}).status_code == 200
    assert client.get("/admin/translations/999999/", follow=True).status_code == 404


def test_only_editors_of_a_page_see_and_change_it_side_by_side(client):
    english, translation = english_and_french()
    user = get_user_model().objects.create_user("french", "f@example.org", "x")
    group = Group.objects.create(name="English only")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=Page.objects.get(slug="home"),
        permission=Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page"),
    )
    user.groups.add(group)
    client.force_login(user)
    address = f"/admin/translations/{translation.pk}/"
    for answer in (client.get(address), client.post(address, {"path-0": "title", "text-0": "Stolen", "seen-0": ""})):
        assert answer.status_code in (302, 403)
        assert answer.headers.get("location", "/admin/") != address
    assert draft_of(translation).title == "Planter dans des fosses"
    client.post(f"/admin/translations/{english.pk}/languages/es/")
    assert not PracticePage.objects.filter(translation_key=english.translation_key, locale__language_code="es").exists()


def test_a_login_without_pages_sees_no_titles(client):
    english, translation = english_and_french()
    user = get_user_model().objects.create_user("pictures", "p@example.org", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for address in ("", f"{english.pk}/languages/", f"{translation.pk}/languages/", f"{translation.pk}/"):
        answer = client.get(f"/admin/translations/{address}")
        assert answer.status_code in (302, 403), address
        assert english.title not in answer.content.decode(), address


def test_the_original_leads_to_the_choice_of_languages(editor, client):
    english, _translation = english_and_french()
    assert client.get(f"/admin/translations/{english.pk}/")["location"] == f"/admin/translations/{english.pk}/languages/"
    assert "Translate into Spanish" in client.get(f"/admin/translations/{english.pk}/languages/").content.decode()


def test_a_page_without_a_place_says_which_page_to_translate_first(editor, client):
    english = a_published_practice()
    PracticePage.objects.filter(locale__language_code="es").first().get_parent().delete()
    answer = client.post(f"/admin/translations/{english.pk}/languages/es/", follow=True)
    assert "Translate that page first" in answer.content.decode()


def test_a_number_corrected_in_the_translation_alone_is_not_published_and_not_lost(editor, client):
    english, translation = english_and_french()
    draft = draft_of(translation)
    row = draft.results.all()[0]
    row.value = 3
    draft.results = [row]
    assert changed_facts(draft).original.pk == english.pk
    assert changed_facts(draft).labels == ("Results",)
    assert changed_facts(draft_of(translation)) is None
    correct_the_number(english, 9)
    assert fresh(translation).results.all()[0].value == 9


def changed_in_french():
    """A translation in whose draft a number differs; with the number readers see."""
    _english, translation = english_and_french()
    draft = draft_of(translation)
    row = draft.results.all()[0]
    shown, row.value = row.value, 3
    draft.results = [row]
    draft.save_revision()
    return translation, shown


def _side_by_side(client, translation):
    answer = client.get(f"/admin/translations/{translation.pk}/?show=all")
    return client.post(f"/admin/translations/{translation.pk}/?show=all", form_of(answer, publish="1"), follow=True)


def _in_bulk(client, translation):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={translation.pk}"
    return client.post(address, {"include_descendants": ""}, follow=True)


def _in_a_workflow(client, translation):
    task = GroupApprovalTask.objects.create(name="Read it")
    task.groups.add(Group.objects.get_or_create(name="Moderators")[0])
    workflow = Workflow.objects.create(name="One reader")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    state = workflow.start(draft_of(translation), get_user_model().objects.get(username="translator"))
    address = reverse("wagtailadmin_pages:workflow_action", args=[translation.pk, "approve", state.current_task_state.pk])
    return client.post(address, {}, follow=True)


@pytest.mark.parametrize("way", [_side_by_side, _in_bulk, _in_a_workflow])
def test_a_number_changed_in_a_translation_is_refused_by_every_way_of_publishing_and_stays_in_the_draft(editor, client, way):
    translation, shown = changed_in_french()
    said = way(client, translation).content.decode()
    assert "not published. Numbers, codes and sources come from the original, and here they differ: Results." in said
    assert fresh(translation).results.all()[0].value == shown
    assert draft_of(translation).results.all()[0].value == 3


def test_a_number_changed_in_a_translation_cannot_be_put_on_the_schedule(editor):
    translation, _shown = changed_in_french()
    draft = draft_of(translation)
    draft.go_live_at = timezone.now() + timedelta(days=1)
    revision = draft.save_revision()
    with pytest.raises(FactsDiffer):
        revision.publish(user=editor)
    assert draft_of(translation).results.all()[0].value == 3


@pytest.mark.parametrize("text", ["\0", "a\0b"])
def test_the_board_takes_a_search_that_no_database_could_store(editor, client, text):
    assert "\0" not in Question.of({"q": text}).text
    assert client.get("/admin/translations/", {"q": text}).status_code == 200
