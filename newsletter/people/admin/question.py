"""Which subscribers somebody asks for: state, language, topic. What is not on offer asks for nothing, so a mistyped address shows the whole list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, QuerySet, TextField
from django.db.models.functions import Cast

from newsletter.models import Subscriber, SubscriberState, Topic


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A choice of subscribers; empty means any."""

    state: str = ""
    language: str = ""
    topic: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], *, languages: Iterable[str]) -> "Question":
        """From a query string. `languages`: those on offer."""
        offers = {"state": SubscriberState.values, "language": languages, "topic": Topic.values}
        return cls(**{name: query.get(name, "") if query.get(name) in offered else "" for name, offered in offers.items()})

    def query(self, **changes: str) -> str:
        """As a query string, with changes."""
        asked = {"state": self.state, "language": self.language, "topic": self.topic, **changes}
        return urlencode({name: value for name, value in asked.items() if value})

    def rows(self) -> QuerySet[Subscriber]:
        """The subscribers it asks for, the newest first."""
        found = Subscriber.objects.order_by("-pk")
        if self.state:
            found = found.filter(state=self.state)
        if self.language:
            found = found.filter(language=self.language)
        if self.topic:  # kept as a list in JSON, which SQLite searches as text only
            found = found.annotate(topics_text=Cast("topics", TextField())).filter(topics_text__contains=f'"{self.topic}"')
        return found


def languages_in(numbers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The languages of the bank, and after them those other subscribers of these `counts` read: lists bring in any."""
    return tuple(dict.fromkeys([*(code for code, _name in settings.LANGUAGES), *sorted(language for _state, language in numbers)]))


def counts() -> dict[tuple[str, str], int]:
    """Subscribers by (state, language), in one query; pairs without anybody are left out."""
    rows = Subscriber.objects.order_by().values_list("state", "language").annotate(number=Count("pk"))
    return {(state, language): number for state, language, number in rows}
