"""Issues as search documents. What an issue points to is found by itself; the issue is found by its own words and its press review."""

from babel.dates import format_skeleton

from knowledge.search_document import stream_words
from newsletter.models import NewsletterIssuePage
from site4p1000.common.addresses import address_of
from site4p1000.search.documents import SearchDocument, joined, page_document_id


def issue_document(page: NewsletterIssuePage) -> SearchDocument:
    """An issue of the newsletter in one language."""
    return SearchDocument(
        id=page_document_id(page.pk),
        type="issue",
        language=page.words_language,
        title=page.title,
        url=address_of(page),
        summary=page.summary,
        body=joined(stream_words(page.body)),
        published_on=page.date,
        card={"note": format_skeleton("yMMMM", page.date, locale=page.language)},
    )
