"""Settings of the mall."""

from __future__ import annotations

import os

from minishop.chassis import environment as env
from minishop.chassis import settings as shared
from minishop.chassis.postal.ends import configured_end
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
METRICS_TOKEN = secrets.optional_secret_of(secrets.METRICS_TOKEN, "mall")
ADDRESS_FINDER = configured_end()

globals().update(shared.common("mall", MALL))
BRAND = {"ko": "미니샵", "en": "Minishop"}  # as letters call the service
ENCRYPTION_KEYS = secrets.secrets_of(secrets.SEALING, "mall")
ALLOWED_HOSTS = [MALL.host, f".{SHOP_DOMAIN}"]
INSTALLED_APPS = [
    *shared.APPS,
    "django.contrib.auth",
    "minishop.chassis.logins",
    *(
        f"minishop.mall.{name}"
        for name in (
            "shops", "staff", "notices", "shipping", "catalog", "stock", "cart", "orders", "claims", "channel", "feed", "demos", "entries",
            "storefront", "backoffice", "console",
        )
    ),
]  # fmt: skip
_before_hosts = shared.MIDDLEWARE.index("minishop.chassis.web.keeping.KeptByNobody") + 1
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
AUTH_USER_MODEL = "mall_staff.Account"
LOGIN_REDIRECT_URL = "/shops/"

WIRE_PATHS = ("/channel/", "/checkout/product-info/", "/ep/")
MEDIA_URL = "/media/"
CONTENT_SECURITY_POLICY = shared.content_security_policy(script_from=(CHECKOUT.url,), form_to=(CHECKOUT.url,))
BODY_LIMITS = {"/office/": 12_000_000}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
