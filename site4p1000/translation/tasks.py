"""Work after publishing. At once by default; in a worker where one is set up."""

from django.db import transaction
from django_tasks import task
from wagtail.models import Page


@task()
def keep_step_task(page_id: int) -> None:
    """Bring a published page and its translations in step. A page deleted meanwhile is left alone."""
    from site4p1000.translation.keeping_step import keep_step

    page = Page.objects.filter(pk=page_id).first()
    if page:
        with transaction.atomic():
            keep_step(page=page)
