"""WOCAT's records of practices (“technologies”), in the JSON of its current API → drafts. Pure.

Reads one file or a folder of files, one record per file, as `/api/database/technologies/<id>/` answers.
The parts: `wocat_reading` (files), `wocat_checks` (what keeps a record out), `wocat_contacts` (what must not be kept),
`wocat_words` (texts), `wocat_steps`, `wocat_judgements`, `wocat_climate`,
`wocat_places`, `wocat_credits` (the draft). Tables: `crosswalks/wocat_*.csv`.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from practices.importers import wocat_climate, wocat_credits, wocat_judgements, wocat_places, wocat_steps
from practices.importers.base import AdapterError, InvalidRecordError
from practices.importers.wocat_checks import faults
from practices.importers.wocat_contacts import redact, without_contacts
from practices.importers.wocat_reading import read_json, record_files
from practices.importers.wocat_words import first_sentences, in_language, line_in, paragraphs, shortened
from practices.records import PracticeDraft, Problem, SourceRecord
from practices.sentences import Sentence, sentence_of
from practices.sentences import marked as _

MAX_PROBLEMS = 20
"""Problems told of one record; a file in another format would have thousands."""


class Wocat:
    """WOCAT, the global database of sustainable land management."""

    name = "wocat"
    title = "WOCAT – World Overview of Conservation Approaches and Technologies"
    licence = wocat_credits.LICENCE

    def read(self, path: Path | str) -> Iterator[SourceRecord | Problem]:
        """Every record of `path`; a file with a fault gives its problems and no record. Never raises."""
        seen: dict[str, str] = {}
        try:
            for file in record_files(Path(path)):
                yield from self._read_file(file, seen)
        except AdapterError as failure:
            yield failure.problem

    def _read_file(self, file: Path, seen: dict[str, str]) -> Iterator[SourceRecord | Problem]:
        try:
            envelope = read_json(file)
            problems = _problems(envelope, file.name)
            if problems:
                yield from problems
                return
            record = _record(envelope)
        except AdapterError as failure:
            yield failure.problem
            return
        if record.source_id in seen:
            yield Problem(
                record=record.source_id,
                field="id",
                reason=Sentence(_("%(file)s repeats the record of %(other)s; keep the newer file"), file=file.name, other=seen[record.source_id]),
            )
            return
        seen[record.source_id] = file.name
        yield record

    def to_draft(self, record: SourceRecord, *, locale: str = "en") -> PracticeDraft:
        """The draft of a record for one language tree, in the words it has. Raises `InvalidRecordError` for a record of another source."""
        if record.source != self.name:
            reason = Sentence(_("this record is from %(source)s, not from %(own)s"), source=record.source, own=self.name)
            raise InvalidRecordError(Problem(record=record.source_id, field="source", reason=reason))
        technology, version = record.payload["id"], record.payload["selected_version"]
        language = locale if locale in record.languages else version["primary_language"]
        mapped = wocat_places.concepts(version, language)
        return PracticeDraft(
            source=record.source,
            source_id=record.source_id,
            source_version=record.source_version,
            source_url=record.source_url,
            payload_sha256=record.payload_sha256,
            locale=locale,
            text_language=language,
            rights=wocat_credits.rights(version, technology),
            **_words(version, language),
            steps=tuple(wocat_steps.steps(version, language)),
            costs=tuple(wocat_steps.costs(version, language)),
            experiences=tuple(wocat_judgements.strengths(version, language, **_where(version, language, technology))),
            judgements=tuple(wocat_judgements.judgements(version, language)),
            failures_not_yet_reported=True,  # WOCAT does not ask where it did not work
            tradeoffs=tuple(wocat_judgements.weaknesses(version, language)),
            exposures=tuple(wocat_climate.exposures(version, language, technology)),
            climate_risks=paragraphs(in_language(version.get("climate_change_comments"), language)),
            sites=wocat_places.sites(version, language),
            concepts=mapped.concepts,
            references=tuple(wocat_credits.references(version, language, technology)),
            people=wocat_credits.people(version, language),
            pictures=wocat_credits.pictures(version, language),
            videos=wocat_credits.videos(version, language),
            unmapped=(
                *mapped.unmapped,
                *wocat_judgements.unknown_impacts(version),
                *wocat_climate.unknown_hazards(version, language),
                *wocat_credits.unknown_roles(version),
                *wocat_credits.refused_addresses(version),
            ),
        )


def _problems(envelope: Any, file: str) -> list[Problem]:
    """The faults of a record as problems, named by the record where it has a number, else by its file."""
    number = envelope.get("id") if isinstance(envelope, dict) else None
    name = f"technology-{number}" if isinstance(number, int) and not isinstance(number, bool) else file
    found = faults(envelope)
    problems = [Problem(record=name, field=field, reason=reason) for field, reason in islice(found, MAX_PROBLEMS)]
    more = sum(1 for _ in found)
    return [*problems, Problem(record=name, field="", reason=Sentence(_("and %(number)s more, not listed"), number=more))] if more else problems


def _record(envelope: dict[str, Any]) -> SourceRecord:
    version = envelope["selected_version"]
    source_id = f"technology-{envelope['id']}"
    try:
        payload = without_contacts(envelope)
    except ValueError as error:
        raise InvalidRecordError(Problem(record=source_id, field="", reason=sentence_of(error))) from None
    languages = dict.fromkeys([version["primary_language"], *(version.get("languages") or ())])
    return SourceRecord(
        source=Wocat.name,
        source_id=source_id,
        source_version=redact(f"{version['id']} {version.get('updated_at') or ''}".strip()),
        source_url=f"{wocat_credits.SITE}/en/database/technologies/{envelope['id']}/",
        languages=tuple(filter(None, languages)),
        payload=payload,
    )


def _words(version: dict[str, Any], language: str) -> dict[str, Any]:
    definition, description = (in_language(version.get(name), language) for name in ("definition", "description"))
    local_name = line_in(version.get("name_local"), language)
    return {
        "title": shortened(line_in(version.get("name"), language), 255),
        "local_names": (local_name,) if local_name else (),
        "summary": first_sentences(definition, 300),
        "abstract": paragraphs(definition, description),
        "upkeep": paragraphs(in_language(version.get("maintenance_activities_comments"), language)),
    }


def _where(version: dict[str, Any], language: str, technology: int) -> dict[str, Any]:
    """Where and since when the people speak from who name the strengths."""
    return {
        "place": wocat_places.place(version, language),
        "country": wocat_places.country(version),
        "since_year": version.get("implementation_year"),
        "source": f"WOCAT, technology {technology}",
    }
