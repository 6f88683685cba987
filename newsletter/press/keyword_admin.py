"""The keyword sets in the admin: one row for each language and topic, the words in one field."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminPageChooser

from newsletter.models.press_keywords import PressKeywords
from newsletter.press.keywords import divided
from practices.models import PracticePage
from site4p1000.common import languages

SHOWN_WORDS = 8


class KeywordsForm(WagtailAdminModelForm):
    """In a language of the bank: there is one set for each."""

    class Meta:
        model = PressKeywords
        fields = ("language", "topic", "words", "practice")
        widgets = {"words": forms.Textarea(attrs={"rows": 8})}

    class Media:
        css: ClassVar = {"all": ["admin/issue.css"]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # By name: this form is made before Wagtail has said that choosers stand for pages. And here, since its words are the editor's.
        self.fields["practice"].widget = AdminPageChooser(target_models=[PracticePage])
        known = self.fields["language"]
        choices = [(code, languages.own_name(code)) for code in languages.codes()]
        self.fields["language"] = forms.ChoiceField(label=known.label, help_text=known.help_text, choices=choices)


class FirstWords(Column):
    """The first words of a row; how many there are more."""

    def get_value(self, instance):
        found = divided(instance.words)
        more = f" … (+{len(found) - SHOWN_WORDS})" if len(found) > SHOWN_WORDS else ""
        return ", ".join(found[:SHOWN_WORDS]) + more


class KeywordsViewSet(ModelViewSet):
    model = PressKeywords
    icon = "tag"
    menu_label = _("Keywords of the press review")
    menu_hook = "register_newsletter_menu_item"
    menu_order = 36
    list_display = ["__str__", FirstWords("words", label=_("words and phrases")), "practice"]
    list_filter = ["language", "topic"]
    search_fields = ["words"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("language"), FieldPanel("topic")]), FieldPanel("words"), FieldPanel("practice")],
        base_form_class=KeywordsForm,
    )
