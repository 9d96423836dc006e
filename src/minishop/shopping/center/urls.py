"""The operators' centre."""

from __future__ import annotations

from django.urls import include, path

from minishop.shopping.center import views

urlpatterns = [
    path("", views.overview, name="center"),
    path("clock/seen/", views.clock_seen, name="clock-seen"),
    path("applications/<int:partner_id>/", views.application, name="center-application"),
    path("applications/<int:partner_id>/approval/", views.approval, name="center-approval"),
    path("applications/<int:partner_id>/rejection/", views.rejection, name="center-rejection"),
    path("partners/<int:partner_id>/", views.partner, name="center-partner"),
    path("later/", include("minishop.shopping.center.later.urls")),
    path("partners/<int:partner_id>/trial/", views.trial, name="center-trial"),
    path("partners/<int:partner_id>/crawls/", views.crawls, name="center-crawls"),
    path("partners/<int:partner_id>/loss/", views.loss, name="center-loss"),
    path("partners/<int:partner_id>/crawls/<int:run_id>/", views.crawl_run, name="center-crawl"),
]
