"""The form under the list before sending."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from newsletter.issues import preflight
from newsletter.issues.dispatch import HOLD, seal
from newsletter.issues.gathering import Issue
from site4p1000.common import languages

NOW, LATER = "now", "later"


class StartForm(forms.Form):
    """When it begins."""

    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[(NOW, gettext_lazy("Send now")), (LATER, gettext_lazy("Send later"))],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    start_at = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Wagtail reads and shows times in the time zone of the login's own settings: the label says which.
        self.fields["start_at"].label = _("Day and time (%(zone)s), for later") % {"zone": get_current_timezone_name()}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == LATER and not cleaned.get("start_at") and "start_at" not in self.errors:
            self.add_error("start_at", _("Give the day and the time at which it begins."))
        return cleaned

    @property
    def chosen_start(self) -> datetime | None:
        """When it begins; ``None`` is at once."""
        return self.cleaned_data["start_at"] if self.cleaned_data["when"] == LATER else None


class SendForm(StartForm):
    """A choice for each language without words, the word that the list was looked at, and when."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    is_looked_at = forms.BooleanField(label=gettext_lazy("I have looked at these points, and the issue may go as it is."), required=False)

    def __init__(self, issue: Issue, data: Any = None):
        found = issue.findings()
        super().__init__(data, initial={"seen": seal(issue, found), "when": NOW})
        self.issue = issue
        self.languages = preflight.to_choose(found)
        here = (get_language() or "en")[:2]
        for language in self.languages:
            self.fields[f"choice-{language}"] = _choice(language, issue, here)
        if not preflight.to_look_at(found):
            del self.fields["is_looked_at"]

    @property
    def choices(self) -> dict[str, str]:
        """What the editor chose for each language without words."""
        return {language: self.cleaned_data[f"choice-{language}"] for language in self.languages}

    @property
    def choice_fields(self):
        """The bound fields of the choices, for the template."""
        return [self[f"choice-{language}"] for language in self.languages]


def _choice(language: str, issue: Issue, here: str) -> forms.ChoiceField:
    """Nothing is chosen beforehand: an editor who does not look must not decide."""
    name = languages.name_in(language, here)
    note = _("Send them another language with a note: %(language)s")
    others = [(edition.language, note % {"language": languages.name_in(edition.language, here)}) for edition in issue.sendable]
    return forms.ChoiceField(
        label=_("Readers of this language: %(language)s") % {"language": name},
        choices=[(HOLD, _("Hold their mail until the translation is published")), *others],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two ways.")},
    )
