"""The addresses of the order desk, below ``orders/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.orders import views

urlpatterns = [
    path("", views.orders, name="orders"),
    path("<str:number>/", views.order, name="order"),
    path("<str:number>/dispatch/", views.dispatch, name="dispatch"),
    path("<str:number>/hold/", views.hold, name="hold"),
    path("<str:number>/cancel-answer/", views.answer_cancel, name="answer-cancel"),
    path("<str:number>/memo/", views.memo, name="memo"),
]
