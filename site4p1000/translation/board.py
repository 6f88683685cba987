"""The board: every original × every language, with what is missing, draft, current or outdated. Three queries, whatever the size of the bank."""

import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from site4p1000.translation.declarations import declared_models

PER_PAGE = 50


class State(enum.StrEnum):
    """Where one page stands in one language."""

    MISSING = "missing"
    DRAFT = "draft"
    OUTDATED = "outdated"
    CURRENT = "current"
    ORIGINAL = "original"

    @property
    def label(self):
        """The word editors read."""
        return LABELS[self]


LABELS = {
    State.MISSING: _("missing"),
    State.DRAFT: _("draft"),
    State.OUTDATED: _("outdated"),
    State.CURRENT: _("current"),
    State.ORIGINAL: _("original"),
}
FILTERED = (State.MISSING, State.DRAFT, State.OUTDATED, State.CURRENT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What an editor asks the board. Anything that is not a known language, state or type counts as not asked."""

    language: str = ""
    state: str = ""
    page_type: str = ""
    text: str = ""
    number: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Question":
        """The question in the address of the board."""
        language, state, page_type = query.get("language", ""), query.get("state", ""), query.get("type", "")
        number = query.get("p", "1")
        return cls(
            language=language if language in dict(settings.LANGUAGES) else "",
            state=state if state in FILTERED else "",
            page_type=page_type if page_type in {model._meta.model_name for model in declared_models()} else "",
            text=query.get("q", "").replace("\0", "").strip()[:200],  # PostgreSQL keeps no NUL in a text
            number=int(number) if number.isdecimal() and len(number) < 7 else 1,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One page in one language."""

    language: str
    state: State
    page_id: int | None = None
    parts_to_do: int = 0
    words_to_do: int = 0
    may_edit: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One original with its cells, in the order of the languages."""

    original: Page
    type_label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """What the board shows: rows of one page of it, and counts of all that the filters of type and text let through."""

    rows: tuple[Row, ...]
    counts: Mapping[tuple[str, str], int]
    """(language, state) → number of pages."""
    total: int
    number: int
    pages: int


def board(question: Question, *, user) -> Board:
    """Answer a question. Three queries, and what the permissions of `user` cost."""
    locales = _locales()
    found = _with_states(_originals(question, locales), locales)
    groups = list(found.order_by().values_list(*_state_names(locales)).annotate(number=Count("pk")))
    wanted = _filtered(found, question, locales)
    total = sum(group[-1] for group in groups if _matches(group[:-1], question, locales))
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, question.number), pages)
    originals = list(wanted.order_by("title", "pk")[(number - 1) * PER_PAGE : number * PER_PAGE])
    return Board(rows=_rows(originals, locales, user), counts=_counts(groups, locales), total=total, number=number, pages=pages)


def _locales() -> list[tuple[str, int]]:
    ids = dict(Locale.objects.values_list("language_code", "pk"))
    return [(code, ids[code]) for code, _name in settings.LANGUAGES if code in ids]


def _rank(locales: list[tuple[str, int]]) -> Case:
    whens = [When(locale_id=pk, then=Value(rank)) for rank, (_code, pk) in enumerate(locales)]
    return Case(*whens, default=Value(len(locales)), output_field=IntegerField())


def _originals(question: Question, locales: list[tuple[str, int]]) -> QuerySet[Page]:
    """Pages that are no translation: nothing is remembered of them, and no earlier language has the page."""
    types = [model for model in declared_models() if question.page_type in ("", model._meta.model_name)]
    own = Page.objects.filter(
        content_type__in=ContentType.objects.get_for_models(*types).values(), alias_of=None, translation_state=None, depth__gt=1
    ).annotate(rank=_rank(locales))
    siblings = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None)
    earlier = siblings.filter(translation_state=None).annotate(rank=_rank(locales)).filter(rank__lt=OuterRef("rank"))
    found = own.filter(~Exists(earlier))
    if question.text:
        found = found.filter(Q(title__icontains=question.text) | Exists(siblings.filter(title__icontains=question.text)))
    return found


def _state_names(locales: list[tuple[str, int]]) -> list[str]:
    return [f"state_{code}" for code, _pk in locales]


def _with_states(originals: QuerySet[Page], locales: list[tuple[str, int]]) -> QuerySet[Page]:
    return originals.annotate(**{f"state_{code}": _state_in(pk) for code, pk in locales})


def _state_in(locale_id: int) -> Case:
    translation = Page.objects.filter(translation_key=OuterRef("translation_key"), locale_id=locale_id, alias_of=None)
    state = Case(
        When(live=False, then=Value(State.DRAFT.value)),
        When(translation_state__parts_to_do__gt=0, then=Value(State.OUTDATED.value)),
        # Written, but readers still see the older words: it waits to be published.
        When(Q(translation_state__parts_behind__gt=0) | Q(translation_state__parts_untranslated__gt=0), then=Value(State.DRAFT.value)),
        default=Value(State.CURRENT.value),
        output_field=CharField(),
    )
    elsewhere = Coalesce(Subquery(translation.annotate(state=state).values("state")[:1]), Value(State.MISSING.value))
    here = Case(When(live=True, then=Value(State.ORIGINAL.value)), default=Value(State.DRAFT.value), output_field=CharField())
    return Case(When(locale_id=locale_id, then=here), default=elsewhere, output_field=CharField())


def _filtered(found: QuerySet[Page], question: Question, locales: list[tuple[str, int]]) -> QuerySet[Page]:
    if not question.state:
        return found
    asked = [code for code, _pk in locales if question.language in ("", code)]
    return found.filter(Q(*[(f"state_{code}", question.state) for code in asked], _connector=Q.OR))


def _matches(states: tuple[str, ...], question: Question, locales: list[tuple[str, int]]) -> bool:
    asked = [state for (code, _pk), state in zip(locales, states, strict=True) if question.language in ("", code)]
    return not question.state or question.state in asked


def _counts(groups: list[tuple], locales: list[tuple[str, int]]) -> Counter:
    counted: Counter = Counter()
    for *states, number in groups:
        for (code, _pk), state in zip(locales, states, strict=True):
            counted[code, state] += number
    return counted


def _rows(originals: list[Page], locales: list[tuple[str, int]], user) -> tuple[Row, ...]:
    keys = [page.translation_key for page in originals]
    pages = Page.objects.filter(translation_key__in=keys, alias_of=None).select_related("translation_state")
    by_place = {(page.translation_key, page.locale_id): page for page in pages}
    editable = _editable(user, by_place.values())
    return tuple(
        Row(
            original=page,
            type_label=str(page.specific_class._meta.verbose_name),
            cells=tuple(_cell(page, code, by_place.get((page.translation_key, pk)), editable) for code, pk in locales),
        )
        for page in originals
    )


def _editable(user, pages) -> set[int]:
    from wagtail.permissions import page_permission_policy

    numbers = [page.pk for page in pages]
    return set(page_permission_policy.instances_user_has_permission_for(user, "change").filter(pk__in=numbers).values_list("pk", flat=True))


def _cell(original: Page, code: str, page: Page | None, editable: set[int]) -> Cell:
    state = State(getattr(original, f"state_{code}"))
    if page is None:
        return Cell(language=code, state=state)
    kept = getattr(page, "translation_state", None)
    to_do = {"parts_to_do": kept.parts_to_do, "words_to_do": kept.words_to_do} if kept else {}
    return Cell(language=code, state=state, page_id=page.pk, may_edit=page.pk in editable, **to_do)
