"""Loads the issues of `content/issues`."""

import json
from datetime import date

from newsletter.models import IssueIndexPage, NewsletterIssuePage
from practices.content import practice_page_id
from site4p1000.common.content import ContentRun, block_id, body_blocks, loaded_page, publish_page, reading
from site4p1000.common.content_pages import publish_list


def load(run: ContentRun) -> None:
    """The list of issues, then each issue in each language."""
    publish_list(run, name="newsletter", model=IssueIndexPage)
    for name, entry in run.entries("issues"):
        for language in run.languages:
            with reading(f"issues/{name} ({language})"):
                _issue(run, f"issues/{name}", language, entry["facts"], entry[language])


def _issue(run: ContentRun, key: str, language: str, facts: dict, words: dict) -> None:
    values = {
        **{name: words[name].strip() for name in ("title", "slug", "summary")},
        "number": facts["number"],
        "date": date.fromisoformat(str(facts["date"])),
        "body": json.dumps([*body_blocks(key, words["body"]), *_pulled(key, facts, words, language)], default=str),
    }
    publish_page(run, key=key, language=language, model=NewsletterIssuePage, parent=loaded_page("pages/newsletter", language), values=values)


def _pulled(key: str, facts: dict, words: dict, language: str) -> list[dict]:
    """Cards, figures and press items: what an issue takes from elsewhere."""
    stories = {name: loaded_page(f"stories/{name}", language) for name in facts["stories"]}
    figures = {figure["key"]: _figure(figure, words["figures"][figure["key"]]) for figure in facts["figures"]}
    press = [{**item, "url": item["url"] or ""} for item in words["press"]]
    return [
        *(_block(key, "practice_card", name, {"page": practice_page_id(name, language), "remark": ""}) for name in facts["practices"]),
        *(_block(key, "success_story", name, {"page": story.pk, "remark": ""}) for name, story in stories.items() if story),
        *(_block(key, "key_figure", name, value) for name, value in figures.items()),
        *(_block(key, "press_item", number, value) for number, value in enumerate(press)),
    ]


def _figure(facts: dict, words: dict) -> dict:
    """The number once for all languages, its words in each."""
    numbers = {"value": str(facts["value"]), "high": str(facts["high"]) if "high" in facts else None, "as_of": str(facts["as_of"])}
    return {**numbers, **{name: words[name].strip() for name in ("unit", "text", "source")}}


def _block(key: str, kind: str, part: int | str, value: dict) -> dict:
    return {"type": kind, "id": block_id(key, kind, part), "value": value}
