"""Which pages everybody may read."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import PageViewRestriction


def readable(pages: QuerySet) -> QuerySet:
    """Those of these pages that are live and not private, by themselves or by a page above: without a query of its own."""
    return pages.filter(is_readable())


def is_readable() -> Q:
    """The condition itself, for queries that also want the others."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Q(~Exists(PageViewRestriction.objects.alias(here=here).filter(here__startswith=F("page__path"))), live=True)
