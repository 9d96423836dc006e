"""Addresses below ``/v1/``. What is none of them is the gateway's 404."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from minishop.chassis.serving.routes import leaf
from minishop.checkout.api import refusals
from minishop.checkout.api.gateway import refuse
from minishop.checkout.api.views import applications, changed_merchants, claims, feed, orders, proposals, token


@csrf_exempt
def no_such_api(request: HttpRequest) -> HttpResponse:
    """404 in the gateway's form."""
    return refuse(request, refusals.NOT_FOUND)


_ORDERS = "pay-order/mall/product-orders"

# Below ``{productOrderId}/claim/``.
_CLAIMS = {
    "cancel/request": claims.cancel_request,
    "cancel/approve": claims.cancel_approve,
    "cancel/reject": claims.cancel_reject,
    "return/request": claims.return_request,
    "return/accept": claims.return_accept,
    "return/collect/complete": claims.return_collected,
    "return/approve": claims.return_approve,
    "return/reject": claims.return_reject,
    "return/holdback": claims.return_holdback,
    "return/holdback/release": claims.return_release,
    "exchange/accept": claims.exchange_accept,
    "exchange/collect/complete": claims.exchange_collected,
    "exchange/dispatch": claims.exchange_dispatch,
    "exchange/reject": claims.exchange_reject,
    "exchange/holdback": claims.exchange_holdback,
    "exchange/holdback/release": claims.exchange_release,
    "purchase-decision/request": claims.decision_request,
}

urlpatterns = [
    path("oauth2/token", leaf(token.token)),
    path(f"{_ORDERS}/last-changed-statuses", leaf(orders.last_changed_statuses)),
    path(f"{_ORDERS}/query", leaf(orders.query)),
    path(f"{_ORDERS}/confirm", leaf(orders.confirm)),
    path(f"{_ORDERS}/dispatch", leaf(orders.dispatch)),
    *(path(f"{_ORDERS}/<str:product_order_id>/claim/{act}", leaf(view)) for act, view in _CLAIMS.items()),
    path("minishop/changes", leaf(feed.changes)),
    path("minishop/claim-proposals", leaf(proposals.proposal)),
    path("minishop/changed-merchants", leaf(changed_merchants.changed_merchants)),
    path("minishop/merchant-applications", leaf(applications.apply)),
    path("minishop/merchant-applications/<str:application_id>", leaf(applications.application)),
    path("minishop/merchant-applications/<str:application_id>/pg", leaf(applications.pg)),
    re_path(r"", leaf(no_such_api)),
]
