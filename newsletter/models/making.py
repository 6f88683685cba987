"""What is remembered while an issue is made: test mails, and whether links answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TestMail(models.Model):
    """An editor sent themselves an issue in one language, as it was then. No address is kept."""

    __test__ = False  # its name makes pytest look into it

    issue_key = models.UUIDField(_("issue"))
    language = models.CharField(_("language"), max_length=8)
    digest = models.CharField(max_length=64)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(_("sent"), auto_now=True)

    class Meta:
        verbose_name = _("test mail")
        constraints = [models.UniqueConstraint(fields=["issue_key", "language", "sent_by"], name="last_test_mail_per_language")]

    def __str__(self) -> str:
        return f"{self.issue_key} {self.language}"


class LinkState(models.TextChoices):
    """Whether an address answers."""

    ALIVE = "alive", _("answers")
    DEAD = "dead", _("does not answer")
    UNCLEAR = "unclear", _("could not be told")


class LinkAnswer(models.Model):
    """What an address outside the bank answered when it was last asked."""

    url = models.CharField(_("address"), max_length=2000, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=LinkState)
    detail = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked"))

    class Meta:
        verbose_name = _("answer of a link")

    def __str__(self) -> str:
        return f"{self.url} {self.state}"
