"""A reader tells what the bank lacks: the way out of a search without results. No name, no address, no account."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from site4p1000.common.views import frame
from site4p1000.search.cleaning import clean, last_value, tells_how_to_reach_somebody
from site4p1000.search.models import Wish
from site4p1000.search.request import TEXT

MAX_WAITING = 5_000
"""More wishes than anybody will read: from here on the form says so and keeps nothing."""


TOO_LITTLE_OR_TOO_MUCH = _("Please say in a few words what is missing (at most 1,000 characters).")


class WishForm(forms.ModelForm):
    """Words searched for, what is missing, and a field that only machines fill in."""

    website = forms.CharField(required=False, label=_("Leave this empty"), widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    class Meta:
        model = Wish
        fields = ["words", "told"]
        error_messages = {"told": {"required": TOO_LITTLE_OR_TOO_MUCH, "max_length": TOO_LITTLE_OR_TOO_MUCH}}
        widgets = {"told": forms.Textarea(attrs={"rows": 5})}

    @property
    def sentences(self) -> list[str]:
        """What is wrong, each once."""
        return list(dict.fromkeys(str(sentence) for found in self.errors.values() for sentence in found))

    def clean(self):
        cleaned = super().clean()
        if any(tells_how_to_reach_somebody(cleaned.get(name, "")) for name in self.Meta.fields):
            self.add_error(None, _("Please leave out e-mail addresses and telephone numbers: nobody can write back, and they are not kept here."))
        if Wish.objects.count() >= MAX_WAITING:
            self.add_error(None, _("So much waits to be read that nothing more is taken at the moment. Please keep your words and try again later."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """The form; after sending it, a page that thanks. What was typed is never lost to an error."""
    form = WishForm(request.POST or None, initial={"words": clean(last_value(request.GET, TEXT), 200)})
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["website"]:
            form.instance.language = translation.get_language()
            form.save()
        return redirect(f"{reverse('search_wish')}?thanks=1")
    return render(request, "search/wish.html", {"form": form, "is_sent": "thanks" in request.GET, **frame(request)})
