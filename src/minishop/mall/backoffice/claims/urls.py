"""The addresses of cancels, exchanges and returns, below ``claims/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.claims import answers, filing, views

urlpatterns = [
    path("", views.claims, name="claims"),
    path("cancels/", views.cancel_list, name="cancels"),
    path("cancels/excel/", views.cancels_excel, name="cancels-excel"),
    path("excel/", views.excel, name="claims-excel"),
    path("<int:claim_id>/", answers.claim, name="claim"),
    path("<int:claim_id>/put-back/", answers.put_back, name="put-back"),
    path("orders/<str:number>/cancel/", views.cancel_order, name="cancel-order"),
    path("orders/<str:number>/return/", filing.file_return, name="file-return"),
    path("orders/<str:number>/sold-out/", views.sold_out, name="cancel-sold-out"),
]
