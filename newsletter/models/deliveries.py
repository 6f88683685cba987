"""One sending of an issue: what is sent in each language, and one row per recipient (ADR 4)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletter.models.people import Subscriber
from newsletter.sending.states import OPEN, Delivery

DELIVERY_CHOICES = [
    (Delivery.PENDING.value, _("waiting")),
    (Delivery.CLAIMED.value, _("taken by a worker")),
    (Delivery.SENDING.value, _("being handed over")),
    (Delivery.ACCEPTED.value, _("accepted by the mail server")),
    (Delivery.RETRY.value, _("to be tried again")),
    (Delivery.FAILED.value, _("refused")),
    (Delivery.SKIPPED.value, _("left out")),
    (Delivery.UNCERTAIN.value, _("uncertain")),
]


class SendingState(models.TextChoices):
    """Where a sending stands. Nothing is taken from one that is not `RUNNING`."""

    PREPARING = "preparing", _("recipients are being listed")
    READY = "ready", _("ready")
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    FINISHED = "finished", _("finished")


class Sending(models.Model):
    """One issue on its way to its subscribers, in all its languages, with one report."""

    issue_key = models.UUIDField(_("issue"), help_text=_("What the pages of the issue in all languages share."))
    title = models.CharField(_("title"), max_length=255)
    topic = models.CharField(_("topic"), max_length=20, default="newsletter")
    state = models.CharField(_("state"), max_length=10, choices=SendingState, default=SendingState.PREPARING)
    pause_reason = models.CharField(_("why it pauses"), max_length=400, blank=True)
    start_at = models.DateTimeField(_("start at"), null=True, blank=True)
    rate_per_second = models.FloatField(_("mails per second"), default=20)
    domain_rate_per_second = models.FloatField(_("mails per second to one domain"), default=5)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    list_wanted_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When somebody asked that its readers be listed, again or before it begins; empty once a worker has done it."""
    held_until = models.DateTimeField(null=True, blank=True, editable=False)
    """Running, and until then no mail is begun: the mail server takes nothing from us for now. `pause_reason` has its words."""
    times_held = models.PositiveSmallIntegerField(default=0, editable=False)
    """How often in a row the server asked for that, without taking a mail in between."""
    end_reason = models.CharField(_("why it was ended"), max_length=400, blank=True, editable=False)
    """Why a person ended it before everybody was written to; nothing of it leaves any more."""

    class Meta:
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["issue_key", "topic"], name="one_sending_per_issue")]

    def __str__(self) -> str:
        return self.title

    @property
    def waits_for_its_list(self) -> bool:
        """Whether no mail leaves because its readers are still being listed."""
        is_beginning = self.state == SendingState.RUNNING and self.started_at is None and self.list_wanted_at is not None
        return is_beginning or self.state == SendingState.PREPARING

    def is_held(self, now: datetime) -> bool:
        """Whether it runs and waits for a mail server that takes nothing from us for now."""
        return self.state == SendingState.RUNNING and self.held_until is not None and self.held_until > now

    def counts(self) -> dict[str, int]:
        """Recipients by state, counted from rows; states without a row are left out."""
        rows = self.recipients.values_list("state").annotate(number=models.Count("pk")).order_by("state")
        return dict(rows)


class Edition(models.Model):
    """The mail in the words one group of readers gets. Kept, so that a sending that goes on tomorrow sends the same."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="editions")
    for_language = models.CharField(_("for readers of"), max_length=8)
    language = models.CharField(_("words in"), max_length=8)
    subject = models.CharField(_("subject"), max_length=200)
    html = models.TextField()
    text = models.TextField()

    class Meta:
        verbose_name = _("edition")
        constraints = [models.UniqueConstraint(fields=["sending", "for_language"], name="one_edition_per_language")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.for_language})"


class RecipientQuerySet(models.QuerySet):
    def open(self) -> "RecipientQuerySet":
        """Those that are not at an end."""
        return self.filter(state__in=OPEN)

    def expired(self, state: Delivery, now: datetime) -> "RecipientQuerySet":
        """Those in `state` whose worker has not been heard of within its lease."""
        return self.filter(state=state, lease_until__lt=now)


class Recipient(models.Model):
    """One person's mail in one sending. Unique, so that a reader of several lists gets one mail."""

    # Every mail writes its row twice, and each index once more: a sending is found by the index of what is due, an edition is seldom asked for.
    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="recipients", db_index=False)
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="recipients")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="recipients", db_index=False)
    state = models.CharField(_("state"), max_length=10, choices=DELIVERY_CHOICES, default=Delivery.PENDING)
    claimed_by = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    losses = models.PositiveSmallIntegerField(default=0)
    """How often a line broke at it before the message was complete, and it was tried again."""
    next_at = models.DateTimeField(_("next attempt"), null=True)
    reason = models.CharField(_("why"), max_length=400, blank=True)
    changed_at = models.DateTimeField(_("changed"), null=True)
    came_back = models.CharField(
        _("came back"), max_length=10, blank=True, help_text=_("What a report that came later said (newsletter.bounces.rules).")
    )
    came_back_words = models.CharField(_("what the report said"), max_length=400, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient")
        constraints = [models.UniqueConstraint(fields=["sending", "subscriber"], name="one_mail_per_subscriber")]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="recipient_lease", condition=models.Q(lease_until__isnull=False)),
            # With when and who, so that the next rows to send are found in their order without looking at those that wait for hours.
            models.Index(fields=["sending", "state", "next_at", "id"], name="recipient_due"),
        ]

    def __str__(self) -> str:
        return f"{self.sending_id}/{self.pk} {self.state}"


class WorkerPulse(models.Model):
    """A worker was alive at this moment: the report says so when none is."""

    name = models.CharField(max_length=40, unique=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("worker")

    def __str__(self) -> str:
        return self.name
