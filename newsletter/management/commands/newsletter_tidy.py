"""Erases what the bank must not keep any longer. To be run every day (cron, a systemd timer); the sending worker does it too."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from newsletter.people.housekeeping import tidy


class Command(BaseCommand):
    help = "Erase addresses nobody confirmed within 30 days, people gone for three years, the words of lists older than a week."

    def handle(self, **_options):
        erased = tidy(now=timezone.now())
        self.stdout.write(
            f"Erased: {erased.unconfirmed} never confirmed, {erased.gone} gone for three years, {erased.lists} lists, {erased.attempts} counters."
        )
