"""The small forms of the report. What was typed wrong is told in a sentence; nothing is changed then."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsletter.models import Sending
from newsletter.sending.control import FASTEST_PER_SECOND, SLOWEST_PER_SECOND, NotPossible


def _read(form: forms.Form) -> dict[str, Any]:
    """What the form holds. Raises `NotPossible` with what to mend."""
    if form.is_valid():
        return form.cleaned_data
    faults = [f"{form.fields[name].label}: {' '.join(texts)}" for name, texts in form.errors.items()]
    raise NotPossible(" ".join(faults))


class RateForm(forms.Form):
    """How fast mail leaves."""

    per_second = forms.FloatField(
        label=gettext_lazy("Mails per second"), min_value=SLOWEST_PER_SECOND, max_value=FASTEST_PER_SECOND, widget=forms.NumberInput({"step": "any"})
    )
    domain_per_second = forms.FloatField(
        label=gettext_lazy("of these to one domain"),
        min_value=SLOWEST_PER_SECOND,
        max_value=FASTEST_PER_SECOND,
        widget=forms.NumberInput({"step": "any"}),
    )

    @classmethod
    def of(cls, sending: Sending) -> "RateForm":
        """With the rates of now."""
        return cls(initial={"per_second": sending.rate_per_second, "domain_per_second": sending.domain_rate_per_second})

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """Both rates, as `control.change_rate` names them."""
        return _read(cls(data))


class ScheduleForm(forms.Form):
    """When it begins."""

    at = forms.DateTimeField(
        label=gettext_lazy("Begin at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Leave empty to take the plan back."),
    )

    @classmethod
    def of(cls, sending: Sending) -> "ScheduleForm":
        """With the plan of now."""
        return cls(initial={"at": sending.start_at})

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> datetime | None:
        """The moment, or none."""
        return _read(cls(data))["at"]


class UncertainForm(forms.Form):
    """The operator has read how many may get it twice, and chooses."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput, label=gettext_lazy("number"))
    is_understood = forms.BooleanField(label=gettext_lazy("I understand that these readers may get the mail twice."))

    @classmethod
    def of(cls, number: int) -> "UncertainForm":
        """For so many."""
        return cls(initial={"number": number})

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> int:
        """The number that was confirmed."""
        if not data.get("is_understood"):
            raise NotPossible(_("Tick that you understand that these readers may get the mail twice. Nothing was changed."))
        return _read(cls(data))["number"]


class EndForm(forms.Form):
    """The operator has read how many will get nothing, says why, and chooses."""

    number = forms.IntegerField(min_value=0, widget=forms.HiddenInput, label=gettext_lazy("number"))
    reason = forms.CharField(
        label=gettext_lazy("Why it is ended"), max_length=300, help_text=gettext_lazy("The report shows it beside every reader who is left out.")
    )
    is_understood = forms.BooleanField(label=gettext_lazy("I understand that these readers get nothing of it, and that this cannot be undone."))

    @classmethod
    def of(cls, number: int) -> "EndForm":
        """For so many."""
        return cls(initial={"number": number}, auto_id="end_%s")

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """The reason, and the number that was confirmed, as `control.end` names them."""
        if not data.get("is_understood"):
            raise NotPossible(_("Tick that you understand that this cannot be undone. Nothing was changed."))
        read = _read(cls(data))
        return {"reason": read["reason"], "confirmed_number": read["number"]}
