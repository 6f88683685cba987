"""What returned mail says, in every shape servers send; and nothing anybody sends stops the reading."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.bounces.parsing import Notice, read_notice
from newsletter.bounces.rules import Kind, judge
from tests.newsletter.bounces.shapes import RETURN, SHAPES

ADDRESS = "returns+7-00112233445566778899@example.org"
BODIES = [text.replace(RETURN, ADDRESS).encode() for text, _kind in SHAPES.values()]


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_each_shape_says_what_it_means(name, ends):
    text, kind = SHAPES[name]
    notice = read_notice(text.replace(RETURN, ADDRESS).replace("\n", ends).encode())
    assert notice.kind is kind
    assert ADDRESS in notice.text


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("5.1.1", "", Kind.HARD),
        ("5.1.1", "blocked by policy", Kind.HARD),
        ("5.7.1", "user unknown", Kind.POLICY),
        ("5.0.0", "rejected: listed at Spamhaus", Kind.POLICY),
        ("5.0.0", "mailbox full, user unknown", Kind.SOFT),
        ("", "550 something else", Kind.SOFT),
        ("2.0.0", "", Kind.IGNORED),
        ("4.2.2", "", Kind.SOFT),
        ("5.3.4", "message too big", Kind.POLICY),
    ],
)
def test_the_code_decides_before_the_words_and_doubt_never_costs_a_reader(status, words, kind):
    assert judge(status=status, words=words) is kind


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_nothing_that_arrives_raises(raw):
    assert isinstance(read_notice(raw), Notice)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(BODIES), st.integers(0, 3000), st.binary(max_size=30), st.integers(0, 400))
def test_a_report_damaged_anywhere_does_not_raise(body, at, what, gone):
    assert isinstance(read_notice(body[:at] + what + body[at + gone :]), Notice)


def test_a_mail_nested_without_end_does_not_raise():
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2000))
    assert read_notice(deep).kind is Kind.IGNORED


def test_a_report_as_base64_is_read_too():
    fields = "RmluYWwtUmVjaXBpZW50OiByZmM4MjI7cmVhZGVyQGV4YW1wbGUub3JnCkFjdGlvbjogZmFpbGVkClN0YXR1czogNS4xLjEK"
    raw = (
        'From: MAILER-DAEMON@example.org\nSubject: x\nContent-Type: multipart/report; boundary="b"\n\n'
        f"--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{fields}\n--b--\n"
    )
    assert read_notice(raw.encode()).kind is Kind.HARD
