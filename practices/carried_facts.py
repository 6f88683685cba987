"""Facts carried from an original to its translation are no editor's edit: the next import must not take them for one.

Per field: where the original still holds what was imported, and the translation did too, what the translation holds now counts as
imported. Where an editor changed the original, the translation counts as edited as well, so that a later import keeps both.
"""

from wagtail.models import Page

from practices import page_fields
from practices.merging import digest
from practices.models import PracticePage, SourceLink
from site4p1000.translation.keeping_step import facts_carried


def connect() -> None:
    """Called once, when the application starts."""
    facts_carried.connect(_move_on, dispatch_uid="practices.carried_facts")


def _move_on(original: Page, before: Page, after: Page, **_kwargs) -> None:
    if not isinstance(after, PracticePage):
        return
    for link in SourceLink.objects.filter(page_id=after.pk):
        theirs = SourceLink.objects.filter(page_id=original.pk, source=link.source, source_id=link.source_id).first()
        if theirs and (moved := _moved(link, theirs, original, before, after)):
            link.digests = {**link.digests, **moved}
            link.save(update_fields=["digests"])


def _moved(link: SourceLink, theirs: SourceLink, original: Page, before: Page, after: Page) -> dict[str, dict]:
    old, new, source = (_digests(page) for page in (before, after, original.get_latest_revision_as_object()))
    return {
        name: {**pair, "page": new[name]}
        for name, pair in link.digests.items()
        if old[name] != new[name] and old[name] == pair["page"] and source[name] == theirs.digests.get(name, {}).get("page")
    }


def _digests(page: Page) -> dict[str, str]:
    return {name: digest(value) for name, value in page_fields.read(page).items()}
