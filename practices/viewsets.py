"""What editors manage beside pages: concepts, references, and what import runs did."""

from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from practices.choosers import ConceptChooserViewSet, ReferenceChooserViewSet
from practices.concept_form import ConceptForm
from practices.models import Concept, ImportItem, Reference
from site4p1000.common import languages


class FormFieldPanel(FieldPanel):
    """A panel for a field the form adds by itself; there is none of that name on the model."""

    def get_form_options(self):
        return {}


class OwnFieldsList(ObjectList):
    """A form whose `FormFieldPanel` fields stand once: Wagtail would put every field the model has not at the end again, and read that one."""

    class BoundPanel(ObjectList.BoundPanel):
        def render_missing_fields(self):
            claimed = self.panel.get_form_options().get("fields", [])
            hidden = (name for name, field in self.form.fields.items() if field.widget.is_hidden and name not in claimed)
            return format_html_join("", "{}", ((self.form[name],) for name in hidden))


class ConceptViewSet(SnippetViewSet):
    model = Concept
    icon = "tag"
    menu_label = _("Concepts")
    add_to_admin_menu = True
    menu_order = 240
    list_display = ["__str__", "scheme", "code", "uri"]
    list_filter = ["scheme"]
    search_fields = ["code", "labels", "synonyms"]
    chooser_viewset_class = ConceptChooserViewSet

    @property
    def edit_handler(self):
        words = [FormFieldPanel(f"{kind}_{code}") for code in languages.codes() for kind in ("label", "synonyms", "hint", "definition")]
        panels = [FieldPanel(name) for name in ("scheme", "code", "parent", "uri", "position")]
        return OwnFieldsList([*panels, *words], base_form_class=ConceptForm)


class ReferenceViewSet(SnippetViewSet):
    model = Reference
    icon = "openquote"
    menu_label = _("References")
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["key", "kind", "authors", "year", "title"]
    list_filter = ["kind", "read_in"]
    search_fields = ["key", "authors", "title", "doi"]
    chooser_viewset_class = ReferenceChooserViewSet


class ImportItemViewSet(ModelViewSet):
    model = ImportItem
    icon = "download"
    menu_label = _("Imports")
    list_display = ["source_id", "outcome", "detail", "run"]
    list_filter = ["outcome"]
    form_fields = ["source_id", "outcome", "detail"]
    add_to_admin_menu = True
    menu_order = 260
