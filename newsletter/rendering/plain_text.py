"""HTML of rich text as plain text that reads well in a terminal: paragraphs, lists, and each link's address beside its words."""

import re

from bs4 import BeautifulSoup, NavigableString, Tag

BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote", "div", "table", "tr"})
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\(https?://[^)\s]*\)?")


def plain_text(html: str) -> str:
    """The words of `html`, paragraphs divided by an empty line. Never raises: what cannot be read as HTML is text."""
    # The line end tells the parser that a short text is not the name of a file.
    lines = "".join(_words(BeautifulSoup(html + "\n", "html.parser"))).replace("\xa0", " ").split("\n")
    text = "\n".join(" ".join(line.split()) if not line.startswith("- ") else "- " + " ".join(line[2:].split()) for line in lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()


def share_of_words(*, html: str, text: str) -> float:
    """How much of what `html` says `text` says too: from 0 to 1, by different words of three letters and more. Addresses are no words."""
    said = _distinct(_ADDRESS.sub(" ", plain_text(html)))
    return len(said & _distinct(text)) / len(said) if said else 1.0


def _distinct(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) >= 3}


def _words(node: Tag):
    for child in node.children:
        if isinstance(child, NavigableString):
            yield str(child).replace("\n", " ") if type(child) is NavigableString else ""
        elif isinstance(child, Tag):
            yield from _tag(child)


def _tag(tag: Tag):
    inside = "".join(_words(tag))
    if tag.name == "br":
        yield "\n"
    elif tag.name == "li":
        yield f"\n- {inside.strip()}"
    elif tag.name == "a":
        yield _link(inside, str(tag.get("href", "")))
    elif tag.name in BLOCKS:
        yield f"\n\n{inside.strip(' ')}\n\n"
    elif tag.name not in ("script", "style"):
        yield inside


def _link(words: str, address: str) -> str:
    """The words with their address; an address that is its own words, or a place on the same page, is not said twice."""
    if not address or address.startswith("#") or address == words.strip():
        return words
    return f"{words} ({address})"
