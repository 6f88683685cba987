"""The one-page sheet: what fits one side of A4, black on white, from a practice as a reader meets it."""

from dataclasses import dataclass
from html import unescape
from itertools import accumulate
from typing import Any

from django.utils.html import strip_tags

from practices.reading.page import PracticeReading
from practices.reading.results import ResultRow

MOST_STEPS, MOST_RESULTS, MOST_FAILURES = 10, 2, 3
STEP_LETTERS, FAILURE_LETTERS, DETAIL_LETTERS = 90, 90, 280
PLACE_LETTERS = 320
"""Three lines in small print."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetResult:
    """A key result: never without its unit, its number of studies and its source."""

    label: Any
    value: str
    interval: str
    n: str
    details: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """What the template prints. `steps_left`, `results_left` and `places_left` count what only the full page has.

    `places`: where the practice belongs, a vocabulary and its terms each.
    """

    steps: tuple[tuple[int, str], ...]
    steps_left: int
    results: tuple[SheetResult, ...]
    results_left: int
    failures: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    places_left: int


def read_sheet(reading: PracticeReading) -> Sheet:
    """The most important of each, in the order of the page."""
    steps = [step for phase in reading.phases for step in phase.steps]
    chosen = key_results(reading)
    places = [(topic.label, _short(topic.words, PLACE_LETTERS)) for topic in reading.topics.of_the_place]
    shown = _that_fit(places, PLACE_LETTERS)
    return Sheet(
        steps=tuple((step.number, _short(step.title, STEP_LETTERS)) for step in steps[:MOST_STEPS]),
        steps_left=max(0, len(steps) - MOST_STEPS),
        results=tuple(_result(row, reading) for row in chosen),
        results_left=len(reading.results.rows) - len(chosen),
        failures=tuple((str(failure.kind), _short(failure.title, FAILURE_LETTERS)) for failure in reading.failures[:MOST_FAILURES]),
        places=tuple(places[:shown]),
        places_left=len(places) - shown,
    )


def _that_fit(places: list[tuple[str, str]], letters: int) -> int:
    """How many of the first ones there is room for; the first one always."""
    lengths = accumulate(len(label) + len(words) for label, words in places)
    return max(sum(length <= letters for length in lengths), min(1, len(places)))


def key_results(reading: PracticeReading) -> list[ResultRow]:
    """The first results that say a number, how many it rests on, and where it comes from."""
    return [row for row in reading.results.rows if row.n and row.number and any(sign.isdigit() for sign in row.value)][:MOST_RESULTS]


def _result(row: ResultRow, reading: PracticeReading) -> SheetResult:
    work = reading.references[(row.number or 1) - 1]
    source = " ".join(part for part in (_short(work.authors or work.title, 60), f"({work.year})" if work.year else "") if part)
    return SheetResult(
        label=row.label,
        value="\u00a0".join(part for part in (row.value, row.unit, f"({row.kind})" if row.kind else "") if part),
        interval=row.interval,
        n=f"n\u00a0=\u00a0{row.n} {row.counted}".strip(),
        details=_short(row.details, DETAIL_LETTERS),
        source=f"{source}, doi {work.doi}" if work.doi else source,
    )


def _short(words: Any, letters: int) -> str:
    """The words without tags; where they are too long, as many whole ones as there is room for."""
    text = " ".join(unescape(strip_tags(str(words))).split())
    return text if len(text) <= letters else text[: letters - 1].rsplit(" ", 1)[0].rstrip(",;:(.") + "…"
