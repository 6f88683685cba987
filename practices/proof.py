"""How much is known about a practice: science and field experience, never added up. Pure; the words for it are in `display`.

It says how much was found, not how good the practice is. The levels are those of the meter: 0 nothing, 1 one or two studies or
accounts, 2 a few, 3 one or two reviews or reviews that disagree, 4 several reviews.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from practices.quantities import Quantity

HIGHEST_LEVEL = 4
SEVERAL = 3
"""From three on, studies are "a few" and reviews are "several"."""

SOIL_CARBON = frozenset({"soc_stock", "soc_stock_change_rate", "soc_content", "soc_response_ratio", "soc_stock_factor"})
"""Outcomes that say the same thing in different units: whether there is more carbon in the soil. Parts of it are another matter."""

STUDY_KINDS = frozenset({"study", "data"})
"""Works that count as a study. Guidelines, reports and press count as nothing: they prove nothing by themselves."""


class Direction(enum.Enum):
    """Which way a result points."""

    MORE = "more"
    LESS = "less"
    NO_CLEAR_CHANGE = "no clear change"


class Science(enum.StrEnum):
    """What science has found about a practice."""

    NOTHING = "nothing"
    ONE_STUDY = "one_study"
    TWO_STUDIES = "two_studies"
    FEW_STUDIES = "few_studies"
    ONE_REVIEW = "one_review"
    TWO_REVIEWS = "two_reviews"
    DISAGREEING_REVIEWS = "disagreeing_reviews"
    """At least two reviews have no direction in common."""
    SEVERAL_REVIEWS = "several_reviews"

    @property
    def level(self) -> int:
        """Filled cells of the meter, 0 to 4."""
        return SCIENCE_LEVELS[self]


class Field(enum.StrEnum):
    """What people who do it have told."""

    NOTHING = "nothing"
    ONE_ACCOUNT = "one_account"
    TWO_ACCOUNTS = "two_accounts"
    FEW_ACCOUNTS = "few_accounts"

    @property
    def level(self) -> int:
        """Filled cells of the meter, 0 to 4."""
        return FIELD_LEVELS[self]


SCIENCE_LEVELS = {
    Science.NOTHING: 0,
    Science.ONE_STUDY: 1,
    Science.TWO_STUDIES: 1,
    Science.FEW_STUDIES: 2,
    Science.ONE_REVIEW: 3,
    Science.TWO_REVIEWS: 3,
    Science.DISAGREEING_REVIEWS: 3,
    Science.SEVERAL_REVIEWS: 4,
}
FIELD_LEVELS = {Field.NOTHING: 0, Field.ONE_ACCOUNT: 1, Field.TWO_ACCOUNTS: 1, Field.FEW_ACCOUNTS: 2}


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """A work that is cited: its key and its kind, such as review or study."""

    key: str
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One result of one work."""

    outcome: str
    quantity: Quantity
    work: str
    is_level: bool = False
    """The amount itself: it points nowhere."""


def science(works: Iterable[Work], findings: Iterable[Finding]) -> Science:
    """What was found, from the works cited. Where a page has results, only works that gave one of them count:
    a review cited in passing proves nothing about this practice.
    """
    works, findings = tuple(works), tuple(findings)
    sources = {finding.work for finding in findings}
    counted = [work for work in works if work.key in sources] if sources else works
    reviews = frozenset(work.key for work in counted if work.kind == "review")
    if reviews:
        return _of_reviews(reviews, findings)
    return _of_studies(len({work.key for work in counted if work.kind in STUDY_KINDS}))


def field(accounts: int) -> Field:
    """What the number of accounts from the field amounts to."""
    return (Field.NOTHING, Field.ONE_ACCOUNT, Field.TWO_ACCOUNTS)[accounts] if accounts < SEVERAL else Field.FEW_ACCOUNTS


def cells(level: int) -> tuple[bool, ...]:
    """The meter as cells, the filled ones first."""
    return tuple(place <= level for place in range(1, HIGHEST_LEVEL + 1))


def direction(quantity: Quantity) -> Direction | None:
    """Which way a quantity points from "no difference"; ``None`` without a number."""
    if not quantity.is_known:
        return None
    if quantity.includes_no_change or quantity.value == quantity.unit.no_change:
        return Direction.NO_CLEAR_CHANGE
    middle = next(part for part in (quantity.value, quantity.low, quantity.high) if part is not None)
    return Direction.MORE if middle > quantity.unit.no_change else Direction.LESS


def disagree(works: frozenset[str], findings: Iterable[Finding]) -> bool:
    """Whether two of these works have no direction in common about carbon in the soil.

    A work that reports gains and losses for different land uses agrees with one that reports gains only.
    """
    directions: dict[str, set[Direction]] = {}
    for finding in findings:
        if _points(finding, works) and (points := direction(finding.quantity)):
            directions.setdefault(finding.work, set()).add(points)
    return any(one.isdisjoint(other) for one, other in combinations(directions.values(), 2))


def _points(finding: Finding, works: frozenset[str]) -> bool:
    """Whether a finding of these works says that there is more or less carbon in the soil."""
    return finding.work in works and finding.outcome in SOIL_CARBON and not finding.is_level


def _of_reviews(reviews: frozenset[str], findings: tuple[Finding, ...]) -> Science:
    if disagree(reviews, findings):
        return Science.DISAGREEING_REVIEWS
    return (Science.ONE_REVIEW, Science.TWO_REVIEWS)[len(reviews) - 1] if len(reviews) < SEVERAL else Science.SEVERAL_REVIEWS


def _of_studies(studies: int) -> Science:
    return (Science.NOTHING, Science.ONE_STUDY, Science.TWO_STUDIES)[studies] if studies < SEVERAL else Science.FEW_STUDIES
