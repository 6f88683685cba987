"""Versions of pages: made when something new is published, found again by number, opened as they were."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from site4p1000.common.models import BasePage
from site4p1000.common.page_ids import translation_keys
from site4p1000.common.published_versions import PublishedVersion
from site4p1000.common.stored_content import KEPT_COPY, kept_copy

OF_EVERY_PAGE = frozenset(field.name for field in Page._meta.get_fields()) - {"title", "search_description"}
"""What Wagtail keeps of every page (dates, place in the tree, locks): no part of what a version says."""

NOTHING = ("", None, [], {})
"""What an empty field holds. "No" and 0 are answers."""

_TRAILING_ZEROS = re.compile(r"(-?\d+)(?:\.0*|(\.\d*?[1-9])0*)?")


def connect() -> None:
    """Called once, when the application starts: from then on every publication is noticed."""
    page_published.connect(_published, dispatch_uid="versions.published")


def record_version(*, page: Page, revision: Revision) -> PublishedVersion | None:
    """Make the next version of `page` from what was just published; ``None`` when it says what the newest one says, and so do the works it cites."""
    digest, cited = content_digest(revision.content), kept_copy(page.specific_class, revision.content)
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=page.pk)  # two editors at once: one number each
        newest = PublishedVersion.objects.filter(page=page.pk).select_related("revision").order_by("-number").first()
        if newest and _digest_of(newest) == digest and newest.cited in ({}, cited):
            return None
        return PublishedVersion.objects.create(
            translation_key=page.translation_key,
            locale_id=page.locale_id,
            number=_last_number(page) + 1,
            page_id=page.pk,
            revision=revision,
            published_at=page.last_published_at or timezone.now(),
            digest=digest,
            cited=cited,
        )


def content_digest(content: Mapping[str, Any]) -> str:
    """A digest of what a stored revision says. Numbers of rows, zeros at the end of a number, and fields left empty say nothing.

    So a field that pages are given later makes no version of what was stored without it.
    """
    stored = json.loads(json.dumps(content, cls=DjangoJSONEncoder))  # a revision fresh from its page holds numbers and dates as objects
    said = _said({name: value for name, value in stored.items() if name not in OF_EVERY_PAGE})
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def find_version(identifier: str, language: str, number: int) -> PublishedVersion | None:
    """The version of the page with this identifier in this language, with its page and revision: one query."""
    versions = PublishedVersion.objects.filter(translation_key__range=translation_keys(identifier), locale__language_code=language, number=number)
    return versions.select_related("page", "revision").order_by("pk").first()


OF_THE_PAGE = ("locale", "content_type")
"""What Wagtail takes from the page and not from the version: left out of it, it is not looked up."""


def opened(version: PublishedVersion, *, page: Page) -> Page:
    """`page` (as its own type) with the words, numbers and cited works of `version`. Where it stands and its name in addresses stay today's."""
    content = {**version.revision.content, **dict.fromkeys(OF_THE_PAGE), KEPT_COPY: version.cited}  # the caller looked that it is there
    then = page.with_content_json(content)
    then.slug, then.url_path = page.slug, page.url_path
    then.last_published_at = version.published_at
    then.version_number = version.number
    return then


def _published(sender: type, instance: Page, revision: Revision | None = None, **_kwargs: Any) -> None:
    if isinstance(instance, BasePage) and revision is not None and str(revision.object_id) == str(instance.pk):
        record_version(page=instance, revision=revision)


def _digest_of(version: PublishedVersion) -> str:
    """By the rule of today: what was written down when it was published followed the rule of that day."""
    return content_digest(version.revision.content) if version.revision else version.digest


def _last_number(page: Page) -> int:
    """Of all pages there have been with this identity: a page that was deleted and made anew does not count from 1 again."""
    versions = PublishedVersion.objects.filter(translation_key=page.translation_key, locale_id=page.locale_id)
    return versions.aggregate(last=Max("number"))["last"] or 0


def _said(value: Any) -> Any:
    if isinstance(value, Mapping):
        parts = ((name, _said(part)) for name, part in value.items() if name != "pk")
        return {name: part for name, part in parts if part not in NOTHING}
    if isinstance(value, list):
        return [_said(part) for part in value]
    return _said_in_text(value) if isinstance(value, str) else value


def _said_in_text(text: str) -> Any:
    """Streams are stored as JSON in a text, in whatever order their keys were written."""
    if number := _TRAILING_ZEROS.fullmatch(text):
        return number[1] + (number[2] or "")
    try:
        return _said(json.loads(text)) if text.startswith(("[", "{")) else text
    except ValueError:  # words that only begin with a bracket
        return text
