"""Loads the content that ships with the project: files → published pages. Safe to repeat; an editor's page is kept.

Packages above register their loader, so that the kernel needs none of them.
"""

import enum
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from site4p1000.common.models import ContentRecord
from site4p1000.common.wording import to_html

NAMESPACE = uuid.UUID("9a3b1f0e-7c55-5d0e-8a55-0c1a7d1f3f42")


class InvalidContent(Exception):
    """A content file is missing or wrong; the message names file and reason. Mend the file and load again."""


class ContentOutcome(enum.StrEnum):
    """What became of one file in one language."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT_LOCAL_EDIT = "kept local edit"
    """An editor changed the page since it was loaded: the page stays as it is."""


@dataclass
class ContentRun:
    """One load of the content folder: where it reads, in which languages, and what happened."""

    folder: Path
    languages: tuple[str, ...]
    outcomes: Counter = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)

    def note(self, outcome: str, key: str, language: str) -> None:
        """Count an outcome; pages kept as edited are named."""
        self.outcomes[outcome] += 1
        if outcome == ContentOutcome.KEPT_LOCAL_EDIT:
            self.kept.append(f"{key} ({language})")

    def entries(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The folders of one kind as (key, {"facts": …, "en": …, "fr": …}), in the order of their names."""
        folders = [folder for folder in sorted((self.folder / kind).glob("*")) if folder.is_dir()]
        if not folders:
            raise InvalidContent(f"{self.folder / kind}: there is no such folder, or nothing is in it")
        for folder in folders:
            yield folder.name, {path.stem: read_yaml(path) for path in sorted(folder.glob("*.yaml"))}


def read_yaml(path: Path) -> Any:
    """What a content file holds. Raises `InvalidContent` when it cannot be read, or is no YAML."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidContent(f"{path}: {' '.join(str(error).split())}") from error


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Names the content in whose shape something is wrong: a missing field, a list in place of a text, a word in place of a number."""
    try:
        yield
    except KeyError as error:
        raise InvalidContent(f"{what}: {error} is missing, or nothing of that name is known") from error
    except (AttributeError, LookupError, TypeError, ArithmeticError, ValueError, OSError, yaml.YAMLError) as error:
        raise InvalidContent(f"{what}: {type(error).__name__}: {' '.join(str(error).split())}") from error


Loader = Callable[[ContentRun], None]
_loaders: dict[str, tuple[int, Loader]] = {}
_around: list[Callable[[], AbstractContextManager]] = []


def register_loader(name: str, loader: Loader, *, order: int) -> None:
    """Add a loader; lower orders run first, since stories point to practices."""
    if name in _loaders:
        raise ValueError(f"the content loader “{name}” is registered twice")
    _loaders[name] = (order, loader)


def register_around_loading(context: Callable[[], AbstractContextManager]) -> None:
    """Add a context in which all loading happens, for what is better done once at its end than after each page."""
    _around.append(context)


@contextmanager
def references_noted_once() -> Iterator[None]:
    """Wagtail notes which page uses what after every row it saves: two thirds of the time of a load. Here once per changed page."""
    started = timezone.now()
    with disable_reference_index_auto_update():
        yield
    for page in Page.objects.filter(latest_revision_created_at__gte=started).specific():
        ReferenceIndex.create_or_update_for_object(page)


def load_all(run: ContentRun) -> ContentRun:
    """Run every loader in order."""
    with ExitStack() as stack:
        stack.enter_context(references_noted_once())
        for context in _around:
            stack.enter_context(context())
        for name, (_order, loader) in sorted(_loaders.items(), key=lambda row: row[1][0]):
            with reading(f"{run.folder} ({name})"):
                loader(run)
    return run


def locale(language: str) -> Locale:
    """The locale row of a language, made when it is missing."""
    return Locale.objects.get_or_create(language_code=language)[0]


def loaded_page(key: str, language: str) -> Page | None:
    """The page that was loaded for `key` in `language`, as its own type."""
    record = ContentRecord.objects.filter(key=key, locale__language_code=language).select_related("page").first()
    return record.page.specific if record else None


def translation_key(key: str) -> uuid.UUID:
    """The same for all languages of a key: it makes their pages translations of each other."""
    return uuid.uuid5(NAMESPACE, key)


@transaction.atomic
def publish_page(
    run: ContentRun,
    *,
    key: str,
    language: str,
    model: type[Page],
    parent: Page,
    values: Mapping[str, Any],
    children: Mapping[str, list] | None = None,
) -> Page:
    """Create or update the live page of `key` in `language`; `children` maps child relations to unsaved rows."""
    children = children or {}
    record = ContentRecord.objects.filter(key=key, locale=locale(language)).select_related("page").first()
    digest = _digest(values, children)
    if record and (record.digest == digest or record.page.latest_revision_id != record.revision_id):
        run.note(ContentOutcome.UNCHANGED if record.digest == digest else ContentOutcome.KEPT_LOCAL_EDIT, key, language)
        return record.page.specific
    page = record.page.specific if record else model(locale=locale(language), translation_key=translation_key(key))
    for name, value in {**values, **children}.items():
        setattr(page, name, value)
    if record is None:
        parent.add_child(instance=page)
    revision = page.save_revision()
    # Remembered before publishing: whoever listens to that must see a page that was loaded, not one that an editor changed.
    ContentRecord.objects.update_or_create(key=key, locale=locale(language), defaults={"page": page.page_ptr, "digest": digest, "revision": revision})
    if record is None or page.live:  # what an editor unpublished stays so
        revision.publish()
    run.note(ContentOutcome.UPDATED if record else ContentOutcome.CREATED, key, language)
    return page


def body_blocks(key: str, body: list[Mapping[str, Any]]) -> list[dict]:
    """Stream data for the `body` of a content file. Block ids depend on key and position, so translations share them."""
    return [{"type": block["type"], "id": block_id(key, "body", n), "value": _block_value(block, f"{key}/body/{n}")} for n, block in enumerate(body)]


def figure_value(figure: Mapping[str, Any]) -> dict:
    """A key figure as its block wants it."""
    return {"value": figure["value"].strip(), "text": figure["text"].strip(), "source": figure["source"].strip()}


def lines(key: str, name: str, items: list[str]) -> str:
    """A list of plain lines as stream data."""
    return json.dumps([{"type": "item", "id": block_id(key, name, n), "value": item.strip()} for n, item in enumerate(items)])


def block_id(key: str, name: str, number: int | str) -> str:
    """The id of a block, the same in every language: translations find each other's blocks by it."""
    return str(uuid.uuid5(NAMESPACE, f"{key}/{name}/{number}"))


def _block_value(block: Mapping[str, Any], key: str) -> dict:
    if block["type"] == "list":
        # Wagtail takes an item without an id for a plain value.
        items = [{"type": "item", "id": block_id(key, "items", n), "value": item.strip()} for n, item in enumerate(block["items"])]
        return {"heading": block.get("heading", ""), "items": items}
    return {"heading": block["heading"].strip(), "text": to_html(block["text"])}


def _digest(values: Mapping[str, Any], children: Mapping[str, list]) -> str:
    rows = {name: [model_to_dict(row) for row in items] for name, items in children.items()}
    return hashlib.sha256(json.dumps([values, rows], sort_keys=True, default=str).encode()).hexdigest()
