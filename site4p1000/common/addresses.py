"""Addresses of pages without a query: from Wagtail's `url_path` to what stands in a link."""

from django.conf import settings
from wagtail.models import Page, Site

from site4p1000.common import languages
from site4p1000.common.hosts import ascii_url


def root_path(language: str) -> str:
    """The `url_path` of the home page of a language (Wagtail keeps these in its cache); empty when there is none."""
    for path in Site.get_site_root_paths():
        if path.language_code == language:
            return path.root_path
    return ""


def address(*, url_path: str, language: str) -> str:
    """The path part of a page's address, such as ``/fr/pratiques/zai/``."""
    root = root_path(language)
    if not root or not url_path.startswith(root):
        return f"/{language}/"
    return f"/{language}/{url_path[len(root) :]}"


def address_of(page: Page) -> str:
    """The path part of this page's address, in the language of its tree."""
    return address(url_path=page.url_path, language=languages.code_of_locale(page.locale_id))


def absolute(path: str) -> str:
    """The address with scheme and host, for canonical links, feeds and mail."""
    return ascii_url(settings.WAGTAILADMIN_BASE_URL).rstrip("/") + path
