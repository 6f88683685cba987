"""What the editor sees beside the form: findings with the way to their field, and how much is filled."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices import readiness
from practices.practice_form import Edited, PracticeForm
from practices.publishing import sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldSentence:
    """A sentence about a field; `path` is how the form's script finds it, such as ``results/2/unit``."""

    text: str
    path: str
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormChecks:
    """Everything the panel of checks says about a practice at one moment."""

    faults: tuple[FieldSentence, ...]
    """What could not be read from the form; such a field is not saved."""
    refusals: tuple[FieldSentence, ...]
    warnings: tuple[FieldSentence, ...]
    parts: tuple[readiness.Part, ...]

    @property
    def filled(self) -> int:
        return sum(part.is_filled for part in self.parts)

    @property
    def missing(self) -> tuple[FieldSentence, ...]:
        return tuple(FieldSentence(text=_(part.name), path=_written(part.path)) for part in self.parts if not part.is_filled)

    @property
    def status(self) -> str:
        """All of it in one line, for the foot of the form and for screen readers."""
        stops, hints = len(self.faults) + len(self.refusals), len(self.warnings)
        if stops:
            return ngettext("%(n)d thing stops publishing", "%(n)d things stop publishing", stops) % {"n": stops}
        if hints:
            return ngettext("Ready to publish; %(n)d thing could be better", "Ready to publish; %(n)d things could be better", hints) % {"n": hints}
        return _("Ready to publish")


def checks_of_page(page: Any) -> FormChecks:
    """The checks of a page as it was saved."""
    return _checks(page, faults=())


def checks_of_form(form: PracticeForm) -> FormChecks:
    """The checks of a page as it is being typed. The form is read, nothing is saved."""
    form.defer_required_fields()
    form.is_valid()
    return _checks(Edited(form), faults=_faults(form))


def _checks(practice: Any, *, faults: Iterable[FieldSentence]) -> FormChecks:
    found = readiness.findings(practice)
    return FormChecks(
        faults=tuple(faults),
        refusals=tuple(_said(finding) for finding in found if finding.stops_publishing),
        warnings=tuple(_said(finding) for finding in found if not finding.stops_publishing),
        parts=readiness.parts(practice),
    )


def _said(finding: readiness.Finding) -> FieldSentence:
    return FieldSentence(text=sentence(finding), path=_written(finding.path), place=_place(finding.path))


def _place(path: readiness.Path) -> str:
    """Where a reader of the form finds it: "Result 3"."""
    names = {
        "results": _("Result %(n)d"),
        "sites": _("Site %(n)d"),
        "steps": _("Step %(n)d"),
        "costs": _("Cost %(n)d"),
        "media": _("Picture or video %(n)d"),
        "citations": _("Reference %(n)d"),
    }
    if len(path) < 2 or path[0] not in names:
        return ""
    return names[path[0]] % {"n": int(path[1]) + 1}


def _written(path: readiness.Path) -> str:
    return "/".join(str(part) for part in path)


def _faults(form: PracticeForm) -> Iterable[FieldSentence]:
    for name, errors in form.errors.items():
        if name != "__all__":
            yield FieldSentence(text=_first(errors), path=name)
    for relation, formset in form.formsets.items():
        if not formset.management_form.is_valid():
            continue
        for number, row in enumerate(one for one in formset.forms if not formset._should_delete_form(one)):
            for name, errors in row.errors.items():
                yield FieldSentence(text=_first(errors), path=f"{relation}/{number}/{name}", place=_place((relation, number)))


def _first(errors: Any) -> str:
    """The first sentence of a field; blocks nest theirs."""
    for error in errors.as_data():
        if text := _deepest(error):
            return text
    return _("This needs another look.")


def _deepest(error: Any) -> str:
    for inner in _inner(error):
        if text := _deepest(inner):
            return text
    messages = [] if hasattr(error, "block_errors") else error.messages
    return str(messages[0]) if messages else ""


def _inner(error: Any) -> Iterable[Any]:
    inside = getattr(error, "block_errors", None) or {}
    return inside.values() if isinstance(inside, dict) else [one for one in inside if one]
