"""Settings for the type checker only: the models of all services at once, which no running service has."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from minishop.chassis import environment
from minishop.chassis.mail_server import MailServer

os.environ.setdefault("MINISHOP_MODE", "sandbox")

SECRET_KEY = "type checking only"  # never used to run anything
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.auth",
    "minishop.chassis.jobs",
    "minishop.chassis.logins",
    "minishop.chassis.ui",
    *(
        f"minishop.mall.{name}"
        for name in (
            "shops",
            "staff",
            "notices",
            "shipping",
            "catalog",
            "stock",
            "cart",
            "orders",
            "claims",
            "channel",
            "feed",
            "entries",
        )
    ),
    *(
        f"minishop.checkout.{name}"
        for name in ("accounts", "hosting", "merchants", "hints", "orders", "holds", "payments", "benefits", "parcels", "claims")
    ),
    *(f"minishop.shopping.{name}" for name in ("partners", "crawl", "index", "clicks")),
    "minishop.sandbox",
]
AUTH_USER_MODEL = "mall_staff.Account"
USE_TZ = True

# The services' own settings, with their types.
MODE = environment.mode()
MALL = CHECKOUT = CHECKOUT_API = SHOPPING = environment.address("MINISHOP_TYPING_URL", sandbox="http://localhost")
OWN_ADDRESS = MALL
BRAND = {"ko": "", "en": ""}
SANDBOX: environment.Address | None = None
ADDRESS_FINDER: Any = None
MAIL_SERVER: MailServer | None = None
MAIL_SENDER = ""
SHOP_DOMAIN = ""
DEMO_SHOP = ""
HOST_TOKEN = ""
METRICS_TOKEN = ""
ENCRYPTION_KEYS: tuple[str, ...] = ()
WIRE_PATHS: tuple[str, ...] = ()
STOREFRONT_URLCONF = ""
BODY_LIMIT = 0
TRUSTED_PROXIES = 0
HASHES_AT_ONCE = HASHES_WAITING = 1
BODY_LIMITS: dict[str, int] = {}
HUB_PROFILE = ""
HOLD_SECONDS = 0.0
CRAWL_RETRY = CRAWL_ASKED_PAUSE = timedelta()
CRAWL_LARGEST_LOSS = 50
CARRIER_DESK = ""
CARRIER_ASK_EVERY = 0
CARRIER_GRACE = 0
API_RATE = HOST_RATE = 0
OWN_HOSTS: tuple[str, ...] = ()
ROOT_URLCONF = ""
THEME = ""
