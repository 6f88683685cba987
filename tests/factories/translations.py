"""A practice in several languages in one call, and what editors do to it."""

import json
from dataclasses import replace

from wagtail.models import Locale

from practices.intake import take_in
from practices.models import PracticePage
from practices.moderation import accept
from practices.records import PracticeDraft
from tests.factories.drafts import a_draft, a_step

FRENCH_STEPS = (a_step("dig", title="Creuser les fosses", text="Creusez."), a_step("fill", title="Remplir les fosses", text="Remplissez."))


def in_french(draft: PracticeDraft, **changes) -> PracticeDraft:
    """The same record with French words."""
    words = {
        "locale": "fr",
        "text_language": "fr",
        "title": "Planter dans des fosses",
        "summary": "Des fosses qui gardent la pluie.",
        "abstract": "Premier paragraphe.",
        "needs": ("Une houe", "Du fumier"),
        "steps": FRENCH_STEPS,
        "results": tuple(replace(result, label="Rendement", comparison="Semis à plat") for result in draft.results),
    }
    return replace(draft, **{**words, **changes})


def a_published_practice(draft: PracticeDraft | None = None) -> PracticePage:
    """A live practice, taken in as any record is."""
    report = take_in(draft=draft or a_draft())
    accept(page=PracticePage.objects.get(pk=report.page_id))
    return PracticePage.objects.get(pk=report.page_id)


def english_and_french() -> tuple[PracticePage, PracticePage]:
    """A record that has two languages, both live."""
    english = a_published_practice()
    return english, a_published_practice(in_french(a_draft()))


def fresh(page: PracticePage) -> PracticePage:
    """The page as readers see it now."""
    return PracticePage.objects.get(pk=page.pk)


def draft_of(page: PracticePage) -> PracticePage:
    """The page as its editors last left it."""
    return fresh(page).get_latest_revision_as_object()


def publish(page: PracticePage, **values) -> PracticePage:
    """An editor changes fields and publishes."""
    page = draft_of(page)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return fresh(page)


def correct_the_number(page: PracticePage, value) -> PracticePage:
    """An editor corrects the value of the first result and publishes."""
    page = draft_of(page)
    row = page.results.all()[0]
    row.value = value
    page.results = [row]
    page.save_revision().publish()
    return fresh(page)


def step_values(page: PracticePage) -> list[dict]:
    """The steps as they are stored, to change and set again."""
    return json.loads(json.dumps(list(page.steps.get_prep_value()), default=str))


def change_step(page: PracticePage, number: int, **values) -> str:
    """The steps of a page with one changed, as stream data."""
    steps = step_values(page)
    steps[number]["value"].update(values)
    return json.dumps(steps)


def french() -> Locale:
    return Locale.objects.get(language_code="fr")
