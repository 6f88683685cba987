"""`manage.py load_concepts`: the vocabularies of `practices/vocabularies/` into the database."""

from django.core.management.base import BaseCommand

from practices.vocabulary_files import load_concepts, read_vocabularies


class Command(BaseCommand):
    help = "Load or refresh the vocabularies: climates, soils, land use, AGROVOC terms. Safe to repeat."

    def handle(self, **options):
        rows = list(read_vocabularies())
        self.stdout.write(f"{len(rows)} concepts read, {load_concepts(rows)} rows written.")
