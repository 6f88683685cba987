"""All that is known of an issue in all its languages: its pages, the mail of each, and the facts the list before sending needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from newsletter.audience import counts_per_language, edition_for, had_theirs_per_language
from newsletter.issues import preflight
from newsletter.issues.mail_facts import mail_facts
from newsletter.issues.preflight import EditionFacts, Finding, PageState
from newsletter.issues.press_picking import picked
from newsletter.issues.pulling import pulled_pages
from newsletter.issues.putting_together import pages_in
from newsletter.models import ISSUE_TOPICS, NewsletterIssuePage, Sending, TestMail, Topic
from newsletter.rendering.html import BrokenMail
from newsletter.rendering.issue import RenderedMail, render_issue
from newsletter.sending.mail_backend import mail_can_leave
from site4p1000.common import languages
from site4p1000.common.visibility import readable
from site4p1000.translation.models import TranslationState


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What an issue says in one language. `page` is the published one, else its draft; `mail` is ``None`` where it could not be built."""

    language: str
    state: PageState
    page: NewsletterIssuePage
    mail: RenderedMail | None


@dataclass(frozen=True, kw_only=True, slots=True)
class IssueEdition:
    """An issue in one language. `page` is the published one, else its draft, else nothing."""

    language: str
    state: PageState
    page: NewsletterIssuePage | None
    mail: RenderedMail | None
    facts: EditionFacts


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """An issue in all languages of the bank. `other_readers`: readers whose language is none of them, and has none of them as its base."""

    key: UUID
    editions: tuple[IssueEdition, ...]
    other_readers: Mapping[str, int]
    sending: Sending | None
    had_theirs: int = 0
    """How many of all these readers want one mail a month and have had it: they are left out of what leaves this month."""
    topic: Topic = Topic.NEWSLETTER
    """What readers must have asked for to get it: what it was sent as, else what its page says."""

    @property
    def title(self) -> str:
        return next((edition.page.title for edition in self.editions if edition.page), "")

    @property
    def sendable(self) -> tuple[IssueEdition, ...]:
        """The editions that can be sent as they are."""
        return tuple(edition for edition in self.editions if edition.facts.is_sendable)

    @property
    def readers(self) -> int:
        """All who asked for it, whatever they read."""
        return sum(edition.facts.readers for edition in self.editions) + sum(self.other_readers.values())

    @property
    def will_get(self) -> int:
        """Who gets it in their own words if it leaves this month. For the others the editor chooses."""
        return sum(edition.facts.readers - edition.facts.had_theirs for edition in self.sendable)

    def edition(self, language: str) -> IssueEdition:
        """Raises `LookupError` for a language the bank has not."""
        return next((edition for edition in self.editions if edition.language == language), None) or _no_language(language)

    def findings(self) -> tuple[Finding, ...]:
        """The list before sending."""
        facts = [edition.facts for edition in self.editions]
        return preflight.findings(facts, other_readers=self.other_readers, can_leave=mail_can_leave())


def _no_language(language: str):
    raise LookupError(language)


def gather(key: UUID, *, user) -> Issue:
    """The issue whose pages share this translation key, as `user` would send it. Raises `LookupError` when there is no page."""
    pages = pages_of(key)
    now = timezone.now()
    sending = sending_of(key)
    topic = Topic(sending.topic if sending else _topic(pages))
    readers, other = readers_by_language(counts_per_language(topic))
    had, other_had = readers_by_language(had_theirs_per_language(topic, sending=sending, now=now))
    tested = {(row.language, row.digest) for row in TestMail.objects.filter(issue_key=key, sent_by=user)}
    found = (_edition(code, pages.get(code), readers.get(code, 0), tested, now) for code in languages.codes())
    editions = tuple(replace(one, facts=replace(one.facts, had_theirs=had.get(one.language, 0))) for one in found)
    had_theirs = sum((*had.values(), *other_had.values()))
    return Issue(key=key, editions=editions, other_readers=other, had_theirs=had_theirs, sending=sending, topic=topic)


def pages_of(key: UUID) -> Mapping[str, NewsletterIssuePage]:
    """The pages of an issue by language; nothing is rendered. Raises `LookupError` when there is none."""
    pages = {languages.code_of_locale(page.locale_id): page for page in NewsletterIssuePage.objects.filter(translation_key=key, alias_of=None)}
    if not pages:
        raise LookupError(key)
    return pages


def words_of(page: NewsletterIssuePage) -> Words:
    """What a page says as mail: for whoever wants one language and not the list before sending."""
    state = state_of(page)
    page = page if page.live else page.get_latest_revision_as_object()
    return Words(language=page.language, state=state, page=page, mail=_mail(page))


def topic_of(key: UUID, pages: Mapping[str, NewsletterIssuePage]) -> Topic:
    """Whose mail an issue is: what it was sent as, else what its page says."""
    sending = sending_of(key)
    return Topic(sending.topic if sending else _topic(pages))


def _topic(pages: Mapping[str, NewsletterIssuePage]) -> str:
    """The same on every page; the first language's counts until a change has been carried over. Of a page never published, its draft's."""
    page = next(pages[code] for code in (*languages.codes(), *pages) if code in pages)
    return page.topic if page.live else page.get_latest_revision_as_object().topic


def sending_of(key: UUID) -> Sending | None:
    """The sending of an issue: there is one at most."""
    return Sending.objects.filter(issue_key=key, topic__in=ISSUE_TOPICS).first()


def readers_by_language(counts: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Readers of each language of the bank, and of others. Who reads "fr-ca" is a reader of French."""
    own: dict[str, int] = {}
    other: dict[str, int] = {}
    for code, number in sorted(counts.items()):
        language = edition_for(code, available=languages.codes(), default="")
        into = own if language else other
        into[language or code] = into.get(language or code, 0) + number
    return own, other


def _edition(code: str, page: NewsletterIssuePage | None, readers: int, tested: set[tuple[str, str]], now: datetime) -> IssueEdition:
    if page is None:
        facts = EditionFacts(language=code, state=PageState.MISSING, readers=readers)
        return IssueEdition(language=code, state=PageState.MISSING, page=None, mail=None, facts=facts)
    words = words_of(page)
    facts = _facts(words.page, words.state, words.mail, readers, tested, now)
    return IssueEdition(language=code, state=words.state, page=words.page, mail=words.mail, facts=facts)


def state_of(page: NewsletterIssuePage) -> PageState:
    """Where a page stands now."""
    if not page.live:
        return PageState.DRAFT
    if not readable(NewsletterIssuePage.objects).filter(pk=page.pk).exists():
        return PageState.PRIVATE
    return PageState.CHANGED if page.has_unpublished_changes else PageState.PUBLISHED


def _mail(page: NewsletterIssuePage) -> RenderedMail | None:
    try:
        return render_issue(page=page)
    except BrokenMail:
        return None


def _facts(page, state: PageState, mail: RenderedMail | None, readers: int, tested: set, now: datetime) -> EditionFacts:
    if mail is None:
        return EditionFacts(language=page.language, state=state, readers=readers, is_broken=True)
    asked = set(pages_in(page.body.raw_data))
    pulled = pulled_pages(asked, with_cards=(), language=page.language)
    of_mail = mail_facts(mail, now=now)
    return EditionFacts(
        language=page.language,
        state=state,
        readers=readers,
        size_bytes=of_mail.size_bytes,
        parts=len(page.body),
        has_plain_text=of_mail.has_plain_text,
        has_unsubscribe=of_mail.has_unsubscribe,
        links=of_mail.links,
        pictures_without_text=(*_pictures_without_words(page), *of_mail.pictures_without_text),
        left_out=len(asked - pulled.pages.keys()),
        without_press=_without_press(page),
        other_language=tuple(shown.title for number, shown in pulled.pages.items() if pulled.note(number)),
        parts_behind=_parts_behind(page),
        is_tested=(page.language, mail.digest) in tested,
    )


def _without_press(page) -> int:
    found = picked(page.body.raw_data, language=page.language)
    return sum(not found.get(place) for place, block in enumerate(page.body.raw_data) if block["type"] == "press_review")


def _pictures_without_words(page) -> tuple[str, ...]:
    """Pictures whose only words would be the name of their file."""
    images = (block.value for block in page.body if block.block_type == "picture")
    return tuple(
        str(value["image"].title) for value in images if value["image"] and not (value["alt"] or value["caption"] or value["image"].description)
    )


def _parts_behind(page) -> int:
    state = TranslationState.objects.filter(page_id=page.pk).first()
    return state.parts_behind + state.parts_untranslated if state else 0


def issue_keys(*, most: int = 200) -> Sequence[UUID]:
    """The issues there are, newest first."""
    keys: Iterable[UUID] = NewsletterIssuePage.objects.order_by("-date", "-pk").values_list("translation_key", flat=True)
    return list(dict.fromkeys(keys))[:most]
