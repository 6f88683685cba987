"""What is signed with a key worked out once."""

import pytest
from django.core.signing import Signer
from django.utils.crypto import salted_hmac

from newsletter.signatures import signature


@pytest.mark.parametrize("secret", ["one", "another é"])
@pytest.mark.parametrize("value", ["12", "12-press_review", "é"])
def test_it_signs_as_django_does_also_after_the_secret_was_changed(value, secret, settings):
    settings.SECRET_KEY = secret  # which Django reads
    assert signature("newsletter.leavesigner", secret=secret).text_of(value) == Signer(salt="newsletter.leave", sep=".").signature(value)
    assert signature("x", secret=secret).hexadecimal_of(value) == salted_hmac("x", value, algorithm="sha256").hexdigest()
