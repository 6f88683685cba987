"""Sentences about faults in files, kept as what they are made of and told in the language of whoever reads them. Pure."""

from collections.abc import Callable
from typing import Any


def marked(text: str) -> str:
    """Marks a sentence for the catalogues (imported as ``_``); it is translated where it is told."""
    return text


class Sentence(str):
    """The English words of a sentence, which know how they were made. Whatever knows no languages, a log or a test, reads it as any text.

    `text` may hold ``%(name)s`` for the `values`, and a value may be a sentence itself.
    """

    text: str
    values: dict[str, Any]

    def __new__(cls, text: str, **values: Any) -> "Sentence":
        made = super().__new__(cls, text % values if values else text)
        made.text, made.values = text, values
        return made

    def told(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language; `translate` gives the words for those of `text`."""
        words = translate(self.text)
        return words % {name: told(value, translate) for name, value in self.values.items()} if self.values else words


def told(words: Any, translate: Callable[[str], str]) -> Any:
    """A sentence in another language; anything else as it is."""
    return words.told(translate) if isinstance(words, Sentence) else words


def sentence_of(error: Exception) -> str:
    """What an error says, as a sentence where it was raised with one."""
    first = error.args[0] if error.args else ""
    return first if isinstance(first, Sentence) else " ".join(str(error).split())
