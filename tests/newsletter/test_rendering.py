"""An issue as mail: what readers of each language see, as HTML and as plain text."""

import json
import re

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.issues.preflight import LARGEST_BYTES
from newsletter.models import NewsletterIssuePage
from newsletter.rendering.html import BrokenMail, to_html
from newsletter.rendering.issue import render_issue
from newsletter.rendering.plain_text import plain_text, share_of_words
from site4p1000.common.languages import codes


def issue(language: str) -> NewsletterIssuePage:
    return NewsletterIssuePage.objects.live().get(locale__language_code=language)


@pytest.mark.django_db
@pytest.mark.parametrize("language", codes())
def test_a_mail_is_whole_in_its_language_and_light(language):
    with translation.override("en" if language != "en" else "fr"):  # whoever presses the button
        mail = render_issue(page=issue(language))
    leave = {"en": "Stop this mail", "fr": "Ne plus recevoir ces messages", "es": "Dejar de recibir estos mensajes"}
    assert f'lang="{language}"' in mail.html
    assert mail.subject == issue(language).title
    assert leave[language] in mail.html
    assert leave[language] in mail.text
    assert not any(words in mail.html for code, words in leave.items() if code != language)
    assert mail.size_bytes < LARGEST_BYTES


@pytest.mark.django_db
def test_nothing_is_fetched_from_others_and_nothing_spies():
    html = render_issue(page=issue("en")).html
    assert "<script" not in html
    assert "fonts.googleapis" not in html
    assert not re.search(r"@import|<link|@font-face|<iframe|<object|<embed|<video|<audio", html)
    fetched = [one or other for one, other in re.findall(r'\b(?:src|srcset|background|poster)="([^"]*)"|url\(([^)]*)\)', html)]
    assert all(address.startswith("http://localhost:8000/") for address in fetched), fetched


@pytest.mark.django_db
def test_every_link_of_a_mail_works_from_a_mailbox():
    mail = render_issue(page=issue("fr"))
    links = re.findall(r'href="([^"]*)"', mail.html)
    assert links
    assert all(link.startswith(("https://", "http://", "{{", "#")) for link in links)
    assert "{{unsubscribe_url}}" in links
    assert "{{preferences_url}}" in mail.text


@pytest.mark.django_db
def test_the_plain_text_says_what_the_html_says():
    mail = render_issue(page=issue("es"))
    for block in issue("es").body:
        if heading := block.value.get("heading"):
            assert heading in mail.text
    assert "<" not in mail.text
    assert "&amp;" not in mail.text
    assert "\n\n\n" not in mail.text


@pytest.mark.django_db
def test_readers_of_a_missing_language_are_told_so_in_their_own():
    mail = render_issue(page=issue("en"), for_language="es")
    assert "Este número aún no se ha traducido. Lo recibe en este idioma: inglés." in mail.text
    assert 'lang="es"' in mail.html
    for part in (mail.text, mail.html):
        assert "Dejar de recibir estos mensajes" in part, "the way out is in the reader's own words, whatever the issue is in"
        assert "Stop this mail" not in part


@pytest.mark.django_db
def test_words_that_look_like_markup_stay_words():
    page = issue("en")
    page.title = "Soil & <mj-raw>water</mj-raw> {{unsubscribe}}"
    page.summary = '"><script>alert(1)</script>'
    mail = render_issue(page=page)
    assert "<script" not in mail.html
    assert "Soil &amp; &lt;mj-raw&gt;" in mail.html
    assert mail.subject == page.title


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "size"), [("en", "3.5 MB"), ("fr", "3,5\xa0Mo"), ("es", "3,5 MB")])
def test_the_weight_of_a_video_is_in_the_readers_units(language, size):
    page = issue(language)
    page.body = json.dumps([{"type": "video", "value": {"url": "https://example.org/v", "title": "A film", "size_mb": "3.5"}}])
    assert size in render_issue(page=page).html


def test_a_broken_template_says_so():
    with pytest.raises(BrokenMail):
        to_html("<mjml><mj-body>")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b></p><p>Three</p>", "One two\n\nThree"),
        ('<p>See <a href="https://example.org/x">this</a>.</p>', "See this (https://example.org/x)."),
        ('<a href="https://example.org">https://example.org</a>', "https://example.org"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("a<br>b &amp; c", "a\nb & c"),
        ("<style>p{}</style><!-- x -->kept", "kept"),
    ],
)
def test_rich_text_reads_well_without_html(html, text):
    assert plain_text(html) == text


@pytest.mark.parametrize(
    ("html", "text", "share"),
    [
        ("<p>Rain stays where it <a href='https://example.org/pits'>falls</a></p>", "Rain stays where it falls", 1),
        ("<p>Rain stays</p><style>p { margin: auto }</style>", "Rain", 0.5),
        ("<p>La pluie, où ?</p>", "PLUIE", 1),
        ("", "", 1),
        ("<p>Rain</p>", "", 0),
    ],
)
def test_what_the_plain_text_lacks_is_counted_in_words(html, text, share):
    assert share_of_words(html=html, text=text) == share


@settings(deadline=None)
@given(st.text(max_size=200))
def test_anything_becomes_some_text(html):
    assert isinstance(plain_text(html), str)
