"""Loads the home pages and the plain pages of `content/pages`."""

import json

from wagtail.models import Page, Site

from site4p1000.common.content import ContentRun, body_blocks, loaded_page, locale, publish_page, reading
from site4p1000.common.models import HomePage, StandardPage


def load(run: ContentRun) -> None:
    """Home pages first (they carry the trees), then about."""
    entries = dict(run.entries("pages"))
    for language in run.languages:
        with reading(f"pages/home ({language})"):
            _home(run, language, entries["home"][language])
    for language in run.languages:
        with reading(f"pages/about ({language})"):
            _about(run, language, entries["about"][language])


def publish_list(run: ContentRun, *, name: str, model: type[Page]) -> None:
    """Publish the list whose words are `pages/<name>` in every language, right below the home page and in the menu."""
    words = dict(run.entries("pages"))[name]
    for language in run.languages:
        with reading(f"pages/{name} ({language})"):
            values = _list_values(words[language])
        publish_page(run, key=f"pages/{name}", language=language, model=model, parent=home(language), values=values)


def _list_values(words: dict) -> dict:
    return {
        "title": words["title"].strip(),
        "menu_title": words["menu_title"].strip(),
        "slug": words["slug"],
        "summary": words["lede"].strip(),
        "show_in_menus": True,
    }


def home(language: str) -> HomePage:
    """The loaded home page of a language."""
    page = loaded_page("pages/home", language)
    if not isinstance(page, HomePage):
        raise LookupError(f"the home page of “{language}” is not loaded yet")
    return page


def _home(run: ContentRun, language: str, words: dict) -> None:
    values = {
        "title": words["title"].strip(),
        "slug": "home" if language == run.languages[0] else f"home-{language}",
        "summary": words["lede"].strip(),
        "search_hint": words["search_hint"].strip(),
        "search_description": words["seo_description"].strip(),
    }
    root = Page.get_first_root_node()
    _make_way_for_home(root)
    page = publish_page(run, key="pages/home", language=language, model=HomePage, parent=root, values=values)
    if language == run.languages[0]:
        _point_site_at(page)


def _make_way_for_home(root: Page) -> None:
    """Wagtail's own first page has the address our home page needs."""
    welcome = root.get_children().exact_type(Page).filter(slug="home").first()
    if welcome:
        locale(welcome.locale.language_code)
        welcome.delete()


def _point_site_at(page: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    if site.root_page_id != page.pk:
        site.root_page, site.site_name = page, "4p1000"
        site.save()


def _about(run: ContentRun, language: str, words: dict) -> None:
    values = {
        "title": words["title"].strip(),
        "menu_title": words["menu_title"].strip(),
        "slug": words["slug"],
        "summary": words["summary"].strip(),
        "body": json.dumps(body_blocks("pages/about", words["body"])),
        "show_in_menus": True,
    }
    publish_page(run, key="pages/about", language=language, model=StandardPage, parent=home(language), values=values)
