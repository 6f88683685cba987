"""`manage.py load_content`: the pages of content/ in all languages, published. Safe to repeat."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from site4p1000.common import languages
from site4p1000.common.content import ContentRun, InvalidContent, load_all


class Command(BaseCommand):
    help = "Load the practices, stories, issues and pages of content/. Pages an editor changed are kept as they are."

    def handle(self, **options):
        try:
            run = load_all(ContentRun(folder=settings.CONTENT_DIR, languages=languages.codes()))
        except InvalidContent as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("Content: " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(run.outcomes.items())) + ".")
        for page in run.kept:
            self.stdout.write(f"  kept as an editor left it: {page}")
