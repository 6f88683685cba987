"""What the form's scripts ask: checks of what is being typed, and names for tags. For editors only."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from practices.form_checks import checks_of_form
from practices.models import PracticeIndexPage, PracticePage
from practices.tag_suggestions import suggestions

NEW_SLUG = "not-named-yet"
"""Stands in for the address of a page that has no title yet, so that the checks speak of what an editor wrote."""


@require_POST
def check_page(request: HttpRequest, page_id: int) -> JsonResponse:
    """Checks of a practice as the form in the browser has it. Nothing is saved."""
    page = get_object_or_404(PracticePage, pk=page_id).get_latest_revision_as_object()
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return _answer(request, page, page.get_parent())


@require_POST
def check_new_page(request: HttpRequest, parent_id: int) -> JsonResponse:
    """The same for a practice that has never been saved."""
    parent = get_object_or_404(PracticeIndexPage, pk=parent_id)
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return _answer(request, PracticePage(locale=parent.locale), parent)


def _answer(request: HttpRequest, page: PracticePage, parent) -> JsonResponse:
    data = request.POST.copy()
    data["slug"] = data.get("slug") or NEW_SLUG
    form_class = PracticePage.get_edit_handler().get_form_class()
    checks = checks_of_form(form_class(data, instance=page, parent_page=parent, for_user=request.user))
    html = render_to_string("practices/admin/checks.html", {"checks": checks}, request)
    return JsonResponse({"html": html, "status": checks.status, "stops": bool(checks.faults or checks.refusals)})


@require_GET
def tag_names(request: HttpRequest) -> JsonResponse:
    """Names for a tag while it is typed: concepts first, then tags in use. `term` is what was typed so far."""
    found = suggestions(request.GET.get("term", ""), language=(get_language() or "en")[:2])
    return JsonResponse([{"label": one.label, "value": one.value, "concept": one.concept_id, "kind": one.kind} for one in found], safe=False)
