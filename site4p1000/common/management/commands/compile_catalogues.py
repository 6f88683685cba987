"""`manage.py compile_catalogues`: .po → .mo with a Python package, so that gettext's tools are needed only to change words."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the message catalogues that changed since they were last compiled."
    requires_system_checks: list[str] = []

    def handle(self, **options):
        for catalogue in sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")):
            compiled = catalogue.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
                polib.pofile(str(catalogue)).save_as_mofile(str(compiled))
                self.stdout.write(f"compiled {catalogue.parent.parent.name}")
