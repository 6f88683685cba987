"""Loads the keyword sets of `content/press/keywords.yaml` into languages that have none; what editors have is never touched."""

from collections.abc import Iterable, Mapping
from typing import Any

from newsletter.models.press import PressTopic
from newsletter.models.press_keywords import PressKeywords
from practices.content import practice_page_id
from site4p1000.common.content import ContentOutcome, ContentRun, read_yaml, reading

KEY = "press/keywords"


def load(run: ContentRun) -> None:
    """The set of each language of the bank."""
    sets = read_yaml(run.folder / f"{KEY}.yaml")
    for language in run.languages:
        with reading(f"{KEY} ({language})"):
            if not PressKeywords.objects.filter(language=language).exists():
                PressKeywords.objects.bulk_create(list(_rows(language, sets[language])))
                run.note(ContentOutcome.CREATED, KEY, language)


def _rows(language: str, entries: Iterable[Mapping[str, Any]]) -> Iterable[PressKeywords]:
    for entry in entries:
        practice = practice_page_id(entry["practice"], language) if "practice" in entry else None
        yield PressKeywords(language=language, topic=PressTopic(entry["topic"]), words="\n".join(map(str, entry["words"])), practice_id=practice)
