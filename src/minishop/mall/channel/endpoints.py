"""Where the hub's services answer: one table, so that another hub is a matter of configuration.

| setting | our hub, and the public service's production names |
| --- | --- |
| CHECKOUT_URL | ``https://pay.naver.com`` for registration, order sheet and button script |
| CHECKOUT_API_URL | ``https://api.pay.naver.com/npay/partner`` for the REST order API; our hub answers both at one address |
| HUB_PROFILE | ``minishop`` (change feed, hints, many shops at once) or ``naver`` (polled by time) |
"""

from __future__ import annotations

from django.conf import settings

from minishop.mall.channel.domain.profile import PROFILES, Profile


def profile() -> Profile:
    """What the configured hub can do."""
    return PROFILES[settings.HUB_PROFILE]


def order_registration() -> str:
    """v1 order registration, server to server."""
    return f"{settings.CHECKOUT.url}/customer/api/order.nhn"


def order_sheet() -> str:
    """The order sheet, to which the buyer's browser is sent."""
    return f"{settings.CHECKOUT.url}/customer/order.nhn"


def button_script() -> str:
    """The buy button's script."""
    return f"{settings.CHECKOUT.url}/customer/js/naverPayButton.js"


def buyer_orders() -> str:
    """The hub's MY page, where buyers look their orders up (R21)."""
    return f"{settings.CHECKOUT.url}/my/"


def token() -> str:
    """The REST API's token."""
    return f"{settings.CHECKOUT_API.url}/v1/oauth2/token"


def product_orders() -> str:
    """The REST API's product orders."""
    return f"{settings.CHECKOUT_API.url}/v1/pay-order/mall/product-orders"


def claim_proposals() -> str:
    """Our own question what a cancel would come to."""
    return f"{settings.CHECKOUT_API.url}/v1/minishop/claim-proposals"


def changed_merchants() -> str:
    """Our own question about many merchants at once."""
    return f"{settings.CHECKOUT_API.url}/v1/minishop/changed-merchants"


def changes() -> str:
    """Our own change feed."""
    return f"{settings.CHECKOUT_API.url}/v1/minishop/changes"
