"""Every kind of mail the bank writes, as HTML: run inside a prepared bank, which stays as it was. Words of a test, no figures of anybody."""

import json
from datetime import date

from django.db import transaction
from django.utils import timezone

from newsletter.addresses import Asking
from newsletter.blocks import ISSUE_BLOCKS
from newsletter.issues.previewing import without_personal_parts
from newsletter.models import NewsletterIssuePage, PressPractice
from newsletter.people import letters
from newsletter.people.actions import Letter
from newsletter.press.month import Month, month_editions
from newsletter.rendering.issue import RenderedMail, render_issue
from practices.models import PracticePage
from site4p1000.common.addresses import absolute
from site4p1000.common.languages import codes
from tests.factories.pictures import a_picture
from tests.factories.press import a_press_item

LONG = "Words of a test, long enough to run over the edge of a narrow window and to be broken into several lines. "
RICH = f"<p>{LONG}<a href='https://example.org/{'a-long-address/' * 6}'>A link</a> and <b>bold words</b>.</p><ul><li>One</li><li>Two</li></ul>"


def mails() -> dict[str, str]:
    """By name; the name ends in the language."""
    with transaction.atomic():
        drawn = {**_issues(), **_months(), **_letters()}
        transaction.set_rollback(True)
    return drawn


def as_json() -> str:
    """With the address of the bank, whose pictures may be asked for."""
    return json.dumps({"ours": absolute("/"), "mails": mails()})


def _issues() -> dict[str, str]:
    shown = {}
    for page in NewsletterIssuePage.objects.live().select_related("locale"):
        shown[f"issue as shipped {page.language}"] = _html(render_issue(page=page))
        page.body = json.dumps(_every_block(page.language))
        shown[f"issue with every block {page.language}"] = _html(render_issue(page=page))
        other = next(code for code in codes() if code != page.language)
        shown[f"issue of other readers {page.language}"] = _html(render_issue(page=page, for_language=other))
    return shown


def _every_block(language: str) -> list[dict]:
    practice = PracticePage.objects.live().filter(locale__language_code=language).order_by("pk").first()
    story = next(block.value["page"] for page in NewsletterIssuePage.objects.live() for block in page.body if block.block_type == "success_story")
    words = {"heading": "A heading of a test", "text": RICH}
    day = "2026-03-01"
    values = {
        "lead": {"text": RICH, "signed": "Somebody of a test"},
        "practice_card": {"page": practice.pk, "remark": LONG},
        "success_story": {"page": story.pk, "remark": ""},
        "technical_sheet": {"page": practice.pk},
        "press_review": {"since": "2026-03-01", "until": "2026-03-31", "topics": [], "languages": [], "most": 8},
        "press_item": {"title": LONG, "outlet": "An outlet", "date": day, "language": "de", "url": "https://example.org/", "summary": LONG},
        "key_figure": {"value": "1", "high": "2", "unit": "t of a test", "text": LONG, "source": "A test", "as_of": day},
        "event": {"title": LONG, "starts": day, "ends": "2026-03-04", "place": "Online", "url": "https://example.org/", "text": LONG},
        "partner_news": {"partner": "A partner", "title": LONG, "text": LONG, "url": "https://example.org/"},
        "section": words,
        "testimony": words,
        "caution": words,
        "list": {"heading": "A list", "items": ["One", LONG]},
        "picture": {"image": a_picture().pk, "caption": LONG, "credit": "Somebody", "licence": "CC BY 4.0"},
        "video": {"url": "https://example.org/v", "title": LONG, "length_seconds": 90, "size_mb": "3", "transcript": LONG, "credit": "Somebody"},
    }
    a_press_item(f"{LONG} {language}", summaries={code: LONG for code in codes()})
    assert values.keys() == {name for name, _block in ISSUE_BLOCKS}, "a new kind of block is drawn here too"
    return [{"type": kind, "value": value} for kind, value in values.items()]


def _months() -> dict[str, str]:
    lead = a_press_item("Hedges come back to the fields", topic="trees", country="SN", author="Somebody", summaries={"en": LONG})
    a_press_item("Hedges come back to fields", outlet="The Weekly", url="https://example.org/weekly", story=lead.story, summaries={"en": LONG})
    PressPractice.objects.create(item=lead, page=PracticePage.objects.live().order_by("pk").first())
    a_press_item("Böden", language="de", topic="", published_on=date(2026, 3, 31), summaries={"fr": LONG})
    return {f"month {edition.mail.language}": _html(edition.mail) for edition in month_editions(Month(year=2026, month=3))}


def _letters() -> dict[str, str]:
    shown = {}
    for letter in (Letter.CONFIRM, Letter.ALREADY):
        for code in codes():
            asking = Asking(subscriber_id=0, language=code, topics=("newsletter", "events"), at=timezone.now())
            shown[f"letter {letter.value} {code}"] = letters.message(letter, asking, "ana@example.org").alternatives[0].content
    return shown


def _html(mail: RenderedMail) -> str:
    return without_personal_parts(mail.html)
