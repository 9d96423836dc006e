"""The addresses of a shop's back office, below ``/office/<code>/``: one line a menu area."""

from __future__ import annotations

from django.urls import include, path

from minishop.mall.backoffice.products.views import pictures

urlpatterns = [
    path("", include("minishop.mall.backoffice.shop.urls")),
    path("find/", include("minishop.mall.backoffice.finding.urls")),
    path("entries/", include("minishop.mall.backoffice.entries.urls")),
    # Before the products, whose codes would answer for them.
    path("products/categories/", include("minishop.mall.backoffice.categories.urls")),
    path("products/import/", include("minishop.mall.backoffice.imports.urls")),
    path("products/", include("minishop.mall.backoffice.products.urls")),
    path("pictures/", pictures.picture_upload, name="picture-upload"),
    path("pictures/<str:name>", pictures.picture, name="picture"),
    path("orders/", include("minishop.mall.backoffice.orders.urls")),
    path("claims/", include("minishop.mall.backoffice.claims.urls")),
    path("attention/", include("minishop.mall.backoffice.attention.urls")),
    path("checkout/", include("minishop.mall.backoffice.checkout.urls")),
    path("notices/", include("minishop.mall.backoffice.notices.urls")),
    path("shipping/", include("minishop.mall.backoffice.shipping.urls")),
]
