"""The tutorial as a reader sees it: steps grouped by phase, what each needs, and what it costs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from practices.models.choices import CostPer, Phase, label_of
from practices.reading.display import amount_text, capital, number_text
from practices.reading.words import PageWords


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """Something a step needs, such as tools, and what it is."""

    label: str
    text: SafeString


@dataclass(frozen=True, kw_only=True, slots=True)
class StepReading:
    """One instruction. `missing` names what nobody has reported, such as "labour, cost"."""

    number: int
    title: SafeString
    text: SafeString
    needs: tuple[Need, ...]
    missing: str
    pitfall: SafeString
    pictures: tuple[Any, ...]
    """Each as `templates/blocks/picture.html` prints it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PhaseReading:
    """Steps that belong together. Numbers run on from the phase before."""

    title: str
    steps: tuple[StepReading, ...]

    @property
    def start(self) -> int:
        """Number of the first step."""
        return self.steps[0].number


@dataclass(frozen=True, kw_only=True, slots=True)
class CostLine:
    """One line of costs; what is unknown says "not reported"."""

    item: SafeString
    remark: str
    quantity: str
    price: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CostTable:
    """The costs of one phase, never added up: lines may be in different units and years."""

    title: str
    basis: str
    lines: tuple[CostLine, ...]


def phases(stream: Iterable[Any], words: PageWords) -> tuple[PhaseReading, ...]:
    """The steps, in the order of the page."""
    numbered = enumerate((block.value for block in stream), 1)
    grouped = groupby(numbered, key=lambda pair: pair[1]["phase"])
    return tuple(_phase(phase, tuple(steps), words) for phase, steps in grouped)


def cost_tables(stream: Iterable[Any], words: PageWords) -> tuple[CostTable, ...]:
    """The costs, one table per phase."""
    costs = sorted((block.value for block in stream), key=lambda cost: _phase_place(cost["phase"]))
    return tuple(_cost_table(phase, tuple(lines), words) for phase, lines in groupby(costs, key=lambda cost: cost["phase"]))


def _phase_place(phase: str) -> int:
    """The place of a phase among all; after them where a draft has not said it yet."""
    return Phase.values.index(phase) if phase in Phase.values else len(Phase.values)


def _phase_title(phase: str) -> str:
    return str(Phase(phase).label) if phase in Phase.values else capital(phase)


def _phase(phase: str, steps: tuple[tuple[int, Any], ...], words: PageWords) -> PhaseReading:
    return PhaseReading(title=_phase_title(phase), steps=tuple(_step(number, step, words) for number, step in steps))


def _step(number: int, step: Any, words: PageWords) -> StepReading:
    told = [(name, words.line(text)) for name, text in _needs(step, words)]
    return StepReading(
        number=number,
        title=words.line(step["title"]),
        text=words.rich(step["text"]),
        needs=tuple(Need(label=capital(name), text=text) for name, text in told if text),
        missing=", ".join(name for name, text in told if not text),
        pitfall=words.line(step["pitfall"]),
        pictures=tuple(step["pictures"]),
    )


def _needs(step: Any, words: PageWords) -> Iterator[tuple[str, str]]:
    # Translators: what a step needs; used as a heading (with a capital) and in "Not reported: labour, cost".
    yield _("when"), step["when"]
    yield _("tools"), step["tools"]
    yield _("labour"), _joined(step["labour"], _person_days(step["labour_person_days_per_ha"], words))
    yield _("inputs"), _joined(step["inputs"], *(_input(item, words) for item in step["input_items"]))
    yield _("cost"), _joined(step["cost"], _step_cost(step, words))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _person_days(days: Any, words: PageWords) -> str:
    return "" if days is None else _("days of work per hectare: %(days)s") % {"days": number_text(days, words.language)}


def _input(item: Any, words: PageWords) -> str:
    amount = amount_text(item["quantity"], item["unit"], words.language)
    return f"{item['name']} ({amount})" if amount else item["name"]


def _cost_table(phase: str, costs: tuple[Any, ...], words: PageWords) -> CostTable:
    bases = {cost["basis"] for cost in costs}
    shared = bases.pop() if len(bases) == 1 else ""
    return CostTable(
        title=_phase_title(phase),
        basis=_("counted for: %(basis)s") % {"basis": shared} if shared else "",
        lines=tuple(_cost_line(cost, words, remark="" if shared else cost["basis"]) for cost in costs),
    )


def _cost_line(cost: Any, words: PageWords, *, remark: str) -> CostLine:
    return CostLine(
        item=words.line(cost["item"]),
        remark=remark,
        quantity=amount_text(cost["quantity"], cost["unit"], words.language) or _("not reported"),
        price=_price(cost, words) or _("not reported"),
    )


def _price(cost: Any, words: PageWords) -> str:
    currency = cost["currency"] or cost["currency_words"]
    return _of_year(amount_text(cost["amount_per_unit"], currency, words.language), cost["year"])


def _step_cost(step: Any, words: PageWords) -> str:
    amount = _of_year(amount_text(step["cost_amount"], step["cost_currency"], words.language), step["cost_year"])
    return " ".join(part for part in (amount, label_of(CostPer, step["cost_per"]) if amount and step["cost_per"] else "") if part)


def _of_year(amount: str, year: int | None) -> str:
    return _("%(amount)s in %(year)s") % {"amount": amount, "year": year} if amount and year else amount
