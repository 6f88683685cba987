"""A translation beside its original, part by part: what the original said, what it says now, what the translation says, and a field for new words."""

import copy
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.html import linebreaks
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from site4p1000.translation.declarations import field_of, is_rich
from site4p1000.translation.differences import Run, differences, readable
from site4p1000.translation.keeping_step import Original, original_of
from site4p1000.translation.open_parts import OpenPart, digest
from site4p1000.translation.translating import open_paths, places_of_words

PARTS_PER_PAGE = 40
_KEYS = re.compile(r'\s*data-block-key="[^"]*"')
_MARKS = re.compile(r"<(b|i|a|strong|em)\b[^>]*>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One place of words in both languages."""

    path: str
    name: str
    label: str
    now: str
    """What the original says."""
    here: str
    """What the translation says; empty where nobody translated it yet."""
    held: str = ""
    """What the draft holds there, be it the original's words."""
    was: str = ""
    """What the original said when it was translated; empty when it has not changed or was never translated."""
    is_open: bool = False
    is_done: bool = False
    is_untranslated: bool = False
    is_rich: bool = False

    @property
    def changes(self) -> tuple[Run, ...]:
        """The words that were added to the original and taken away."""
        return differences(self.was, self.now) if self.was else ()

    @property
    def now_readable(self) -> str:
        return readable(self.now)

    @property
    def here_readable(self) -> str:
        return readable(self.here)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A translation and its original."""

    page: Page
    original: Page
    parts: tuple[Part, ...]

    @property
    def open_parts(self) -> tuple[Part, ...]:
        """Those a translator has not dealt with yet."""
        return tuple(part for part in self.parts if part.is_open)


def compare(page: Page) -> Comparison | None:
    """The newest draft of a translation beside its original; ``None`` for a page that is no translation."""
    found = original_of(page)
    if found is None:
        return None
    original = Original.of(found)
    draft = page.specific.get_latest_revision_as_object()
    theirs, ours, open_ = places_of_words(original.page), places_of_words(draft), open_paths(page)
    labels = _labels(type(draft), {**{path: name for path, (name, _text) in ours.items()}, **{path: name for path, (name, _text) in theirs.items()}})
    names = {path: name for path, (name, _text) in (*theirs.items(), *ours.items())}
    paths = [*theirs, *(path for path in ours if path not in theirs)]
    parts = (_part(path, names[path], labels[path], theirs, ours, open_.get(path), type(draft)) for path in paths)
    return Comparison(page=draft, original=original.page, parts=tuple(part for part in parts if part.now or part.here or part.was))


def _part(path: str, name: str, label: str, theirs: Mapping, ours: Mapping, open_part: OpenPart | None, model: type[models.Model]) -> Part:
    now, here = theirs.get(path, ("", ""))[1], ours.get(path, ("", ""))[1]
    is_untranslated = bool(open_part and not open_part.was and not open_part.is_done and here in ("", now))
    return Part(
        path=path,
        name=name,
        label=label,
        now=now,
        here="" if is_untranslated else here,
        held=here,
        was=open_part.was if open_part else "",
        is_open=open_part is not None and not open_part.is_done,
        is_done=open_part is not None and open_part.is_done,
        is_untranslated=is_untranslated,
        is_rich=is_rich(field_of(model, name)),
    )


def _labels(model: type[models.Model], names: Mapping[str, str]) -> dict[str, str]:
    """What each place is called: “Steps 2: What to do”."""
    order: dict[str, list[str]] = defaultdict(list)
    labels = {}
    for path, name in names.items():
        top, part = path.split(".")[0], (path.split(".") + [""])[1]
        if part and part not in order[top]:
            order[top].append(part)
        number = f" {order[top].index(part) + 1}" if part else ""
        head, tail = _heading(model, top), _label(field_of(model, name))
        labels[path] = f"{head}{number}" if "." not in name or head == tail or tail == "" else f"{head}{number}: {tail}"
    return labels


def _heading(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    if isinstance(field, models.Field):
        return capfirst(str(field.verbose_name))
    return capfirst(str(field.related_model._meta.verbose_name_plural))


def _label(field) -> str:
    return capfirst(str(field.verbose_name)) if isinstance(field, models.Field) else str(field.label or "")


# --- The form


class PartsForm(forms.Form):
    """A field for each part, with what the translator had before them and a box to say that the old words are still right."""

    def __init__(self, *args, parts: tuple[Part, ...], model: type[models.Model], **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = parts
        for number, part in enumerate(parts):
            self.fields[f"path-{number}"] = forms.CharField(initial=part.path, widget=forms.HiddenInput)
            self.fields[f"seen-{number}"] = forms.CharField(initial=digest(part.held), widget=forms.HiddenInput)
            self.fields[f"text-{number}"] = _text_field(part, model, label_id=f"id_text-{number}-label")
            self.fields[f"right-{number}"] = forms.BooleanField(required=False, label=_("Still right as it is"))

    def see(self, comparison: Comparison) -> None:
        """Show the words the draft has by now; saving again is then meant to replace them."""
        now = {part.path: part for part in comparison.parts}
        self.parts = tuple(now.get(part.path, part) for part in self.parts)
        self.data = {**self.data.dict(), **{f"seen-{number}": digest(part.held) for number, part in enumerate(self.parts)}}

    def rows(self):
        """The parts with their fields, for the template."""
        names = ("path", "seen", "text", "right")
        return [(part, *(self[f"{name}-{number}"] for name in names)) for number, part in enumerate(self.parts)]

    def clean(self):
        cleaned = super().clean()
        for number, part in enumerate(self.parts):
            if cleaned.get(f"path-{number}") != part.path:
                self.add_error(None, _("The page changed while you were writing. What you typed is still here: check it and save again."))
                break
            if part.now and part.here and not (cleaned.get(f"text-{number}") or "").strip() and f"text-{number}" not in self.errors:
                self.add_error(f"text-{number}", _("Write the translation, or leave the words that were there."))
        return cleaned

    def texts(self) -> dict[str, str]:
        """Path → words, of the parts that were written anew."""
        written = {}
        for number, part in enumerate(self.parts):
            text = self.cleaned_data[f"text-{number}"] or ""
            if not is_same(text, part.here):
                written[part.path] = text
        return written

    def still_right(self) -> set[str]:
        """The paths of the parts that were said to be right as they are."""
        return {part.path for number, part in enumerate(self.parts) if self.cleaned_data[f"right-{number}"]}

    def seen(self) -> dict[str, str]:
        """Path → digest of the words the translator had before them."""
        return {part.path: self.cleaned_data[f"seen-{number}"] for number, part in enumerate(self.parts)}


def is_same(text: str, other: str) -> bool:
    """Whether two texts say the same with the same marks; an editor of rich text writes keys of its own into what nobody touched."""
    marks = [_MARKS.findall(_KEYS.sub("", value)) for value in (text, other)]
    lines = [" ".join(readable(value).split()) for value in (text, other)]
    return marks[0] == marks[1] and lines[0] == lines[1]


def _text_field(part: Part, model: type[models.Model], *, label_id: str) -> forms.Field:
    source = field_of(model, part.name)
    field = source.formfield() if isinstance(source, models.Field) else copy.deepcopy(source.field)
    field.required, field.initial, field.label, field.help_text = False, part.here, part.label, ""
    if part.is_rich:
        field.widget.value_from_datadict = _forgiving(field.widget.value_from_datadict)
        # What one types into is no form field, and a label's “for” does not reach it: the editor of rich text names it from this.
        field.widget.options = {**field.widget.options, "ariaLabelledBy": label_id}
    else:
        field.widget = forms.Textarea(attrs={"rows": min(8, 1 + len(part.now) // 70), "class": "translation-text"})
    return field


def _forgiving(read: Callable[..., Any]) -> Callable[..., Any]:
    """Takes a text that is not what the editor of rich text sends for plain words, rather than fail and lose it."""

    def value_from_datadict(data, files, name):
        try:
            return read(data, files, name)
        except (ValueError, LookupError, TypeError, AttributeError):
            return linebreaks(str(data.get(name, "")), autoescape=True)

    return value_from_datadict
