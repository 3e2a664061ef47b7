"""Django's settings, for every mode, role and process: what differs is read from `env`."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

from stafettlogg.config import env

PACKAGE = Path(__file__).resolve().parents[1]

MODE = env.MODE.read()
ROLE = env.ROLE.read()
DATA = env.FOLDER.read()
ROOT_KEY_FILE = env.root_key_file()
CLAMAV = env.CLAMAV.read()
BACKUP_DAYS = env.BACKUP_DAYS.read()
FREE = env.FREE.read() * 1024 * 1024  # bytes
TLS = env.TLS.read()
PREPARE = env.PREPARE.read()


def _django_key() -> str:
    """Signs sessions and form tokens; drawn from the root key, so there is one secret to keep."""
    try:
        root = ROOT_KEY_FILE.read_bytes()
    except OSError:
        root = b""
    if not root.strip():
        return secrets.token_urlsafe(
            48
        )  # no key yet, or an empty file: good for this process alone, and known to nobody
    return hmac.new(root, b"stafettlogg django secret key", hashlib.sha256).hexdigest()


SECRET_KEY = _django_key()
DEBUG = False
ALLOWED_HOSTS = env.HOSTS.read()
CSRF_TRUSTED_ORIGINS = env.ORIGINS.read()

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "template_partials",
    "django_htmx",
    "procrastinate.contrib.django",
    "stafettlogg.core",
    "stafettlogg.vault",
    "stafettlogg.identity",
    "stafettlogg.relay",
    "stafettlogg.web",
    "stafettlogg.management.apps.ManagementConfig",
]

MIDDLEWARE = [
    "stafettlogg.web.headers.Headers",
    "stafettlogg.web.hosts.Hosts",
    "stafettlogg.web.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    # who asks, one transaction a request, and the session in it: what writes into the session stands inside
    "stafettlogg.web.transaction.OneTransaction",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "stafettlogg.config.urls"
WSGI_APPLICATION = "stafettlogg.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "stafettlogg.web.context.context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- database: one process is one role (security § 2) ---------------------------------------------------------------

PATIENCE = 5  # seconds to wait for a connection; what asks after them tries anew, however long the database was gone
POOL = {"min_size": 1, "max_size": env.POOL.read(), "timeout": PATIENCE, "reconnect_timeout": PATIENCE}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **env.connection(ROLE),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": not PREPARE,
        "OPTIONS": {
            "application_name": f"stafettlogg-{ROLE}",
            "connect_timeout": 5,
            # the belt makes a statement costly to plan: what is asked again and again is planned once a connection
            "server_side_binding": True,
            "prepare_threshold": 2 if PREPARE else None,
            # a pool mends itself after a restart of the database; a single command needs none
            **({"pool": POOL} if ROLE == "app" else {}),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- tasks (integrations § 8) ---------------------------------------------------------------------------------------

PROCRASTINATE_IMPORT_PATHS = ["stafettlogg.relay.jobs", "stafettlogg.management.sweep"]
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": 2,
    "stalled_worker_timeout": 8,
    "delete_jobs": "successful",
}

# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "nn"
LANGUAGES = [("nn", "Nynorsk"), ("nb", "Bokmål"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# --- static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # files go through the vault, nowhere else
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- sessions, cookies, headers (security § 7) ----------------------------------------------------------------------

_HOST = "__Host-" if TLS else ""
SESSION_ENGINE = "stafettlogg.identity.stored_sessions"
SESSION_COOKIE_NAME = f"{_HOST}stafettlogg"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "stafettlogg.web.errors.too_old"
CSRF_COOKIE_NAME = f"{_HOST}skjema"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = TLS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LANGUAGE_COOKIE_NAME = f"{_HOST}sprak"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = TLS
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
# nothing leaves to others; with no-referrer browsers send `Origin: null`, and every form of our own would be refused
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["stafettlogg.web.uploads.InMemory"]  # nothing unsealed on disk

# --- logging: what went wrong and where in the code, never about whom (house style 26) ------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "stafettlogg.config.discretion.Discreet"}},
    "formatters": {
        "plain": {
            "()": "stafettlogg.config.discretion.Formatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["discreet"], "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "procrastinate": {"level": "WARNING"},
        "stafettlogg": {"level": "INFO"},
    },
}
