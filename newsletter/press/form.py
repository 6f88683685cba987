"""The form of a press item: one summary field per language; the button that sends it says the state."""

from typing import ClassVar

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from newsletter.models.press import LONGEST_SUMMARY, PressItem, PressState
from newsletter.press.article_addresses import NotAWebAddress, canonical_url
from newsletter.press.article_language import language_of
from newsletter.press.roles import states_for
from site4p1000.common import languages

FIELDS = ("url", "title", "outlet", "author", "published_on", "language", "country", "topic", "is_own_story")


class PressItemForm(WagtailAdminModelForm):
    """A draft may be incomplete; what is kept or published has all that readers need."""

    class Meta:
        model = PressItem
        fields = FIELDS
        widgets = {"published_on": AdminDateInput}

    class Media:
        css: ClassVar = {"all": ["admin/issue.css"]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        here = (get_language() or languages.codes()[0])[:2]
        self.fields["url"] = forms.CharField(
            label=self.fields["url"].label,
            help_text=self.fields["url"].help_text,
            required=False,
            max_length=4000,
            widget=forms.URLInput(attrs={"autofocus": not self.instance.pk, "data-press-link": "", "autocomplete": "off"}),
        )
        self.fields["language"] = forms.ChoiceField(label=self.fields["language"].label, required=False, choices=_languages(here))
        self.fields["country"] = forms.ChoiceField(
            label=self.fields["country"].label,
            help_text=self.fields["country"].help_text,
            required=False,
            choices=(("", "–"), *languages.country_choices(here)),
        )
        for code in summary_languages():
            self.fields[summary_field(code)] = _summary(code)
            self.initial[summary_field(code)] = self.instance.summaries.get(code, "")

    def clean_url(self) -> str:
        """Canonical before its length is judged: what is too long is mostly tracking."""
        given = self.cleaned_data["url"]
        try:
            found = canonical_url(given) if given else ""
        except NotAWebAddress:
            raise forms.ValidationError(_("This is not the address of a page; it should begin with https:// or http://.")) from None
        if len(found) > PressItem._meta.get_field("url").max_length:
            raise forms.ValidationError(_("This link is too long. Please look for a shorter address of the article."))
        return found

    def clean(self):
        data = super().clean()
        if not self.instance.pk and not data.get("language"):
            data["language"] = language_of(data.get("title", ""))
        self.instance.summaries = {**self.instance.summaries, **self._summaries()}
        self.instance.state = self.wanted_state()
        if self.instance.state != PressState.DRAFT:
            self._ask_for_what_is_missing(data)
        return data

    def wanted_state(self) -> PressState:
        """The state of the button that was pressed, if this user may give it; else the state it has, or a draft."""
        wanted = self.data.get("state", "")
        kept = PressState(self.instance.state) if self.instance.pk else PressState.DRAFT
        return PressState(wanted) if wanted in states_for(self.for_user) else kept

    def _summaries(self) -> dict[str, str]:
        return {code: " ".join(self.cleaned_data.get(summary_field(code), "").split()) for code in summary_languages()}

    def _ask_for_what_is_missing(self, data) -> None:
        known = {name: data.get(name) for name in ("outlet", "published_on", "language")}
        for name in PressItem(**known, summaries=self.instance.summaries).missing():
            field = summary_field(summary_languages()[0]) if name == "summaries" else name
            if field not in self.errors:
                self.add_error(field, _("Readers need this. Please fill it in, or save the item as a draft."))


def summary_languages() -> tuple[str, ...]:
    """The languages of the bank, the editor's own first: that is the one they write."""
    here = (get_language() or "")[:2]
    return tuple(sorted(languages.codes(), key=lambda code: code != here))


def summary_field(code: str) -> str:
    """The name of the field of a language's summary."""
    return f"summary_{code}"


def _summary(code: str) -> forms.CharField:
    return forms.CharField(
        label=_("Our summary, %(language)s") % {"language": languages.own_name(code)},
        help_text=_("Two lines in your own words. Nothing copied."),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 2, "lang": code, "data-press-summary": code}),
    )


def _languages(here: str) -> list[tuple[str, str]]:
    """The languages of the bank first, then all others that have a code of two letters, by name."""
    names = Locale.parse(here).languages
    others = sorted((code for code in names if len(code) == 2 and code not in languages.codes()), key=lambda code: names[code])
    return [("", "–"), *((code, names[code]) for code in (*languages.codes(), *others))]
