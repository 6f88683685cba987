"""The links of a mail, and whether they answer: those within the bank are looked up, those outside are asked when an editor says so."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from html.parser import HTMLParser

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from wagtail.models import Page

from newsletter.issues.preflight import Answer
from newsletter.models.making import LinkAnswer, LinkState
from site4p1000.common import languages
from site4p1000.common.addresses import absolute, root_path
from site4p1000.common.visibility import readable

GOOD_FOR = timedelta(hours=24)
"""An answer older than that is asked again."""
AT_ONCE = 8
MOST_LINKS = 100

Ask = Callable[[str], tuple[LinkState, str]]
"""Asks one address; gives what came of it, and in a word why."""


class Target(Enum):
    """What an address of the bank leads to."""

    PAGE = "page"
    """A page of the tree, if there is one and everybody may read it."""
    OTHER = "other"
    """A file, or a page that is none of the tree: it is there."""
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside:
    """What a mail links to and shows. `links`: addresses, each once, without places on the mail itself and personal addresses;
    `broken_places`: links to places on the mail that are not there; `pictures_without_text`: their addresses."""

    links: tuple[str, ...]
    broken_places: tuple[str, ...]
    pictures_without_text: tuple[str, ...]


class _Reader(HTMLParser):
    """Notes addresses, places and pictures while it passes over a mail."""

    def __init__(self):
        super().__init__()
        self.targets: dict[str, None] = {}
        self.ids: set[str] = set()
        self.silent_pictures: list[str] = []

    def handle_starttag(self, tag, attrs):
        own = {name: value or "" for name, value in attrs}
        if "id" in own:
            self.ids.add(own["id"])
        if tag == "a" and "href" in own:
            self.targets[own["href"]] = None
        if tag == "img" and not own.get("alt"):
            self.silent_pictures.append(own.get("src", ""))


def look_inside(html: str) -> Inside:
    """Reads a mail once."""
    reader = _Reader()
    reader.feed(html)
    return Inside(
        links=tuple(url for url in reader.targets if not url.startswith(("#", "{{", "mailto:"))),
        broken_places=tuple(url for url in reader.targets if url.startswith("#") and url[1:] not in reader.ids),
        pictures_without_text=tuple(reader.silent_pictures),
    )


def answers(urls: Iterable[str], *, now: datetime) -> dict[str, Answer]:
    """What is known of these addresses: nothing is asked over the network."""
    urls = list(urls)
    outside = [url for url in urls if not _is_ours(url)]
    known = {row.url: Answer(row.state) for row in LinkAnswer.objects.filter(url__in=outside, asked_at__gt=now - GOOD_FOR)}
    there = _there(url for url in urls if _is_ours(url))
    return {url: (Answer.ALIVE if url in there else Answer.DEAD) if _is_ours(url) else known.get(url, Answer.UNASKED) for url in urls}


def ask_outside(urls: Iterable[str], *, ask: Ask) -> Mapping[str, LinkState]:
    """Ask the addresses outside the bank, several at once, and remember what came of it. At most `MOST_LINKS`."""
    outside = [url for url in dict.fromkeys(urls) if not _is_ours(url) and len(url) <= 2000][:MOST_LINKS]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as asking:
        found = dict(zip(outside, asking.map(ask, outside), strict=True))
    for url, (state, detail) in found.items():
        LinkAnswer.objects.update_or_create(url=url, defaults={"state": state, "detail": detail[:200], "asked_at": timezone.now()})
    return {url: state for url, (state, _detail) in found.items()}


def _is_ours(url: str) -> bool:
    return url.startswith(absolute("/"))


def _there(urls: Iterable[str]) -> set[str]:
    """Those of these addresses of the bank that lead somewhere everybody may open: one query for all pages together."""
    found: set[str] = set()
    pages: dict[str, str] = {}
    for url in urls:
        path = "/" + url[len(absolute("/")) :].partition("#")[0].partition("?")[0]
        match _leads_to(path):
            case Target.PAGE:
                pages[url] = _url_path(path)
            case Target.OTHER:
                found.add(url)
    live = set(readable(Page.objects).filter(url_path__in=set(pages.values())).values_list("url_path", flat=True)) if pages else set()
    return found | {url for url, url_path in pages.items() if url_path in live}


def _leads_to(path: str) -> Target:
    """What an address of the bank leads to, without asking the database."""
    if path.startswith(settings.MEDIA_URL):
        return Target.OTHER if default_storage.exists(path[len(settings.MEDIA_URL) :]) else Target.NOTHING
    first = path.split("/")[1]
    language = first if first in languages.codes() else languages.codes()[0]
    try:
        with translation.override(language):  # an address is found under the language it begins with
            match = resolve(path)
    except Resolver404:
        return Target.NOTHING
    return Target.PAGE if match.url_name == "serve_page" else Target.OTHER


def _url_path(path: str) -> str:
    language, _, rest = path.strip("/").partition("/")
    return root_path(language) + (rest + "/" if rest else "")
