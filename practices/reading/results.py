"""Results as a reader sees them: drawings of what can be compared, and a table with every row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from os.path import commonprefix
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practices.quantities import Unit
from practices.reading import results_chart
from practices.reading.display import (
    NO_BREAK,
    capital,
    counted_text,
    depth_text,
    duration_text,
    interval_kind_text,
    interval_text,
    number_text,
    sentences,
    short_text,
    unit_text,
    value_text,
)
from practices.reading.result_words import FAMILY_OF, GENERAL_SENTENCES, SOIL_TITLES, UNIT_SENTENCES, Family
from practices.reading.results_chart import Chart, Point, Verdict
from practices.reading.words import PageWords
from practices.result_rules import IN_WORDS, SHARES


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """What results have in common that share a drawing."""

    family: Family
    unit: Unit
    is_default: bool
    is_level: bool
    named: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartReading:
    """A drawing with what has to be said about it."""

    id: str
    title: str
    note: str
    chart: Chart


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultRow:
    """One row of the table. `number` is that of the reference; `details` say where, against what, how deep, how long."""

    label: SafeString
    number: int | None
    details: SafeString
    value: str
    unit: str
    kind: str
    """"level" where the number is the amount itself, empty for a difference."""
    interval: str
    n: str
    counted: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResultsReading:
    """All results of a page. The flags say which marks occur in the drawings; `not_drawn` counts rows without a number."""

    charts: tuple[ChartReading, ...]
    rows: tuple[ResultRow, ...]
    not_drawn: int
    has_worse: bool
    has_neutral: bool
    has_levels: bool
    has_differences: bool


def read_results(results: Iterable[Any], words: PageWords) -> ResultsReading:
    """The results of a page, in the order of the page."""
    results = tuple(results)
    charts = tuple(_charts(results, words))
    verdicts = {mark.verdict for chart in charts for mark in chart.chart.marks}
    return ResultsReading(
        charts=charts,
        rows=tuple(_row(result, words) for result in results),
        not_drawn=sum(not results_chart.can_be_drawn(result.display_quantity) for result in results),
        has_worse=Verdict.WORSE in verdicts,
        has_neutral=Verdict.NEUTRAL in verdicts,
        has_levels=Verdict.LEVEL in verdicts,
        has_differences=bool(verdicts - {Verdict.LEVEL}),
    )


def _row(result: Any, words: PageWords) -> ResultRow:
    quantity, language = result.display_quantity, words.language
    return ResultRow(
        label=words.line(result.label),
        number=_reference_number(result, words),
        details=words.line(_details(result, language)),
        value=value_text(quantity, language, is_signed=_is_signed(result)),
        kind=_("level") if result.is_level and quantity.is_known else "",
        unit="" if quantity.unit is Unit.PERCENT or not quantity.is_known else unit_text(quantity.unit),
        interval=interval_text(quantity, language),
        n="" if result.n is None else number_text(result.n, language),
        counted=_("not reported") if result.n is None else counted_text(result.n, result.n_of),
    )


def _is_signed(result: Any) -> bool:
    """Whether a gain gets its plus sign: an amount itself and a part of a whole do not."""
    return not result.is_level and result.outcome not in SHARES


def _details(result: Any, language: str) -> str:
    depth = depth_text(result.depth_cm, language, is_median=result.depth_is_median)
    duration = duration_text(result.duration_years, language, is_median=result.duration_is_median)
    unknown = _unknown(result, has_depth=bool(depth), has_duration=bool(duration))
    kind = interval_kind_text(result.quantity)
    return sentences(result.place, result.comparison, depth, duration, unknown, result.method, kind, _as_given(result, language), result.note)


def _unknown(result: Any, *, has_depth: bool, has_duration: bool) -> str:
    """What is not known of depth and duration, in one phrase; where nobody looked for a depth, a note says more about it than this can."""
    no_depth, no_duration = result.depth_not_reported and not has_depth, result.duration_not_reported and not has_duration
    if no_depth and no_duration:
        return _("depth and duration not reported by the source")
    if no_duration:
        return _("duration not reported by the source")
    if no_depth:
        return _("depth not reported by the source")
    is_about_soil = FAMILY_OF.get(result.outcome) is Family.SOIL
    return _("Depth not reported") if is_about_soil and not has_depth and not result.note else ""


def _as_given(result: Any, language: str) -> str:
    """What the source printed, where the page shows it in another unit."""
    given = result.quantity
    if not given.is_known or given.unit is result.display_quantity.unit:
        return ""
    return _("as given by the source: %(quantity)s") % {"quantity": f"{short_text(given, language)}{NO_BREAK}{unit_text(given.unit)}"}


def _reference_number(result: Any, words: PageWords) -> int | None:
    return words.numbers.get(result.reference.key) if result.reference else None


def _charts(results: Sequence[Any], words: PageWords) -> Iterator[ChartReading]:
    """One drawing per family and unit; levels, and the defaults of a guideline, are drawn apart from measured differences."""
    groups: dict[tuple, list[Any]] = {}
    for result in results:
        if result.outcome in FAMILY_OF and results_chart.can_be_drawn(result.display_quantity):  # a draft may not say yet what was measured
            groups.setdefault(_group(result), []).append(result)
    for count, (group, rows) in enumerate(groups.items(), 1):
        points = [_point(result, rows, words) for result in rows]
        yield ChartReading(
            id=f"chart-{count}",
            title=_title(group),
            note=_note(rows, group),
            chart=results_chart.draw(points, number_text=partial(number_text, language=words.language)),
        )


def _is_default(result: Any) -> bool:
    return result.reference is not None and result.reference.kind == "guideline"


def _group(result: Any) -> _Group:
    """What is named in words alone shares no drawing with anything of another name."""
    return _Group(
        family=FAMILY_OF[result.outcome],
        unit=result.display_quantity.unit,
        is_default=_is_default(result),
        is_level=result.is_level,
        named=result.label if result.outcome == IN_WORDS else "",
    )


def _title(group: _Group) -> str:
    """What the drawing shows, and that these are levels or defaults where they are."""
    title = group.named or str(SOIL_TITLES.get(group.unit, group.family.value) if group.family is Family.SOIL else group.family.value)
    if group.is_default:
        return _("%(title)s: defaults of a guideline, not measurements") % {"title": title}
    return _("%(title)s: levels, not differences") % {"title": title} if group.is_level else title


def _note(rows: Sequence[Any], group: _Group) -> str:
    comparisons = {row.comparison for row in rows}
    unit = GENERAL_SENTENCES.get(group.unit, "") if group.family is Family.OTHER else ""
    about = _("The amounts themselves: there is no line of no change.") if group.is_level else _which_side({row.better_side for row in rows})
    return sentences(str(unit or UNIT_SENTENCES.get(group.unit, "")), *(comparisons if len(comparisons) == 1 else ()), about)


def _which_side(better: set[str]) -> str:
    if better == {"higher"}:
        return _("Right of the thick line is better.")
    return _("Left of the thick line is better.") if better == {"lower"} else ""


def _point(result: Any, rows: Sequence[Any], words: PageWords) -> Point:
    """How a result is called in its drawing: by its place where all rows measure the same, else by what was measured, where."""
    measure_the_same = len({row.label for row in rows}) == 1
    where = _where(result, rows, words.language)
    is_signed = _is_signed(result)
    return Point(
        name=where if measure_the_same and where else _own_words(result.label, [row.label for row in rows]),
        place=" · ".join(part for part in (_counted(result, words.language), "" if measure_the_same else where) if part),
        number=_reference_number(result, words),
        quantity=result.display_quantity,
        better=result.better_side,
        is_level=result.is_level,
        text=short_text(result.display_quantity, words.language, is_signed=is_signed),
        short=value_text(result.display_quantity, words.language, is_signed=is_signed),
    )


def _counted(result: Any, language: str) -> str:
    """On how many observations it rests: "n = 139"; what they are stands in the table. Nothing where the source does not say."""
    return "" if result.n is None else f"n = {number_text(result.n, language)}".replace(" ", NO_BREAK)


def _own_words(label: str, labels: Sequence[str]) -> str:
    """The label without the words all labels of a drawing begin with: "top 30 cm" of "Soil carbon stock, top 30 cm"."""
    shared = commonprefix(labels)
    shared = shared[: shared.rfind(", ") + 2] if ", " in shared else ""
    return capital(label.removeprefix(shared)) if all(len(other) > len(shared) for other in labels) else label


def _where(result: Any, rows: Sequence[Any], language: str) -> str:
    """The place; what it was compared with or the depth instead, where the same source has several rows of one name and place."""
    alike = [row for row in rows if (row.label, row.place, row.reference) == (result.label, result.place, result.reference)]
    if len({row.comparison for row in alike}) > 1:
        return results_chart.end_of(result.comparison)
    if len(alike) > 1:
        return depth_text(result.depth_cm, language, is_median=result.depth_is_median) or result.place
    return result.place
