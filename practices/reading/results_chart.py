"""The geometry of a results chart: what stands where in the drawing. Pure; knows no words of its own.

x is in per cent of the width and y in pixels, without a view box: lines stretch with the page, letters do not. Every drawing has the
line of "no change"; marks differ in shape as well as in colour. Texts are laid out for the narrow screen of a phone and never meet.
"""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from practices.proof import Direction, direction
from practices.quantities import Quantity, Unit

LEFT, RIGHT = 2.0, 98.0
"""Where the axis begins and ends, in per cent, so that a mark on either end is not cut off."""
TEXT_WIDTH_PX = 318
"""Room for text on a screen of 360 px. On narrower ones the style sheet makes the letters smaller."""
GAP_PX = 14
FONT_PX = 14
LETTER_WIDTHS = (
    ("ijl.,:;'’|! \u00a0\u202f", 0.29),
    ("frtI()[]-", 0.41),
    ("scz–", 0.5),
    ("aeéèàkvxy₂", 0.57),
    ("0123456789+−", 0.6),
    ("mwMWœŒ%…", 0.95),
)
"""Widths of letters that differ from the usual, in parts of the size."""
REFERENCE_ROOM_PX = 36
"""What the number of a reference takes behind a name: " [12]"."""
LINE_PX = 20
"""Height of a line of text with its background."""
MARK_ROOM_PX = 26
AXIS_PX = 26
MOST_STEPS = 6
ELLIPSIS = "…"


class Verdict(enum.StrEnum):
    """What a result means for the land; see `Mark.style` for the class of its mark."""

    BETTER = "better"
    WORSE = "worse"
    OPEN = "open"
    """The interval includes no change."""
    NEUTRAL = "neutral"
    """A change that is neither better nor worse."""
    LEVEL = "level"
    """No change at all: the amount itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One result to draw. `text` is its value with the interval, `short` without; `number` that of its reference."""

    name: str
    quantity: Quantity
    better: str
    text: str
    short: str
    place: str = ""
    number: int | None = None
    is_level: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A line of the grid with its number."""

    x: float
    text: str
    is_no_change: bool = False


class Role(enum.StrEnum):
    """What a piece of text is. A value ends on the right edge, the others begin on the left."""

    NAME = "name"
    PLACE = "place"
    VALUE = "value"


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A piece of text on its line."""

    y: int
    text: str
    role: Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One row of the drawing: its texts, and below them a dot or square (`x`) on its interval (`start` to `end`)."""

    top: int
    text_height: int
    texts: tuple[Text, ...]
    y: int
    verdict: Verdict
    x: float | None
    start: float | None
    end: float | None

    @property
    def style(self) -> str:
        """The class of its colour: a level is as neutral as a change that is neither better nor worse, and has a shape of its own."""
        return Verdict.NEUTRAL if self.verdict is Verdict.LEVEL else self.verdict

    @property
    def square_y(self) -> int:
        """The upper edge of a square around the mark's place."""
        return self.y - 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A drawing: its ticks, the line of no change among them, and its marks from top to bottom."""

    height: int
    floor: int
    axis_y: int
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]

    def x(self, value: Decimal) -> float:
        return round(LEFT + (RIGHT - LEFT) * float((value - self.low) / (self.high - self.low)), 2)


def can_be_drawn(quantity: Quantity) -> bool:
    """Whether there is a place for it: a value, or both bounds."""
    return quantity.value is not None or (quantity.low is not None and quantity.high is not None)


def verdict(quantity: Quantity, better: str) -> Verdict:
    """What the result means, with `better` saying which way is good: higher, lower or neither."""
    points = direction(quantity)
    if points is Direction.NO_CLEAR_CHANGE:
        return Verdict.OPEN
    if better == "neither":
        return Verdict.NEUTRAL
    return Verdict.BETTER if (points is Direction.MORE) == (better == "higher") else Verdict.WORSE


def draw(points: Sequence[Point], *, number_text: Callable[[Decimal], str]) -> Chart:
    """The drawing of results in one unit, each of which `can_be_drawn`, all of them levels or none. `number_text` writes the axis.

    Levels have no line of no change: what they were compared with is another amount. Their axis begins at nothing.
    """
    are_levels = points[0].is_level
    axis = _axis([point.quantity for point in points], are_levels=are_levels)
    marks: list[Mark] = []
    for point in points:
        marks.append(_mark(point, axis, top=_bottom(marks[-1]) if marks else 0))
    floor, unit = _bottom(marks[-1]), points[0].quantity.unit
    return Chart(
        height=floor + AXIS_PX,
        floor=floor,
        axis_y=floor + AXIS_PX - 9,
        ticks=tuple(Tick(x=axis.x(value), text=number_text(value), is_no_change=not are_levels and value == unit.no_change) for value in axis.ticks),
        marks=tuple(marks),
    )


def _bottom(mark: Mark) -> int:
    return mark.top + mark.text_height + MARK_ROOM_PX


def _mark(point: Point, axis: _Axis, *, top: int) -> Mark:
    quantity = point.quantity
    texts = tuple(_texts(point, top))
    ends = (axis.x(quantity.low), axis.x(quantity.high)) if quantity.low is not None and quantity.high is not None else (None, None)
    text_height = max(text.y for text in texts) - top + 5
    return Mark(
        top=top,
        text_height=text_height,
        texts=texts,
        y=top + text_height + 12,
        verdict=Verdict.LEVEL if point.is_level else verdict(quantity, point.better),
        x=None if quantity.value is None else axis.x(quantity.value),
        start=ends[0],
        end=ends[1],
    )


def _texts(point: Point, top: int) -> Iterable[Text]:
    """The name, below it the place if there is one; the value beside either, with its interval where that fits."""
    suffix = f" [{point.number}]" if point.number else ""
    name = _cut(point.name, TEXT_WIDTH_PX - text_width(suffix)) + suffix
    first, second = top + LINE_PX - 5, top + 2 * LINE_PX - 5
    value, beside_name = _value(name, point)
    yield Text(y=first, text=name, role=Role.NAME)
    if point.place:
        room = TEXT_WIDTH_PX - (0 if beside_name else GAP_PX + text_width(value))
        yield Text(y=second, text=_cut(point.place, room), role=Role.PLACE)
    yield Text(y=first if beside_name else second, text=value, role=Role.VALUE)


def _value(name: str, point: Point) -> tuple[str, bool]:
    """The form of the value to print, and whether it stands beside the name: with its interval if there is room for it at all."""
    for value in (point.text, point.short):
        for neighbour in (name, point.place):
            if text_width(neighbour) + GAP_PX + text_width(value) <= TEXT_WIDTH_PX:
                return value, neighbour is name
    return point.short, False


def text_width(text: str) -> float:
    """An upper estimate of the width in pixels, after the widths of Noto Sans, the widest of the usual fonts."""
    return sum(_letter_width(letter) for letter in text) * FONT_PX


def _letter_width(letter: str) -> float:
    for letters, width in LETTER_WIDTHS:
        if letter in letters:
            return width
    return 0.74 if letter.isupper() else 0.62


def _cut(text: str, room: float) -> str:
    """The text, or its first words with an ellipsis, so that it fits."""
    if text_width(text) <= room:
        return text
    words = text.split()
    for count in range(len(words) - 1, 0, -1):
        shorter = " ".join(words[:count]).rstrip(",;:(") + ELLIPSIS
        if text_width(shorter) <= room:
            return shorter
    return ELLIPSIS


def end_of(text: str) -> str:
    """The text, or its last words behind an ellipsis, so that it fits beside a number: comparisons of one work differ at their end."""
    words = text.split()
    for first in range(len(words)):
        shorter = (ELLIPSIS if first else "") + " ".join(words[first:])
        if text_width(shorter) <= TEXT_WIDTH_PX - REFERENCE_ROOM_PX:
            return shorter
    return text


def _axis(quantities: Sequence[Quantity], *, are_levels: bool = False) -> _Axis:
    """Round numbers around all values, at least one step on either side of "no change", at most `MOST_STEPS` steps; levels begin at zero."""
    unit = quantities[0].unit
    zero = Decimal(0) if are_levels else unit.no_change
    numbers = [part - zero for quantity in quantities for part in (quantity.value, quantity.low, quantity.high) if part is not None]
    low, high = min(numbers), max(numbers)
    step = _round_step(low, high)
    first, last = _steps(low, high, step)
    ticks = [zero + step * count for count in range(first, last + 1)]
    floor = Decimal(0) if are_levels and low >= 0 else _lowest_possible(unit)
    kept = tuple(tick for tick in ticks if floor is None or tick >= floor)
    start = ticks[0] if floor is None else max(ticks[0], min(floor, low + zero))
    return _Axis(start, ticks[-1], kept)


def _round_step(low: Decimal, high: Decimal) -> Decimal:
    """The smallest step of 1, 2 or 5 times a power of ten that needs few enough steps."""
    widest = max(abs(low), abs(high), Decimal("0.001"))
    power = Decimal(10) ** (widest.adjusted() - 2)
    while True:
        for factor in (1, 2, 5):
            first, last = _steps(low, high, factor * power)
            if last - first <= MOST_STEPS:
                return factor * power
        power *= 10


def _steps(low: Decimal, high: Decimal, step: Decimal) -> tuple[int, int]:
    below = int((low / step).to_integral_value(ROUND_FLOOR))
    above = int((high / step).to_integral_value(ROUND_CEILING))
    return min(below, -1), max(above, 1)


def _lowest_possible(unit: Unit) -> Decimal | None:
    """A ratio is never below zero and a loss never above 100 %: the axis does not show what cannot be."""
    if unit in (Unit.RATIO, Unit.FACTOR):
        return Decimal(0)
    return Decimal(-100) if unit is Unit.PERCENT else None
