"""The addresses of the operator's pages, below ``center/``."""

from __future__ import annotations

from django.urls import include, path

from minishop.checkout.center.attention import views as attention
from minishop.checkout.center.claims import orders
from minishop.checkout.center.claims import views as claims
from minishop.checkout.center.coupons import views as coupons
from minishop.checkout.center.hosts import views as hosts
from minishop.checkout.center.merchants import contracts, terms
from minishop.checkout.center.merchants import views as merchants
from minishop.checkout.center.reconcile import views as reconcile

urlpatterns = [
    path("", merchants.center, name="center"),
    path("merchants/<int:merchant_id>/", merchants.merchant, name="center-merchant"),
    path("merchants/<int:merchant_id>/approval/", merchants.approval, name="center-approval"),
    path("merchants/<int:merchant_id>/rejection/", merchants.rejection, name="center-rejection"),
    path("merchants/<int:merchant_id>/contracts/<int:contract_id>/approval/", contracts.approval, name="center-contract-approval"),
    path(
        "merchants/<int:merchant_id>/contracts/<int:contract_id>/rejection/", contracts.rejection, name="center-contract-rejection"
    ),
    path("merchants/<int:merchant_id>/leaving/", merchants.leaving, name="center-leaving"),
    path("merchants/<int:merchant_id>/hold-policy/", merchants.hold_policy, name="center-hold-policy"),
    path("merchants/<int:merchant_id>/terms/", terms.terms, name="center-terms"),
    path("merchants/<int:merchant_id>/discounts/", coupons.discounts, name="center-discounts"),
    path("coupons/", coupons.coupons, name="center-coupons"),
    path("coupons/<int:coupon_id>/", coupons.coupon, name="center-coupon"),
    path("coupons/<int:coupon_id>/codes/", coupons.codes, name="center-coupon-codes"),
    path("coupons/<int:coupon_id>/giving/", coupons.giving, name="center-coupon-giving"),
    path("claims/", claims.claims, name="center-claims"),
    path("claims/<int:merchant_id>/<slug:number>/", claims.claim, name="center-claim"),
    path("claims/<int:merchant_id>/<slug:number>/photos/<slug:name>.jpg", claims.photo, name="center-claim-photo"),
    path("claims/<int:merchant_id>/<slug:number>/<slug:name>/", claims.deed, name="center-claim-deed"),
    path("orders/", orders.search, name="center-orders"),
    path("orders/<int:merchant_id>/<slug:number>/", orders.order, name="center-order"),
    path("orders/<int:merchant_id>/<slug:number>/<slug:name>/", orders.deed, name="center-order-deed"),
    path("hosts/", hosts.hosts, name="center-hosts"),
    path("hosts/registration/", hosts.registration, name="center-host-registration"),
    path("hosts/<int:host_id>/tokens/", hosts.issue, name="center-host-token"),
    path("hosts/<int:host_id>/tokens/<int:token_id>/revocation/", hosts.revocation, name="center-host-revocation"),
    path("merchants/<int:merchant_id>/trial/", merchants.trial, name="center-trial"),
    path("reconcile/", reconcile.reconcile, name="reconcile"),
    path("reconcile/run/", reconcile.run, name="reconcile-run"),
    path("later/", include("minishop.checkout.center.later.urls")),
    path("attention/", attention.attention, name="attention"),
    path("clock/seen/", attention.clock_seen, name="clock-seen"),
    path("payments/<slug:key>/question/", attention.payment_question, name="payment-question"),
    path("refunds/<slug:key>/retrial/", attention.refund_retrial, name="refund-retrial"),
    path("refunds/<slug:key>/part/", attention.refund_part, name="refund-part"),
    path("refunds/<slug:key>/account/", attention.refund_by_account, name="refund-by-account"),
    path("refunds/<slug:key>/transfer/", attention.refund_transfer, name="refund-transfer"),
    path(
        "differences/<int:merchant_id>/<int:difference_id>/comparison/",
        attention.difference_comparison,
        name="difference-comparison",
    ),
    path("hints/<int:merchant_id>/<int:message_id>/resending/", attention.hint_resending, name="hint-resending"),
]
