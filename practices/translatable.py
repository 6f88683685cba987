"""What of practices and their lists is words, and what is the same in every language. A test names every field that is not said here.

A name is dotted: stream, block, field (`steps.step.title`), or child relation, field (`results.label`).
"""

from practices.models import PracticeIndexPage, PracticePage, ZoneIndexPage, ZonePage
from site4p1000.translation.declarations import declare

PAGE = (
    "abstract upkeep changes science climate_risks effort_source credit local_names.item needs.item not_for.item tradeoffs.item",
    "licence licence_url drawing labour_level cash_level failures_not_yet_reported tagged_items.tag",
)
STEPS = (
    "title text when tools labour inputs cost pitfall input_items.item.name input_items.item.unit pictures.item.alt pictures.item.caption",
    "phase labour_person_days_per_ha cost_amount cost_currency cost_year cost_per input_items.item.quantity "
    "pictures.item.image pictures.item.credit pictures.item.licence",
)
COSTS = ("item unit basis", "phase quantity amount_per_unit currency currency_words year")
EXPERIENCES = ("title who place text source", "country since_year")
JUDGEMENTS = ("label comment before after", "indicator score")
FAILURES = ("title text", "kind")
CONSTRAINTS = ("text", "kind")
EXPOSURES = ("text source", "hazard coping origin")
PEOPLE = ("", "role name institution")
PICTURES = ("alt caption", "image credit licence")
PICTURES_AT_THE_SOURCE = ("caption", "url credit licence")
VIDEOS = ("title transcript", "url length_seconds size_mb credit licence")
RESULTS = (
    "label comparison method place note",
    "key outcome kind value low high interval unit better depth_top_cm depth_bottom_cm depth_is_median depth_not_reported "
    "duration_years duration_is_median duration_not_reported n n_of reference",
)
SITES = (
    "place note",
    "key country latitude longitude since_year reference "
    "conditions.condition.attribute conditions.condition.scheme conditions.condition.code conditions.condition.value "
    "conditions.condition.unit conditions.condition.origin",
)
CONCEPTS = ("", "concept certainty origin")
CITATIONS = ("", "reference")

PARTS = {
    "": PAGE,
    "steps.step.": STEPS,
    "costs.cost.": COSTS,
    "experiences.experience.": EXPERIENCES,
    "judgements.judgement.": JUDGEMENTS,
    "failures.failure.": FAILURES,
    "constraints.constraint.": CONSTRAINTS,
    "exposures.exposure.": EXPOSURES,
    "people.person.": PEOPLE,
    "media.picture.": PICTURES,
    "media.source_picture.": PICTURES_AT_THE_SOURCE,
    "media.video.": VIDEOS,
    "results.": RESULTS,
    "sites.": SITES,
    "concept_links.": CONCEPTS,
    "citations.": CITATIONS,
}


def declare_all() -> None:
    """Called once, when the application starts."""
    words = [prefix + name for prefix, (names, _facts) in PARTS.items() for name in names.split()]
    facts = [prefix + name for prefix, (_words, names) in PARTS.items() for name in names.split()]
    # The language of the words is each page's own: a translation of a page that waits in Arabic is not in Arabic (ADR 9).
    declare(PracticePage, words=words, facts=facts, own=["text_language"])
    declare(PracticeIndexPage)
    declare(ZoneIndexPage)
    declare(ZonePage, words=["recognise", "soils", "watch.item"], facts=["concept"])
