"""Pages and a builder for the tests of this folder: plain Wagtail pages, found by their titles."""

from wagtail.models import Locale, Page

from site4p1000.common.languages import code_of_locale
from site4p1000.search.documents import SearchDocument, page_document_id


def make_page(title: str, *, parent: Page | None = None, live: bool = True, language: str = "en") -> Page:
    """A page in the tree, published as an editor would."""
    locale, _ = Locale.objects.get_or_create(language_code=language)
    page = (parent or Page.get_first_root_node()).add_child(instance=Page(title=title, live=False, locale=locale))
    if live:
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def build_document(page: Page) -> SearchDocument | None:
    """The document of a plain page; a page called "Nothing to find" has none, "Faulty" cannot be built, "Refused" no engine takes."""
    if page.title == "Faulty":
        raise RuntimeError("a fault in the builder")
    if page.title == "Nothing to find":
        return None
    language = code_of_locale(page.locale_id)
    effort_rank = 10**30 if page.title == "Refused" else None
    return SearchDocument(id=page_document_id(page.pk), type="page", language=language, title=page.title, url=page.url_path, effort_rank=effort_rank)
