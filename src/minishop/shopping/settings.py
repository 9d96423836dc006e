"""Settings of Knowledge Shopping, the search."""

from __future__ import annotations

from datetime import timedelta

from minishop.chassis import environment as env
from minishop.chassis import settings as shared
from minishop.chassis.databases import databases
from minishop.chassis.secrets import declared as secrets

MODE = env.mode()
SHOPPING = env.address("SHOPPING_URL", sandbox="http://shopping.localhost:8300")
CHECKOUT = env.address("CHECKOUT_URL", sandbox="http://checkout.localhost:8200")
# The token with which a hosting platform (our mall) applies for its shops.
HOST_TOKEN = secrets.secret_of(secrets.HOST_TOKEN, "shopping")

SECRET_KEY = secrets.secret_of(secrets.SIGNING, "shopping")
DEBUG = False
ALLOWED_HOSTS = [SHOPPING.host]
CSRF_TRUSTED_ORIGINS = [SHOPPING.url]
INSTALLED_APPS = [
    *shared.APPS,
    "django.contrib.auth",
    "minishop.chassis.logins",
    *(f"minishop.shopping.{name}" for name in ("partners", "crawl", "index", "clicks", "pages", "center")),
]
MIDDLEWARE = [
    *shared.MIDDLEWARE,
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "minishop.chassis.logins.middleware.LoginGuard",
]
ROOT_URLCONF = "minishop.shopping.urls"
TEMPLATES = shared.templates("django.contrib.auth.context_processors.auth")
FORM_RENDERER = "minishop.chassis.ui.forms.Renderer"
DATABASES = databases("shopping")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "shopping_partners.Operator"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/center/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = shared.PASSWORD_HASHERS
HASHES_AT_ONCE, HASHES_WAITING = shared.HASHES_AT_ONCE, shared.HASHES_WAITING
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_NAME = "shopping_session" if MODE == "sandbox" else "__Host-shopping_session"
CSRF_COOKIE_NAME = "shopping_csrf" if MODE == "sandbox" else "__Host-shopping_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE == "production"
TRUSTED_PROXIES = env.number("MINISHOP_TRUSTED_PROXIES", default=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if MODE == "production" else 0
SILENCED_SYSTEM_CHECKS = shared.NOT_OURS_TO_DECIDE
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "ko"
LANGUAGES = shared.LANGUAGES
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = shared.locale_paths("shopping")
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = shared.static_root("shopping")
STATICFILES_DIRS = [shared.VENDOR_ASSETS]
STORAGES = shared.storages("shopping")
WHITENOISE_USE_FINDERS = MODE == "sandbox"
# Pictures stand on the shops' own hosts.
CONTENT_SECURITY_POLICY = shared.content_security_policy(image_from=("http:", "https:") if MODE == "sandbox" else ("https:",))
BODY_LIMIT = 1_000_000
# How long until a feed that failed, or a shop that has not opened yet, is tried again.
CRAWL_RETRY = timedelta(seconds=15) if MODE == "sandbox" else timedelta(hours=1)
LOGGING = shared.logging()
