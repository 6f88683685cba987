"""From a pasted link to what the form begins with, and a sentence for the editor whatever happened."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsletter.models.press import PressItem
from newsletter.press.article_addresses import NotAWebAddress, address_key, canonical_url
from newsletter.press.article_facts import ArticleFacts, article_facts
from newsletter.press.fetching import FetchedPage, NotFetched, Refusal, fetch
from newsletter.press.suggesting import suggested_by_title, told

SENTENCES = {
    Refusal.NO_ADDRESS: gettext_lazy("This is not the address of a page; it should begin with https:// or http://."),
    Refusal.NOT_PUBLIC: gettext_lazy("This address does not lie in the open internet and was not asked. Please fill in the fields yourself."),
    Refusal.NOT_FOUND: gettext_lazy("No site has this name. Please check the link, or fill in the fields yourself."),
    Refusal.NO_ANSWER: gettext_lazy("The site did not answer in time. Please try again, or fill in the fields yourself."),
    Refusal.TOO_MANY_REDIRECTS: gettext_lazy("The link leads from address to address. Please open it and copy the last one."),
    Refusal.REFUSED: gettext_lazy("The site does not show this page to programs. Please fill in the fields yourself, or use the bookmarklet on it."),
    Refusal.NO_PAGE: gettext_lazy("The link leads to a file, not to a page. Please fill in the fields yourself."),
}
"""What an editor reads for each reason; what they typed stays in every case."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FilledIn:
    """Values by name of a field, as the form writes them; `message` says what was found, or what to do."""

    is_found: bool
    message: str
    values: dict[str, str] = field(default_factory=dict)


def fill_in(url: str, *, fetch_page: Callable[[str], FetchedPage] = fetch) -> FilledIn:
    """What the page at `url` says about itself. An article that is noted already is not asked for again."""
    try:
        here = canonical_url(url)
    except NotAWebAddress:
        return FilledIn(is_found=False, message=str(SENTENCES[Refusal.NO_ADDRESS]))
    if known := _known(here):
        return known
    try:
        page = fetch_page(here)
    except NotFetched as refusal:
        return FilledIn(is_found=False, message=str(SENTENCES[refusal.reason]), values={"url": here})
    facts = article_facts(page.content, url=page.url, charset=page.charset)
    return _known(facts.canonical or page.url) or _filled_in(facts, page.url)


def _known(url: str) -> FilledIn | None:
    item = PressItem.objects.filter(url_key=address_key(url)).first()
    if item is None:
        return None
    told = _("This article is in the press review already: “%(title)s” (%(state)s).") % {"title": item.title, "state": item.get_state_display()}
    return FilledIn(is_found=False, message=told)


def _filled_in(facts: ArticleFacts, url: str) -> FilledIn:
    found = suggested_by_title(facts.title, language=facts.language)
    values = {
        "url": facts.canonical or url,
        "title": facts.title,
        "outlet": facts.outlet,
        "author": facts.author,
        "published_on": facts.published_on.isoformat() if facts.published_on else "",
        "language": facts.language,
        "topic": str(found.topics[0].what) if found.topics else "",
    }
    missing = not (facts.title and facts.published_on and facts.language)
    words = _("Please check what was found, and fill in what is missing.") if missing else _("Found. Please check it, and write our summary.")
    known = {name: value for name, value in values.items() if value}
    return FilledIn(is_found=True, message=" ".join(filter(None, (words, told(found)))), values=known)
