"""Subscribers, the proof of their consent, and the addresses nobody may write to."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SubscriberState(models.TextChoices):
    """Whether mail may go to an address."""

    UNCONFIRMED = "unconfirmed", _("not confirmed yet")
    ACTIVE = "active", _("active")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
    BOUNCED = "bounced", _("mail comes back")
    COMPLAINED = "complained", _("complained")


class Topic(models.TextChoices):
    """What a subscriber may choose to receive."""

    NEWSLETTER = "newsletter", _("Newsletter")
    PRESS_REVIEW = "press_review", _("Press review")
    EVENTS = "events", _("Events")


class Rhythm(models.TextChoices):
    """How much of the mail of their topics a subscriber wants."""

    EVERY = "every", _("Every mail")
    MONTHLY = "monthly", _("At most one a month: the first that leaves in it")


ISSUE_TOPICS = (Topic.NEWSLETTER, Topic.EVENTS)
"""What an issue may be sent as; press reviews are made by month."""


class Subscriber(models.Model):
    """An address that asked for mail. `email` is kept in lower case, since mail servers treat it so."""

    email = models.EmailField(_("e-mail address"), unique=True, max_length=254)
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(_("state"), max_length=12, choices=SubscriberState, default=SubscriberState.UNCONFIRMED)
    state_at = models.DateTimeField(_("state since"), default=timezone.now)
    topics = models.JSONField(_("topics"), default=list)
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm, default=Rhythm.EVERY)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        indexes = [models.Index(fields=["state", "language"], name="subscriber_state_language")]
        permissions = [("export_subscriber", _("Can export subscribers as a list"))]

    def __str__(self) -> str:
        """No address: what names a row ends up in logs, messages and the history of the admin."""
        return f"{self._meta.verbose_name} {self.pk}"

    def turn(self, state: SubscriberState) -> None:
        """Set and save the state, with the time from which it counts: a link asked for earlier has no power over it."""
        self.state, self.state_at = state, timezone.now()
        self.save(update_fields=["state", "state_at"])


class ConsentAct(models.TextChoices):
    """What a person did."""

    ASKED = "asked", _("asked for the newsletter")
    CONFIRMED = "confirmed", _("confirmed")
    CHANGED = "changed", _("changed the choices")
    WITHDRAWN = "withdrawn", _("unsubscribed")
    IMPORTED = "imported", _("came with a list")


class Consent(models.Model):
    """Proof of one act of consent: when, to which wording, in which language, from where. No network address is kept."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="consents")
    act = models.CharField(_("act"), max_length=12, choices=ConsentAct)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    given_on = models.DateField(_("given on"), null=True, blank=True, help_text=_("For people who came with a list: when they agreed."))
    topics = models.JSONField(_("topics"), default=list)
    text_version = models.CharField(_("wording"), max_length=40)
    language = models.CharField(_("language"), max_length=8)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("consent")
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"


class Suppression(models.Model):
    """An address nobody may write to, as a keyed hash: it can be recognised and not be read."""

    ERASED, BARRED = "erased", "barred"
    FINAL = (SubscriberState.COMPLAINED.value, BARRED)
    """Not even a confirmation goes there, whoever asks for it: only a person with access to the list lifts it."""

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(
        _("reason"), max_length=12, choices=[*SubscriberState.choices, (ERASED, _("erased on request")), (BARRED, _("never to be written to"))]
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("suppressed address")

    def __str__(self) -> str:
        return f"{self.reason} {self.at:%Y-%m-%d}"


class SignUp(models.Model):
    """What somebody wrote into the form, until it is answered a moment later: the same one row whoever's address it is."""

    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=8)
    topics = models.JSONField(default=list)
    text_version = models.CharField(max_length=40)
    text_language = models.CharField(max_length=8)
    source = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign-up")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Attempt(models.Model):
    """How often one source filled in the form within an hour. The source is a keyed hash that changes every hour; it is erased soon after."""

    source_hash = models.CharField(max_length=64, unique=True)
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("attempt to subscribe")

    def __str__(self) -> str:
        return f"{self.number}"
