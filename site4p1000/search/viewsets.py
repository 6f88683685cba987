"""What editors see of the search: synonyms, which they make, and searches without results, which suggest some."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from site4p1000.search.models import EmptySearch, SynonymGroup, Wish


class CreateSynonyms(generic.CreateView):
    """The form begins with the words a reader looked for in vain, when one comes from there."""

    def get_initial(self):
        return {**super().get_initial(), "names": self.request.GET.get("names", "")[:200]}


class SynonymViewSet(ModelViewSet):
    model = SynonymGroup
    icon = "link"
    menu_label = _("Synonyms")
    add_view_class = CreateSynonyms
    list_display = ["__str__", "changed_at"]
    form_fields = ["names"]
    search_fields = ["names"]
    copy_view_enabled = False


class AddSynonymColumn(Column):
    """A link that opens the form with this row's words."""

    def get_value(self, instance):
        address = f"{reverse('synonyms:add')}?{urlencode({'names': str(instance)})}"
        return format_html('<a href="{}" class="button button-small button-secondary">{}</a>', address, _("Add synonym"))


class SeenNotChanged(ModelPermissionPolicy):
    """Rows are made by searches: nobody adds or changes them by hand."""

    def user_has_permission(self, user, action):
        return action not in {"add", "change"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(super(SeenNotChanged, self).user_has_permission(user, action) for action in {*actions, "view"})


class EmptySearchViewSet(ModelViewSet):
    model = EmptySearch
    icon = "search"
    menu_label = _("Without results")
    list_display = ["text", "language", "count", "last_on", AddSynonymColumn("add_synonym", label=_("Mend"))]
    list_filter = ["language"]
    form_fields = ["text"]
    search_fields = ["text"]
    copy_view_enabled = False
    inspect_view_enabled = True

    @property
    def permission_policy(self):
        return SeenNotChanged(self.model)


class WishViewSet(ModelViewSet):
    model = Wish
    icon = "comment"
    menu_label = _("Wishes")
    list_display = ["__str__", "told", "language", "made_on", AddSynonymColumn("add_synonym", label=_("Mend"))]
    list_filter = ["language"]
    form_fields = ["words", "told"]
    search_fields = ["words", "told"]
    copy_view_enabled = False
    inspect_view_enabled = True

    @property
    def permission_policy(self):
        return SeenNotChanged(self.model)


class SearchGroup(ViewSetGroup):
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 270
    items = (SynonymViewSet("synonyms"), EmptySearchViewSet("empty_searches"), WishViewSet("wishes"))
