"""The addresses of cancels, exchanges and returns, below ``my/``."""

from __future__ import annotations

from django.urls import path

from minishop.checkout.pages.claims.views import account, applying, cancelling, fees, progress

urlpatterns = [
    path("claims/", progress.claims, name="claims"),
    path("claims/<slug:number>/", progress.claim, name="claim"),
    path("claims/<slug:number>/photos/<slug:name>.jpg", progress.photo, name="claim-photo"),
    path("claims/<slug:number>/withdrawal/", progress.withdrawal, name="claim-withdrawal"),
    path("claims/<slug:number>/agreement/", progress.agreement, name="claim-agreement"),
    path("claims/<slug:number>/arrival/", progress.arrival, name="claim-arrival"),
    path("claims/<slug:number>/fee/", fees.fee, name="claim-fee"),
    path("claims/<slug:number>/return/", progress.turning, name="claim-turning"),
    path("orders/<slug:number>/cancellation/", cancelling.cancellation, name="cancellation"),
    path("orders/<slug:number>/refund-account/", account.account, name="refund-account"),
    path("applications/<slug:number>/", applying.application, name="application"),
]
