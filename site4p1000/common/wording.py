"""Words between files, database and page: the small markup of content files, cleaned HTML, numbered citations. Pure.

The markup has three things: a blank line between paragraphs, ``**bold**``, and ``[ref:key]`` for a citation.
"""

import html
import re
from collections.abc import Mapping, Sequence

import nh3

ALLOWED_TAGS = {"p", "b", "strong", "i", "em", "a", "br", "ul", "ol", "li"}
"""All that survives of HTML from outside. Links lose everything but http(s) addresses."""

_CITATION = re.compile(r"\[ref:([a-z0-9][a-z0-9-]*)\]")
_SENTENCE_END = re.compile(r"[.!?…](?:\s?»|[”\")])*(?=\s+[^\sa-zß-öø-ÿ])|[।؟](?=\s)|[。！？]")
"""Not before a small letter: that is an abbreviation ("e.g. compost", "p. ex. du fumier")."""
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def to_html(markup: str) -> str:
    """Rich text from the small markup. Everything else in `markup` is text and is escaped."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", markup.replace("\r\n", "\n"))]
    return "".join(f"<p>{_with_bold(html.escape(part, quote=False))}</p>" for part in paragraphs if part)


def _with_bold(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", text)


def clean_html(foreign: str) -> str:
    """HTML from a source with only `ALLOWED_TAGS` left: no script, no style, no picture from elsewhere."""
    return nh3.clean(foreign, tags=ALLOWED_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"})


def plain(rich: str) -> str:
    """The words of rich text without tags and citations, on one line."""
    text = re.sub(r"<br\s*/?>|</p>|</li>", " ", rich)
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return " ".join(_CITATION.sub("", text).split()).replace(" .", ".").replace(" ,", ",")


def opening(text: str, most: int) -> str:
    """The whole sentences `text` begins with, as many as fit into `most` characters; of a longer first sentence its first whole words and "…"."""
    if len(text) <= most:
        return text
    kept = max((end.end() for end in _SENTENCE_END.finditer(text) if end.end() <= most), default=0)
    if kept:
        return text[:kept].strip()
    start = text[: most - 1]
    return (start.rpartition(" ")[0] or start).rstrip(" ,;:") + "…"


def citation_keys(rich: str) -> tuple[str, ...]:
    """The keys a text cites, each once, in the order in which a reader meets them."""
    return tuple(dict.fromkeys(_CITATION.findall(rich)))


def citation_numbers(keys: Sequence[str]) -> dict[str, int]:
    """The number of each reference: its place in the list of the page, from 1."""
    return {key: number for number, key in enumerate(keys, 1)}


def number_citations(rich: str, numbers: Mapping[str, int]) -> str:
    """Rich text with ``[ref:key]`` turned into numbered links to ``#ref-<number>``; an unknown key is left as typed."""

    def link(match: re.Match[str]) -> str:
        number = numbers.get(match[1])
        return match[0] if number is None else f'<a href="#ref-{number}">[{number}]</a>'

    return _CITATION.sub(link, rich)
