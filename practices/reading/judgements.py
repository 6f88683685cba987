"""Experts' judgements as a reader sees them: opinions in words, never among what was measured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.reading.display import number_text, sentences
from practices.reading.words import PageWords


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgementReading:
    """An expert's opinion in words, with what the expert wrote beside it."""

    label: SafeString
    words: str
    score: str
    remark: SafeString


JUDGEMENT_WORDS: Mapping[int, Any] = {
    -3: gettext_lazy("much worse"),
    -2: gettext_lazy("worse"),
    -1: gettext_lazy("slightly worse"),
    0: gettext_lazy("no change"),
    1: gettext_lazy("slightly better"),
    2: gettext_lazy("better"),
    3: gettext_lazy("much better"),
}


def read_judgements(stream: Iterable[Any], words: PageWords) -> tuple[JudgementReading, ...]:
    """The judgements, in the order of the page; those of a draft that have no score yet are left out."""
    return tuple(_judgement(block.value, words) for block in stream if block.value["score"] in JUDGEMENT_WORDS)


def _judgement(value: Any, words: PageWords) -> JudgementReading:
    return JudgementReading(
        label=words.line(value["label"]),
        words=str(JUDGEMENT_WORDS[value["score"]]),
        score=number_text(value["score"], words.language, is_signed=True),
        remark=words.line(sentences(_before_after(value), value["comment"])),
    )


def _before_after(value: Any) -> str:
    before, after = value["before"], value["after"]
    if before and after:
        return _("Before: %(before)s; after: %(after)s") % {"before": before, "after": after}
    if before:
        return _("Before: %(before)s") % {"before": before}
    return _("After: %(after)s") % {"after": after} if after else ""
