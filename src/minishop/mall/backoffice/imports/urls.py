"""The addresses of the import, below ``products/import/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.imports import views

urlpatterns = [
    path("", views.product_import, name="product-import"),
    path("<slug:digest>/", views.import_plan, name="import-plan"),
    path("<slug:digest>/cells/", views.import_cells, name="import-cells"),
    path("<slug:digest>/pictures/", views.import_pictures, name="import-pictures"),
    path("<slug:digest>/run/", views.import_run, name="import-run"),
]
