"""`manage.py load_content`: the pages of content/ in all languages, published. Safe to repeat."""

from django.conf import settings
from django.core.management.base import BaseCommand

from site4p1000.common import languages
from site4p1000.common.content import ContentRun, load_all


class Command(BaseCommand):
    help = "Load the practices, stories, issues and pages of content/. Pages an editor changed are kept as they are."

    def handle(self, **options):
        run = load_all(ContentRun(folder=settings.CONTENT_DIR, languages=languages.codes()))
        self.stdout.write("Content: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(run.outcomes.items())) + ".")
        for page in run.kept:
            self.stdout.write(f"  kept as an editor left it: {page}")
