"""What a page says about its own article in the data it gives to machines: JSON-LD, Open Graph, meta. Pure; its text and pictures are never read.

Pages come from anywhere, so only small, whole tags are looked at, a bounded number of them: a page made to keep parsers busy costs
no more than others.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4.dammit import EncodingDetector

from newsletter.press.article_addresses import NotAWebAddress, address_key, canonical_url
from newsletter.press.article_language import settled
from newsletter.press.titles import without_outlet

MOST_TAGS = 400
LONGEST_TAG = 4_000
MOST_SCRIPTS = 20
LONGEST_SCRIPT = 200_000
MOST_NODES = 5_000

_TAG_BEGINS = re.compile(r"<(?:html|meta|link|time)(?=[\s/>])", re.IGNORECASE)
_WHOLE_TAG = re.compile(r"""<[a-z]+(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,1000})", re.IGNORECASE)
_DATA_BEGINS = re.compile(r"<script[^>]{0,200}application/ld\+json[^>]{0,200}>", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|WebPage|VideoObject|PodcastEpisode|AudioObject)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleFacts:
    """What was found; what was not is empty. `canonical` is the article's own address, where the page names one of its own site."""

    title: str = ""
    outlet: str = ""
    author: str = ""
    published_on: date | None = None
    language: str = ""
    canonical: str = ""


@dataclass(slots=True)
class _Tags(HTMLParser):
    """Attributes of whole tags: metas by name, and what else is asked for."""

    metas: dict[str, str] = field(default_factory=dict)
    language: str = ""
    canonical: str = ""
    time: str = ""

    def __post_init__(self):
        HTMLParser.__init__(self)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = (given.get("property") or given.get("name") or given.get("itemprop", "")).strip().lower()
            self.metas.setdefault(name, given.get("content", ""))
        elif tag == "html":
            self.language = self.language or given.get("lang", "") or given.get("xml:lang", "")
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.canonical = self.canonical or given.get("href", "")
        elif tag == "time":
            self.time = self.time or given.get("datetime", "")


def article_facts(content: bytes, *, url: str, charset: str = "") -> ArticleFacts:
    """The facts of the page at `url`. `charset` is what its server said. Never raises: what cannot be read is not found."""
    text = _decoded(content, charset)
    tags, data = _tags(text), _article_data(text)
    metas = tags.metas
    outlet = _line(metas.get("og:site_name")) or _name(data.get("publisher")) or _line(metas.get("application-name"))
    named = _line(data.get("headline")) or _line(metas.get("og:title")) or _line(metas.get("twitter:title")) or _line(_first(_TITLE, text))
    dates = (data.get("datePublished"), metas.get("article:published_time"), metas.get("datepublished"), metas.get("dc.date.issued"))
    more_dates = (metas.get("dcterms.date"), metas.get("dc.date"), metas.get("date"), metas.get("pubdate"), metas.get("citation_date"), tags.time)
    marks = (data.get("inLanguage"), tags.language, metas.get("og:locale"), metas.get("content-language"))
    return ArticleFacts(
        title=without_outlet(named, outlet)[:300],
        outlet=(outlet or _host(url))[:160],
        author=_author(data, metas)[:200],
        published_on=next((day for value in (*dates, *more_dates) if (day := _day(value))), None),
        language=settled(map(_first_of, marks), title=named),
        canonical=_canonical(tags.canonical or metas.get("og:url", ""), url),
    )


def _decoded(content: bytes, charset: str) -> str:
    for name in (charset, EncodingDetector.find_declared_encoding(content, is_html=True), "utf-8"):
        try:
            return content.decode(name or "utf-8")
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("utf-8" if charset.lower() in ("utf-8", "utf8") else "cp1252", errors="replace")


def _tags(text: str) -> _Tags:
    tags = _Tags()
    for number, found in enumerate(_TAG_BEGINS.finditer(text)):
        if number == MOST_TAGS:
            break
        if whole := _WHOLE_TAG.match(text[found.start() : found.start() + LONGEST_TAG]):
            tags.feed(whole[0])
    return tags


def _article_data(text: str) -> Mapping[str, Any]:
    """The first node of the page's JSON-LD that is about an article, an article proper before a mere web page."""
    found = [node for node in _nodes(text) if any(_ARTICLE.search(str(kind)) for kind in _listed(node.get("@type")))]
    return min(found, key=lambda node: "WebPage" in _listed(node.get("@type")), default={})


def _nodes(text: str) -> Iterator[Mapping[str, Any]]:
    waiting: list[Any] = []
    for number, begin in enumerate(_DATA_BEGINS.finditer(text)):
        if number == MOST_SCRIPTS:
            break
        inside = text[begin.end() : begin.end() + LONGEST_SCRIPT].partition("</script")[0]
        try:
            waiting.append(json.loads(inside, strict=False))
        except (ValueError, RecursionError):
            continue
    for _turn in range(MOST_NODES):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, Mapping):
            yield one
            waiting += _listed(one.get("@graph")) + _listed(one.get("mainEntity"))
        elif isinstance(one, list):
            waiting += one[:MOST_NODES]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _line(value: Any) -> str:
    """Text on one line without control characters; empty for what is no text."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split()) if isinstance(value, str) else ""


def _name(value: Any) -> str:
    one = next(iter(_listed(value)), None)
    return _line(one.get("name") if isinstance(one, Mapping) else one)


def _author(data: Mapping[str, Any], metas: Mapping[str, str]) -> str:
    """Names alone: the bank keeps no addresses of people, and a link is no name."""
    names = [_name(one) for one in _listed(data.get("author"))[:4]] or [_line(metas.get("author")), _line(metas.get("article:author"))][:1]
    return ", ".join(dict.fromkeys(name for name in names if name and "@" not in name and "://" not in name))


def _day(value: Any) -> date | None:
    found = _DAY.match(value.strip().replace("/", "-")) if isinstance(value, str) else None
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _first_of(value: Any) -> Any:
    """A value, or the first of several; empty for none."""
    return next(iter(_listed(value)), "")


def _canonical(named: str, url: str) -> str:
    """The address the page gives itself, if it lies on the same site: a page must not send our readers elsewhere."""
    try:
        found = canonical_url(urljoin(url, named.strip())) if named.strip() else ""
        return found if found and _site(found) == _site(url) else ""
    except (NotAWebAddress, ValueError):
        return ""


def _site(url: str) -> str:
    return address_key(url).partition("/")[0].partition("?")[0]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return unescape(found[1]) if found else ""
