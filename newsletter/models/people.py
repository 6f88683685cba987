"""Subscribers, the proof of their consent, and the addresses nobody may write to."""

from django.db import models
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


class Subscriber(models.Model):
    """An address that asked for mail. `email` is kept in lower case, since mail servers treat it so."""

    email = models.EmailField(_("e-mail address"), unique=True, max_length=254)
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(_("state"), max_length=12, choices=SubscriberState, default=SubscriberState.UNCONFIRMED)
    topics = models.JSONField(_("topics"), default=list)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        indexes = [models.Index(fields=["state", "language"], name="subscriber_state_language")]

    def __str__(self) -> str:
        return self.email


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

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=[*SubscriberState.choices, ("erased", _("erased on request"))])
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("suppressed address")

    def __str__(self) -> str:
        return f"{self.reason} {self.at:%Y-%m-%d}"
