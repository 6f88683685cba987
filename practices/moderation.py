"""From draft to live. The steps in between (submit, return with a comment, reject) come with the public form."""

from practices.models import PracticePage


def accept(*, page: PracticePage, by=None) -> PracticePage:
    """Publish the newest revision of `page`; `by` is the user who answers for it."""
    page.get_latest_revision().publish(user=by)
    return PracticePage.objects.get(pk=page.pk)
