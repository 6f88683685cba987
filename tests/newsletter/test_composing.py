"""The bytes of a mail: what mail programs and mail servers read in it."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.sending.composing import Dotless, EditionParts, Personal, UnsafeHeader, compose_edition, message_id

PARTS = EditionParts(
    subject="Sols : l’érosion, « zéro labour » et 3 000 fermes",
    html='<p>Très bien</p><a href="{{unsubscribe_url}}">Se désabonner</a>',
    text="Très bien.\n.une ligne avec un point\nChoix : {{preferences_url}} fin",
    language="fr",
    from_name="4 pour 1000 – banque de savoirs",
    from_address="bank@example.org",
    list_id="newsletter.example.org",
    list_name="4p1000",
)
ANA = Personal(
    address="ana@example.org",
    message_id="<abc@example.org>",
    unsubscribe_url="https://example.org/newsletter/leave/12.kJ-3=_x" + "y" * 60 + "/",
    preferences_url="https://example.org/newsletter/choices/12.kJ/",
    dated=datetime(2026, 11, 21, tzinfo=UTC),
    leave_address="returns+12-ab@example.org",
)


def read(raw: bytes):
    return message_from_bytes(raw, policy=policy.default)


def test_a_mail_program_reads_back_what_was_written():
    message = read(compose_edition(PARTS).compose(ANA))
    html, text = (message.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("html", "plain"))
    assert message["Subject"] == PARTS.subject
    assert message["To"] == "ana@example.org"
    assert message["Date"].datetime == ANA.dated
    assert message["From"].addresses[0].display_name == PARTS.from_name
    assert f'<a href="{ANA.unsubscribe_url}">Se désabonner</a>' in html
    assert text.rstrip() == PARTS.text.replace("{{preferences_url}}", ANA.preferences_url)


def test_mail_programs_can_offer_one_click_to_leave():
    message = read(compose_edition(PARTS).compose(ANA))
    assert message["List-Unsubscribe"] == f"<{ANA.unsubscribe_url}>, <mailto:returns%2B12-ab@example.org?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "newsletter.example.org" in message["List-Id"]


def test_no_mailbox_is_offered_to_write_to_where_none_is_read():
    message = read(compose_edition(PARTS).compose(replace(ANA, leave_address="")))
    assert message["List-Unsubscribe"] == f"<{ANA.unsubscribe_url}>"


def test_no_line_is_longer_than_mail_servers_take():
    raw = compose_edition(replace(PARTS, html="<p>" + "é" * 5000 + "{{unsubscribe_url}}</p>", subject="é" * 150)).compose(ANA)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300))
def test_any_words_survive(words):
    message = read(compose_edition(replace(PARTS, text=f"{words}{{{{unsubscribe_url}}}}|")).compose(ANA))
    assert message.get_body(("plain",)).get_content().rstrip("\r\n") == f"{words}{ANA.unsubscribe_url}|"


@settings(deadline=None)
@given(st.text(st.sampled_from(".=a é\n"), max_size=300), st.text(st.sampled_from(".=-_aB9"), max_size=90))
def test_no_line_begins_with_a_dot_so_that_none_need_be_doubled_for_each_reader(words, signature):
    own = replace(ANA, unsubscribe_url=f"https://example.org/newsletter/leave/12.{signature.replace('...', '.')}/")
    text = "\n".join(line.rstrip() for line in words.split("\n"))
    raw = compose_edition(replace(PARTS, html=f"{text}|", text=f"{text}{{{{unsubscribe_url}}}}.{text}|")).compose(own)
    assert b"\n." not in raw
    assert isinstance(raw, Dotless)
    assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76, "RFC 2045, 6.7"
    html, plain = (read(raw).get_body((kind,)).get_content().replace("\r\n", "\n").rstrip("\n") for kind in ("html", "plain"))
    assert (html, plain) == (f"{text}|", f"{text}{own.unsubscribe_url}.{text}|")


@pytest.mark.parametrize("evil", ["Soil\r\nBcc: all@example.org", "Soil\nX: y", "Soil\rX"])
@pytest.mark.parametrize("name", ["subject", "from_name", "from_address", "list_name"])
def test_nobody_adds_headers_through_a_subject_or_a_name(name, evil):
    with pytest.raises(UnsafeHeader, match="one line"):
        compose_edition(replace(PARTS, **{name: evil}))


@pytest.mark.parametrize("address", ["bank@sols-é.org", "bénédicte@example.org", "bank", ""])
def test_a_sender_that_no_mail_server_reads_is_told_with_its_setting(address):
    with pytest.raises(UnsafeHeader, match="BANK_MAIL_FROM must be mended"):
        compose_edition(replace(PARTS, from_address=address))


def test_a_site_name_that_cannot_stand_in_a_mail_is_told_with_its_setting():
    with pytest.raises(UnsafeHeader, match="BANK_BASE_URL must be mended"):
        compose_edition(replace(PARTS, list_id="newsletter.sols-é.org"))


@pytest.mark.parametrize("name", ["subject", "from_name", "list_name", "text", "html"])
def test_half_a_character_is_told_and_breaks_nothing(name):
    with pytest.raises(UnsafeHeader, match="Type them again by hand"):
        compose_edition(replace(PARTS, **{name: "Soil \ud800"}))


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["subject", "from_name", "from_address", "list_id", "list_name", "text", "html"]))
def test_whatever_stands_in_a_setting_or_a_title_is_written_or_told(value, name):
    try:
        raw = compose_edition(replace(PARTS, **{name: value})).compose(ANA)
    except UnsafeHeader:
        return
    assert read(raw)["To"] == "ana@example.org"


def test_nobody_adds_headers_through_an_address():
    with pytest.raises(UnsafeHeader):
        compose_edition(PARTS).compose(replace(ANA, address="ana@example.org\r\nBcc: all@example.org"))
    with pytest.raises(UnsafeHeader):
        compose_edition(PARTS).compose(replace(ANA, leave_address="ana@example.org\r\nBcc: all@example.org"))


def test_readers_get_different_ids_that_never_change():
    first, second = (message_id(secret="s", sending_id=1, subscriber_id=number, host="example.org") for number in (1, 2))
    assert first != second
    assert first == message_id(secret="s", sending_id=1, subscriber_id=1, host="example.org")
