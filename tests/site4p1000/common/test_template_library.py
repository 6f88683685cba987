"""The filters and tags every template may use."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from site4p1000.common.navigation import LanguageLink
from site4p1000.common.templatetags import bank

DAY = date(2021, 3, 26)
LOADED = re.compile(r"{% load [^%]*\bi18n\b")


def rendered(text: str, **values) -> str:
    return Template(text).render(Context(values))


@pytest.mark.parametrize(("language", "words"), [("en", "26 March 2021"), ("fr", "26 mars 2021"), ("es", "26 de marzo de 2021")])
def test_a_day_is_written_in_the_readers_language_and_read_by_machines(language, words):
    with translation.override(language):
        assert rendered("{% day value %}", value=DAY) == f'<time datetime="2021-03-26">{words}</time>'


@pytest.mark.parametrize(("language", "words"), [("en", "March 2021"), ("fr", "mars 2021"), ("es", "marzo de 2021")])
def test_a_month_is_written_in_the_readers_language(language, words):
    with translation.override(language):
        assert rendered("{% month value %}", value=datetime(2021, 3, 26, 12)) == f'<time datetime="2021-03">{words}</time>'


@pytest.mark.parametrize("tag", ["day", "month"])
def test_no_date_leaves_nothing(tag):
    assert rendered(f"{{% {tag} value %}}", value=None) == ""


@pytest.mark.parametrize(("language", "words"), [("en", "12,500.5"), ("fr", "12\u202f500,5"), ("es", "12.500,5")])
def test_a_number_is_written_in_the_readers_form(language, words):
    with translation.override(language):
        assert bank.number(Decimal("12500.5")) == words


def test_an_unknown_number_stays_empty_and_is_never_zero():
    assert bank.number(None) == ""


def test_a_drawing_is_passed_by_screen_readers():
    html = rendered('{% drawing "zai" %}')
    assert 'aria-hidden="true"' in html
    assert "drawings.svg#zai" in html


def test_the_name_of_a_drawing_cannot_break_out_of_its_attribute():
    assert '"><script>' not in rendered("{% drawing name %}", name='"><script>')


def test_a_language_is_named_in_the_readers_language():
    with translation.override("es"):
        assert bank.language_name("fr") == "francés"


def test_bold_words_of_a_line_stand_out_and_everything_else_is_escaped():
    assert bank.bold("**0:** nothing <script>") == "<b>0:</b> nothing &lt;script&gt;"


def test_a_doi_in_a_source_becomes_a_link_without_its_full_stop():
    html = bank.doi_links("Minasny et al. (2017), doi 10.1016/j.geoderma.2017.01.002.")
    assert html.endswith('doi <a href="https://doi.org/10.1016/j.geoderma.2017.01.002">10.1016/j.geoderma.2017.01.002</a>.')


def test_a_source_without_a_doi_is_only_escaped():
    assert bank.doi_links("Reuters & others, 26 March 2021") == "Reuters &amp; others, 26 March 2021"


def test_a_quote_sign_cannot_leave_the_link_of_a_doi():
    assert "onclick=" not in bank.doi_links('10.1000/1"onclick="x').split(">")[0]


@pytest.mark.parametrize(("seconds", "words"), [(200, "3 min 20 s"), (45, "45 s"), (120, "2 min"), (0, "0 s")])
def test_a_length_is_minutes_and_seconds(seconds, words):
    assert bank.minutes(seconds).replace("\u00a0", " ") == words


def test_readers_of_other_languages_get_the_first_translation_that_exists():
    def link(code, is_translated):
        return LanguageLink(code=code, name=code, url=f"/{code}/", is_current=False, is_translated=is_translated)

    links = (link("en", False), link("fr", True), link("es", True))
    assert bank.source_first(links).code == "fr"
    assert bank.source_first((link("en", False),)) is None


@pytest.mark.parametrize(("language", "words"), [("en", "Spanish"), ("fr", "espagnol"), ("es", "español")])
def test_templates_name_a_language_in_the_readers_language(language, words):
    with translation.override(language):
        assert rendered("{{ code|language_name }}", code="es") == words


def test_no_template_takes_djangos_english_names_of_languages():
    """Django's filter of that name comes with `{% load i18n %}`, which every template has already, and would stand for ours."""
    found = [
        path for path in (settings.BASE_DIR / "templates").rglob("*.*") if "|language_name" in (text := path.read_text()) and LOADED.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("code", ["am", "zz", "../x"])
def test_templates_take_any_code_as_a_language(code):
    assert rendered("{{ code|language_name }}", code=code)
