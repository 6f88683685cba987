"""What has to be said of a list before it is read, and which of its columns hold what."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter.models import SubscriberList, Topic
from newsletter.people.admin.list_words import unreadable
from newsletter.people.list_reading import LARGEST_BYTES, Table, UnreadableList, decode, guess_columns, read_table


class ListForm(forms.ModelForm):
    """A file, and the word on consent: where these people agreed, and when. Read at once, so that a file that is no list is told here."""

    file = forms.FileField(
        label=_("CSV file"), help_text=_("From Excel, LibreOffice or another program; separators and letters are recognised."), allow_empty_file=True
    )
    topics = forms.MultipleChoiceField(label=_("What they agreed to receive"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(label=_("Language of rows that name none"), choices=settings.LANGUAGES)

    class Meta:
        model = SubscriberList
        fields = ["file", "consent_source", "given_on", "topics", "language"]
        widgets = {"given_on": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "consent_source": _("Such as: sign-up sheet at the fair in Dakar. It becomes the proof of each person."),
            "given_on": _("The day they agreed; of several days, the last."),
        }

    def clean_consent_source(self) -> str:
        source = " ".join(self.cleaned_data["consent_source"].split())
        if not source:
            raise forms.ValidationError(_("Say where these people agreed; without that nobody may be written to."))
        return source

    def clean_given_on(self):
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Nobody has agreed in the future yet; give the day they did."))
        return day

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            self.text = decode(upload.read(LARGEST_BYTES + 1))
            self.columns = guess_columns(read_table(self.text))
        except UnreadableList as fault:
            raise forms.ValidationError(unreadable(fault)) from fault
        return upload

    def save(self, *, by) -> SubscriberList:
        """The list, kept until somebody says what to do with it."""
        row = self.instance
        row.name, row.text, row.made_by = self.cleaned_data["file"].name[-120:], self.text.replace("\0", ""), by
        row.topics = self.cleaned_data["topics"]
        row.email_column, row.language_column, row.state_column = self.columns.email, self.columns.language, self.columns.state
        row.save()
        return row


class ColumnsForm(forms.ModelForm):
    """Which column holds what, where the guess was wrong."""

    email_column = forms.TypedChoiceField(label=_("Column of addresses"), coerce=int)
    language_column = forms.TypedChoiceField(label=_("Column of languages"), coerce=int, required=False, empty_value=None)

    state_column = forms.TypedChoiceField(label=_("Column of states"), coerce=int, required=False, empty_value=None)

    class Meta:
        model = SubscriberList
        fields = ["email_column", "language_column", "state_column"]

    def __init__(self, *args, table: Table, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(number, heading or str(number + 1)) for number, heading in enumerate(table.headings)]
        self.fields["email_column"].choices = named
        for name in ("language_column", "state_column"):
            self.fields[name].choices = [("", _("none")), *named]
