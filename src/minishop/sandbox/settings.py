"""Settings of the sandbox: the outside world of an installation without contracts. It refuses to start in production."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from minishop.chassis import environment as env
from minishop.chassis import settings as shared
from minishop.chassis.databases import databases
from minishop.chassis.secrets import declared as secrets

MODE = env.mode()
if MODE != "sandbox":
    raise ImproperlyConfigured("The sandbox plays PG, carriers, SMS and mail, so it does not start with MINISHOP_MODE=production.")

SANDBOX = env.address("SANDBOX_URL", sandbox="http://sandbox.localhost:8400")
# The buyer's browser is sent back there from the card page.
CHECKOUT = env.address("CHECKOUT_URL", sandbox="http://checkout.localhost:8200")
# The token with which a hosting platform (our mall) applies for PG contracts.
HOST_TOKEN = secrets.secret_of(secrets.HOST_TOKEN, "sandbox")
# How long a request that is never answered is held.
HOLD_SECONDS = float(os.environ.get("SANDBOX_HOLD_SECONDS", "30"))

SECRET_KEY = secrets.secret_of(secrets.SIGNING, "sandbox")
DEBUG = False
ALLOWED_HOSTS = [SANDBOX.host]
CSRF_TRUSTED_ORIGINS = [SANDBOX.url]
INSTALLED_APPS = [*shared.APPS, "minishop.sandbox"]
MIDDLEWARE = shared.MIDDLEWARE
ROOT_URLCONF = "minishop.sandbox.urls"
TEMPLATES = shared.templates("minishop.sandbox.pages.header.header")
FORM_RENDERER = "minishop.chassis.ui.forms.Renderer"
DATABASES = databases("sandbox")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_COOKIE_NAME = "sandbox_session"
CSRF_COOKIE_NAME = "sandbox_csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "ko"
LANGUAGES = shared.LANGUAGES
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = shared.locale_paths("sandbox")
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = shared.static_root("sandbox")
STATICFILES_DIRS = [shared.VENDOR_ASSETS]
STORAGES = shared.storages("sandbox")
WHITENOISE_USE_FINDERS = True
CONTENT_SECURITY_POLICY = shared.content_security_policy(form_to=(CHECKOUT.url,))
BODY_LIMIT = 200_000
LOGGING = shared.logging()
