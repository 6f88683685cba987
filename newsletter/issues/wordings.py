"""What the list before sending says, in the editor's language."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from newsletter.issues.preflight import LARGEST_BYTES, Finding, Kind, PageState, Weight
from site4p1000.common import languages

STATE_WORDS = {
    PageState.MISSING: gettext_lazy("not written yet"),
    PageState.DRAFT: gettext_lazy("draft, not published"),
    PageState.PRIVATE: gettext_lazy("published for some people only"),
    PageState.PUBLISHED: gettext_lazy("published"),
    PageState.CHANGED: gettext_lazy("published, and changed since"),
}
WEIGHT_WORDS = {
    Weight.STOP: gettext_lazy("To mend"),
    Weight.CHOOSE: gettext_lazy("To choose"),
    Weight.LOOK: gettext_lazy("To look at"),
    Weight.FINE: gettext_lazy("Fine"),
}
WORDS = {
    Kind.NOT_PUBLISHED: gettext_lazy("No language of this issue is published. Publish the page of one language at least."),
    Kind.NO_READERS: gettext_lazy("Nobody has asked for this kind of mail and confirmed it: there is nobody to send it to."),
    Kind.NO_MAIL_SERVER: gettext_lazy(
        "No mail server is set up, so no mail would leave. Tell whoever looks after the bank: BANK_SMTP_HOST is missing."
    ),
    Kind.BROKEN: gettext_lazy("The mail could not be built. Look at the blocks that were added last, and tell whoever looks after the bank."),
    Kind.EMPTY: gettext_lazy("The issue has no block yet."),
    Kind.NO_PLAIN_TEXT: gettext_lazy("There is no plain text for mail programs that show no HTML."),
    Kind.NO_UNSUBSCRIBE: gettext_lazy("The link to leave is missing."),
    Kind.UNSUBSCRIBE: gettext_lazy("Every reader can leave: link in the mail, button of the mail program, plain text."),
    Kind.DEAD_LINK: gettext_lazy("These links lead nowhere. Mend or remove them:"),
    Kind.UNCLEAR_LINK: gettext_lazy("These sites did not say whether the page is there. Open the links yourself:"),
    Kind.NO_ALT_TEXT: gettext_lazy("These pictures have no words for readers who do not see them. Write a caption, or a description of the picture:"),
    Kind.ALT_TEXT: gettext_lazy("Every picture has words for readers who do not see it."),
    Kind.OTHER_LANGUAGE: gettext_lazy("Shown in another language, with a note, because this one lacks the page:"),
    Kind.CHANGED_SINCE: gettext_lazy(
        "The page was changed after it was published. Readers get the published words; publish it again to send the new ones."
    ),
    Kind.NOT_TESTED: gettext_lazy("You have not sent yourself a test of this mail as it is now."),
    Kind.TESTED: gettext_lazy("You have sent yourself a test of this very mail."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A finding as it is printed."""

    weight: Weight
    label: str
    language: str
    text: str
    things: tuple[str, ...]


def line(finding: Finding) -> Line:
    """The finding in words."""
    text = str(WORDS[finding.kind]) if finding.kind in WORDS else _with_number(finding)
    label = str(WEIGHT_WORDS[finding.weight])
    return Line(weight=finding.weight, label=label, language=finding.language, text=text, things=finding.things)


def size_text(size_bytes: int) -> str:
    """A weight in kilobytes, as mail programs count it."""
    return _("%(kilobytes)s kB") % {"kilobytes": max(1, round(size_bytes / 1000))}


def _with_number(finding: Finding) -> str:
    number = finding.number
    if finding.kind is Kind.MISSING_LANGUAGE:
        return _missing(finding)
    if finding.kind is Kind.TOO_HEAVY:
        told = {"weight": size_text(number), "most": size_text(LARGEST_BYTES)}
        return _("The mail weighs %(weight)s. Mail programs cut off what is above %(most)s, the link to leave first: shorten it.") % told
    texts = {
        Kind.WEIGHT: _("The mail weighs %(weight)s.") % {"weight": size_text(number)},
        Kind.UNASKED_LINKS: ngettext("%(number)s link has not been tried today.", "%(number)s links have not been tried today.", number),
        Kind.LINKS: ngettext("%(number)s link answers.", "%(number)s links answer.", number),
        Kind.LEFT_OUT: ngettext(
            "%(number)s block is left out: readers cannot open its page.", "%(number)s blocks are left out: readers cannot open their pages.", number
        ),
        Kind.NO_PRESS: ngettext(
            "%(number)s block of the press review finds no article in its days and topics, and is left out.",
            "%(number)s blocks of the press review find no article in their days and topics, and are left out.",
            number,
        ),
        Kind.BEHIND: ngettext(
            "%(number)s part of this translation is older than its original, or not translated.",
            "%(number)s parts of this translation are older than their original, or not translated.",
            number,
        ),
    }
    return texts[finding.kind] % {"number": number}


def _missing(finding: Finding) -> str:
    name = languages.name_in(finding.language, _language())
    readers = ngettext("%(number)s reader waits for it.", "%(number)s readers wait for it.", finding.number) % {"number": finding.number}
    return _("There are no published words in this language: %(language)s.") % {"language": name} + " " + readers


def _language() -> str:
    return (get_language() or "en")[:2]
