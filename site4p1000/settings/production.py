"""A public installation behind a TLS proxy. Refuses to start without its own secret and host names."""

from site4p1000.settings import environment
from site4p1000.settings.base import *

DEBUG = False
# Canonical addresses, the sitemap's line in robots.txt and links in mail are made from it.
WAGTAILADMIN_BASE_URL = environment.secure_address("BANK_BASE_URL", "Give scheme and host of the site, such as https://bank.example.org.")
SECRET_KEY = environment.required("BANK_SECRET_KEY", "Give a long random text; `make secret` prints one.")
ALLOWED_HOSTS = environment.words("BANK_HOSTS") or [environment.required("BANK_HOSTS", "Name the host of the site, such as bank.example.org.")]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

PROXIES = int(environment.text("BANK_PROXIES", "1"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# Mail in a file is no mail here: nothing is sent, and the system check says why (newsletter.W001).
MAIL_MUST_LEAVE = True
if environment.text("BANK_SMTP_HOST") and not environment.text("BANK_MAIL_BACKEND"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    _security = environment.one_of("BANK_SMTP_SECURITY", "starttls", "tls", "none")
    EMAIL_HOST = environment.text("BANK_SMTP_HOST")
    EMAIL_PORT = int(environment.text("BANK_SMTP_PORT") or {"starttls": 587, "tls": 465, "none": 25}[_security])
    EMAIL_HOST_USER = environment.text("BANK_SMTP_USER")
    EMAIL_HOST_PASSWORD = environment.text("BANK_SMTP_PASSWORD")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _security == "starttls", _security == "tls"
