"""The editor's form of a practice, in the order a reader meets its parts."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.panels.base import get_form_for_model

from practices.practice_form import PracticeForm, ResultForm
from practices.readiness import SHEET_CHARACTERS
from practices.tag_widget import TagWidget

SUMMARY_CHARACTERS = (80, 300)
METER = {
    "data-meter-short": _("{n} characters; {left} more to go"),
    "data-meter-fits": _("{n} characters; the length fits"),
    "data-meter-long": _("{n} characters; {over} too many"),
}


class ResultsPanel(InlinePanel):
    """Rows of results, with a form of their own."""

    def get_form_options(self):
        options = super().get_form_options()
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        form = get_form_for_model(self.db_field.related_model, form_class=ResultForm, defer_required_on_fields=deferred)
        options["formsets"][self.relation_name]["form"] = form
        return options


SHEET_HELP = _(
    "1 000 to 1 500 characters that can stand alone: what it is, the choices that decide, what it gave. "
    "Lists show the first sentences. Cite as [ref:key]."
)
SUMMARY_HELP = _(
    "One or two sentences for search engines and shared links. Lists, the newsletter and feeds show it only where there is no technical sheet."
)


def _metered(name: str, low: int, high: int, **settings: Any) -> FieldPanel:
    return FieldPanel(name, **settings, attrs={**METER, "data-meter-field": name, "data-meter-low": low, "data-meter-high": high})


KIND_HELP = _("“+0.4 t/ha” and “12 % more” are differences; “2.1 t/ha” or “45 t C/ha” is a level, which is never drawn as better or worse.")
RESULT_PANELS = [
    FieldRowPanel([FieldPanel("outcome"), FieldPanel("label", help_text=_("Left empty, it is called after what was measured."))]),
    FieldRowPanel([FieldPanel("value"), FieldPanel("low"), FieldPanel("high")]),
    FieldRowPanel([FieldPanel("unit"), FieldPanel("interval")]),
    FieldRowPanel([FieldPanel("kind", help_text=KIND_HELP), FieldPanel("better")]),
    FieldPanel("comparison"),
    FieldRowPanel([FieldPanel("depth_top_cm"), FieldPanel("depth_bottom_cm"), FieldPanel("depth_not_reported"), FieldPanel("depth_is_median")]),
    FieldRowPanel([FieldPanel("duration_years"), FieldPanel("duration_not_reported"), FieldPanel("duration_is_median")]),
    FieldRowPanel([FieldPanel("n"), FieldPanel("n_of"), FieldPanel("place")]),
    FieldPanel("reference"),
    MultiFieldPanel([FieldPanel("method"), FieldPanel("note"), FieldPanel("key")], heading=_("Method and note"), classname="collapsed"),
]
SITE_PANELS = [
    FieldRowPanel([FieldPanel("place"), FieldPanel("country"), FieldPanel("since_year")]),
    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    FieldPanel("note"),
    FieldPanel("reference"),
    FieldPanel("conditions"),
]
LINK_PANELS = [FieldRowPanel([FieldPanel("concept"), FieldPanel("certainty"), FieldPanel("origin")])]

WHAT = [
    HelpPanel(template="practices/admin/not_yet_translated.html", heading=_("Language")),
    FieldPanel("title"),
    FieldPanel("local_names", heading=_("Other names people use")),
    FieldPanel("drawing"),
    InlinePanel(
        "concept_links",
        panels=LINK_PANELS,
        heading=_("Where and what: climate, land use, soil, kind of measure"),
        label=_("Concept"),
        help_text=_("Readers filter by these. Say “results there do not agree” rather than leaving a climate out."),
    ),
    MultiFieldPanel([FieldRowPanel([FieldPanel("labour_level"), FieldPanel("cash_level")])], heading=_("Effort")),
    _metered("abstract", *SHEET_CHARACTERS, help_text=SHEET_HELP),
    _metered("summary", *SUMMARY_CHARACTERS, help_text=SUMMARY_HELP),
]
HOW = [
    MultiFieldPanel([FieldPanel("needs"), FieldPanel("not_for")], heading=_("Before you start")),
    FieldPanel("steps"),
    FieldPanel("upkeep"),
    FieldPanel("costs"),
    FieldPanel("effort_source"),
    FieldPanel("changes"),
]
PROOF = [
    FieldPanel("experiences"),
    FieldPanel("science"),
    MultiFieldPanel(
        [HelpPanel(template="practices/admin/result_help.html"), ResultsPanel("results", panels=RESULT_PANELS, label=_("Result"))],
        heading=_("Results"),
    ),
    FieldPanel("judgements"),
    MultiFieldPanel([FieldPanel("failures"), FieldPanel("failures_not_yet_reported")], heading=_("Where it did not work")),
    FieldPanel("tradeoffs"),
    FieldPanel("constraints", heading=_("Limits: what must be there for it to work")),
    MultiFieldPanel([FieldPanel("climate_risks"), FieldPanel("exposures")], heading=_("When the weather turns")),
]
PLACES = [
    FieldPanel("media"),
    InlinePanel("sites", panels=SITE_PANELS, heading=_("Sites"), label=_("Site"), help_text=_("Unknown coordinates stay empty; nothing is guessed.")),
]
RIGHTS = [
    InlinePanel("citations", panels=[FieldPanel("reference")], heading=_("References"), label=_("Reference")),
    MultiFieldPanel([FieldRowPanel([FieldPanel("licence"), FieldPanel("licence_url")]), FieldPanel("credit")], heading=_("Licence and credit")),
    FieldPanel("people"),
    FieldPanel("text_language"),
    MultiFieldPanel(
        [
            FieldPanel("tags", widget=TagWidget, help_text=_("For what no vocabulary has a concept. Names are proposed while you type.")),
            HelpPanel(template="practices/admin/tag_concepts.html"),
        ],
        heading=_("Free tags"),
    ),
    HelpPanel(template="practices/admin/provenance.html", heading=_("Where this record came from")),
]

PRACTICE_EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(WHAT, heading=_("What and where")),
        ObjectList(HOW, heading=_("How to do it")),
        ObjectList(PROOF, heading=_("What it rests on")),
        ObjectList(PLACES, heading=_("Pictures and places")),
        ObjectList(RIGHTS, heading=_("Sources and rights")),
        ObjectList([FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("Promote")),
    ],
    base_form_class=PracticeForm,
)
