"""Settings of the site: the only reader of the environment.

Every variable is listed with its meaning in ``docs/operators.md``; a test keeps the two in step.
"""

from pathlib import Path

import dj_database_url
import dj_email_url
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
# After how many days a late review is told to the deputy too, and after how many to the leads.
REMIND_DEPUTY_AFTER_DAYS = env.int("REMIND_DEPUTY_AFTER_DAYS", 7)
REMIND_LEADS_AFTER_DAYS = env.int("REMIND_LEADS_AFTER_DAYS", 14)
# The account in whose name answers of closed accounts are handed over to their deputies; empty: they are not.
REMINDERS_AS = env.str("REMINDERS_AS", "")
# How many days a link in a reminder leads to the review.
REVIEW_LINK_DAYS = env.int("REVIEW_LINK_DAYS", 14)

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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
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
    "allauth.account.middleware.AccountMiddleware",
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
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

# --- Mail ----------------------------------------------------------------------------------------

EMAIL_URL = env.str("EMAIL_URL", "smtp://localhost")
if not EMAIL_URL.startswith(("smtp:", "submission:", "file:", "console:")):
    raise ImproperlyConfigured(
        "EMAIL_URL must begin with smtp:, submission:, file: or console:, for example "
        "`EMAIL_URL=submission://user:password@mail.hospital.example`."
    )
_MAIL = dj_email_url.parse(EMAIL_URL)
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _MAIL["EMAIL_HOST"], _MAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_USER"], _MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL["EMAIL_USE_TLS"], _MAIL["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = _MAIL["EMAIL_FILE_PATH"] or None
EMAIL_TIMEOUT = _MAIL["EMAIL_TIMEOUT"] or 30  # seconds: a server that hangs must not hold up everybody's mail
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"no-reply@{ALLOWED_HOSTS[0].lstrip('.')}")

# --- Signing in (faq.admin.signing_in; what the variables mean stands in docs/operators.md) ------

# Whether those who sign texts or look after accounts must show more than a password.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", not DEBUG)
# How many minutes after signing in somebody may sign a text or change accounts without showing again who they are.
SIGN_AGAIN_AFTER = env.int("SIGN_AGAIN_AFTER", 30)
# A hospital's own sign-in, by OpenID Connect. Without OIDC_SERVER there is none.
OIDC_SERVER = env.str("OIDC_SERVER", "")
OIDC_NAME = env.str("OIDC_NAME", "your hospital account")
OIDC_IDENTIFIER = env.str("OIDC_IDENTIFIER", "sub")
OIDC_IS_SECOND_FACTOR = env.bool("OIDC_IS_SECOND_FACTOR", False)
OIDC_PROVIDER = "hospital"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "faq.admin.signing_in.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is a lead's to set, and opens nothing by itself
ACCOUNT_FORMS = {
    "login": "faq.admin.signing_in.forms.SignInForm",
    "reauthenticate": "faq.admin.signing_in.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
# Guessing is stopped by faq.lockout. These only keep a flood from the database; a hospital shares one address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "30/5m/key"}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_ADAPTER = "faq.admin.signing_in.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "faq.admin.signing_in.forms.CodeForm",
    "reauthenticate": "faq.admin.signing_in.forms.CodeAgainForm",
    "activate_totp": "faq.admin.signing_in.forms.AppForm",
    "add_webauthn": "faq.admin.signing_in.forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # half a minute to either side: telephones' clocks differ
SOCIALACCOUNT_ADAPTER = "faq.admin.signing_in.adapters.HospitalAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
# A link and no form: browsers hold a form to "form-action" on its way to the hospital, too.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        # Whoever comes from here is to show who they are, also where the hospital knows the browser.
        "AUTH_PARAMS": {"prompt": "login"},
        "APPS": [
            {
                "provider_id": OIDC_PROVIDER,
                "name": OIDC_NAME,
                "client_id": env.str("OIDC_CLIENT_ID", ""),
                "secret": env.str("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER, "uid_field": OIDC_IDENTIFIER},
            }
        ]
        if OIDC_SERVER
        else [],
    }
}
# One for all processes: codes that were used, and the limits above, hold in every one of them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

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
# What browsers offer to pages and this site never asks for, but passkeys, which its pages of signing in do. Sharing
# and copying to the clipboard are not among it: unless named here, they are open to the site's own pages alone, which
# is what their buttons need.
PERMISSIONS_POLICY_WITH_PASSKEYS = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), clipboard-read=(), "
    "display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), "
    "identity-credentials-get=(), idle-detection=(), keyboard-map=(), local-fonts=(), magnetometer=(), "
    "microphone=(), midi=(), otp-credentials=(), payment=(), picture-in-picture=(), "
    "screen-wake-lock=(), serial=(), storage-access=(), sync-xhr=(), usb=(), window-management=(), "
    "xr-spatial-tracking=()"
)
HEADERS_ON_EVERY_RESPONSE = {
    "Cross-Origin-Opener-Policy": SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        f"{PERMISSIONS_POLICY_WITH_PASSKEYS}, publickey-credentials-create=(), publickey-credentials-get=()"
    ),
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
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
