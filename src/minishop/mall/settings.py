"""Settings of the mall."""

from __future__ import annotations

import os

from minishop.chassis import environment as env
from minishop.chassis import settings as shared
from minishop.chassis.databases import databases
from minishop.chassis.secrets import declared as secrets

MODE = env.mode()
MALL = env.address("MALL_URL", sandbox="http://mall.localhost:8100")
CHECKOUT = env.address("CHECKOUT_URL", sandbox="http://checkout.localhost:8200")
CHECKOUT_API = env.address("CHECKOUT_API_URL", sandbox=CHECKOUT.url)
HUB_PROFILE = env.text("HUB_PROFILE", sandbox="minishop")
SHOPPING = env.address("SHOPPING_URL", sandbox="http://shopping.localhost:8300")
SANDBOX = env.address("SANDBOX_URL", sandbox="http://sandbox.localhost:8400") if MODE == "sandbox" else None
# Storefronts answer at <code>.<SHOP_DOMAIN>: never the back office's own host, whose cookies they must not see.
SHOP_DOMAIN = env.text("SHOP_DOMAIN", sandbox="shop.localhost")
DEMO_SHOP = os.environ.get("DEMO_SHOP", "haru" if MODE == "sandbox" else "")  # the shop to try on the front page
HOST_TOKEN = secrets.secret_of(secrets.HOST_TOKEN, "mall")

SECRET_KEY = secrets.secret_of(secrets.SIGNING, "mall")
ENCRYPTION_KEYS = secrets.secrets_of(secrets.SEALING, "mall")
DEBUG = False
ALLOWED_HOSTS = [MALL.host, f".{SHOP_DOMAIN}"]
CSRF_TRUSTED_ORIGINS = [MALL.url]
INSTALLED_APPS = [
    *shared.APPS,
    "django.contrib.auth",
    "minishop.chassis.logins",
    *(
        f"minishop.mall.{name}"
        for name in (
            "shops", "staff", "shipping", "catalog", "stock", "cart", "orders", "channel", "feed", "entries",
            "storefront", "backoffice", "console",
        )
    ),
]  # fmt: skip
_before_hosts = shared.MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware") + 1
MIDDLEWARE = [
    *shared.MIDDLEWARE[:_before_hosts],
    "minishop.mall.shops.hosts.ByHost",
    *shared.MIDDLEWARE[_before_hosts:],
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "minishop.chassis.logins.middleware.LoginGuard",
    "minishop.chassis.web.texts.NoNul",
]
ROOT_URLCONF = "minishop.mall.urls.platform"
STOREFRONT_URLCONF = "minishop.mall.urls.storefront"
TEMPLATES = shared.templates("django.contrib.auth.context_processors.auth")
FORM_RENDERER = "minishop.chassis.ui.forms.Renderer"
DATABASES = databases("mall")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "mall_staff.Account"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/shops/"
PASSWORD_HASHERS = shared.PASSWORD_HASHERS
HASHES_AT_ONCE, HASHES_WAITING = shared.HASHES_AT_ONCE, shared.HASHES_WAITING
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_NAME = "mall_session" if MODE == "sandbox" else "__Host-mall_session"
CSRF_COOKIE_NAME = "mall_csrf" if MODE == "sandbox" else "__Host-mall_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE == "production"
TRUSTED_PROXIES = env.number("MINISHOP_TRUSTED_PROXIES", default=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if MODE == "production" else 0
SILENCED_SYSTEM_CHECKS = shared.NOT_OURS_TO_DECIDE
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "ko"
LANGUAGES = shared.LANGUAGES
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = shared.locale_paths("mall")
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = shared.static_root("mall")
STATICFILES_DIRS = [shared.VENDOR_ASSETS]
STORAGES = shared.storages("mall")
MEDIA_URL = "/media/"
WHITENOISE_USE_FINDERS = MODE == "sandbox"
CONTENT_SECURITY_POLICY = shared.content_security_policy(script_from=(CHECKOUT.url,), form_to=(CHECKOUT.url,))
BODY_LIMIT = 1_000_000
BODY_LIMITS = {"/office/": 12_000_000}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
LOGGING = shared.logging()
