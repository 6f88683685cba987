"""The editor's form of a practice: what is typed stays, drafts can always be saved, and publishing says its refusals at the field."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from practices import readiness
from practices.publishing import sentence
from practices.result_rules import IN_WORDS

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
"""Control characters and halves of characters, as copied from a PDF: nobody sees them, and no page or file can carry them."""

_CHOICE = re.compile(r"(?:^|-)(?:reference|concept|image)$")
"""Names of fields that hold the number of a chosen thing. Wagtail's choosers fail on anything else when they are shown again."""

MOST_ROWS = 500
"""More results, sites or references than any practice has."""


class ResultForm(WagtailAdminModelForm):
    """A row of results. The words for it may be left empty: they are those of what was measured. The gate asks for the source.

    What was compared with and which way is better may stay open: the first is warned of, the second follows from what was measured.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("label", "reference", "kind"):
            self.fields[name].required = False


class PracticeForm(WagtailAdminPageForm):
    """The form of a practice page. Refusals of the gate become errors of the fields they are about."""

    class Media:
        css = {"all": ["admin/practice_form.css"]}
        js = [
            forms.widgets.Script("admin/practice_form.js", type="module"),
            forms.widgets.Script("admin/length_meters.js", type="module"),
            forms.widgets.Script("admin/result_help.js", type="module"),
            forms.widgets.Script("admin/tag_concepts.js", type="module"),
        ]

    def __init__(self, data=None, *args, **kwargs):
        self._is_gated = False
        super().__init__(_readable(data), *args, **kwargs)

    def is_valid(self) -> bool:
        super().is_valid()
        if self.is_bound and not self._is_gated:
            self._is_gated = True
            _fill_labels(self)
            if self._is_publishing():
                _say_at_fields(self, readiness.refusals(Edited(self)))
        return super().is_valid()

    def _is_publishing(self) -> bool:
        if self.is_deferred_validation:
            return False
        return bool(self.data.get("action-publish")) or (_is_approving(self.data) and _is_last_task(self.instance))


class Edited:
    """The practice as the form has it now, valid or not: fields of the page, and rows in the order they stand on the screen."""

    def __init__(self, form: PracticeForm):
        self._page = form.instance
        self._rows = {name: tuple(_rows_in_order(formset)) for name, formset in form.formsets.items()}

    def __getattr__(self, name: str) -> Any:
        return _Rows(form.instance for form in self._rows[name]) if name in self._rows else getattr(self._page, name)

    def form_of_row(self, relation: str, number: int) -> WagtailAdminModelForm:
        """The form of the row a finding speaks of."""
        return self._rows[relation][number]


class _Rows(list):
    """Rows of a relation, to be asked as a manager is."""

    def __init__(self, rows: Iterable):
        super().__init__(rows)
        for order, row in enumerate(self):
            row.sort_order = order

    def all(self) -> list:
        return list(self)


def _readable(data: Any) -> Any:
    """What a browser sent, without control characters and without choices that can be none: those were not made by a chooser."""
    if not data:
        return data
    clean = data.copy()
    for name, values in data.lists():
        clean.setlist(name, [_readable_value(name, _INVISIBLE.sub("", value)) for value in values])
    return clean


def _readable_value(name: str, text: str) -> str:
    if name.endswith("-TOTAL_FORMS") and text.isdecimal() and int(text[:9]) > MOST_ROWS:
        return ""  # Django would make all of them before it refuses
    return "" if _CHOICE.search(name) and not re.fullmatch(r"\d{0,18}", text) else text


def _rows_in_order(formset: Any) -> list[WagtailAdminModelForm]:
    if not formset.management_form.is_valid():
        return []
    _ = formset.errors  # Django stops reading at the first set of rows that has an error
    kept = [form for form in formset.forms if not formset._should_delete_form(form) and (form.has_changed() or form.instance.pk)]
    return sorted(kept, key=lambda form: (getattr(form, "cleaned_data", None) or {}).get("ORDER") or 0)


def _fill_labels(form: PracticeForm) -> None:
    """A result without words of its own is called after what was measured, in the language of the page."""
    if "results" not in form.formsets:
        return
    with override(form.instance.language):
        for row in _rows_in_order(form.formsets["results"]):
            cleaned = getattr(row, "cleaned_data", {})
            if cleaned.get("outcome") not in ("", None, IN_WORDS) and not cleaned.get("label"):
                cleaned["label"] = row.instance.label = str(row.instance.get_outcome_display())


def _is_approving(data: Any) -> bool:
    return bool(data.get("action-workflow-action")) and data.get("workflow-action-name") == "approve"


def _is_last_task(page: Any) -> bool:
    state = page.current_workflow_state
    last = state.workflow.workflow_tasks.order_by("sort_order").last() if state else None
    return last is not None and last.task_id == state.current_task_state.task_id


def _say_at_fields(form: PracticeForm, findings: Iterable[readiness.Finding]) -> None:
    """Each refusal at its field; those inside one stream together, as the stream shows one error."""
    findings = tuple(findings)
    edited, trees = Edited(form), {}
    for finding in findings:
        name, *inside = finding.path
        owner = form
        if name in form.formsets:
            owner, (name, *inside) = edited.form_of_row(name, inside[0]), inside[1:]
        _grow(trees.setdefault((id(owner), name), (owner, name, {}))[2], inside, sentence(finding))
    for owner, name, tree in trees.values():
        owner.add_error(name, _as_error(tree))
    if findings:
        form.add_error(
            None, _("Not published, since the marked fields would mislead readers. Nothing is lost; you can save it as a draft at any time.")
        )


def _grow(tree: dict, path: list, text: str) -> None:
    for part in path:
        tree = tree.setdefault(part, {})
    tree.setdefault("", text)


def _as_error(tree: dict, *, in_list: bool = False) -> ValidationError:
    """The error of a field, or of the blocks inside it: numbers are blocks of a stream or items of a list, words are fields."""
    if "" in tree:
        return ValidationError(tree[""])
    if not all(isinstance(key, int) for key in tree):
        return StructBlockValidationError({key: _as_error(part, in_list=True) for key, part in tree.items()})
    errors = {key: _as_error(part) for key, part in tree.items()}
    return ListBlockValidationError(block_errors=errors) if in_list else StreamBlockValidationError(block_errors=errors)
