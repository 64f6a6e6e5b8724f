"""Settings of the site: the only reader of the environment.

Every variable is listed with its meaning in ``docs/operators.md``; a test keeps the two in step.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", "") or BASE_DIR / "var")

DEBUG = env.bool("DEBUG", False)


def _required(name: str, how: str, in_debug: str) -> str:
    """Return a variable that a site in production must set; DEBUG alone has a stand-in."""
    value = env.str(name, "")
    if value or DEBUG:
        return value or in_debug
    raise ImproperlyConfigured(f"{name} is not set, so the site does not start. {how}")


SECRET_KEY = _required(
    "SECRET_KEY",
    "Set it to a long random text that nobody else knows, for example the output of "
    "`python -c 'import secrets; print(secrets.token_urlsafe(50))'`, and keep it the same at every start.",
    in_debug="only for DEBUG: nothing that must stay secret is signed with this",
)
_HOSTS = _required(
    "ALLOWED_HOSTS",
    "Set it to the host names under which the site is reached, separated by commas, "
    "for example `ALLOWED_HOSTS=answers.hospital.example`.",
    in_debug="localhost,127.0.0.1,[::1]",
)
ALLOWED_HOSTS = [host.strip() for host in _HOSTS.split(",") if host.strip()]
if not ALLOWED_HOSTS or "*" in _HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the hosts of the site; '*' would let anyone choose the address that "
        "exports and mails carry. For example `ALLOWED_HOSTS=answers.hospital.example`."
    )

# Behind plain HTTP (a test, the demonstration) secure cookies would never come back to us.
HTTPS = env.bool("HTTPS", not DEBUG)

# Absolute addresses in exports begin with this; no trailing slash.
SITE_URL = env.str("SITE_URL", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}").rstrip("/")
SITE_NAME = env.str("SITE_NAME", "Patient answers")

# --- The site's own rules ------------------------------------------------------------------------

# A site that really has one clinician says so here; its pages then say "reviewed by its author".
SINGLE_CLINICIAN = env.bool("SINGLE_CLINICIAN", False)
# Whether patients see the printed name of a reviewer, or the role alone.
SHOW_REVIEWER_NAMES = env.bool("SHOW_REVIEWER_NAMES", True)
# How many days before the next review an answer is called "review due soon".
REVIEW_DUE_SOON_DAYS = env.int("REVIEW_DUE_SOON_DAYS", 60)

# Closes the whole site, pages and desk. Or without a restart: while this file exists, whatever is in it.
MAINTENANCE = env.bool("MAINTENANCE", False)
MAINTENANCE_FILE = DATA_DIR / "maintenance"

# --- Django --------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "faq.admin.apps.FaqAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "markdownx",
    "faq",
]

MIDDLEWARE = [
    # Headers first, so that whatever the others answer carries them: static files, refusals, failures.
    "faq.views.headers.on_every_response",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "faq.views.maintenance.closed_for_maintenance",
    # From here on the database may be asked.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "faqsite.urls"
WSGI_APPLICATION = "faqsite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "faq.views.site.context",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'site.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A write lock taken at the start is waited for; one taken half-way fails at once.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # In memory, two connections fail at once where in a file they wait for each other as in production.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "faq.Person"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en")
LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(
        f"LANGUAGE_CODE must be one of {', '.join(code for code, _ in LANGUAGES)}. How to add a language stands in "
        "docs/operators.md."
    )
LOCALE_PATHS = [BASE_DIR / "faq" / "locale"]
FORMAT_MODULE_PATH = "faq.formats"
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# An uploaded FAQ file or picture is refused beyond its own limit, with a message; this one is the wall behind.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# markdownx's own preview and upload URLs are not mounted: anyone could use them. These are ours.
MARKDOWNX_URLS_PATH = "/admin/faq/preview/"
MARKDOWNX_UPLOAD_URLS_PATH = "/admin/faq/upload-image/"

# --- Security ------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        # Public pages also let no script turn text into markup (faq.views.delivery); the admin's scripts do.
        "upgrade-insecure-requests": HTTPS,
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Which answer somebody reads is nobody else's business. Not "no-referrer": the desk's forms are checked by it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# What browsers offer to pages and this site never asks for. Sharing and copying to the clipboard are not among
# it: unless named here, they are open to the site's own pages alone, which is what their buttons need.
_NEVER_ASKED_FOR = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), "
    "display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), "
    "identity-credentials-get=(), idle-detection=(), keyboard-map=(), local-fonts=(), magnetometer=(), "
    "microphone=(), midi=(), otp-credentials=(), payment=(), picture-in-picture=(), "
    "publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), "
    "storage-access=(), sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()"
)
HEADERS_ON_EVERY_RESPONSE = {
    "Cross-Origin-Opener-Policy": SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _NEVER_ASKED_FOR,
    "Referrer-Policy": SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": X_FRAME_OPTIONS,
}
# Nobody builds our style sheets and scripts into a site of theirs.
WHITENOISE_ALLOW_ALL_ORIGINS = False
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# Set only when a proxy in front of us sets this header itself on every request. Then the last entry of
# X-Forwarded-For is believed too, by the limit on what one reader may send.
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", False)
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
