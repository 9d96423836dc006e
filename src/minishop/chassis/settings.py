"""What the settings of all services share. Each service's ``settings`` takes ``common`` and names what is its own after it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from minishop.chassis import environment, private_files
from minishop.chassis.databases import databases
from minishop.chassis.mail_server import configured_server
from minishop.chassis.secrets import declared as secrets

private_files.write_privately()  # here, since every process of a service begins with its settings

APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "lucide",
    "minishop.chassis.jobs",
    "minishop.chassis.kept_forms",
    "minishop.chassis.postal",
    "minishop.chassis.retention",
    "minishop.chassis.secrets",
    "minishop.chassis.ui",
]

MIDDLEWARE = [
    "minishop.chassis.web.limits.BodyLimit",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "minishop.chassis.web.keeping.KeptByNobody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "minishop.chassis.web.language.AnswerLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "minishop.chassis.web.errors.RefusedMethods",
    "minishop.chassis.kept_forms.keeping.KeptForms",
    "minishop.chassis.web.numbers.RowNumbers",
]

# Whether http is sent on to https, and what else of a domain is https only, is for those who run the domain to say.
NOT_OURS_TO_DECIDE = ["security.W005", "security.W008", "security.W021"]
PASSWORD_HASHERS = ["minishop.chassis.logins.hashing.GatedArgon2"]
# How many passwords a process hashes at once, and how many more may wait for it (docs/decisions/0024-limits-of-logins.md).
HASHES_AT_ONCE = max(1, environment.number("MINISHOP_HASHES_AT_ONCE", default=2))
HASHES_WAITING = 4
CALL_PORTS = environment.callable_ports()  # read here, so that a wrong value stops the start
LANGUAGES = [("ko", "한국어"), ("en", "English")]
VENDOR_ASSETS = ("vendor/noto-sans-kr", environment.PROJECT / "node_modules" / "@fontsource-variable" / "noto-sans-kr")


def common(service: str, at: environment.Address) -> dict[str, Any]:
    """Every setting that all services have in common, by its name, for the service that answers ``at`` an address.

    A service's ``settings`` puts them into its own module (``globals().update``) before it says what is different with it.
    """
    return {
        "MODE": environment.mode(),
        "OWN_ADDRESS": at,
        "SECRET_KEY": secrets.secret_of(secrets.SIGNING, service),
        "DEBUG": False,
        "ALLOWED_HOSTS": [at.host],
        "CSRF_TRUSTED_ORIGINS": [at.url],
        "CSRF_FAILURE_VIEW": "minishop.chassis.kept_forms.keeping.stale",
        "THEME": f"theme-{service}",  # the colours of what is written without templates
        "FORM_RENDERER": "minishop.chassis.ui.forms.Renderer",
        "DATABASES": databases(service),
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
        "SILENCED_SYSTEM_CHECKS": NOT_OURS_TO_DECIDE,
        "LOGGING": logging(),
        "BODY_LIMIT": 1_000_000,
        "MAIL_SERVER": configured_server(),
        "MAIL_SENDER": os.environ.get("MINISHOP_MAIL_SENDER", ""),
        **_accounts(),
        **_cookies_and_proxies(service),
        **_languages(service),
        **_files(service),
    }


def _accounts() -> dict[str, Any]:
    validation = "django.contrib.auth.password_validation"
    return {
        "LOGIN_URL": "/login/",
        "PASSWORD_RESET_TIMEOUT": 3600,
        "PASSWORD_HASHERS": PASSWORD_HASHERS,
        "HASHES_AT_ONCE": HASHES_AT_ONCE,
        "HASHES_WAITING": HASHES_WAITING,
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
            {"NAME": f"{validation}.CommonPasswordValidator"},
        ],
    }


def _cookies_and_proxies(service: str) -> dict[str, Any]:
    """In production, cookies are https only, and bound to the host so that no neighbour of its domain can set them."""
    production = environment.mode() == "production"
    bound = "__Host-" if production else ""
    proxies = environment.number("MINISHOP_TRUSTED_PROXIES", default=0)
    return {
        "SESSION_COOKIE_NAME": f"{bound}{service}_session",
        "CSRF_COOKIE_NAME": f"{bound}{service}_csrf",
        "SESSION_COOKIE_SECURE": production,
        "CSRF_COOKIE_SECURE": production,
        "TRUSTED_PROXIES": proxies,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if proxies else None,
        "SECURE_HSTS_SECONDS": 31_536_000 if production else 0,
    }


def _languages(service: str) -> dict[str, Any]:
    return {
        "LANGUAGE_CODE": "ko",
        "LANGUAGES": LANGUAGES,
        "LANGUAGE_COOKIE_NAME": "language",
        "LOCALE_PATHS": locale_paths(service),
        "TIME_ZONE": "Asia/Seoul",
        "USE_TZ": True,
    }


def _files(service: str) -> dict[str, Any]:
    return {
        "STATIC_URL": "/static/",
        "STATIC_ROOT": static_root(service),
        "STATICFILES_DIRS": [VENDOR_ASSETS],
        "STORAGES": storages(service),
        "WHITENOISE_USE_FINDERS": environment.mode() == "sandbox",
    }


def templates(*context_processors: str) -> list[dict[str, Any]]:
    """``TEMPLATES``: app folders, the request and messages in every page, no other magic."""
    processors = [
        "django.template.context_processors.request",
        "django.template.context_processors.i18n",
        "django.contrib.messages.context_processors.messages",
        *context_processors,
    ]
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": processors, "builtins": ["minishop.chassis.ui.templatetags.ui"]},
        }
    ]


def storages(service: str) -> dict[str, dict[str, Any]]:
    """``STORAGES``: files in the data folder; static files fingerprinted in production, served as written in a sandbox."""
    static = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if environment.mode() == "sandbox":
        static = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": str(environment.data_folder() / "files" / service),
                "file_permissions_mode": private_files.FILE,
                "directory_permissions_mode": private_files.FOLDER,
            },
        },
        "staticfiles": {"BACKEND": static},
    }


def sandbox_mall_hosts() -> tuple[str, ...]:
    """The hosts at which a sandbox installation's own mall answers: its own name, and all below the storefronts' domain."""
    mall = environment.address("MALL_URL", sandbox="http://mall.localhost:8100")
    return (mall.host, f".{environment.text('SHOP_DOMAIN', sandbox='shop.localhost')}")


def static_root(service: str) -> Path | None:
    """``STATIC_ROOT``: the collected files in production; nothing in a sandbox, which serves them from where they are written."""
    return environment.data_folder() / "static" / service if environment.mode() == "production" else None


def locale_paths(service: str) -> list[Path]:
    """Where the English of a service's pages and of the shared parts stands."""
    package = environment.PROJECT / "src" / "minishop"
    return [package / service / "locale", package / "chassis" / "locale"]


def content_security_policy(
    *, script_from: tuple[str, ...] = (), form_to: tuple[str, ...] = (), image_from: tuple[str, ...] = ()
) -> dict[str, Any]:
    """``CONTENT_SECURITY_POLICY``: our own files only, no inline script or style, plus the parties named."""
    own = "'self'"
    return {
        "DIRECTIVES": {
            "default-src": [own],
            "script-src": [own, *script_from],
            "style-src": [own],
            "img-src": [own, "data:", *image_from],
            "form-action": [own, *form_to],
            "frame-ancestors": ["'none'"],
            "base-uri": [own],
            "object-src": ["'none'"],
        }
    }


def logging() -> dict[str, Any]:
    """``LOGGING``: one line an event on standard error, warnings and worse; strange host names once a minute."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"once_a_minute": {"()": "minishop.chassis.web.strange_hosts.OnceAMinute"}},
        "loggers": {"django.security.DisallowedHost": {"filters": ["once_a_minute"]}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }
