"""The one door: a `PracticeDraft` becomes, or updates, the draft of a practice page. Importers and people come in here.

Nothing is published here. A field an editor changed is kept; an unchanged record writes nothing at all.
"""

import enum
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from practices import page_fields
from practices.draft_limits import limit_problems
from practices.merging import SAYS_NOTHING, FieldDigests, MergeDecision, digest, draft_digests, is_unchanged, merge
from practices.models import PracticeIndexPage, PracticePage, SourceLink
from practices.records import PracticeDraft, Problem, UnmappedTerm

NEVER_IMPORTED = ""
"""The digest of no page: whatever stands there was written by an editor."""


class IntakeOutcome(enum.StrEnum):
    """What became of one draft."""

    CREATED = "created"
    """A new draft page stands in the tree; nobody has published it."""
    UPDATED = "updated"
    """A new revision holds what the source changed; a live page still shows the old text."""
    UNCHANGED = "unchanged"
    """The source gives what it gave last time; nothing was written."""
    KEPT_LOCAL_EDIT = "kept local edit"
    """The source changed fields that an editor changed too; the editor's words stay, the fields are listed."""
    INVALID = "invalid"
    """The draft may not enter; every reason is listed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeReport:
    """What happened to a draft, or would happen. Field names are those of `PracticeDraft`."""

    outcome: IntakeOutcome
    source_id: str
    title: str = ""
    written: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    page_id: int | None = None


class NoPlaceForPractices(Exception):
    """The tree of that language has no list of practices to put the page in; make one, or run load_content first."""


def plan(*, draft: PracticeDraft) -> IntakeReport:
    """What `take_in` would do with this draft. Reads only."""
    link = _link_of(draft)
    return _unchanged(draft, link) or _plan(draft, link, _newest(link) if link else None)


@transaction.atomic
def take_in(*, draft: PracticeDraft, by=None) -> IntakeReport:
    """Create or update the draft page of this record and language. `by` is the user it is done for, if any.

    Raises `NoPlaceForPractices` when the tree of the draft's language has no list of practices.
    """
    link = _link_of(draft)
    if unchanged := _unchanged(draft, link):
        return unchanged
    page = _newest(link) if link else None
    report = _plan(draft, link, page)
    if report.outcome in (IntakeOutcome.INVALID, IntakeOutcome.UNCHANGED):
        return report
    page_fields.upsert_references(draft.references)
    page = _create(draft, by) if page is None else _update(page, draft, report.written, by)
    _remember(draft, page, link, report)
    return replace(report, page_id=page.pk)


def _page_digest_then(link: SourceLink, name: str, now: str) -> str:
    """What the page held right after the last import; of a field there was not then: nothing, so that what an editor wrote since is theirs."""
    return link.digests[name]["page"] if name in link.digests else now if now in SAYS_NOTHING else NEVER_IMPORTED


def _unchanged(draft: PracticeDraft, link: SourceLink | None) -> IntakeReport | None:
    """The report for a draft that says what it said last time: then it was checked then, and neither page nor rules are read again."""
    if link is None or not all(is_unchanged(link.digests.get(name, {}).get("draft"), value) for name, value in draft_digests(draft).items()):
        return None
    return IntakeReport(outcome=IntakeOutcome.UNCHANGED, source_id=draft.source_id, title=draft.title, page_id=link.page_id)


def _plan(draft: PracticeDraft, link: SourceLink | None, page: PracticePage | None) -> IntakeReport:
    report = {"source_id": draft.source_id, "title": draft.title}
    if problems := (*draft.problems(), *limit_problems(draft)):
        return IntakeReport(outcome=IntakeOutcome.INVALID, problems=problems, **report)
    if link is None or page is None:
        return IntakeReport(outcome=IntakeOutcome.CREATED, written=tuple(draft_digests(draft)), **report)
    decision = _decide(draft, link, page)
    return IntakeReport(outcome=_outcome(decision), written=decision.to_write, conflicts=decision.conflicts, page_id=page.pk, **report)


def _decide(draft: PracticeDraft, link: SourceLink, page: PracticePage) -> MergeDecision:
    last = {name: FieldDigests(**pair) for name, pair in link.digests.items()}
    return merge(last=last, draft=draft_digests(draft), page=_page_digests(page))


def _outcome(decision: MergeDecision) -> IntakeOutcome:
    if decision.is_unchanged:
        return IntakeOutcome.UNCHANGED
    return IntakeOutcome.KEPT_LOCAL_EDIT if decision.conflicts else IntakeOutcome.UPDATED


def _page_digests(page: PracticePage) -> dict[str, str]:
    return {name: digest(value) for name, value in page_fields.read(page).items()}


def _link_of(draft: PracticeDraft) -> SourceLink | None:
    return (
        SourceLink.objects.filter(source=draft.source, source_id=draft.source_id, locale__language_code=draft.locale).select_related("page").first()
    )


def _newest(link: SourceLink) -> PracticePage:
    """The page as its editors last left it, live or not."""
    return link.page.specific.get_latest_revision_as_object()


def _create(draft: PracticeDraft, by) -> PracticePage:
    parent = PracticeIndexPage.objects.filter(locale__language_code=draft.locale).first()
    if parent is None:
        text = _("the “%(language)s” tree has no list of practices; run manage.py load_content, or add one in the admin")
        raise NoPlaceForPractices(text % {"language": draft.locale})
    page = PracticePage(live=False, locale=parent.locale, slug=_free_slug(parent, draft), owner=by, **_translation_key(draft))
    page_fields.write(page, draft, page_fields.WRITERS)
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    return page


def _update(page: PracticePage, draft: PracticeDraft, names: tuple[str, ...], by) -> PracticePage:
    if names:
        page_fields.write(page, draft, names)
        page.save_revision(user=by, log_action=True)
    return page


def _translation_key(draft: PracticeDraft) -> dict:
    """The same key as the record's pages in other languages, so that they are translations of each other."""
    sibling = SourceLink.objects.filter(source=draft.source, source_id=draft.source_id).select_related("page").first()
    return {"translation_key": sibling.page.translation_key} if sibling else {}


def _free_slug(parent: PracticeIndexPage, draft: PracticeDraft) -> str:
    base = draft.slug or slugify(draft.title)[:80] or slugify(f"{draft.source}-{draft.source_id}")
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


def _remember(draft: PracticeDraft, page: PracticePage, link: SourceLink | None, report: IntakeReport) -> None:
    """Keep what was imported, per field. A field in conflict keeps its page digest: it stays the editor's."""
    link = link or SourceLink(source=draft.source, source_id=draft.source_id, locale=Locale.objects.get(language_code=draft.locale))
    drafted, now = draft_digests(draft), _page_digests(page.get_latest_revision_as_object())
    untouched = {name: _page_digest_then(link, name, now[name]) for name in drafted if name not in report.written}
    link.digests = {name: {"draft": drafted[name], "page": {**now, **untouched}[name]} for name in drafted}
    link.page = page.page_ptr
    link.source_version, link.source_url, link.payload_sha256 = draft.source_version[:120], draft.source_url, draft.payload_sha256
    unknown = [UnmappedTerm(source_field=part.scheme, term=part.code) for part in page_fields.unknown_concepts(draft)]
    link.unmapped_terms = [asdict(term) for term in (*draft.unmapped, *unknown)]
    link.save()
