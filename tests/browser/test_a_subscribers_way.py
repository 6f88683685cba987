"""A subscriber's way on a phone without JavaScript: the small form, the mail, one button, choices, own data, leaving. In three languages."""

import json
import re
import subprocess
import sys
from email import message_from_string, policy
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults

ROOT = Path(__file__).resolve().parents[2]
MODES = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
WORDS = {
    "en": {
        "list": "/en/newsletter/", "subscribe": "Subscribe", "look": "Look in your mail", "confirm": "Confirm",
        "done": "You will receive the newsletter",
        "subject": "Please confirm", "save": "Save", "saved": "Saved", "press": "Press review", "stop": "Stop all mail",
        "gone": "You get no mail from us",
        "data": "Take it with you", "erase": "Erase it all", "really": "Erase", "nothing": "Nothing is held of you",
    },
    "fr": {
        "list": "/fr/lettre/", "subscribe": "S’abonner", "look": "Regardez votre messagerie", "confirm": "Confirmer",
        "done": "Vous recevrez la lettre d’information", "subject": "Veuillez confirmer", "save": "Enregistrer", "saved": "Enregistré",
        "press": "Revue de presse", "stop": "Ne plus recevoir de messages", "gone": "Vous ne recevez aucun envoi", "data": "Télécharger ces données",
        "erase": "Tout effacer", "really": "Effacer", "nothing": "Nous ne conservons rien de vous",
    },
    "es": {
        "list": "/es/boletin/", "subscribe": "Suscribirse", "look": "Mire su correo", "confirm": "Confirmar", "done": "Recibirá el boletín",
        "subject": "Confirme, por favor", "save": "Guardar", "saved": "Guardado", "press": "Revista de prensa", "stop": "Dejar de recibir mensajes",
        "gone": "Usted no recibe envíos nuestros", "data": "Descargar estos datos", "erase": "Borrarlo todo", "really": "Borrar",
        "nothing": "No conservamos nada de usted",
    },
}  # fmt: skip


@pytest.fixture
def letters(bank_environment):
    """The mails to an address, oldest first, as the bank wrote them to files."""

    def to(address: str):
        folder = Path(bank_environment["BANK_DATA_DIR"]) / "mail"
        texts = [text for path in sorted(folder.glob("*.log")) for text in path.read_text(encoding="utf-8").split("-" * 79)]
        mails = [message_from_string(text.lstrip(), policy=policy.default) for text in texts if text.strip()]
        return [mail for mail in mails if mail["To"] == address]

    return to


LEAVE = """
from newsletter.addresses import unsubscribe_url
from newsletter.models import Subscriber
def path(email):
    return unsubscribe_url(Subscriber.objects.get(email=email).pk).partition("localhost:8000")[2]
"""


def in_the_bank(environment: dict, code: str) -> str:
    """What code says that runs in the bank, beside its server."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def link_in(mail, kind: str) -> str:
    """The path of a link in the plain text of a mail."""
    return re.search(rf"(/newsletter/{kind}/\S+)", mail.get_body(("plain",)).get_content())[1]


def ask(page, words, address: str, *, wait: bool = True) -> None:
    """From the list of issues through the small form and the whole form."""
    page.goto(words["list"])
    page.get_by_role("main").get_by_role("textbox").fill(address)
    page.get_by_role("main").get_by_role("button", name=words["subscribe"]).click()
    expect(page.get_by_role("textbox")).to_have_value(address)
    page.wait_for_timeout(2_500 if wait else 0)  # nobody reads and chooses in less
    page.get_by_role("main").get_by_role("button", name=words["subscribe"]).click()


@pytest.mark.parametrize("language", WORDS)
def test_subscribe_confirm_choose_leave_and_be_forgotten(page, letters, bank_environment, language):
    words, address = WORDS[language], f"way.{language}@example.org"
    ask(page, words, address)
    expect(page.get_by_role("heading", level=1)).to_have_text(words["look"])

    (mail,) = letters(address)
    assert mail["Subject"].strip().startswith(words["subject"])
    page.goto(link_in(mail, "confirm"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.get_by_role("button", name=words["confirm"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["done"])

    # Who asks once more is told so in the mail, with the link to their choices.
    ask(page, words, address)
    expect(page.get_by_role("heading", level=1)).to_have_text(words["look"])
    choices = link_in(letters(address)[-1], "choices")
    page.goto(choices)
    page.get_by_label(words["press"]).check()
    page.get_by_role("button", name=words["save"]).click()
    expect(page.get_by_role("status")).to_contain_text(words["saved"])
    expect(page.get_by_label(words["press"])).to_be_checked()

    with page.expect_download() as download:
        page.get_by_role("link", name=words["data"]).click()
    held = json.loads(Path(download.value.path()).read_text())
    assert (held["email"], held["language"], held["topics"]) == (address, language, ["newsletter", "press_review"])

    page.goto(in_the_bank(bank_environment, f"{LEAVE}print(path('{address}'))"))
    page.get_by_role("button", name=words["stop"]).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(words["gone"])
    page.goto(choices)
    expect(page.get_by_role("heading", name=words["gone"])).to_be_visible()

    page.get_by_role("link", name=words["erase"]).click()
    page.get_by_role("button", name=words["really"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["nothing"])
    page.goto(f"{choices}?l={language}")  # nobody is left whose language would decide; without it the browser's does
    expect(page.get_by_role("heading", level=1)).to_have_text(words["nothing"])


def test_a_form_sent_in_a_flash_comes_back_filled_in(page, letters):
    ask(page, WORDS["en"], "flash@example.org", wait=False)
    expect(page.get_by_role("alert")).to_contain_text("press the button again")
    expect(page.get_by_role("textbox")).to_have_value("flash@example.org")
    assert not letters("flash@example.org")


MAKE_READERS = """
from django.utils import timezone
from newsletter.addresses import Asking, confirm_url, preferences_url, unsubscribe_url
from newsletter.models import Subscriber
def reader(name, code, state):
    return Subscriber.objects.create(email=f"{name}.{code}@a-cooperative.example.org", language=code, state=state, topics=["newsletter"]).pk
links = []
for code in ("en", "fr", "es"):
    ana, bo, cy = reader("a.reader.with.a.very.long.name", code, "active"), reader("bo", code, "unconfirmed"), reader("cy", code, "unsubscribed")
    asking = Asking(subscriber_id=bo, language=code, topics=("newsletter", "events"), at=timezone.now())
    links += [preferences_url(ana), preferences_url(ana) + "erase/", unsubscribe_url(ana)]
    links += [confirm_url(asking), unsubscribe_url(cy), preferences_url(cy)]
print(" ".join(link.partition("localhost:8000")[2] for link in links))
"""


@pytest.fixture(scope="module")
def own_pages(bank_url, bank_environment):
    """Links of readers in every state and language."""
    return in_the_bank(bank_environment, MAKE_READERS).split()


@pytest.mark.parametrize(("width", "scheme"), MODES)
def test_no_violation_and_no_sideways_scroll(chromium, bank_url, own_pages, width, scheme):
    context = chromium.new_context(base_url=bank_url, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page, found = context.new_page(), {}
    forms = ["/en/subscribe/", "/fr/abonnement/", "/es/suscripcion/"]
    dead = [f"/newsletter/leave/forged/?l={code}" for code in WORDS]
    for address in [*forms, "/fr/abonnement/verifiez-votre-messagerie/", *dead, *own_pages]:
        page.goto(address)
        if address in forms:  # with its faults
            for box in page.get_by_role("checkbox").all():
                box.uncheck()
            page.get_by_role("main").get_by_role("button").click()
            page.wait_for_load_state()
            expect(page.get_by_role("alert")).to_be_visible()
        if wrong := faults(page):
            found[address] = wrong
    context.close()
    assert not found
