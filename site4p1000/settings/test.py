"""Settings of the test suite: everything in a temporary folder, nothing kept, nothing sent."""

import tempfile
from pathlib import Path

from site4p1000.settings.base import *

DEBUG = False
SECRET_KEY = "only for tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
_folder = Path(tempfile.mkdtemp(prefix="bank-tests-"))

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _folder / "bank.sqlite3",
        "TEST": {"NAME": str(_folder / "test.sqlite3")},
        "OPTIONS": {"timeout": 20},
    }
}
MEDIA_ROOT = _folder / "media"
STATIC_ROOT = _folder / "static"
SEARCH_ENGINE = {"name": "embedded", "index_dir": _folder / "search"}
PDF_DIR = _folder / "pdf"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
