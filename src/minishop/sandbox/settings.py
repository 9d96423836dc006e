"""Settings of the sandbox: the outside world of an installation without contracts. It refuses to start in production."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from minishop.chassis import environment as env
from minishop.chassis import settings as shared
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

globals().update(shared.common("sandbox", SANDBOX))
INSTALLED_APPS = [*shared.APPS, "minishop.sandbox"]
MIDDLEWARE = shared.MIDDLEWARE
ROOT_URLCONF = "minishop.sandbox.urls"
TEMPLATES = shared.templates("minishop.sandbox.pages.header.header")

WIRE_PATHS = ("/pg/v1/", "/carriers/v1/", "/messages/v1/", "/addrlink/", "/clock.json")
CONTENT_SECURITY_POLICY = shared.content_security_policy(form_to=(CHECKOUT.url,))
BODY_LIMIT = 200_000
