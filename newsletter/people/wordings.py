"""The sentence people agree to, by version. A version's words never change: who agreed to them must be able to read them years later.

To change the sentence, add a version and make it the current one; `tests/newsletter/test_wordings.py` holds the words of each.
"""

from dataclasses import dataclass
from functools import partial

from django.utils import translation
from django.utils.translation import gettext_noop

CURRENT = "2026-11"
BY_VERSION = {
    "2026-11": gettext_noop(
        "I ask for the mail chosen above. I can stop it at any time by the link in every mail. The bank keeps my address and the proof of "
        "this request until I have them erased, at the latest three years after I stop it. It gives them to nobody and does not watch what I open."
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """What a person agreed to: the version of the form's text, its language, and where the form stood."""

    text_version: str
    language: str
    source: str


def consent_text(version: str = CURRENT) -> str:
    """The sentence of a version in the active language. Raises `KeyError` for a version there never was."""
    return translation.gettext(BY_VERSION[version])


on_this_site = partial(Wording, text_version=CURRENT)
"""A wording of today: ``on_this_site(language="fr", source="/fr/…/")``."""
