"""Drafts of the sample records."""

import json
from pathlib import Path

from practices.importers.wocat import Wocat
from practices.records import PracticeDraft
from tests.practices.test_wocat_problems import broken
from tests.practices.test_wocat_reading import read, read_bytes


def draft_of(path: Path, locale: str = "en") -> PracticeDraft:
    (record,) = read(path)
    return Wocat().to_draft(record, locale=locale)


def draft_with(**version) -> PracticeDraft:
    """The draft of the English record with these fields of its version changed."""
    (record,) = read_bytes(json.dumps(broken(**version)).encode())
    return Wocat().to_draft(record, locale="en")
