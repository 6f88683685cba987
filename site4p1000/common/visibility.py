"""Which pages everybody may read."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import PageViewRestriction


def readable(pages: QuerySet) -> QuerySet:
    """Those of these pages that are live and not private, by themselves or by a page above: without a query of its own."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return pages.filter(~Exists(PageViewRestriction.objects.alias(here=here).filter(here__startswith=F("page__path"))), live=True)
