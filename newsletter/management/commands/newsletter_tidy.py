"""Erases what the bank must not keep any longer. To be run every day (cron, a systemd timer); the sending worker does it too."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from newsletter.bounces.applying import erase_raw
from newsletter.people.housekeeping import tidy


class Command(BaseCommand):
    help = "Erase addresses nobody confirmed within 30 days, people gone for three years, old lists, texts of returned mail after 30 days."

    def handle(self, **_options):
        now = timezone.now()
        erased, texts = tidy(now=now), erase_raw(now=now)
        self.stdout.write(
            f"Erased: {erased.unconfirmed} never confirmed, {erased.gone} gone for three years, {erased.lists} lists, {erased.attempts} counters, "
            f"{texts} texts of returned mail."
        )
