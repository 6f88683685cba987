"""The words people agreed to stay what they were."""

import hashlib

import pytest
from django.utils import translation

from newsletter.people import wordings

DIGESTS = {
    ("2026-11", "en"): "165b26ff45b0ea33",
    ("2026-11", "fr"): "4b3462eb7b49d43d",
    ("2026-11", "es"): "0f569679415b2c21",
}


@pytest.mark.parametrize(("version", "language"), DIGESTS)
def test_the_words_of_a_version_never_change(version, language):
    with translation.override(language):
        words = wordings.consent_text(version)
    assert hashlib.sha256(words.encode()).hexdigest()[:16] == DIGESTS[version, language], "add a version instead of changing the words of this one"


def test_every_version_is_held_in_every_language(settings):
    assert set(DIGESTS) == {(version, code) for version in wordings.BY_VERSION for code, _name in settings.LANGUAGES}
    assert wordings.CURRENT in wordings.BY_VERSION
