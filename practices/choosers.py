"""Choosing a reference or a concept while editing: found by what an editor knows of it, and added in place when it is new."""

import re

from django import forms
from django.db.models import Q
from django.forms import modelform_factory
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from practices.condition_words import attribute_words
from practices.models import Concept, Reference
from practices.tag_suggestions import folded

NEW_REFERENCE_FIELDS = ("authors", "year", "title", "container", "doi", "url", "kind", "read_in")


class ReferenceFilterForm(BaseFilterForm):
    """Every word must be somewhere: in authors, title, journal, key, DOI or year. A DOI may be pasted as an address."""

    q = forms.CharField(label=_("Author, title or DOI"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Author, title or DOI")}))

    def filter(self, objects):
        query = re.sub(r"^(?:https?://)?(?:dx\.)?doi\.org/|^doi:\s*", "", self.cleaned_data.get("q", "").strip(), flags=re.IGNORECASE)
        self.is_searching, self.search_query = bool(query), query
        for word in query.split()[:8]:
            places = (
                Q(authors__icontains=word) | Q(title__icontains=word) | Q(container__icontains=word) | Q(key__icontains=word) | Q(doi__icontains=word)
            )
            objects = objects.filter(places | Q(year=word) if re.fullmatch(r"\d{4}", word) else places)
        return objects


class ConceptFilterForm(BaseFilterForm):
    """Found by label or synonym in any language, accents aside, within one vocabulary or all."""

    q = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Name in any language")}))
    scheme = forms.ChoiceField(label=_("Vocabulary"), required=False, widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        schemes = Concept.objects.order_by("scheme").values_list("scheme", flat=True).distinct()
        self.fields["scheme"].choices = [("", _("All vocabularies")), *((scheme, attribute_words(scheme)) for scheme in schemes)]

    def filter(self, objects):
        wanted, scheme = folded(self.cleaned_data.get("q", "")), self.cleaned_data.get("scheme")
        self.is_searching, self.search_query = bool(wanted), wanted
        if scheme:
            objects = objects.filter(scheme=scheme)
        if wanted:
            objects = objects.filter(pk__in=[concept.pk for concept in objects if any(wanted in folded(name) for name in _all_names(concept))])
        return objects


def _all_names(concept: Concept) -> list[str]:
    return [concept.code, *concept.labels.values(), *(name for names in concept.synonyms.values() for name in names)]


class NewReferenceForm(forms.ModelForm):
    """A reference added from the form of a practice; its key is made from author and year."""

    def save(self, commit=True):
        self.instance.key = self.instance.key or free_key(self.instance.authors, self.instance.year, self.instance.title)
        return super().save(commit)


def free_key(authors: str, year: int | None, title: str) -> str:
    """A key such as ``smith-2019`` that no reference has yet."""
    first = re.split(r"[,;&]| and | et ", authors or title)[0]
    base = slugify(f"{first} {year or ''}")[:70].strip("-") or "reference"
    taken = set(Reference.objects.filter(key__startswith=base).values_list("key", flat=True))
    return base if base not in taken else next(key for number in range(2, len(taken) + 3) if (key := f"{base}-{number}") not in taken)


class ReferenceChoose(ChooseView):
    filter_form_class = ReferenceFilterForm


class ReferenceChooseResults(ChooseResultsView):
    filter_form_class = ReferenceFilterForm


class ReferenceChooserViewSet(SnippetChooserViewSet):
    """Search by author, title or DOI; a second tab adds a new work."""

    choose_view_class = ReferenceChoose
    choose_results_view_class = ReferenceChooseResults
    creation_form_class = modelform_factory(Reference, form=NewReferenceForm, fields=NEW_REFERENCE_FIELDS)
    creation_tab_label = _("New reference")
    create_action_label = _("Add this reference")


class ConceptChoose(ChooseView):
    filter_form_class = ConceptFilterForm


class ConceptChooseResults(ChooseResultsView):
    filter_form_class = ConceptFilterForm


class ConceptChooserViewSet(SnippetChooserViewSet):
    """Search by name in any language."""

    choose_view_class = ConceptChoose
    choose_results_view_class = ConceptChooseResults
