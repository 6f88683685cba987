"""A practice in the words of schema.org, for machines that read pages: a HowTo where it has steps, else an Article.

Only what the page says goes in: what is not reported is left out. Terms carry their address in AGROVOC, works their DOI.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from practices.browsing.lead import line_of
from practices.models.choices import ReferenceKind, Role
from practices.own_source import OWN_NAME
from site4p1000.common.addresses import absolute, address_of
from site4p1000.common.wording import plain

AUTHORS = (Role.COMPILER, Role.LAND_USER)
"""Who is an author; people of the other roles contributed. Land users are authors of what is known."""
TERM_SETS = {"http://aims.fao.org/aos/agrovoc/": "http://aims.fao.org/aos/agrovoc"}
"""The vocabulary of a term, by how its address begins."""
WORK_TYPES = {ReferenceKind.REVIEW: "ScholarlyArticle", ReferenceKind.STUDY: "ScholarlyArticle", ReferenceKind.DATA: "Dataset"}
_DANGEROUS = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Nothing in the data can end the element it stands in; to a reader of JSON these are the same letters."""
_NUMBERED_CITATION = re.compile(r'\s*<a href="#ref-\d+">\[\d+\]</a>')


def linked_data(page: Any, reading: Any) -> SafeString:
    """The data as JSON that is safe inside a ``<script type="application/ld+json">``."""
    return mark_safe(as_json(_present(_practice(page, reading))))  # noqa: S308  escaped on the line of `as_json`


def as_json(data: Mapping[str, Any]) -> str:
    """JSON without blanks, in which no letter means anything to HTML."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_DANGEROUS)


def _practice(page: Any, reading: Any) -> dict[str, Any]:
    steps = [step for phase in reading.phases for step in phase.steps]
    address = absolute(address_of(page))
    return {
        "@context": "https://schema.org",
        "@type": "HowTo" if steps else "Article",
        "@id": address,
        "url": address,
        "name" if steps else "headline": page.title,
        "description": line_of(page),
        "inLanguage": page.words_language,
        "datePublished": _day(page.first_published_at),
        "dateModified": _day(page.last_published_at),
        "version": reading.rights.version,
        "license": page.licence_url or page.licence,
        "creditText": page.credit,
        "author": _people(page, AUTHORS) or [_bank()],
        "contributor": _people(page, [role for role in Role if role not in AUTHORS]),
        "publisher": _bank(),
        "about": [_term(term) for term in reading.topics.terms if term.uri],
        "isBasedOn": [source.url for source in reading.rights.sources if source.url],
        "citation": [_work(work) for work in reading.references],
        "step": [_step(step) for step in steps],
    }


def _step(step: Any) -> dict[str, Any]:
    return {
        "@type": "HowToStep",
        "position": step.number,
        "name": _text(step.title),
        "text": _text(step.text or step.title),
    }


def _text(html: str) -> str:
    """Words without tags and without the numbers of references, which mean nothing away from the page."""
    return " ".join(plain(strip_tags(_NUMBERED_CITATION.sub("", html))).split())


def _term(term: Any) -> dict[str, Any]:
    known = next((address for beginning, address in TERM_SETS.items() if term.uri.startswith(beginning)), "")
    return {"@type": "DefinedTerm", "@id": term.uri, "name": term.label, "inDefinedTermSet": known}


def _work(work: Any) -> dict[str, Any]:
    """A work by its DOI and title; who wrote it, and when, only where no DOI leads there: the page has to fit the first round trip."""
    doi = f"https://doi.org/{work.doi}" if work.doi else ""
    return {
        "@type": WORK_TYPES.get(work.kind, "CreativeWork"),
        "@id": doi,
        "name": work.title,
        "author": "" if doi else work.authors,
        "datePublished": "" if doi else str(work.year or ""),
        "url": "" if doi else work.url,
    }


def _people(page: Any, roles: Iterable[str]) -> list[dict[str, Any]]:
    named = (block.value for block in page.people if block.value["role"] in tuple(roles))
    return [_bank() if person["name"] == OWN_NAME else _person(person) for person in named]


def _person(person: Any) -> dict[str, Any]:
    return {"@type": "Person", "name": person["name"], "affiliation": person["institution"]}


def _bank() -> dict[str, Any]:
    return {"@type": "Organization", "name": _("4p1000 knowledge bank"), "url": absolute("/")}


def _day(moment: Any) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def _present(value: Any) -> Any:
    """Without what is empty: an empty name would say that there is one."""
    if isinstance(value, Mapping):
        return {name: _present(part) for name, part in value.items() if part not in ("", None, [], ())}
    return [_present(part) for part in value] if isinstance(value, Sequence) and not isinstance(value, str) else value
