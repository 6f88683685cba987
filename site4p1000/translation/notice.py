"""What a reader is told of a translation that is behind its original. It rides along with the query of the page's languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from site4p1000.common import languages
from site4p1000.common.navigation import LanguageLink, note_with_languages

BEHIND = "translation_state__parts_behind"
UNTRANSLATED = "translation_state__parts_untranslated"
ABSENT = "translation_state__parts_absent"
HAS_ALL_PARTS = "translation_state__has_all_parts"
CHANGED_AT = "translation_state__original_changed_at"
ORIGINAL_LOCALE = "translation_state__original__locale_id"


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A translation is behind. `url` is empty when readers cannot open the original."""

    language: str
    """The original's, ISO 639-1."""
    url: str
    parts_behind: int
    parts_untranslated: int
    parts_absent: int
    """New parts of the original whose numbers are not in the translation either."""
    has_all_numbers: bool
    changed_at: datetime | None


def register() -> None:
    """Called once, when the application starts."""
    note_with_languages(BEHIND, UNTRANSLATED, ABSENT, HAS_ALL_PARTS, CHANGED_AT, ORIGINAL_LOCALE)


def notice(links: Iterable[LanguageLink]) -> Notice | None:
    """What to tell on the page these links belong to; ``None`` when its words are up to date, or its own."""
    links = tuple(links or ())
    noted = next((link.noted for link in links if link.is_current), {})
    if not noted.get(BEHIND) and not noted.get(UNTRANSLATED):
        return None
    language = languages.code_of_locale(noted[ORIGINAL_LOCALE])
    url = next((link.url for link in links if link.code == language and link.is_translated), "")
    return Notice(
        language=language,
        url=url,
        parts_behind=noted[BEHIND],
        parts_untranslated=noted[UNTRANSLATED],
        parts_absent=noted[ABSENT],
        has_all_numbers=noted[HAS_ALL_PARTS],
        changed_at=noted[CHANGED_AT],
    )
