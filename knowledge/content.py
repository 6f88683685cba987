"""Loads the stories of `content/stories`."""

import json

from knowledge.models import StoryCitation, StoryConcept, StoryIndexPage, StoryPractice, SuccessStoryPage
from practices.content import practice_page_id
from practices.models import Concept, Reference
from site4p1000.common.content import ContentRun, block_id, body_blocks, figure_value, lines, loaded_page, publish_page, reading
from site4p1000.common.content_pages import publish_list


def load(run: ContentRun) -> None:
    """The list of stories, then each story in each language."""
    publish_list(run, name="stories", model=StoryIndexPage)
    for name, entry in run.entries("stories"):
        for language in run.languages:
            with reading(f"stories/{name} ({language})"):
                _story(run, f"stories/{name}", language, entry["facts"], entry[language])


def _story(run: ContentRun, key: str, language: str, facts: dict, words: dict) -> None:
    figures = [
        {"type": "figure", "id": block_id(key, "figures", figure["key"]), "value": figure_value(words["figures"][figure["key"]])}
        for figure in facts["figures"]
    ]
    values = {
        **{name: words[name].strip() for name in ("title", "slug", "summary", "where", "who", "when")},
        "drawing": facts["drawing"],
        "country": facts["country"],
        "since_year": facts["since_year"],
        "key_figures": json.dumps(figures),
        "body": json.dumps(body_blocks(key, words["body"])),
        "sources": lines(key, "sources", words["sources"]),
    }
    parent = loaded_page("pages/stories", language)
    publish_page(run, key=key, language=language, model=SuccessStoryPage, parent=parent, values=values, children=_children(facts, language))


def _children(facts: dict, language: str) -> dict[str, list]:
    concepts = Concept.objects.by_key([("climate", code) for code in facts["climate"]] + [("land_use", code) for code in facts["land_use"]])
    references = Reference.objects.in_bulk(facts["references"], field_name="key")
    return {
        "practice_links": [StoryPractice(practice_id=practice_page_id(name, language)) for name in facts["practices"]],
        "concept_links": [StoryConcept(concept=concept) for concept in concepts.values()],
        "citations": [StoryCitation(reference=references[name]) for name in facts["references"]],
    }
