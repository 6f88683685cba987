"""What surrounds a page: the way to it, the main menu, the same page in other languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from wagtail.models import Page

from site4p1000.common import languages
from site4p1000.common.addresses import address, root_path
from site4p1000.common.visibility import readable

HOME_DEPTH = 2

_noted: tuple[str, ...] = ()


def note_with_languages(*columns: str) -> None:
    """Ask for more columns in the query of a page's languages, so that what a package above shows there costs no query of its own."""
    global _noted
    _noted = (*_noted, *(column for column in columns if column not in _noted))


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link in a menu or a trail. `is_current` marks the page or section the reader is in; a section has pages below it."""

    title: str
    url: str
    is_current: bool = False
    is_section: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageLink:
    """The same page in one language. Where it has no translation, `url` is that language's home page."""

    code: str
    name: str
    url: str
    is_current: bool
    is_translated: bool
    noted: Mapping[str, Any] = field(default_factory=dict)
    """What packages above asked to know of the page in this language; see `note_with_languages`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """Everything the frame of a page shows, from two queries."""

    crumbs: tuple[Link, ...]
    menu: tuple[Link, ...]
    languages: tuple[LanguageLink, ...]


def surroundings(page: Page) -> Surroundings:
    """The frame of `page`: two queries, whatever the size of the bank."""
    language = languages.code_of_locale(page.locale_id)
    around = _pages_around(page)
    return Surroundings(
        crumbs=tuple(_link(row, language) for row in around if HOME_DEPTH < row.depth < page.depth and page.path.startswith(row.path)),
        menu=tuple(_link(row, language, page) for row in around if row.depth == HOME_DEPTH + 1 and row.show_in_menus),
        languages=language_links(page),
    )


def menu(language: str) -> tuple[Link, ...]:
    """The main menu for pages that are not in the tree (search, errors): one query."""
    rows = readable(Page.objects).filter(url_path__startswith=root_path(language), depth=HOME_DEPTH + 1, show_in_menus=True).order_by("path")
    return tuple(_link(row, language) for row in _with_short_titles(rows)) if root_path(language) else ()


def language_links(page: Page) -> tuple[LanguageLink, ...]:
    """The page in every language of the bank: one query. Unpublished and private translations do not count: nobody is sent to a closed door."""
    rows = readable(Page.objects).filter(translation_key=page.translation_key).values("locale_id", "url_path", *_noted)
    found = {languages.code_of_locale(row["locale_id"]): row for row in rows}
    here = languages.code_of_locale(page.locale_id)
    return tuple(_language_link(code, here, found.get(code)) for code in languages.codes())


def language_links_to(path_by_language: dict[str, str], here: str) -> tuple[LanguageLink, ...]:
    """Language links for a view that exists in every language: its path per language is known."""
    return tuple(
        LanguageLink(code=code, name=languages.own_name(code), url=path_by_language[code], is_current=code == here, is_translated=True)
        for code in languages.codes()
    )


def _pages_around(page: Page):
    step = Page.steplen
    ancestors = [page.path[: step * depth] for depth in range(HOME_DEPTH, page.depth)]
    in_menu = Q(path__startswith=page.path[: step * HOME_DEPTH], depth=HOME_DEPTH + 1, show_in_menus=True)
    return list(_with_short_titles(readable(Page.objects).filter(Q(path__in=ancestors) | in_menu).order_by("path")))


def _with_short_titles(rows: QuerySet) -> QuerySet:
    """What links show of these pages; `short_title` is the menu title of their page type where an editor wrote one, else the title.

    No query of its own. Rows and no pages: every page of the site asks, and to make a page of Wagtail costs more than to read it.
    """
    return rows.annotate(short_title=_short_title()).values_list("path", "depth", "url_path", "numchild", "show_in_menus", "short_title", named=True)


@cache
def _short_title() -> Coalesce:
    """Made once, because every page asks for it and the page types do not change."""
    models = (model for model in apps.get_models() if issubclass(model, Page) and "menu_title" in {field.name for field in model._meta.fields})
    named = (NullIf(F(f"{model._meta.get_ancestor_link(Page).remote_field.get_accessor_name()}__menu_title"), Value("")) for model in models)
    return Coalesce(*named, F("title"))


def _link(row, language: str, page: Page | None = None) -> Link:
    is_current = page is not None and page.path.startswith(row.path)
    url = address(url_path=row.url_path, language=language)
    return Link(title=row.short_title, url=url, is_current=is_current, is_section=row.numchild > 0)


def _language_link(code: str, here: str, row: dict[str, Any] | None) -> LanguageLink:
    url = address(url_path=row["url_path"], language=code) if row else f"/{code}/"
    noted = {name: row[name] for name in _noted} if row else {}
    return LanguageLink(code=code, name=languages.own_name(code), url=url, is_current=code == here, is_translated=row is not None, noted=noted)
