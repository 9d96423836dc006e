"""Settings of Checkout, the hub."""

from __future__ import annotations

from minishop.chassis import environment as env
from minishop.chassis import settings as shared
from minishop.chassis.databases import databases
from minishop.chassis.secrets import declared as secrets

MODE = env.mode()
CHECKOUT = env.address("CHECKOUT_URL", sandbox="http://checkout.localhost:8200")
SHOPPING = env.address("SHOPPING_URL", sandbox="http://shopping.localhost:8300")
SANDBOX = env.address("SANDBOX_URL", sandbox="http://sandbox.localhost:8400") if MODE == "sandbox" else None
# The token with which a hosting platform (our mall) applies for its shops.
HOST_TOKEN = secrets.secret_of(secrets.HOST_TOKEN, "checkout")

# Our own mall's hosts, a name or ``.name`` for all below it: they answer from threads that wait for nobody, so more than a stranger's
# two calls may be under way there.
OWN_HOSTS = env.names("MINISHOP_OWN_HOSTS", sandbox=shared.sandbox_mall_hosts)

SECRET_KEY = secrets.secret_of(secrets.SIGNING, "checkout")
ENCRYPTION_KEYS = secrets.secrets_of(secrets.SEALING, "checkout")
DEBUG = False
# Shop software written for the public service sends that service's host names; all of them reach the same handlers.
_PUBLIC_HOSTS = ("pay.naver.com", "checkout.naver.com")
ALLOWED_HOSTS = [CHECKOUT.host, *(f"{prefix}{host}" for host in _PUBLIC_HOSTS for prefix in ("", "test-", "m.", "test-m."))]
CSRF_TRUSTED_ORIGINS = [CHECKOUT.url]
INSTALLED_APPS = [
    *shared.APPS,
    "django.contrib.auth",
    "minishop.chassis.logins",
    *(
        f"minishop.checkout.{name}"
        for name in ("accounts", "merchants", "hints", "orders", "payments", "benefits", "parcels", "pages", "center", "api")
    ),
]
MIDDLEWARE = [
    "minishop.checkout.api.gateway.ApiGateway",
    *shared.MIDDLEWARE,
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "minishop.chassis.logins.middleware.LoginGuard",
]
ROOT_URLCONF = "minishop.checkout.urls"
TEMPLATES = shared.templates("django.contrib.auth.context_processors.auth")
FORM_RENDERER = "minishop.chassis.ui.forms.Renderer"
DATABASES = databases("checkout")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "checkout_accounts.Account"
LOGIN_URL = "/login/"
PASSWORD_HASHERS = shared.PASSWORD_HASHERS
HASHES_AT_ONCE, HASHES_WAITING = shared.HASHES_AT_ONCE, shared.HASHES_WAITING
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_NAME = "checkout_session" if MODE == "sandbox" else "__Host-checkout_session"
CSRF_COOKIE_NAME = "checkout_csrf" if MODE == "sandbox" else "__Host-checkout_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE == "production"
TRUSTED_PROXIES = env.number("MINISHOP_TRUSTED_PROXIES", default=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if MODE == "production" else 0
SILENCED_SYSTEM_CHECKS = shared.NOT_OURS_TO_DECIDE
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Who is asked about tracking numbers, how often, and for how long a number may be unknown before it counts as wrong (seconds).
_DESK = {"sandbox": "sandbox.SandboxCarriers", "production": "unfollowed.UnfollowedCarriers"}[MODE]
CARRIER_DESK = f"minishop.checkout.parcels.adapters.{_DESK}"
CARRIER_ASK_EVERY = env.number("CHECKOUT_CARRIER_ASK_EVERY", default=5 if MODE == "sandbox" else 600)
CARRIER_GRACE = env.number("CHECKOUT_CARRIER_GRACE", default=0 if MODE == "sandbox" else 43_200)
# Requests a second that an application may make of one API; twice as many in a burst (docs/decisions/0009-rate-limit.md).
API_RATE = env.number("CHECKOUT_API_RATE", default=10)

LANGUAGE_CODE = "ko"
LANGUAGES = shared.LANGUAGES
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = shared.locale_paths("checkout")
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = shared.static_root("checkout")
STATICFILES_DIRS = [shared.VENDOR_ASSETS]
STORAGES = shared.storages("checkout")
WHITENOISE_USE_FINDERS = MODE == "sandbox"
CONTENT_SECURITY_POLICY = shared.content_security_policy(form_to=(SANDBOX.url,) if SANDBOX else ())
BODY_LIMIT = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
LOGGING = shared.logging()
