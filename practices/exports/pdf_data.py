"""What the PDF prints: a practice as a reader meets it, as plain data with every word ready. The template adds no words of its own."""

from dataclasses import asdict
from html import unescape
from typing import Any

from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from practices.exports.citing import cited_address
from practices.exports.rich_text import paragraphs, runs
from practices.reading.display import capital
from practices.reading.page import PracticeReading, practice_reading
from practices.reading.sources import printed_in, remark
from site4p1000.common import languages
from site4p1000.common.templatetags.bank import day_text, with_colon


def pdf_data(page: Any) -> dict[str, Any]:
    """Everything `templates/pdf/practice.typ` needs, in the language of the page."""
    with translation.override(page.language):
        return _data(page, practice_reading(page))


def version_words(page: Any) -> str:
    """ "Version 3 of 21 November 2026"; the date alone where no version is known; empty for a page nobody has published."""
    if page.last_published_at is None:
        return ""
    date = day_text(page.last_published_at)
    if page.version_number:
        return _("Version %(number)s of %(date)s") % {"number": page.version_number, "date": date}
    return _("Version of %(date)s") % {"date": date}


def _data(page: Any, reading: PracticeReading) -> dict[str, Any]:
    return {
        "language": page.language,
        "direction": languages.direction(page.language),
        "title": page.title,
        "author": reading.rights.authors,
        "published": f"{page.last_published_at:%Y-%m-%d}" if page.last_published_at else "",
        "bank": _("4p1000 knowledge bank"),
        "version": version_words(page),
        "permalink": cited_address(page),
        "names": f"{_('also:')} {', '.join(unescape(name) for name in reading.names)}" if reading.names else "",
        "notice": _waits_in(reading.waits_in),
        "glance": _glance(reading),
        "sections": [section for section in _sections(page, reading) if section["parts"]],
        "labels": {"pitfall": with_colon(_("Pitfall")), "value": _("Value"), "result": _("Result, where, against what"), "page": _("Page")},
        "steps": {
            "heading": _("Step by step"),
            "note": _("“Not reported” means that nobody has told the bank yet; it never means zero."),
            **_steps(reading),
        },
        "results": {"heading": _("Results"), **_results(reading)},
        "failures": _failures(reading),
        "references": {"heading": _("References"), "works": [_work(work) for work in reading.references]},
        "rights": _rights(page, reading),
    }


def _glance(reading: PracticeReading) -> list[dict[str, str]]:
    zones = ", ".join(zone.words for zone in reading.zones)
    return [
        {"label": _("Where"), "text": zones or _("not reported")},
        {"label": _("Effort"), "text": f"{_('Labour:')} {reading.effort.labour} · {_('Cost:')} {reading.effort.cash}"},
        {"label": _("Proof"), "text": f"{_('Science:')} {reading.science.words} · {_('Field:')} {reading.field.words}"},
    ]


def _sections(page: Any, reading: PracticeReading) -> list[dict[str, Any]]:
    experiences = [part for row in reading.experiences for part in _experience_parts(row)]
    limits = [*_lines(reading.tradeoffs), *(part for row in reading.constraints for part in _named(row.kind, row.text))]
    costs = [part for table in reading.costs for part in _cost_parts(table)]
    judgements = [part for row in reading.judgements for part in _judgement_parts(row)]
    exposures = [part for row in reading.exposures for part in _named(f"{row.hazard} ({row.coping})", _told(row.text, row.origin, row.source))]
    rows = (
        ("before", _("In short"), paragraphs(reading.lead)),
        ("before", _("You need"), _lines(reading.needs)),
        ("before", _("Not for you if"), _lines(reading.not_for)),
        ("after", _("Upkeep"), paragraphs(reading.upkeep)),
        ("after", _("Costs"), costs),
        ("after", capital(_("source of the figures on labour, inputs and costs")), paragraphs(reading.effort.source)),
        ("after", _("What changes, and when"), paragraphs(reading.changes)),
        ("after", _("Field experience"), experiences),
        ("after", _("Science"), paragraphs(reading.science_says)),
        ("end", _("Experts’ judgements"), judgements),
        ("end", _("Drawbacks and limits"), limits),
        ("end", _("When the weather turns"), paragraphs(reading.climate_risks)),
        ("end", _("How it stands the weather, as reported"), exposures),
        ("end", _("Pictures and videos"), [part for block in reading.media for part in _media_parts(block)]),
        ("end", _("Where it was tried"), [part for site in reading.sites for part in _site_parts(site)]),
        ("end", _("Land and climate it is described for"), [part for topic in reading.topics.of_the_place for part in _topic_parts(topic)]),
    )
    return [{"place": place, "heading": heading, "parts": parts} for place, heading, parts in rows]


def _lines(lines: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [{"kind": "li", "runs": runs(line)} for line in lines]


def _strong(html: str) -> list[dict[str, Any]]:
    return [{"kind": "p", "runs": [{**run, "bold": True} for run in runs(html)]}]


def _named(name: str, html: str) -> list[dict[str, Any]]:
    """A line with its name before it; `with_colon` escapes the name."""
    start = [{**run, "bold": True} for run in runs(with_colon(name))]
    return [{"kind": "li", "runs": [*start, {"text": " ", "bold": False, "italic": False, "href": ""}, *runs(html)]}]


def _cost_parts(table: Any) -> list[dict[str, Any]]:
    """The costs of a phase: its name, then a line each; they are not added up."""
    lines = [part for line in table.lines for part in _named(line.item, " · ".join((line.quantity, line.price)))]
    return [*_strong(" · ".join(part for part in (table.title, table.basis) if part)), *lines]


def _judgement_parts(row: Any) -> list[dict[str, Any]]:
    """An opinion from −3 to 3, said in words."""
    return _named(row.label, _told(f"{row.words} ({row.score})", row.remark))


def _experience_parts(row: Any) -> list[dict[str, Any]]:
    """An account with who tells it, where and since when, and where it was read: without these it is hearsay."""
    source = paragraphs(f"{with_colon(_('Source'))} {row.source}") if row.source else []
    return [*_strong(row.title), *paragraphs(row.about), *paragraphs(row.text), *source]


def _media_parts(block: Any) -> list[dict[str, Any]]:
    """A picture or video in words: what it shows, where it is, and whose it is."""
    kind = _("Video") if block.block_type == "video" else _("Picture")
    return _shown(kind, block.value)


def _shown(kind: str, value: Any) -> list[dict[str, Any]]:
    text = str(value.get("title") or value.get("caption") or value.get("alt") or "")
    credit = _("Credit: %(credit)s") % {"credit": value["credit"]} if value.get("credit") else _("Credit not reported")
    told = (credit, value.get("licence"), value.get("url"))
    return _named(" · ".join(part for part in (kind, text) if part), escape(" · ".join(str(part) for part in told if part)))


def _waits_in(language: str) -> str:
    if not language:
        return ""
    text = _("The text is in %(waits_in)s; numbers, climates and names of countries are in your language.")
    return f"{_('Not yet translated.')} {text % {'waits_in': language}}"


def _site_parts(site: Any) -> list[dict[str, Any]]:
    place = ", ".join(part for part in (site.name, site.since) if part)
    cited = f"[{site.reference}]" if site.reference else ""
    conditions = (f"{known.origin} · {known.text}" for known in site.conditions)
    return _named(place, _told(cited, site.note, *conditions))


def _topic_parts(topic: Any) -> list[dict[str, Any]]:
    """The terms of one vocabulary on a line."""
    return _named(topic.label, escape(topic.words))


def _told(*parts: str) -> str:
    """What there is of these, one after another."""
    return ". ".join(str(part).rstrip(".") for part in parts if part)


def _steps(reading: PracticeReading) -> dict[str, Any]:
    return {
        "phases": [{"title": phase.title, "steps": [_step(step) for step in phase.steps]} for phase in reading.phases],
        "empty": "" if reading.phases else _("The steps have not been reported yet."),
    }


def _step(step: Any) -> dict[str, Any]:
    return {
        "number": step.number,
        "title": runs(step.title),
        "parts": [*paragraphs(step.text), *(part for picture in step.pictures for part in _shown(_("Picture"), picture))],
        "needs": [{"label": with_colon(need.label), "runs": runs(need.text)} for need in step.needs],
        "missing": _("Not reported: %(names)s") % {"names": step.missing} if step.missing else "",
        "pitfall": runs(step.pitfall),
    }


def _results(reading: PracticeReading) -> dict[str, Any]:
    charts = [{"title": str(chart.title), "note": chart.note, **asdict(chart.chart)} for chart in reading.results.charts]
    return {
        "empty": "" if reading.results.rows else _("No measured result has been reported yet."),
        "charts": charts,
        "rows": [
            {
                "label": runs(row.label),
                "number": row.number or 0,
                "details": runs(row.details),
                "value": "\u00a0".join(part for part in (row.value, row.unit, f"({row.kind})" if row.kind else "") if part),
                "interval": row.interval,
                "n": f"{row.n} {row.counted}".strip(),
            }
            for row in reading.results.rows
        ],
    }


def _failures(reading: PracticeReading) -> dict[str, Any]:
    rows = [{"kind": str(row.kind), "title": runs(row.title), "parts": paragraphs(row.text)} for row in reading.failures]
    return {
        "heading": _("Where it did not work"),
        "rows": rows,
        "empty": "" if reading.has_failure_from_the_field else (_("From the field: not yet reported") if rows else _("Not yet reported")),
    }


def _work(work: Any) -> dict[str, str]:
    named = " ".join(part for part in (work.authors, f"({work.year})" if work.year else "") if part)
    text = ". ".join(part.rstrip(".") for part in (named, work.title, *printed_in(work)) if part) + "."
    return {"text": text, "link": work.link, "remark": remark(work)}


def _rights(page: Any, reading: PracticeReading) -> dict[str, Any]:
    rights = reading.rights
    lines = [
        (_("Licence"), f"{rights.licence or _('not reported')} · {_('figures belong to their sources')}", rights.licence_url),
        (_("Credit"), rights.credit, ""),
        *((people.role, people.names, "") for people in rights.people),
        (_("Pictures and videos"), "; ".join(rights.pictures), ""),
        *((_("Source"), source.name, source.url) for source in rights.sources),
        *((topic.label, topic.words, "") for topic in reading.topics.of_the_practice),
        (_("Version"), version_words(page), ""),
        (_("Lasting address"), cited_address(page), cited_address(page)),
    ]
    return {
        "heading": _("Cite and reuse"),
        "lines": [{"label": with_colon(label), "text": text, "link": link} for label, text, link in lines if text],
    }
