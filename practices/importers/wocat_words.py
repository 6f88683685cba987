"""WOCAT's texts: one language at a time, never mixed, never invented. Pure."""

import re
from collections.abc import Mapping

Texts = Mapping[str, str | None] | None
"""A text of WOCAT: ``{language: words}``; empty when nothing was written."""

SHORTEST_SENTENCE = 12
"""Characters below which a full stop ends no sentence but a number (“1.”) or an abbreviation."""

_SENTENCE_END = re.compile(r"[.!?؟…]+[\"'»”)]*(?=\s)|[。।]|\n")


def in_language(texts: Texts, language: str) -> str:
    """The words in exactly `language`, trimmed; empty when there are none."""
    return ((texts or {}).get(language) or "").replace("\r\n", "\n").strip()


def line_in(texts: Texts, language: str) -> str:
    """The same words on one line."""
    return " ".join(in_language(texts, language).split())


def paragraphs(*texts: str) -> str:
    """The texts as paragraphs with a blank line between: authors of WOCAT set one with a single line break."""
    return "\n\n".join(line for text in texts for line in map(str.strip, text.split("\n")) if line)


def first_sentences(text: str, limit: int) -> str:
    """As many whole sentences as `limit` characters hold; when not even one fits, the first words and “…”."""
    text = text.strip()
    if len(text) > limit:
        ends = [match.end() for match in _SENTENCE_END.finditer(text[: limit + 1])]
        whole = [end for end in ends if text[:end].strip() and len(text[:end].rstrip()) <= limit]
        text = text[: whole[-1]] if whole else shortened(text, limit)
    return " ".join(text.split())


def first_sentence(text: str, limit: int) -> str:
    """The first sentence of `text`; when it is longer than `limit`, its first words and “…”."""
    text = text.strip()
    end = _SENTENCE_END.search(text, SHORTEST_SENTENCE)
    return shortened(text[: end.end()] if end else text, limit)


def shortened(text: str, limit: int) -> str:
    """`text` on one line, cut at a word and marked “…” when it is longer than `limit`."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return (cut[: cut.rfind(" ")] if " " in cut else cut[:-1]).rstrip(" ,;:–-") + "…"
