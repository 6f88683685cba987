"""Loads vocabularies, the lists, the climate pages and the practices of `content/`."""

from django.utils.translation import gettext as _

from practices.importers.bank import BankContent
from practices.importers.base import AdapterError
from practices.intake import IntakeOutcome, take_in
from practices.models import Concept, PracticeIndexPage, PracticePage, SourceLink, ZoneIndexPage, ZonePage
from practices.moderation import accept
from practices.records import PracticeDraft, Problem, SourceRecord
from practices.vocabulary_files import load_concepts, read_vocabularies
from site4p1000.common.content import ContentRun, InvalidContent, lines, loaded_page, publish_page, reading
from site4p1000.common.content_pages import publish_list
from site4p1000.common.wording import to_html

CLIMATES = ("tropical", "dry", "mediterranean", "temperate", "cold")


def load(run: ContentRun) -> None:
    """Vocabularies, lists, climates, practices: in this order, since each needs the ones before."""
    load_concepts(list(read_vocabularies()))
    publish_list(run, name="practices", model=PracticeIndexPage)
    publish_list(run, name="climates", model=ZoneIndexPage)
    _climates(run)
    _practices(run)


def practice_page_id(key: str, language: str) -> int:
    """The page of a practice of the content folder, by its key there."""
    return SourceLink.objects.get(source=BankContent.name, source_id=key, locale__language_code=language).page_id


def _climates(run: ContentRun) -> None:
    entries = dict(run.entries("zones"))
    for code in CLIMATES:
        for language in run.languages:
            with reading(f"zones/{code} ({language})"):
                _climate(run, code, language, entries[code][language])


def _climate(run: ContentRun, code: str, language: str, words: dict) -> None:
    key = f"zones/{code}"
    values = {
        "title": words["title"].strip(),
        "menu_title": words["menu_title"].strip(),
        "slug": words["slug"],
        "summary": words["summary"].strip(),
        "concept_id": Concept.objects.get(scheme="climate", code=code).pk,
        "recognise": to_html(words["recognise"]),
        "soils": to_html(words["soils"]),
        "watch": lines(key, "watch", words["watch"]),
    }
    publish_page(run, key=key, language=language, model=ZonePage, parent=loaded_page("pages/climates", language), values=values)


def _practices(run: ContentRun) -> None:
    adapter = BankContent(run.folder)
    with reading("references.yaml"):
        adapter.references  # noqa: B018  read here, so that a fault in it is not told as one of the first practice
    for record in adapter.read():
        if isinstance(record, Problem):
            raise InvalidContent(record.told(_))
        for language in run.languages:
            if language in record.languages:
                with reading(f"practices/{record.source_id} ({language})"):
                    draft = _draft(adapter, record, language)
                outcome = _take_in_and_publish(draft)
                run.note(outcome.value, f"practices/{record.source_id}", language)


def _draft(adapter: BankContent, record: SourceRecord, language: str) -> PracticeDraft:
    try:
        return adapter.to_draft(record, locale=language)
    except AdapterError as failure:
        raise InvalidContent(failure.problem.told(_)) from failure


def _take_in_and_publish(draft: PracticeDraft) -> IntakeOutcome:
    """Publish what was taken in, unless an editor unpublished the page or has words on it that are not published yet."""
    links = SourceLink.objects.filter(source=draft.source, source_id=draft.source_id, locale__language_code=draft.locale)
    link = links.select_related("page").first()
    may_publish = link is None or (link.page.live and not link.page.has_unpublished_changes)
    report = take_in(draft=draft)
    if report.outcome is IntakeOutcome.INVALID:
        raise InvalidContent("; ".join(problem.told(_) for problem in report.problems))
    if report.written and may_publish and report.page_id:
        accept(page=PracticePage.objects.get(pk=report.page_id))
    return report.outcome
