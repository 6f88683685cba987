"""An editor's way with subscribers: a list saved by Excel comes in, an address is found in it, and its person is forgotten. axe at each step."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.browser.conftest import log_in

ROOT = Path(__file__).resolve().parents[2]
MAKE_AN_EDITOR = """
from django.contrib.auth import get_user_model
get_user_model().objects.create_superuser("lists", "l@example.org", "a long password")
"""
SAVED_BY_EXCEL = "Nom;Courriel;Langue\r\nZoé;{name}@coop.example.org;FR\r\nBo;bo@;FR\r\nZoé;{name}@COOP.example.org;FR\r\n"


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["desk", "phone"])
def admin(request, chromium, bank_url, bank_environment):
    """Logged in, on a desk and on a phone."""
    width, scheme = request.param
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", MAKE_AN_EDITOR]
    subprocess.run(command, cwd=ROOT, env=bank_environment, check=False, capture_output=True)  # the second time the editor is there already
    context = chromium.new_context(base_url=bank_url, viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en-GB")
    page = context.new_page()
    log_in(page, "lists", "a long password")
    yield page
    context.close()


def assert_fit_for_everybody(page) -> None:
    """No violation in our part of the page, no sideways scroll."""
    assert not faults(page, within="main")


def test_a_list_comes_in_and_one_of_it_is_forgotten(admin, request):
    name = f"zoe.{request.node.callspec.id}"
    file = {"name": "fair.csv", "mimeType": "text/csv", "buffer": SAVED_BY_EXCEL.format(name=name).encode("cp1252")}
    admin.goto("/admin/subscribers/")
    assert_fit_for_everybody(admin)
    admin.get_by_role("link", name="Bring in a list").click()
    admin.set_input_files("[name=file]", file)
    admin.get_by_role("button", name="Look at the list").click()
    expect(admin.get_by_text("This field is required.").first).to_be_visible()  # where and when they agreed

    admin.set_input_files("[name=file]", file)
    admin.fill("[name=consent_source]", "Sign-up sheet, fair in Dakar")
    admin.fill("[name=given_on]", "2026-03-01")
    assert_fit_for_everybody(admin)
    admin.get_by_role("button", name="Look at the list").click()
    for reason in ("Not a whole e-mail address", "Stands in this list twice"):
        expect(admin.get_by_role("cell", name=reason)).to_be_visible()
    assert_fit_for_everybody(admin)
    admin.get_by_role("button", name="Take 1 subscriber in").click()
    expect(admin.get_by_text("1 new, 0 known already, 2 refused")).to_be_visible()

    admin.goto("/admin/subscribers/")
    admin.get_by_label("Whole e-mail address").fill(f"{name.upper()}@coop.example.org")
    admin.get_by_role("button", name="Find", exact=True).click()
    expect(admin.get_by_role("cell", name="Sign-up sheet, fair in Dakar")).to_be_visible()
    assert_fit_for_everybody(admin)
    admin.get_by_text("Erase this person").click()
    admin.get_by_role("button", name="Erase for good").click()
    expect(admin.get_by_text("Only a fingerprint stays")).to_be_visible()
    expect(admin.get_by_text(f"{name}@coop.example.org")).to_have_count(0)
