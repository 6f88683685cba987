"""What the kernel adds to the admin: the published versions, to which an editor may add what changed, and one save of a page at a time."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from site4p1000.common.models import PublishedVersion
from site4p1000.common.permissions import NoteOnly


class PublishedVersionViewSet(ModelViewSet):
    """Versions are made by publishing, never by hand, and never deleted: citations point at them. Only the note can be written."""

    model = PublishedVersion
    icon = "history"
    menu_label = _("Published versions")
    add_to_reports_menu = True
    list_display = ["page", "number", "locale", "published_at", "note"]
    list_filter = ["locale"]
    search_fields = ["page__title", "note"]
    copy_view_enabled = False
    panels = [FieldPanel("note")]

    @property
    def permission_policy(self):
        return NoteOnly(self.model)


@hooks.register("register_admin_viewset")
def published_versions():
    return PublishedVersionViewSet("versions")


@hooks.register("insert_editor_js")
def one_save_at_a_time():
    return format_html('<script type="module" src="{}"></script>', static("admin/one_save_at_a_time.js"))
