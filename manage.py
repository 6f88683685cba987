#!/usr/bin/env python
"""The command line of the knowledge bank. Without DJANGO_SETTINGS_MODULE it uses the embedded default."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site4p1000.settings.development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
