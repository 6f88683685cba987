"""The gate before readers: a practice that would mislead is not published, whichever way it is tried.

Ways that pass here: the form, workflows, bulk actions, the admin's interface, scheduled publishing, moderation, translations.
The form says the reasons at their fields (see `practices.practice_form`); every other way meets `PublishingRefused`.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from practices import readiness

SCHEDULED = "wagtail.publish.scheduled"
"""How Wagtail's command for scheduled publishing logs what it does."""
REFUSED_ACTION = "practices.publishing_refused"


class PublishingRefused(ValidationError):
    """A practice would mislead its readers; `findings` say where and why. Mend the draft and publish again."""

    def __init__(self, page: models.Model, findings: Iterable[readiness.Finding]):
        self.page, self.findings = page, tuple(findings)
        # Said now, while the language of whoever tried it is active.
        self.heading = _("“%(title)s” was not published, and nothing was lost. It would mislead its readers:") % {"title": page.title}
        fields: dict[str, list[str]] = {}
        for finding in self.findings:
            fields.setdefault(str(finding.path[0]), []).append(sentence(finding))
        super().__init__(fields)


def sentence(finding: readiness.Finding) -> str:
    """What a finding says, in the editor's language."""
    return _(finding.text) % finding.params if finding.params else _(finding.text)


def refuse_what_misleads(page: models.Model) -> None:
    """Raises `PublishingRefused` when a number of `page` has no unit or source, or a picture no licence or credit."""
    if found := readiness.refusals(page):
        raise PublishingRefused(page, found)


class GatedPublishing(models.Model):
    """A page that goes live only through the gate."""

    class Meta:
        abstract = True

    def publish(self, revision, *args, **kwargs):
        """Publish `revision`. Raises `PublishingRefused`; a scheduled one stays a draft instead, so that the schedule goes on with the others."""
        found = readiness.refusals(revision.as_object())
        if found and kwargs.get("log_action") == SCHEDULED:
            return _keep_as_draft(self, revision, found)
        if found:
            raise PublishingRefused(self, found)
        return super().publish(revision, *args, **kwargs)

    def save(self, clean=True, **kwargs):
        """Save the page; a live one only when it misleads nobody. Some ways of Wagtail reach readers by this door alone."""
        if clean and self.live and not kwargs.get("update_fields"):
            refuse_what_misleads(self)
        return super().save(clean=clean, **kwargs)


def _keep_as_draft(page: models.Model, revision: Revision, findings: Iterable[readiness.Finding]) -> None:
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])
    log(instance=page, action=REFUSED_ACTION, revision=revision, data={"reasons": [finding.text % finding.params for finding in findings]})


def refuse_to_schedule(sender, instance: Revision, **_kwargs) -> None:
    """Signal before a revision is saved: what may not be published may not be put on the schedule either."""
    model = instance.content_type.model_class() if instance.approved_go_live_at else None
    if model and issubclass(model, GatedPublishing):
        refuse_what_misleads(instance.as_object())


def connect() -> None:
    """Called once, when the application starts."""
    models.signals.pre_save.connect(refuse_to_schedule, sender=Revision, dispatch_uid="practices.refuse_to_schedule")
