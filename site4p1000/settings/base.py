"""Settings every installation shares. Imports no application; reads nothing but `environment`."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from site4p1000.settings import environment
from site4p1000.settings.database import database
from site4p1000.settings.environment import BASE_DIR, DATA_DIR
from site4p1000.settings.search import search_engine

# --- Applications: ours first (their templates win), from the top of the dependency order down.
INSTALLED_APPS = [
    "newsletter",
    "knowledge",
    "practices",
    "site4p1000.search",
    "site4p1000.translation",
    "site4p1000.common",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Both see the whole answer, cookies and ETag included.
    "site4p1000.common.compression.CompressionMiddleware",
    "site4p1000.common.caching.may_be_kept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "site4p1000.search.cross_origin.open_to_all",
    "site4p1000.search.engines.waiting.bounded",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "practices.refusal_messages.TellWhyPublishingWasRefused",
]

ROOT_URLCONF = "site4p1000.urls"
WSGI_APPLICATION = "site4p1000.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", BASE_DIR / "static"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            # Ours last: its `language_name` stands for Django's, which knows English names only and fails on a code it does not know.
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "site4p1000.common.templatetags.bank",
                "site4p1000.translation.templatetags.translation",
            ],
        },
    }
]

# --- Database: SQLite, or PostgreSQL when its address is given.
DATABASES = {"default": database(environment.text("BANK_DATABASE_URL"), file=DATA_DIR / "bank.sqlite3")}

# --- Languages. Adding one is a line here and a catalogue in locale/.
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
# A new translation stays a draft until somebody publishes it: untranslated parts never go live in the source language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Translations are edited as pages and side by side (site4p1000.translation), never in an editor that would take the page's place.
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"
# An address typed without a scheme means https (the default of the next Django).
FORMS_URLFIELD_ASSUME_HTTPS = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True

# --- Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Secrets of before: mails already sent bear what they signed.
SECRET_KEY_FALLBACKS = environment.words("BANK_SECRET_KEY_FALLBACKS")

# --- Caches, in each process. Wagtail keeps the addresses of a picture's sizes in "renditions": a page with pictures asks for none.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions", "TIMEOUT": 600},
}

# --- Wagtail
WAGTAIL_SITE_NAME = "4p1000 knowledge bank"
WAGTAILADMIN_BASE_URL = environment.text("BANK_BASE_URL", "http://localhost:8000")
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "pdf", "txt", "xlsx"]
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "site4p1000.common.guarded_fields.GuardedRichTextArea"}}
# Pages of the admin ask nothing of others either: no pictures of people looked up by their address, no news from Wagtail's own site.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# A practice with twenty results, twenty steps and their inputs has more fields than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# The admin's own search only: the public search is site4p1000.search. "database" with LIKE costs nothing per save.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database.fallback", "AUTO_UPDATE": False}}

# --- Public search
SEARCH_ENGINE = search_engine(environment.text("BANK_SEARCH_ENGINE", "embedded"))

# --- PDFs of practices, made when somebody first asks for one; may be emptied at any time.
PDF_DIR = DATA_DIR / "pdf"

# --- Content that ships with the project
CONTENT_DIR = BASE_DIR / "content"

# --- Mail: written to files until an SMTP server or the backend of a mail provider is named.
EMAIL_BACKEND = environment.text("BANK_MAIL_BACKEND") or "django.core.mail.backends.filebased.EmailBackend"
MAIL_MUST_LEAVE = False
EMAIL_FILE_PATH = DATA_DIR / "mail"
# A mail server that does not answer must not hold a reader's page.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("BANK_MAIL_FROM") or "4p1000 knowledge bank <bank@localhost>"

# Lines to the mail server that one sending worker opens; each hands over one mail at a time.
NEWSLETTER_CONNECTIONS = environment.whole_number("BANK_SMTP_CONNECTIONS", 10, least=1)

# --- Proxies in front of the bank, whose word on where a request comes from is taken (X-Forwarded-For). Counted to throttle, never kept.
PROXIES = int(environment.text("BANK_PROXIES", "0"))

# --- Mail that comes back. Each mail's envelope sender is made from the address; without it nothing that comes back can be told apart.
NEWSLETTER_BOUNCE_ADDRESS = environment.text("BANK_BOUNCE_ADDRESS")
NEWSLETTER_BOUNCE_MAILDIR = environment.text("BANK_BOUNCE_MAILDIR")
NEWSLETTER_BOUNCE_IMAP = environment.text("BANK_BOUNCE_IMAP")
NEWSLETTER_BOUNCE_SECRET = environment.text("BANK_BOUNCE_SECRET")

# --- Security. Public pages have no script at all; Wagtail's admin needs its own inline scripts and is left out.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        # The admin shows previews of pages in a frame, with the page's own policy.
        "frame-ancestors": [SELF],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# The admin shows its preview in a frame of the same site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "site4p1000.common.views.form_refused"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Links with a token are keys to somebody's subscription.
    "filters": {"tokens": {"()": "newsletter.people.log_masking.WithoutTokens"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Both write a line per page saved; the audit log in the database says the same.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        # Whoever scans the internet asks for hosts that are not ours; each would leave a page of traceback. The answer is 400 all the same.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # The server warns of every HEAD request, whose body it drops as it should.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # Both clients write a line per request; what goes wrong is told by the engine, once and in a sentence.
        "elastic_transport": {"level": "ERROR"},
        "opensearch": {"level": "CRITICAL"},
        "opensearchpy.trace": {"level": "CRITICAL"},
    },
}
