"""What readers fill in: the form to subscribe, and their choices. Faults are sentences that say what to do."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from newsletter.models import Rhythm, Topic
from newsletter.people.addressing import Address, AddressFault, read_address
from site4p1000.common import languages

LONGEST_TYPED = 320
FAULTS = {
    AddressFault.EMPTY: _("Write your e-mail address."),
    AddressFault.TOO_LONG: _("This is longer than any e-mail address; write the address alone."),
    AddressFault.NOT_AN_ADDRESS: _("This is not a whole e-mail address; write one such as name@example.org."),
    AddressFault.NOT_ASCII: _("Mail servers may refuse letters with accents before the @; write an address without them."),
}


def language_choices() -> list[tuple[str, str]]:
    """The languages of the mail, each by its own name."""
    return [(code, languages.own_name(code)) for code in languages.codes()]


class ChoicesForm(forms.Form):
    """Language and topics."""

    language = forms.ChoiceField(label=_("Language of the mail"), choices=language_choices, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(label=_("What may we send?"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple, required=False)


class SubscribersForm(ChoicesForm):
    """What a subscriber may change later: how often as well."""

    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("The press review comes once a month; issues and events come when there is something to tell."),
        required=False,
    )

    def clean_rhythm(self) -> str:
        """What was chosen before stands where a page opened long ago does not ask."""
        return self.cleaned_data["rhythm"] or self.initial["rhythm"]


class SubscribeForm(ChoicesForm):
    """An address with language and topics."""

    email = forms.CharField(label=_("Your e-mail address"), required=False, strip=False)
    field_order = ["email", "language", "topics"]

    def clean_email(self) -> Address:
        typed = self.cleaned_data["email"]
        address = AddressFault.TOO_LONG if len(typed) > LONGEST_TYPED else read_address(typed)
        if isinstance(address, AddressFault):
            raise forms.ValidationError(FAULTS[address])
        return address

    def clean_topics(self) -> list[str]:
        if not self.cleaned_data["topics"]:
            raise forms.ValidationError(_("Choose at least one kind of mail."))
        return self.cleaned_data["topics"]


def first_choice(language: str) -> dict:
    """What the form begins with."""
    known = language if language in dict(settings.LANGUAGES) else languages.codes()[0]
    return {"language": known, "topics": [Topic.NEWSLETTER.value]}
