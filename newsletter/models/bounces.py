"""What came back of the mail that was sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletter.bounces.rules import Kind
from newsletter.models.deliveries import Recipient
from newsletter.models.people import Subscriber

KIND_CHOICES = [
    (Kind.HARD.value, _("no such mailbox")),
    (Kind.SOFT.value, _("not this time")),
    (Kind.POLICY.value, _("our server or our words were refused")),
    (Kind.COMPLAINT.value, _("complaint")),
    (Kind.IGNORED.value, _("nothing follows")),
]


class Bounce(models.Model):
    """One message or event about one recipient's mail. Its raw text is kept for 30 days, to look into, and then erased."""

    kind = models.CharField(_("kind"), max_length=10, choices=KIND_CHOICES)
    status = models.CharField(_("code"), max_length=12, blank=True)
    words = models.CharField(_("what the other server said"), max_length=400, blank=True)
    recipient = models.ForeignKey(Recipient, null=True, on_delete=models.SET_NULL, related_name="bounces", verbose_name=_("recipient"))
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="bounces", verbose_name=_("subscriber"))
    source = models.CharField(_("source"), max_length=10)
    fingerprint = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField(null=True)
    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("returned mail")
        verbose_name_plural = _("returned mail")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.status}".strip()
