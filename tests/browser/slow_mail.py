"""A mail server that takes a while: a backend that says when it was given a letter, and only later that it took it."""

import os
import time
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend

SECONDS = 4


class EmailBackend(BaseEmailBackend):
    """Writes the readers' addresses into `MAIL_FOLDER/taken` once it has waited, and nothing before."""

    def send_messages(self, email_messages):
        time.sleep(SECONDS)
        with (Path(os.environ["MAIL_FOLDER"]) / "taken").open("a") as taken:
            taken.writelines(f"{one.to[0]}\n" for one in email_messages)
        return len(email_messages)
