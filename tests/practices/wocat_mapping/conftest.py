"""The drafts of the sample records, made once."""

import pytest

from practices.records import PracticeDraft
from tests.practices.test_wocat_reading import ARABIC, ENGLISH
from tests.practices.wocat_mapping.drafts import draft_of


@pytest.fixture(scope="module")
def english() -> PracticeDraft:
    return draft_of(ENGLISH)


@pytest.fixture(scope="module")
def arabic() -> PracticeDraft:
    return draft_of(ARABIC)
