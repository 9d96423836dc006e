"""Settings of Knowledge Shopping, the search."""

from __future__ import annotations

from datetime import timedelta

from minishop.chassis import environment as env
from minishop.chassis import settings as shared
from minishop.chassis.secrets import declared as secrets

MODE = env.mode()
SHOPPING = env.address("SHOPPING_URL", sandbox="http://shopping.localhost:8300")
CHECKOUT = env.address("CHECKOUT_URL", sandbox="http://checkout.localhost:8200")
SANDBOX = env.address("SANDBOX_URL", sandbox="http://sandbox.localhost:8400") if MODE == "sandbox" else None
# The hosts of our own mall: reports for its shops go to one address there, and are no calls to a stranger.
OWN_HOSTS = env.names("MINISHOP_OWN_HOSTS", sandbox=shared.sandbox_mall_hosts)
# The token with which a hosting platform (our mall) applies for its shops.
HOST_TOKEN = secrets.secret_of(secrets.HOST_TOKEN, "shopping")
ENCRYPTION_KEYS = secrets.secrets_of(secrets.SEALING, "shopping")
METRICS_TOKEN = secrets.optional_secret_of(secrets.METRICS_TOKEN, "shopping")

globals().update(shared.common("shopping", SHOPPING))
BRAND = {"ko": "지식쇼핑", "en": "Knowledge Shopping"}  # as letters call the service
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
AUTH_USER_MODEL = "shopping_partners.Operator"
LOGIN_REDIRECT_URL = "/center/"
LOGOUT_REDIRECT_URL = "/"

WIRE_PATHS = ("/v1/",)
# Pictures stand on the shops' own hosts.
CONTENT_SECURITY_POLICY = shared.content_security_policy(image_from=("http:", "https:") if MODE == "sandbox" else ("https:",))
# How long until a feed that failed, or a shop that has not opened yet, is tried again.
CRAWL_RETRY = timedelta(seconds=15) if MODE == "sandbox" else timedelta(hours=1)
# 지금 수집, asked for by a shop's host: a shop's feed is fetched for that once in this time.
CRAWL_ASKED_PAUSE = timedelta(seconds=20) if MODE == "sandbox" else timedelta(minutes=30)
# 전체 수집: of a shop's products at most so many of a hundred leave the search at once without a person's word.
CRAWL_LARGEST_LOSS = env.number("SHOPPING_CRAWL_LARGEST_LOSS", default=50, most=100)
