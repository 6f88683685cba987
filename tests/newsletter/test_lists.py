"""Lists of subscribers coming in: read however they were saved, judged row by row, and nobody who left is brought back."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.models import Consent, ConsentAct, Subscriber, SubscriberList, SubscriberState
from newsletter.people import actions, lists
from newsletter.people.addressing import Address
from newsletter.people.admin.export import subscribers_csv
from newsletter.people.list_reading import LARGEST_BYTES, Columns, Table, UnreadableList, decode, guess_columns, read_table
from newsletter.people.lists import RowOutcome, RowReason
from newsletter.people.wordings import Wording
from tests.factories.newsletter import a_subscriber

FORM = Wording(text_version="2026-11", language="fr", source="test")


def judged(text: str, language: str = "en"):
    table = read_table(text)
    return lists.judge(table, guess_columns(table), language=language)


def a_list(**changes) -> SubscriberList:
    fields = {"name": "fair.csv", "consent_source": "Fair 2026", "given_on": date(2026, 3, 1), "language": "en", "email_column": 0, **changes}
    return SubscriberList.objects.create(**fields)


def take(text: str, *, by, **changes) -> int:
    word = {"topics": ["newsletter"], "consent_source": "Fair 2026", "given_on": date(2026, 3, 1), "list_row": a_list(), **changes}
    return lists.take_in(rows=judged(text), by=by, **word)


# --- Reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_list_is_read_however_it_was_saved(encoding, delimiter):
    text = delimiter.join(("Nom", "Courriel", "Langue")) + "\r\n" + delimiter.join(("Zoé", "zoe@example.org", "FR")) + "\r\n"
    table = read_table(decode(text.encode(encoding)))
    assert table == Table(("Nom", "Courriel", "Langue"), (("Zoé", "zoe@example.org", "FR"),))
    assert guess_columns(table) == Columns(email=1, language=2)


def test_a_hint_for_excel_is_obeyed_and_is_no_row():
    assert read_table("sep=|\nemail|x;y\na@example.org|1;2\n") == Table(("email", "x;y"), (("a@example.org", "1;2"),))


def test_a_list_without_headings_is_numbered_and_loses_no_row():
    table = read_table("Ana;ana@example.org\nBo;bo@example.org;fr\n")
    assert table.headings == ("1", "2", "3")
    assert len(table.rows) == 2
    assert guess_columns(table).email == 1


def test_a_cell_over_several_lines_is_one_cell():
    table = read_table('name,email\n"Ana\nof the hill",ana@example.org\nBo,bo@example.org\n')
    assert [row[1] for row in table.rows] == ["ana@example.org", "bo@example.org"]


def test_a_quote_nobody_closed_swallows_no_other_row():
    table = read_table('name,email\n"Ana,ana@example.org\nBo,bo@example.org\nCy,cy@example.org\n')
    assert [row[-1] for row in table.rows][-2:] == ["bo@example.org", "cy@example.org"]
    assert len(table.rows) == 3


def test_the_column_with_addresses_is_found_without_its_name():
    assert guess_columns(read_table("Nombre;Contacto\nAna;ana@example.org\n")).email == 1


@pytest.mark.parametrize(("text", "code"), [("", "empty"), ("\n\n ;\n", "empty"), ("name,town\nAna,Lima", "no addresses"), ("\0\0", "empty")])
def test_a_file_that_is_no_list_says_why(text, code):
    with pytest.raises(UnreadableList) as caught:
        guess_columns(read_table(text))
    assert caught.value.code == code


def test_a_file_too_large_is_refused_before_it_is_read():
    with pytest.raises(UnreadableList, match="too large"):
        decode(b"x" * (LARGEST_BYTES + 1))


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_table_or_no_list(data):
    try:
        table = read_table(decode(data))
        columns = guess_columns(table)
    except UnreadableList:
        return
    assert 0 <= columns.email < len(table.headings) or not table.rows


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=20), st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_a_spreadsheet_writes_is_read_back(rows, delimiter, encoding):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([("email", "name"), *rows])
    table = read_table(decode(out.getvalue().encode(encoding)))
    assert table.headings == ("email", "name")
    assert list(table.rows) == [row for row in rows if any(row)]


# --- Judging and taking in


@pytest.mark.django_db
def test_each_bad_row_is_refused_with_its_reason_and_never_the_batch():
    a_subscriber("known@example.org")
    a_subscriber("left@example.org", state=SubscriberState.UNSUBSCRIBED)
    a_subscriber("back@example.org", state=SubscriberState.BOUNCED)
    long, accents = "a" * 300 + "@example.org", "josé@example.org"
    text = f"email\nnew@example.org\nNEW@example.org\nnonsense\n{long}\n{accents}\nknown@example.org\nleft@example.org\nback@example.org\n"
    assert [(row.number, row.outcome.value, row.reason.name if row.reason else "") for row in judged(text)] == [
        (1, "new", ""),
        (2, "refused", "TWICE"),
        (3, "refused", "NOT_AN_ADDRESS"),
        (4, "refused", "TOO_LONG"),
        (5, "refused", "NOT_ASCII"),
        (6, "known already", ""),
        (7, "refused", "LEFT"),
        (8, "refused", "LEFT"),
    ]


@pytest.mark.django_db
def test_taking_in_makes_subscribers_with_proof_and_brings_nobody_back(admin_user):
    a_subscriber("waits@example.org", state=SubscriberState.UNCONFIRMED)
    for state in (SubscriberState.UNSUBSCRIBED, SubscriberState.BOUNCED, SubscriberState.COMPLAINED):
        actions.stop(subscriber=a_subscriber(f"{state}@example.org"), state=state, wording=FORM)
    actions.erase(subscriber=a_subscriber("erased@example.org"))
    actions.bar(address=Address("barred@example.org"), wording=FORM, by=admin_user)
    names = ["new", "waits", "unsubscribed", "bounced", "complained", "erased", "barred"]
    before = dict(Subscriber.objects.values_list("email", "state"))
    assert take("email;langue\n" + "\n".join(f"{name}@example.org;es" for name in names), by=admin_user, topics=["events"]) == 1
    assert dict(Subscriber.objects.values_list("email", "state")) == {**before, "new@example.org": "active"}
    made = Subscriber.objects.get(email="new@example.org")
    assert (made.language, made.topics) == ("es", ["events"])
    proof = made.consents.get()
    assert (proof.act, proof.given_on, proof.source, proof.topics) == (ConsentAct.IMPORTED, date(2026, 3, 1), "Fair 2026", ["events"])
    assert proof.text_version.startswith("list ")


@pytest.mark.django_db
@pytest.mark.parametrize("missing", [{"consent_source": " "}, {"given_on": None}])
def test_a_list_without_source_and_date_of_consent_brings_nobody_in(admin_user, missing):
    with pytest.raises(lists.NoConsent):
        take("email\na@example.org", by=admin_user, **missing)
    assert not Subscriber.objects.exists()
    assert not Consent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"), [("FR", "fr"), ("fr-CA", "fr"), ("es_MX", "es"), ("français", "en"), ("pt", "en"), ("", "en"), ("\0", "en")]
)
def test_a_language_the_bank_does_not_speak_becomes_the_lists_own(typed, kept):
    (row,) = judged(f"email,language\nana@example.org,{typed}\n")
    assert row.language == kept


@pytest.mark.django_db
def test_a_formula_in_an_address_is_refused_and_an_apostrophe_of_a_spreadsheet_is_taken_off():
    rows = judged("email\n=1+1\n'+ana@example.org\n@SUM(A1)\n")
    assert [(row.address, row.outcome) for row in rows] == [
        ("=1+1", RowOutcome.REFUSED),
        ("+ana@example.org", RowOutcome.NEW),
        ("@SUM(A1)", RowOutcome.REFUSED),
    ]
    assert rows[0].reason is RowReason.NOT_AN_ADDRESS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heading", "state", "outcome"),
    [
        ("state", "active", "new"), ("Status", "Subscribed", "new"), ("statut", "", "new"), ("Estado", "Suscrita", "new"),
        ("state", "unsubscribed", "refused"),
        ("status", "blocklisted", "refused"), ("status", "cleaned", "refused"), ("statut", "Désabonné", "refused"), ("estado", "0", "refused"),
    ],
)  # fmt: skip
def test_who_left_another_bank_is_not_brought_in_by_its_list(heading, state, outcome):
    (row,) = judged(f"email;{heading}\nana@example.org;{state}\n")
    assert row.outcome == outcome
    assert row.reason is (RowReason.NOT_ACTIVE if outcome == "refused" else None)


@pytest.mark.django_db
def test_our_own_export_brings_only_the_active_into_another_bank():
    for state in SubscriberState.values:
        a_subscriber(f"{state}@example.org", state=state)
    text = "".join(subscribers_csv(Subscriber.objects.all()))
    Subscriber.objects.all().delete()
    assert {row.address: row.outcome.value for row in judged(decode(text.encode()))} == {
        f"{state}@example.org": "new" if state == "active" else "refused" for state in SubscriberState.values
    }


@pytest.mark.django_db
def test_judging_costs_the_same_queries_for_any_number_of_rows(django_assert_num_queries):
    for number in (1, 2_000):
        with django_assert_num_queries(2):
            judged("email\n" + "\n".join(f"reader{row}@example.org" for row in range(number)))


@pytest.mark.django_db
def test_taking_in_writes_many_rows_with_each_query(admin_user, django_assert_max_num_queries):
    rows, row = judged("email\n" + "\n".join(f"reader{number}@example.org" for number in range(2_000))), a_list()
    with django_assert_max_num_queries(40):
        lists.take_in(rows=rows, topics=["newsletter"], consent_source="Fair", given_on=date(2026, 3, 1), list_row=row, by=admin_user)
    assert Consent.objects.count() == 2_000
