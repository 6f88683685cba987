"""Takes what came back into the mailbox for returns."""

from django.core.management.base import BaseCommand, CommandError

from newsletter.bounces.intake import read_all
from newsletter.bounces.mailboxes import MailboxProblem


class Command(BaseCommand):
    help = "Read the mailbox for returns (BANK_BOUNCE_MAILDIR, BANK_BOUNCE_IMAP) once. The sending worker does it every minute."

    def handle(self, **_options):
        try:
            taken = read_all()
        except MailboxProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("Returned mail: " + (", ".join(f"{number} {outcome.value}" for outcome, number in taken.items()) or "nothing new"))
