"""What the admin shows of translations: the board in the menu, side by side on each page, our views in place of wagtail-localize's."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages as admin_messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from site4p1000.translation import views
from site4p1000.translation.declarations import declaration_of
from site4p1000.translation.facts_check import changed_facts
from site4p1000.translation.keeping_step import FACTS_CARRIED
from site4p1000.translation.models import TranslationState

BEFORE_THE_LIBRARY = -1
"""Hooks of a lower order run first: of two addresses that match, the first one wins."""

LIBRARY_SWITCHES = ("localize-restart-translation", "localize-convert-to-alias")


@hooks.register("register_admin_urls", order=BEFORE_THE_LIBRARY)
def admin_urls():
    ours = [
        path("", views.BoardView.as_view(), name="board"),
        path("<int:page_id>/", views.SideBySideView.as_view(), name="side_by_side"),
        path("<int:page_id>/languages/", views.LanguagesView.as_view(), name="languages"),
        path("<int:page_id>/languages/<str:language>/", views.BeginView.as_view(), name="begin"),
    ]
    return [
        path("translations/", include((ours, "bank_translation"), namespace="bank_translation")),
        path("localize/submit/page/<int:page_id>/", views.instead_of_submitting),
        path("localize/update/<int:translation_source_id>/", views.instead_of_updating),
        path("localize/page/<int:page_id>/convert_to_alias/", views.instead_of_an_alias),
    ]


class BoardMenuItem(MenuItem):
    def is_shown(self, request):
        from wagtail.permissions import page_permission_policy

        return page_permission_policy.user_has_any_permission(request.user, views.ANYTHING_WITH_PAGES)


@hooks.register("register_admin_menu_item")
def board_menu_item():
    return BoardMenuItem(_("Translations"), reverse("bank_translation:board"), icon_name="wagtail-localize-language", order=230)


@hooks.register("construct_reports_menu")
def one_board_is_enough(request, menu_items):
    """The library's report knows nothing of pages translated by hand or imported."""
    menu_items[:] = [item for item in menu_items if item.url != reverse("wagtail_localize:translations_report")]


@hooks.register("register_page_header_buttons")
def side_by_side_button(page, user, view_name=None, next_url=None):
    """On a translation: what its original says beside it."""
    if declaration_of(page.specific_class) and page.permissions_for_user(user).can_edit() and _is_translation(page):
        yield Button(_("Side by side with the original"), views.side_by_side_url(page), icon_name="wagtail-localize-language", priority=55)


def _is_translation(page: Page) -> bool:
    return TranslationState.objects.filter(page_id=page.pk).exists()


@hooks.register("construct_page_action_menu")
def without_the_librarys_switches(menu_items, request, context):
    menu_items[:] = [item for item in menu_items if item.name not in LIBRARY_SWITCHES]


@hooks.register("before_edit_page", order=BEFORE_THE_LIBRARY)
def no_switches(request, page):
    """The library's switches would take the place of the page's words; whoever posts them is led to the page side by side."""
    if request.method == "POST" and any(name in request.POST for name in LIBRARY_SWITCHES):
        messages.error(request, gettext("Translations keep their own words; nothing was changed."))
        return redirect("bank_translation:side_by_side", page.pk)
    if page.alias_of_id and page.alias_of.locale_id != page.locale_id:
        return redirect("bank_translation:languages", page.pk)
    return None


@hooks.register("before_publish_page")
def facts_come_from_the_original(request, page):
    """A number corrected in a translation alone is not published: it would differ from the other languages, or be lost at the next correction."""
    found = changed_facts(page)
    if found is None:
        return None
    text = gettext("Saved as a draft, not published. Numbers, codes and sources come from the original, and here they differ: %(fields)s.")
    advice = gettext("Correct them in “%(title)s”; every language then follows.")
    fields = {"fields": ", ".join(found.labels)}
    button = admin_messages.button(reverse("wagtailadmin_pages:edit", args=[found.original.pk]), gettext("Open the original"))
    admin_messages.error(request, f"{text % fields} {advice % {'title': found.original.title}}", buttons=[button])
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action(FACTS_CARRIED)
    class FactsCarried(LogFormatter):
        label = _("Numbers and codes taken from the original")

        def format_message(self, log_entry):
            return gettext("Numbers, codes and sources taken from “%(title)s”") % {"title": log_entry.data.get("original", {}).get("title", "")}
