"""Words with bold, italics and links as plain data, for what is no HTML. Pure."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_BLOCKS = {"p": "p", "li": "li"}
_BOLD, _ITALIC = {"b", "strong"}, {"i", "em", "cite"}


def paragraphs(html: str) -> list[dict[str, Any]]:
    """The paragraphs and list items of `html`, each with its runs: text, bold, italic and address of a link (or nothing)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [part for part in reader.parts if any(run["text"].strip() for run in part["runs"])]


def runs(html: str) -> list[dict[str, Any]]:
    """The runs of one line."""
    return [run for part in paragraphs(html) for run in part["runs"]]


@dataclass
class _State:
    bold: int = 0
    italic: int = 0
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Keeps words; a tag it does not know changes nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[dict[str, Any]] = []
        self.state = _State()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append({"kind": _BLOCKS[tag], "runs": []})
        elif tag == "br":
            self.handle_data("\n")
        elif tag == "a":
            self.state.links.append(dict(attrs).get("href") or "")
        self._count(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.state.links:
            self.state.links.pop()
        self._count(tag, -1)

    def handle_data(self, data: str) -> None:
        if not self.parts:
            self.parts.append({"kind": "p", "runs": []})
        link = self.state.links[-1] if self.state.links else ""
        address = link if link.startswith(("http://", "https://")) else ""
        self.parts[-1]["runs"].append({"text": data, "bold": self.state.bold > 0, "italic": self.state.italic > 0, "href": address})

    def _count(self, tag: str, change: int) -> None:
        self.state.bold += change * (tag in _BOLD)
        self.state.italic += change * (tag in _ITALIC)
