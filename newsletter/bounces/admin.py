"""The admin's list of returned mail."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsletter.models import Bounce
from newsletter.models.bounces import KIND_CHOICES

SEE, SEE_READERS = "newsletter.view_bounce", "newsletter.view_subscriber"
PER_PAGE = 50


class BouncesView(WagtailAdminTemplateMixin, TemplateView):
    """What came back, newest first; addresses only for who may see subscribers."""

    template_name = "newsletter/bounces/list.html"
    page_title = _("Returned mail")
    header_icon = "undo"
    breadcrumbs_items = ()

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        kind = self.request.GET.get("kind", "")
        found = Bounce.objects.select_related("subscriber", "recipient__sending").defer("raw")
        found = found.filter(kind=kind) if kind else found
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        may_see_readers = self.request.user.has_perm(SEE_READERS)
        return {**super().get_context_data(**kwargs), "page": page, "kind": kind, "kinds": KIND_CHOICES, "may_see_readers": may_see_readers}


class RawView(View):
    """The text as it came, as a file that no browser opens."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(SEE) or not request.user.has_perm(SEE_READERS):
            raise PermissionDenied
        raw = get_object_or_404(Bounce, pk=pk).raw
        if raw is None:
            raise Http404
        answer = HttpResponse(bytes(raw), content_type="application/octet-stream")
        answer["Content-Disposition"] = f'attachment; filename="returned-{pk}.eml"'
        answer["Cache-Control"] = "no-store"
        return answer


class BouncesMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(SEE)


@hooks.register("register_newsletter_menu_item")
def bounces_menu_item():
    return BouncesMenuItem(_("Returned mail"), reverse("newsletter_bounces"), name="newsletter-bounces", icon_name="undo", order=40)


@hooks.register("register_admin_urls")
def bounces_urls():
    return [
        path("newsletter/returned/", BouncesView.as_view(), name="newsletter_bounces"),
        path("newsletter/returned/<int:pk>.eml", RawView.as_view(), name="newsletter_bounce_raw"),
    ]


@hooks.register("register_permissions")
def bounces_permissions():
    return Permission.objects.filter(content_type__app_label="newsletter", codename="view_bounce")
