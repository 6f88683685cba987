"""The editors' keywords: which words in an article's title, or in our summary, speak for which topic of the press review."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletter.models.press import PressTopic
from newsletter.press.keywords import divided
from site4p1000.common import languages

MOST_WORDS = 200
LONGEST_WORD = 80
"""Characters."""


class PressKeywords(models.Model):
    """Words and phrases of one language that speak for a topic, and possibly for a practice. The rows of a language are its keyword set."""

    language = models.CharField(_("language"), max_length=8, help_text=_("Of the words: they are looked for in articles and summaries in it."))
    topic = models.CharField(_("topic"), max_length=20, choices=PressTopic)
    practice = models.ForeignKey(
        "practices.PracticePage",
        verbose_name=_("related practice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Suggested together with the topic; empty where the words are about no single practice."),
    )
    words = models.TextField(
        _("words and phrases"),
        help_text=_("One per line, or between commas. Accents and capitals do not count; a star stands for any ending: agroforest*."),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("list of keywords")
        verbose_name_plural = _("keywords of the press review")
        ordering = ["language", "topic", "pk"]

    def __str__(self) -> str:
        return f"{languages.own_name(self.language)} · {self.get_topic_display()}"

    def clean(self):
        super().clean()
        found = divided(self.words)
        if not found:
            raise ValidationError({"words": _("Please write at least one word.")})
        if len(found) > MOST_WORDS:
            raise ValidationError({"words": _("These are too many words for one topic: %(most)s at most.") % {"most": MOST_WORDS}})
        if long := next((word for word in found if len(word) > LONGEST_WORD), ""):
            raise ValidationError({"words": _("“%(word)s…” is too long for a word or phrase. Is a comma missing?") % {"word": long[:40]}})
        self.words = "\n".join(found)
