"""Settings of Checkout, the hub."""

from __future__ import annotations

from minishop.chassis import environment as env
from minishop.chassis import settings as shared
from minishop.chassis.postal.ends import configured_end
from minishop.chassis.secrets import declared as secrets

MODE = env.mode()
CHECKOUT = env.address("CHECKOUT_URL", sandbox="http://checkout.localhost:8200")
SHOPPING = env.address("SHOPPING_URL", sandbox="http://shopping.localhost:8300")
SANDBOX = env.address("SANDBOX_URL", sandbox="http://sandbox.localhost:8400") if MODE == "sandbox" else None
# The token with which our own mall speaks for its shops; other hosts have theirs in the database (checkout/hosting).
HOST_TOKEN = secrets.secret_of(secrets.HOST_TOKEN, "checkout")
METRICS_TOKEN = secrets.optional_secret_of(secrets.METRICS_TOKEN, "checkout")
ADDRESS_FINDER = configured_end()

# Our own mall's hosts, a name or ``.name`` for all below it: they answer from threads that wait for nobody, so more than a stranger's
# two calls may be under way there.
OWN_HOSTS = env.names("MINISHOP_OWN_HOSTS", sandbox=shared.sandbox_mall_hosts)

globals().update(shared.common("checkout", CHECKOUT))
BRAND = {"ko": "체크아웃", "en": "Checkout"}  # as letters call the service
ENCRYPTION_KEYS = secrets.secrets_of(secrets.SEALING, "checkout")
# Shop software written for the public service sends that service's host names; all of them reach the same handlers.
_PUBLIC_HOSTS = ("pay.naver.com", "checkout.naver.com")
ALLOWED_HOSTS = [CHECKOUT.host, *(f"{prefix}{host}" for host in _PUBLIC_HOSTS for prefix in ("", "test-", "m.", "test-m."))]
INSTALLED_APPS = [
    *shared.APPS,
    "django.contrib.auth",
    "minishop.chassis.logins",
    *(
        f"minishop.checkout.{name}"
        for name in (
            "accounts",
            "hosting",
            "merchants",
            "hints",
            "orders",
            "holds",
            "payments",
            "benefits",
            "parcels",
            "claims",
            "reconcile",
            "pages",
            "center",
            "api",
        )
    ),
]
MIDDLEWARE = [
    "minishop.checkout.api.gateway.ApiGateway",
    *shared.MIDDLEWARE,
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "minishop.chassis.logins.middleware.LoginGuard",
    "minishop.chassis.web.texts.NoNul",
]
ROOT_URLCONF = "minishop.checkout.urls"
TEMPLATES = shared.templates("django.contrib.auth.context_processors.auth")
AUTH_USER_MODEL = "checkout_accounts.Account"

# Who is asked about tracking numbers, how often, and for how long a number may be unknown before it counts as wrong (seconds).
_DESK = {"sandbox": "sandbox.SandboxCarriers", "production": "unfollowed.UnfollowedCarriers"}[MODE]
CARRIER_DESK = f"minishop.checkout.parcels.adapters.{_DESK}"
CARRIER_ASK_EVERY = env.number("CHECKOUT_CARRIER_ASK_EVERY", default=5 if MODE == "sandbox" else 600, most=3_600)
CARRIER_GRACE = env.number("CHECKOUT_CARRIER_GRACE", default=0 if MODE == "sandbox" else 43_200)
# Requests a second that an application may make of one API; twice as many in a burst (docs/decisions/0009-rate-limit.md).
API_RATE = env.number("CHECKOUT_API_RATE", default=10)
# The same for a hosting platform, which asks for 500 merchants at a time.
HOST_RATE = env.number("CHECKOUT_HOST_RATE", default=50)

WIRE_PATHS = ("/v1/", "/customer/api/", "/customer/js/", "/payments/notify/")
CONTENT_SECURITY_POLICY = shared.content_security_policy(form_to=(SANDBOX.url,) if SANDBOX else ())
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
BODY_LIMITS = {"/my/applications/": 12_000_000, "/center/claims/": 12_000_000}  # photos of what came broken
