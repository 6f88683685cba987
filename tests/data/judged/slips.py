"""Mistakes of typing, always the same ones."""

from collections.abc import Callable, Iterator

SHORTEST = 6
"""Letters of a word that is recognised again with a mistake in it."""

SLIPS: dict[str, Callable[[str], str]] = {
    "left out": lambda word: word[:2] + word[3:],
    "swapped": lambda word: word[:2] + word[3] + word[2] + word[4:],
    "doubled": lambda word: word[:3] + word[2:],
    "wrong": lambda word: word[:2] + ("x" if word[2] != "x" else "z") + word[3:],
}
"""By what happens to the third letter."""


def with_slips(query: str) -> Iterator[tuple[str, str]]:
    """Each mistake with the query that has it in its longest word; none where that word is too short, or stays the same."""
    longest = max(query.split(), key=len)
    if len(longest) < SHORTEST or not longest.isalpha():
        return
    for kind, slip in SLIPS.items():
        if slip(longest) != longest:
            yield kind, query.replace(longest, slip(longest), 1)
