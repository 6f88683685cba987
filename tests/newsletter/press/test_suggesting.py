"""Keywords at work: in the admin's lists, in the form, and in the inbox, where a key takes over what they suggest."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsletter.models import PressItem, PressKeywords, PressPractice, PressState, PressTopic
from newsletter.press.fetching import FetchedPage
from newsletter.press.filling_in import fill_in
from newsletter.press.inbox import NO_TOPIC, Act, Filing, Order, decide, sorted_out
from newsletter.press.keywords import divided, suggestions
from newsletter.press.suggesting import keyword_sets
from practices.models import PracticePage
from tests.factories.press import a_press_item

pytestmark = pytest.mark.django_db
INBOX = "/admin/press/inbox/"


def keywords(language: str, topic: str, words: str, practice=None) -> PressKeywords:
    return PressKeywords.objects.create(language=language, topic=topic, words=words, practice=practice)


def a_draft(title: str, **fields) -> PressItem:
    return a_press_item(title, state=PressState.DRAFT, **fields)


def practice(language: str) -> PracticePage:
    return PracticePage.objects.filter(live=True, locale__language_code=language).order_by("pk").first()


@pytest.fixture
def no_keywords():
    PressKeywords.objects.all().delete()


@pytest.fixture
def sets(no_keywords):
    keywords("en", "water", "erosion\nrunoff")
    keywords("en", "trees", "hedge*")
    keywords("fr", "water", "érosion", practice("fr"))
    keywords("es", "water", "erosión")


def test_the_inbox_says_what_was_found_and_why_and_a_key_takes_it_over(editor, sets):
    item = a_draft("L’EROSION recule", language="fr", summaries={"en": "Hedges slow the runoff."})
    html = editor.get(INBOX).content.decode()
    assert "Found: érosion, runoff (Water and erosion) · hedge (Trees and forests)" in html.replace("&#x27;", "'")
    assert '<option value="water" selected>' in html
    page = practice("fr")
    assert f'<input type="checkbox" name="practice" value="{page.pk}">' in html
    editor.post(INBOX, {"item": item.pk, "act": "keep", "topic": "water", "practice": [page.pk, "x", "99999999"]})
    item.refresh_from_db()
    assert (item.state, item.topic, [row.page_id for row in item.practices.all()]) == (PressState.KEPT, "water", [page.pk])


def test_what_an_editor_chose_stays_and_a_practice_is_related_once(editor, sets):
    item = a_draft("L’érosion recule", language="fr", topic="policy")
    same = PracticePage.objects.get(translation_key=practice("fr").translation_key, locale__language_code="en")
    PressPractice.objects.create(item=item, page=same)
    html = editor.get(INBOX).content.decode()
    assert '<option value="policy" selected>' in html
    assert 'name="practice"' not in html
    decide(item_id=item.pk, act=Act.LATER, by=editor.user, filing=Filing(topic="nonsense", practices=(practice("fr").pk,)))
    item.refresh_from_db()
    assert (item.topic, item.practices.count()) == ("policy", 1)


def test_what_is_discarded_takes_nothing_over(editor, sets):
    item = a_draft("Erosion everywhere")
    editor.post(INBOX, {"item": item.pk, "act": "discard", "topic": "water"})
    item.refresh_from_db()
    assert (item.state, item.topic) == (PressState.DISCARDED, "")


def test_an_article_that_lacks_something_keeps_the_topic_and_its_turn(editor, sets):
    item, other = a_draft("Erosion", summaries={}), a_draft("Other")
    editor.post(INBOX, {"item": item.pk, "act": "keep", "topic": "water"})
    item.refresh_from_db()
    assert (item.state, item.topic) == (PressState.DRAFT, "water")
    assert [one.item for one in sorted_out()] == [item, other]


def test_the_inbox_is_filtered_by_topic_and_sorted_by_what_was_found(sets):
    nothing, one, two = a_draft("Humus"), a_draft("Erosion"), a_draft("Erosion and runoff")
    filed = a_draft("Erosion of trust", topic="policy")
    for topic, items in {"water": [one, two], "policy": [filed], NO_TOPIC: [nothing], "trees": [], "": [nothing, one, two, filed]}.items():
        assert [row.item for row in sorted_out(topic=topic)] == items, topic
    assert [row.item for row in sorted_out(order=Order.WORDS)][0] == two


def test_the_filter_stays_while_one_decides_and_odd_ones_are_passed_by(editor, sets):
    item, _other = a_draft("Erosion"), a_draft("Hedges")
    answer = editor.post(f"{INBOX}?topic=water&order=words", {"item": item.pk, "act": "discard"})
    assert answer["Location"] == f"{INBOX}?topic=water&order=words"
    assert "1 article waits, of other topics." in editor.get(answer["Location"]).content.decode()
    assert editor.get(f"{INBOX}?topic=%00nonsense&order=up").status_code == 200


def test_the_inbox_costs_no_query_for_each_article(sets, django_assert_num_queries):
    for number in range(30):
        a_draft(f"Erosion, part {number}")
    with django_assert_num_queries(3):
        assert len(sorted_out()) == 30


def test_a_changed_keyword_holds_at_once(editor, sets):
    a_draft("Zaï in Burkina Faso")
    assert "Found:" not in editor.get(INBOX).content.decode()
    keywords("en", "water", "zai")
    assert "Found: zai (Water and erosion)" in editor.get(INBOX).content.decode()


def test_the_inbox_names_the_same_story_elsewhere(editor, sets):
    first = a_press_item("Soils store more carbon than thought", outlet="The Other")
    a_draft("Soils store more carbon than we thought", story=first.story, url="https://example.org/second")
    assert "The same story:" in editor.get(INBOX).content.decode()


def test_a_pasted_link_comes_with_the_topic_its_title_speaks_for(sets):
    page = FetchedPage(url="https://example.org/a", content=b"<html lang=en><title>Runoff and erosion after the storm</title>", charset="utf-8")
    found = fill_in("https://example.org/a", fetch_page=lambda url: page)
    assert found.values["topic"] == "water"
    assert "Found: erosion, runoff (Water and erosion)" in found.message


@pytest.mark.parametrize(
    ("title", "given", "kept"), [("Les agriculteurs et leurs sols", "", "fr"), ("Les agriculteurs et leurs sols", "es", "es"), ("Humus", "", "")]
)
def test_the_language_of_what_is_typed_is_told_by_its_words_unless_the_editor_says_it(editor, title, given, kept):
    data = {"url": "", "title": title, "outlet": "", "published_on": "", "language": given, "practices": inline_formset([])}
    answer = editor.post(reverse("press_items:add"), nested_form_data({**data, "state": "draft"}))
    assert answer.status_code == 302, answer.context["form"].errors
    assert PressItem.objects.get().language == kept


def test_an_editor_who_takes_the_language_away_is_not_overruled(editor):
    item = a_draft("Les agriculteurs et leurs sols", language="fr", url="")
    data = {"url": "", "title": item.title, "outlet": "", "published_on": "", "language": "", "practices": inline_formset([])}
    assert editor.post(reverse("press_items:edit", args=[item.pk]), nested_form_data({**data, "state": "draft"})).status_code == 302
    item.refresh_from_db()
    assert item.language == ""


def test_the_bookmarklet_of_a_page_marked_wrongly_begins_with_the_right_language(editor):
    address = f"{reverse('press_items:add')}?title=Les+agriculteurs+et+leurs+sols+face+au+climat&language=en"
    assert '<option value="fr" selected>' in editor.get(address).content.decode()


def test_editors_keep_the_sets_and_moderators_delete_rows(editor, client, no_keywords):
    add = reverse("press_keywords:add")
    assert 'data-chooser-url="/admin/choose-page/"' in editor.get(add).content.decode(), "practices are chosen, not picked from a list of hundreds"
    data = {"language": "fr", "topic": "water", "words": " Érosion, erosion\nruissellement ", "practice": ""}
    assert editor.post(add, data).status_code == 302
    row = PressKeywords.objects.get()
    assert row.words == "Érosion\nruissellement"
    listing = editor.get(reverse("press_keywords:index")).content.decode()
    assert "Français · Water and erosion" in listing
    assert "Érosion, ruissellement" in listing
    assert reverse("press_keywords:index") in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert editor.post(reverse("press_keywords:delete", args=[row.pk])).status_code == 302
    assert PressKeywords.objects.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [("*, –", "at least one word"), ("x" * 81, "Is a comma missing?"), (",".join(f"word{n}" for n in range(201)), "too many words")],
)
def test_lists_nobody_could_mean_are_refused_with_a_sentence(editor, no_keywords, words, told):
    answer = editor.post(reverse("press_keywords:add"), {"language": "fr", "topic": "water", "words": words, "practice": ""})
    assert told in answer.content.decode()
    assert not PressKeywords.objects.exists()


def test_an_editor_reads_it_in_french(editor, sets):
    a_draft("L’érosion recule", language="fr")
    with translation.override("fr"):
        html = editor.get(INBOX, headers={"accept-language": "fr"}).content.decode()
    assert "Mots trouvés" in html


def test_the_shipped_sets_speak_every_language_and_an_editors_set_is_kept():
    shipped = {code: PressKeywords.objects.filter(language=code) for code in ("en", "fr", "es")}
    for code, rows in shipped.items():
        assert set(rows.values_list("topic", flat=True)) == set(PressTopic.values), code
        for row in rows:
            assert divided(row.words) == tuple(row.words.split("\n")), row
    assert suggestions([("fr", "Santiago de Compostela, la loi et l’agroforesterie")], keyword_sets()).topics
    kept = shipped["fr"].first()
    shipped["fr"].exclude(pk=kept.pk).delete()
    shipped["es"].delete()
    call_command("load_content", stdout=StringIO())
    assert list(shipped["fr"].all()) == [kept]
    assert shipped["es"].count() == shipped["en"].count()
