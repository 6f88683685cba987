"""The languages of the bank: their codes, names, direction, and the rows Wagtail keeps for them."""

from functools import cache, lru_cache

from babel import Locale as BabelLocale
from django.conf import settings
from django.db.models.signals import post_delete, post_migrate, post_save

from site4p1000.common import countries

NAMES_KEPT = 2_000
"""Names of countries and of languages: more than there are, and no more than that of what people write into addresses."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def codes() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages the bank publishes in, the source language first."""
    return tuple(code for code, _ in settings.LANGUAGES)


def direction(code: str) -> str:
    """``rtl`` or ``ltr``, for the HTML attribute."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


@cache
def own_name(code: str) -> str:
    """A language's name in that language, with a capital: "Français"."""
    return (BabelLocale.parse(code).get_display_name(code) or code).capitalize()


@lru_cache(maxsize=NAMES_KEPT)
def name_in(code: str, language: str) -> str:
    """A language's name in another language: ("ar", "fr") gives "arabe"; the code itself when CLDR has no name."""
    return BabelLocale.parse(language).languages.get(code, code)


@lru_cache(maxsize=NAMES_KEPT)
def country_name(alpha2: str, language: str) -> str:
    """A country's name from its ISO 3166-1 alpha-2 code; what was given itself when CLDR has none."""
    return BabelLocale.parse(language).territories.get(alpha2.upper(), alpha2)


@cache
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """All countries as (alpha-2, name), sorted by name, for forms."""
    names = BabelLocale.parse(language).territories.items()
    return tuple(sorted(((code, name) for code, name in names if countries.is_known(code)), key=lambda row: row[1]))


@cache
def _code_by_locale_id() -> dict[int, str]:
    from wagtail.models import Locale

    return dict(Locale.objects.values_list("pk", "language_code"))


def code_of_locale(locale_id: int) -> str:
    """The language code of a Wagtail locale row, without a query per page."""
    if locale_id not in _code_by_locale_id():
        _code_by_locale_id.cache_clear()
    return _code_by_locale_id()[locale_id]


def connect() -> None:
    """Forget remembered locale rows whenever they change."""
    from wagtail.models import Locale

    for signal in (post_save, post_delete):
        signal.connect(_forget, sender=Locale, dispatch_uid=f"languages.{id(signal)}")
    post_migrate.connect(_forget, dispatch_uid="languages.post_migrate")


def _forget(**_kwargs) -> None:
    _code_by_locale_id.cache_clear()
