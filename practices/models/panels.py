"""The editor's form of a practice, in the order a reader meets its parts."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface

LINK_PANELS = [FieldRowPanel([FieldPanel("concept"), FieldPanel("certainty"), FieldPanel("origin")])]

WHAT = [
    HelpPanel(template="practices/admin/not_yet_translated.html", heading=_("Language")),
    FieldPanel("title"),
    FieldPanel("local_names"),
    FieldPanel("summary"),
    FieldPanel("abstract"),
    FieldPanel("drawing"),
    InlinePanel(
        "concept_links",
        panels=LINK_PANELS,
        heading=_("Where and what: climate, land use, soil, kind of measure"),
        label=_("Concept"),
        help_text=_("Readers filter by these. Say “results there do not agree” rather than leaving a climate out."),
    ),
    MultiFieldPanel([FieldRowPanel([FieldPanel("labour_level"), FieldPanel("cash_level")])], heading=_("Effort")),
    FieldPanel("media"),
]
HOW = [
    FieldPanel("needs"),
    FieldPanel("not_for"),
    FieldPanel("steps"),
    FieldPanel("upkeep"),
    FieldPanel("costs"),
    FieldPanel("changes"),
]
PROOF = [
    FieldPanel("experiences"),
    FieldPanel("science"),
    InlinePanel(
        "results",
        heading=_("Results"),
        label=_("Result"),
        help_text=_("One row per outcome, comparison and source. No change and a loss are results like others. Never put two sources in one row."),
    ),
    FieldPanel("judgements"),
    MultiFieldPanel([FieldPanel("failures"), FieldPanel("failures_not_yet_reported")], heading=_("Where it did not work")),
    FieldPanel("tradeoffs"),
    FieldPanel("constraints"),
    FieldPanel("exposures"),
    FieldPanel("climate_risks"),
]
PLACES = [InlinePanel("sites", heading=_("Sites"), label=_("Site"), help_text=_("Unknown coordinates stay empty; nothing is guessed."))]
RIGHTS = [
    InlinePanel("citations", panels=[FieldPanel("reference")], heading=_("References"), label=_("Reference")),
    FieldPanel("people"),
    MultiFieldPanel([FieldPanel("licence"), FieldPanel("licence_url"), FieldPanel("credit")], heading=_("Licence and credit")),
    FieldPanel("text_language"),
    FieldPanel("tags"),
    HelpPanel(template="practices/admin/provenance.html", heading=_("Where this record came from")),
]

PRACTICE_EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(WHAT, heading=_("What and where")),
        ObjectList(HOW, heading=_("How to do it")),
        ObjectList(PROOF, heading=_("What it rests on")),
        ObjectList(PLACES, heading=_("Places")),
        ObjectList(RIGHTS, heading=_("Sources and rights")),
        ObjectList([FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("Promote")),
    ]
)
