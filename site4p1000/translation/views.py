"""The board, and the page where a translation stands beside its original. Views translate between requests and actions, nothing else."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from site4p1000.common import languages
from site4p1000.translation import board as boards
from site4p1000.translation import side_by_side
from site4p1000.translation.board import FILTERED, Question, State
from site4p1000.translation.declarations import declaration_of, declared_models
from site4p1000.translation.keeping_step import original_of, translations_of
from site4p1000.translation.translating import NoPlaceForTranslation, Saved, begin, save_words

ANYTHING_WITH_PAGES = {"add", "change", "publish"}


class ForPeopleOfPages:
    """The board tells titles of drafts too: a login that may do nothing with pages does not see it."""

    def dispatch(self, request, *args, **kwargs):
        if not page_permission_policy.user_has_any_permission(request.user, ANYTHING_WITH_PAGES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class BoardView(ForPeopleOfPages, WagtailAdminTemplateMixin, TemplateView):
    """Every page × every language."""

    template_name = "translation/board.html"
    page_title = gettext_lazy("Translations")
    header_icon = "wagtail-localize-language"
    breadcrumbs_items = ()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        question = Question.of(self.request.GET)
        found = boards.board(question, user=self.request.user)
        asked = {"language": question.language, "state": question.state, "type": question.page_type, "q": question.text}
        return {
            **context,
            "board": found,
            "question": question,
            "languages": languages.codes(),
            "states": [(state, state.label) for state in FILTERED],
            "types": sorted(((model._meta.model_name, str(model._meta.verbose_name)) for model in declared_models()), key=lambda row: row[1]),
            "summary": [
                (code, [(state, state.label, found.counts.get((code, state), 0), self._address(asked, code, state)) for state in FILTERED])
                for code in languages.codes()
            ],
            "earlier": self._page(asked, found.number - 1) if found.number > 1 else "",
            "later": self._page(asked, found.number + 1) if found.number < found.pages else "",
        }

    def _address(self, asked: dict[str, str], code: str, state: State) -> str:
        return "?" + urlencode({**{name: value for name, value in asked.items() if value}, "language": code, "state": state.value})

    def _page(self, asked: dict[str, str], number: int) -> str:
        return "?" + urlencode({**{name: value for name, value in asked.items() if value}, "p": number})


class LanguagesView(ForPeopleOfPages, WagtailAdminTemplateMixin, TemplateView):
    """Where “Translate this page” leads: the languages of one page, with what can be done in each."""

    template_name = "translation/languages.html"
    page_title = gettext_lazy("Translate this page")
    header_icon = "wagtail-localize-language"
    breadcrumbs_items = ()

    def get_page_subtitle(self):
        return self.original.get_admin_display_title()

    def dispatch(self, request, *args, **kwargs):
        page = translatable_or_404(kwargs["page_id"])
        self.original = original_of(page) or page
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        found = {languages.code_of_locale(page.locale_id): page for page in translations_of(self.original)}
        here = languages.code_of_locale(self.original.locale_id)
        codes = [(code, found.get(code)) for code in languages.codes() if code != here]
        return {**super().get_context_data(**kwargs), "original": self.original, "codes": codes, "here": here}


class BeginView(View):
    """Makes the draft of a translation and opens it side by side."""

    def post(self, request: HttpRequest, page_id: int, language: str) -> HttpResponse:
        page = translatable_or_404(page_id)
        if language not in languages.codes() or not may_begin(request.user, page, language):
            raise PermissionDenied
        try:
            translation = begin(original=original_of(page) or page, language=language, by=request.user)
        except NoPlaceForTranslation as missing:
            text = _("“%(parent)s” is not in %(language)s yet. Translate that page first, then this one.")
            messages.error(request, text % {"parent": missing.parent, "language": languages.name_in(language, request.LANGUAGE_CODE)})
            return redirect("bank_translation:languages", missing.parent.pk)
        return redirect("bank_translation:side_by_side", translation.pk)


def may_begin(user, page: Page, language: str) -> bool:
    """Whether somebody may add pages where the translation would stand. Where nothing stands yet, whoever may add beside the original may ask."""
    parent = page.get_parent()
    there = Page.objects.filter(translation_key=parent.translation_key, locale__language_code=language).first()
    return (there or parent).permissions_for_user(user).can_add_subpage()


class SideBySideView(WagtailAdminTemplateMixin, TemplateView):
    """One translation beside its original, part by part."""

    template_name = "translation/side_by_side.html"
    page_title = gettext_lazy("Side by side")
    header_icon = "wagtail-localize-language"
    breadcrumbs_items = ()

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def dispatch(self, request, *args, **kwargs):
        self.page = translatable_or_404(kwargs["page_id"])
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.comparison = side_by_side.compare(self.page)
        if self.comparison is None:
            messages.info(request, _("This page is the original. Choose the language you want to translate it into."))
            return redirect("bank_translation:languages", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    @property
    def shows_all(self) -> bool:
        return self.request.GET.get("show") == "all" or not self.comparison.open_parts

    def parts(self):
        """The parts on this page of the form, and where in the whole they stand."""
        chosen = self.comparison.parts if self.shows_all else self.comparison.open_parts
        return Paginator(chosen, side_by_side.PARTS_PER_PAGE).get_page(self.request.GET.get("p"))

    def posted_parts(self):
        """The parts a translator sent, whatever has become open or done since."""
        by_path = {part.path: part for part in self.comparison.parts}
        numbers = range(side_by_side.PARTS_PER_PAGE)
        return tuple(by_path[path] for number in numbers if (path := self.request.POST.get(f"path-{number}", "")) in by_path)

    def get_context_data(self, **kwargs):
        parts = self.parts()
        form = kwargs.get("form") or side_by_side.PartsForm(parts=tuple(parts), model=type(self.comparison.page))
        return {
            **super().get_context_data(**kwargs),
            "comparison": self.comparison,
            "translation": self.page,
            "form": form,
            "media": self.media + form.media,
            "numbers": parts,
            "shows_all": self.shows_all,
            "open_total": len(self.comparison.open_parts),
            "here": languages.code_of_locale(self.page.locale_id),
            "there": languages.code_of_locale(self.comparison.original.locale_id),
            "may_publish": self.page.permissions_for_user(self.request.user).can_publish(),
        }

    @property
    def media(self):
        return forms.Media(css={"all": ["translation.css"]})

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = side_by_side.PartsForm(request.POST, parts=self.posted_parts(), model=type(self.comparison.page))
        if not form.is_valid():
            messages.error(request, _("Nothing was saved yet: please look at the parts marked in red."))
            return self.render_to_response(self.get_context_data(form=form))
        saved = save_words(page=self.page, texts=form.texts(), confirmed=form.still_right(), seen=form.seen(), by=request.user)
        if saved.overtaken:
            return self._overtaken(form, saved)
        self._tell(saved)
        if "publish" in request.POST:
            self._publish()
        return redirect(request.get_full_path())

    def _overtaken(self, form: side_by_side.PartsForm, saved: Saved) -> HttpResponse:
        """What was typed stays in the fields; the words somebody else wrote stand beside them."""
        for number, part in enumerate(form.parts):
            if part.path in saved.overtaken:
                form.add_error(f"text-{number}", _("Somebody else changed this part meanwhile. Their words stand above; save again to replace them."))
        messages.error(self.request, _("Some parts were changed by somebody else meanwhile and are not saved. What you typed is still here."))
        self.comparison = side_by_side.compare(Page.objects.get(pk=self.page.pk))
        form.see(self.comparison)
        return self.render_to_response(self.get_context_data(form=form))

    def _tell(self, saved: Saved) -> None:
        number = len(saved.written) + len(saved.confirmed)
        if number:
            text = ngettext("%(number)s part saved in the draft.", "%(number)s parts saved in the draft.", number)
            messages.success(self.request, text % {"number": number})
        else:
            messages.info(self.request, _("Nothing was changed."))

    def _publish(self) -> None:
        page = Page.objects.get(pk=self.page.pk)
        if not page.permissions_for_user(self.request.user).can_publish():
            raise PermissionDenied
        revision = page.get_latest_revision()
        if revision:
            revision.publish(user=self.request.user)
            messages.success(self.request, _("“%(title)s” is published.") % {"title": Page.objects.get(pk=page.pk).title})


def translatable_or_404(page_id: int) -> Page:
    """A page of a type that has words."""
    page = get_object_or_404(Page, pk=page_id, depth__gt=1)
    return page if declaration_of(page.specific_class) else get_object_or_404(Page.objects.none())


def instead_of_submitting(request: HttpRequest, page_id: int) -> HttpResponse:
    """wagtail-localize's “Translate this page”."""
    return redirect("bank_translation:languages", page_id)


def instead_of_updating(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """wagtail-localize's “Sync translated pages”: numbers are in step already, words are on the board."""
    messages.info(request, _("Numbers and codes reach the translations when the original is published. The words to translate are listed here."))
    return redirect("bank_translation:board")


def instead_of_an_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """wagtail-localize's “Convert to alias page”, which would throw the words of the translation away."""
    messages.error(request, _("A translation is not turned into a copy of its original: its words would be lost. Unpublish the page instead."))
    return redirect("bank_translation:side_by_side", page_id)


def side_by_side_url(page: Page) -> str:
    """Where a translation stands beside its original."""
    return reverse("bank_translation:side_by_side", args=[page.pk])
