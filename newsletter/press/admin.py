"""Press items in the admin: the list, the form with paste-a-link and bookmarklet, and what the form's script asks."""

import json
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from newsletter.models.press import PressItem
from newsletter.press.article_language import settled
from newsletter.press.filling_in import fill_in
from newsletter.press.form import PressItemForm, summary_field, summary_languages
from newsletter.press.roles import policy, states_for
from newsletter.press.stories import join_story
from newsletter.press.suggesting import suggested_for, told
from practices.viewsets import FormFieldPanel, OwnFieldsList
from site4p1000.common.templatetags.bank import language_name

FROM_BOOKMARKLET = {"url": 4000, "title": 300, "outlet": 160, "author": 200, "published_on": 10, "language": 2}
"""What the bookmarklet may begin the form with, and how many characters of it."""

BOOKMARKLET = """(function(){var d=document,m=function(n){var e=d.querySelector('meta[property="'+n+'"],meta[name="'+n+'"]');return e?e.content:''},
c=d.querySelector('link[rel=canonical]'),v={url:c&&c.href||location.href,title:m('og:title')||d.title,outlet:m('og:site_name')||location.hostname,
author:m('author'),published_on:(m('article:published_time')||m('date')).slice(0,10),language:d.documentElement.lang.slice(0,2).toLowerCase()};
open(%(address)s+'?'+Object.keys(v).map(function(k){return k+'='+encodeURIComponent(v[k])}).join('&'))})()"""


class _Sent:
    """What adding and changing share: the buttons, and joining a story once saved."""

    def get_panel(self):
        """Bound anew for each editor: the summary in their own language comes first."""
        return press_panels().bind_to_model(PressItem)

    def save_instance(self):
        if not self.form.instance.pk:
            self.form.instance.noted_by = self.request.user
        item = super().save_instance()
        self.others = join_story(item=item)
        return item

    def form_valid(self, form):
        """A second click, or a second editor, may be quicker than the check of the form: the database then says that the article is there."""
        try:
            return super().form_valid(form)
        except IntegrityError:
            form.add_error("url", _("This article was saved a moment ago. Please look for it in the list."))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def get_success_message(self, instance=None):
        instance = instance or self.object
        told = _("“%(title)s” is saved: %(state)s.") % {"title": instance.title, "state": instance.get_state_display()}
        if not self.others:
            return told
        joined = ngettext("The same story stands in %(n)s other item.", "The same story stands in %(n)s other items.", self.others)
        return f"{told} {joined % {'n': self.others}}"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        address = json.dumps(self.request.build_absolute_uri(reverse("press_items:add")))
        return {
            **context,
            "states": states_for(self.request.user),
            "facts_url": reverse("press_facts"),
            "found": told(suggested_for([self.form.instance])[self.form.instance.pk]) if self.form.instance.pk else "",
            "bookmarklet": "javascript:" + quote(BOOKMARKLET.replace("\n", "") % {"address": address}, safe="()'{},;:=?/!.[]+|&"),
        }


class AddPressItem(_Sent, generic.CreateView):
    def get_initial(self):
        given = {name: self.request.GET.get(name, "")[:most] for name, most in FROM_BOOKMARKLET.items()}
        given["language"] = settled([given["language"]], title=given["title"])
        return {**super().get_initial(), **{name: value for name, value in given.items() if value}}


class EditPressItem(_Sent, generic.EditView):
    def get_object(self, queryset=None):
        item = super().get_object(queryset)
        if not policy.user_has_permission_for_instance(self.request.user, "change", item):
            raise PermissionDenied
        return item


class DeletePressItem(generic.DeleteView):
    def get_object(self, queryset=None):
        item = super().get_object(queryset)
        if not policy.user_has_permission_for_instance(self.request.user, "delete", item):
            raise PermissionDenied
        return item


class LanguageColumn(Column):
    """A language by its name in the editor's own."""

    def get_value(self, instance):
        return language_name(instance.language) if instance.language else ""


class PressItemViewSet(ModelViewSet):
    model = PressItem
    icon = "doc-full"
    menu_label = gettext_lazy("Press review")
    menu_hook = "register_newsletter_menu_item"
    menu_order = 30
    add_view_class = AddPressItem
    edit_view_class = EditPressItem
    delete_view_class = DeletePressItem
    create_template_name = edit_template_name = "press/admin/form.html"
    list_display = ["title", "outlet", "published_on", LanguageColumn("language", label=gettext_lazy("language of the article")), "topic", "state"]
    list_filter = ["state", "language", "topic"]
    search_fields = ["title", "outlet", "author", "words"]
    ordering = ["-noted_at"]
    copy_view_enabled = False
    permission_policy = policy

    def get_edit_handler(self):
        return press_panels().bind_to_model(self.model)


def press_panels() -> OwnFieldsList:
    """What an item needs at once stands first: link, title, our summary, outlet and day."""
    summaries = [FormFieldPanel(summary_field(code)) for code in summary_languages()]
    panels = [
        FieldPanel("url"),
        FieldPanel("title"),
        summaries[0],
        FieldRowPanel([FieldPanel("outlet"), FieldPanel("published_on")]),
        FieldRowPanel([FieldPanel("language"), FieldPanel("topic")]),
        FieldPanel("country"),
        *summaries[1:],
        FieldPanel("author"),
        InlinePanel("practices", label=gettext_lazy("Related practice"), panels=[FieldPanel("page")]),
        FieldPanel("is_own_story"),
    ]
    return OwnFieldsList(panels, base_form_class=PressItemForm)


@require_POST
def press_facts(request: HttpRequest) -> JsonResponse:
    """What the page behind a link says about itself, for the empty fields of the form. Always an answer, never an error page."""
    if not policy.user_has_any_permission(request.user, ["add", "change"]):
        raise PermissionDenied
    found = fill_in(request.POST.get("url", ""))
    return JsonResponse({"values": found.values, "message": found.message, "is_found": found.is_found})
