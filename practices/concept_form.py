"""The form of a concept: one field per language for label, other names and hint, whatever languages the bank has."""

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from practices.models import Concept
from site4p1000.common import languages


class ConceptForm(WagtailAdminModelForm):
    """Edits `labels`, `synonyms`, `hints` and `definitions` as plain fields instead of JSON."""

    class Meta:
        model = Concept
        fields = ["scheme", "code", "parent", "uri", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in languages.codes():
            name = languages.own_name(code)
            self.fields[f"label_{code}"] = forms.CharField(label=_("Label, %(language)s") % {"language": name}, max_length=160)
            self.fields[f"synonyms_{code}"] = forms.CharField(
                label=_("Other names, %(language)s") % {"language": name}, required=False, help_text=_("Separated by commas.")
            )
            self.fields[f"hint_{code}"] = forms.CharField(label=_("A farmer’s words, %(language)s") % {"language": name}, required=False)
            label = _("What it is, %(language)s") % {"language": name}
            self.fields[f"definition_{code}"] = forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}))
            self._fill(code)

    def _fill(self, code: str) -> None:
        self.initial[f"label_{code}"] = self.instance.labels.get(code, "")
        self.initial[f"synonyms_{code}"] = ", ".join(self.instance.synonyms.get(code, []))
        self.initial[f"hint_{code}"] = self.instance.hints.get(code, "")
        self.initial[f"definition_{code}"] = self.instance.definitions.get(code, "")

    def save(self, commit=True):
        for code in languages.codes():
            self.instance.labels[code] = self.cleaned_data[f"label_{code}"].strip()
            self.instance.synonyms[code] = [word.strip() for word in self.cleaned_data[f"synonyms_{code}"].split(",") if word.strip()]
            self.instance.hints[code] = self.cleaned_data[f"hint_{code}"].strip()
            self.instance.definitions[code] = self.cleaned_data[f"definition_{code}"].strip()
        return super().save(commit)
