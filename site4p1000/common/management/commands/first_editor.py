"""`manage.py first_editor [--new-password]`: the first login of a new bank, with a random password shown once."""

import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

NAME = "editor"


class Command(BaseCommand):
    help = "Make the first login when there is none; --new-password replaces its password."

    def add_arguments(self, parser):
        parser.add_argument("--new-password", action="store_true")

    def handle(self, *, new_password, **options):
        users = get_user_model().objects
        user = users.filter(username=NAME).first()
        if user is None and users.filter(is_superuser=True).exists():
            return  # somebody has taken over with their own account
        if user is not None and not new_password:
            self.stdout.write(f"Login: {NAME} (its password was shown when it was made; `make password` makes a new one)")
            return
        password = secrets.token_urlsafe(12)
        user = user or users.model(username=NAME, is_staff=True, is_superuser=True)
        user.set_password(password)
        user.save()
        self.stdout.write(f"Login: {NAME}  password: {password}  (shown only now)")
