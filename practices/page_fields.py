"""From the fields of a draft to the fields of a page, and back to comparable values.

One writer and one reader per draft field: the tables `WRITERS` and `READERS` are the whole mapping.
Block ids and translation keys are computed from the record, so that all languages of a record share them.
"""

import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from django.forms.models import model_to_dict

from practices import doi
from practices.condition_rules import kept_unit
from practices.models import Citation, Concept, ConceptLink, PracticePage, Reference, Result, Site
from practices.models.choices import ResultKind
from practices.records import ConceptDraft, ConditionDraft, PracticeDraft, ReferenceDraft, ResultDraft, SiteDraft
from site4p1000.common import countries
from site4p1000.common.wording import to_html

NAMESPACE = uuid.UUID("5f0c2a4e-4d9b-5a27-9f0f-3b8c1d6e4a10")

Writer = Callable[[PracticePage, PracticeDraft], None]
Reader = Callable[[PracticePage], Any]


def stable_id(draft: PracticeDraft, *parts: str) -> str:
    """The same identifier for the same part of the same record, in every language and every run."""
    return str(uuid.uuid5(NAMESPACE, "/".join((draft.source, draft.source_id, *parts))))


def write(page: PracticePage, draft: PracticeDraft, names: Iterable[str]) -> None:
    """Set these fields of `page` from `draft`. Nothing is saved; concepts and references must exist (see `intake`)."""
    for name in names:
        WRITERS[name](page, draft)


def read(page: PracticePage) -> dict[str, Any]:
    """What `page` holds for each draft field, in a form that can be digested."""
    return {name: reader(page) for name, reader in READERS.items()}


def _attribute(name: str, *, is_rich: bool = False) -> tuple[Writer, Reader]:
    def writer(page, draft):
        value = getattr(draft, name)
        setattr(page, name, to_html(value) if is_rich else value)

    return writer, lambda page: getattr(page, name)


def _stream(name: str, blocks: Callable[[PracticeDraft], list[dict]]) -> tuple[Writer, Reader]:
    def writer(page, draft):
        setattr(page, name, json.dumps(blocks(draft), default=str))

    return writer, lambda page: [_comparable(block) for block in getattr(page, name).get_prep_value()]


def _comparable(block: Any) -> Any:
    """A block as digests compare it: empty parts count the same whether they are written or left out."""
    if isinstance(block, dict):
        return {key: value for key, part in block.items() if not _is_empty(value := _comparable(part))}
    if isinstance(block, list):
        return [_comparable(part) for part in block]
    return block


def _is_empty(value: Any) -> bool:
    """Whether nothing is said: zero is something."""
    return value is None or value is False or value in ("", [], {})


def _lines(name: str) -> tuple[Writer, Reader]:
    def blocks(draft):
        return [{"type": "item", "id": stable_id(draft, name, str(number)), "value": line} for number, line in enumerate(getattr(draft, name))]

    return _stream(name, blocks)


def _parts(name: str, block: str, value: Callable[[Any], dict] = asdict) -> tuple[Writer, Reader]:
    """A stream with one block per part of the draft; the part's `key` makes the block's id."""

    def blocks(draft):
        return [
            {"type": block, "id": stable_id(draft, name, getattr(part, "key", str(number))), "value": _without_key(value(part))}
            for number, part in enumerate(getattr(draft, name))
        ]

    return _stream(name, blocks)


def _without_key(value: dict) -> dict:
    return {name: part for name, part in value.items() if name != "key"}


def _rich_text(part: Any) -> dict:
    return {**asdict(part), "text": to_html(part.text)}


def _step(step: Any) -> dict:
    # Without an id Wagtail takes the items for the older shape of a list and loses what they hold.
    items = [
        {"type": "item", "id": str(uuid.uuid5(NAMESPACE, f"{step.key}/{number}")), "value": asdict(item)}
        for number, item in enumerate(step.input_items)
    ]
    return {**_rich_text(step), "input_items": items}


def _constraints(draft: PracticeDraft) -> list[dict]:
    return [
        {"type": "constraint", "id": stable_id(draft, "constraints", kind), "value": {"kind": kind, "text": text}} for kind, text in draft.constraints
    ]


def _media(draft: PracticeDraft) -> list[dict]:
    parts = [("source_picture", part) for part in draft.pictures] + [("video", part) for part in draft.videos]
    return [{"type": kind, "id": stable_id(draft, kind, part.url), "value": asdict(part)} for kind, part in parts]


def _write_rights(page: PracticePage, draft: PracticeDraft) -> None:
    page.licence, page.licence_url, page.credit = draft.rights.licence, draft.rights.licence_url, draft.rights.credit[:400]


def _write_title(page: PracticePage, draft: PracticeDraft) -> None:
    page.title = page.draft_title = draft.title[:255]


def _write_drawing(page: PracticePage, draft: PracticeDraft) -> None:
    page.drawing = draft.drawing or PracticePage._meta.get_field("drawing").default


def _write_text_language(page: PracticePage, draft: PracticeDraft) -> None:
    page.text_language = "" if draft.is_translated else draft.text_language


def _write_concepts(page: PracticePage, draft: PracticeDraft) -> None:
    found = Concept.objects.by_key((part.scheme, part.code) for part in draft.concepts)
    known = [part for part in draft.concepts if (part.scheme, part.code) in found]
    page.concept_links = [
        ConceptLink(concept=found[part.scheme, part.code], certainty=part.certainty, origin=part.origin, sort_order=order)
        for order, part in enumerate(known)
    ]


def unknown_concepts(draft: PracticeDraft) -> list[ConceptDraft]:
    """Concepts of the draft that no vocabulary has: they cannot be linked, so they are kept as terms of the source."""
    found = Concept.objects.by_key((part.scheme, part.code) for part in draft.concepts)
    return [part for part in draft.concepts if (part.scheme, part.code) not in found]


def _write_tags(page: PracticePage, draft: PracticeDraft) -> None:
    page.tags.set(draft.tags)


def _write_references(page: PracticePage, draft: PracticeDraft) -> None:
    found = Reference.objects.in_bulk([part.key for part in draft.references], field_name="key")
    page.citations = [Citation(reference=found[part.key], sort_order=order) for order, part in enumerate(draft.references)]


def _write_results(page: PracticePage, draft: PracticeDraft) -> None:
    found = Reference.objects.in_bulk({part.reference_key for part in draft.results if part.reference_key}, field_name="key")
    page.results = [_result(page, draft, part, order, found.get(part.reference_key)) for order, part in enumerate(draft.results)]


def _result(page: PracticePage, draft: PracticeDraft, part: ResultDraft, order: int, reference: Reference | None) -> Result:
    same = ("key", "outcome", "label", "comparison", "place", "note", "depth_is_median", "duration_years", "duration_is_median")
    flags = ("depth_not_reported", "duration_not_reported")
    quantity, depth = part.quantity, part.depth_cm
    return Result(
        **{name: getattr(part, name) for name in (*same, *flags, "n", "n_of", "method", "better", "kind")},
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        interval=quantity.interval.value,
        unit=quantity.unit.code,
        depth_top_cm=depth.low if depth else None,
        depth_bottom_cm=depth.high if depth else None,
        reference=reference,
        sort_order=order,
        locale=page.locale,
        translation_key=stable_id(draft, "results", part.key),
    )


def _read_results(page: PracticePage) -> list[dict]:
    """A row says its kind only where it is a level: what was imported before rows had one still counts as it was."""
    return [{name: value for name, value in row.items() if (name, value) != ("kind", ResultKind.DIFFERENCE)} for row in _rows("results")(page)]


def _write_sites(page: PracticePage, draft: PracticeDraft) -> None:
    found = Reference.objects.in_bulk({part.reference_key for part in draft.sites if part.reference_key}, field_name="key")
    page.sites = [_site(page, draft, part, order, found.get(part.reference_key)) for order, part in enumerate(draft.sites)]


def _site(page: PracticePage, draft: PracticeDraft, part: SiteDraft, order: int, reference: Reference | None) -> Site:
    conditions = [
        {"type": "condition", "id": stable_id(draft, "sites", part.key, str(number)), "value": _condition(condition)}
        for number, condition in enumerate(part.conditions)
    ]
    return Site(
        **{name: getattr(part, name) for name in ("key", "place", "latitude", "longitude", "since_year", "note")},
        country=countries.kept_code(part.country),
        conditions=json.dumps(conditions, default=str),
        reference=reference,
        sort_order=order,
        locale=page.locale,
        translation_key=stable_id(draft, "sites", part.key),
    )


def _condition(part: ConditionDraft) -> dict[str, Any]:
    return {**asdict(part), "unit": kept_unit(part.attribute, part.unit) if part.value is not None else ""}


def _rows(relation: str, *without: str) -> Reader:
    """The rows of a child relation without what differs from save to save. A column nobody filled counts as none."""
    hidden = {"id", "page", "sort_order", "translation_key", "locale", *without}

    def reader(page):
        rows = sorted(getattr(page, relation).all(), key=lambda row: row.sort_order or 0)
        return [_comparable({name: value for name, value in model_to_dict(row).items() if name not in hidden}) for row in rows]

    return reader


def _read_sites(page: PracticePage) -> list[dict]:
    rows = _rows("sites", "conditions")(page)
    conditions = [[_comparable(block) for block in site.conditions.get_prep_value()] for site in page.sites.all()]
    return [*rows, *conditions]


FIELDS: dict[str, tuple[Writer, Reader]] = {
    "text_language": (_write_text_language, lambda page: page.text_language),
    "title": (_write_title, lambda page: page.title),
    "rights": (_write_rights, lambda page: [page.licence, page.licence_url, page.credit]),
    "drawing": (_write_drawing, lambda page: page.drawing),
    "local_names": _lines("local_names"),
    "summary": _attribute("summary"),
    "abstract": _attribute("abstract", is_rich=True),
    "needs": _lines("needs"),
    "not_for": _lines("not_for"),
    "steps": _parts("steps", "step", _step),
    "upkeep": _attribute("upkeep", is_rich=True),
    "costs": _parts("costs", "cost"),
    "labour_level": _attribute("labour_level"),
    "cash_level": _attribute("cash_level"),
    "effort_source": _attribute("effort_source"),
    "changes": _attribute("changes", is_rich=True),
    "science": _attribute("science", is_rich=True),
    "experiences": _parts("experiences", "experience", _rich_text),
    "results": (_write_results, _read_results),
    "judgements": _parts("judgements", "judgement"),
    "failures": _parts("failures", "failure", _rich_text),
    "failures_not_yet_reported": _attribute("failures_not_yet_reported"),
    "tradeoffs": _lines("tradeoffs"),
    "constraints": _stream("constraints", _constraints),
    "exposures": _parts("exposures", "exposure"),
    "climate_risks": _attribute("climate_risks", is_rich=True),
    "sites": (_write_sites, _read_sites),
    "concepts": (_write_concepts, _rows("concept_links")),
    "tags": (_write_tags, lambda page: sorted(page.tags.names())),
    "references": (_write_references, _rows("citations")),
    "people": _parts("people", "person"),
    "pictures": _stream("media", _media),
    "videos": _stream("media", _media),
}
WRITERS: dict[str, Writer] = {name: pair[0] for name, pair in FIELDS.items()}
READERS: dict[str, Reader] = {name: pair[1] for name, pair in FIELDS.items()}


def upsert_references(drafts: Iterable[ReferenceDraft]) -> None:
    """Make the references of a draft exist as it states them; rows that already say so are left alone."""
    drafts = list(drafts)
    found = Reference.objects.in_bulk([draft.key for draft in drafts], field_name="key")
    for draft in drafts:
        values = {**asdict(draft), "doi": doi.normalised(draft.doi)}
        reference = found.get(draft.key) or Reference(key=draft.key)
        if reference.pk is None or any(getattr(reference, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(reference, name, value)
            reference.save()
