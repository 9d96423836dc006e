"""The addresses of the products, below ``products/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice.products.views import editing, listing, pictures, stock

urlpatterns = [
    path("", listing.products, name="products"),
    path("display/", listing.products_display, name="products-display"),
    path("new/", editing.product_new, name="product-new"),
    path("<str:product_code>/", editing.product, name="product"),
    path("<str:product_code>/stock/", stock.stock, name="product-stock"),
    path("<str:product_code>/deletion/", editing.product_delete, name="product-delete"),
    path("<str:product_code>/pictures/again/", pictures.pictures_again, name="pictures-again"),
    path("<str:product_code>/pictures/<int:image_id>/first/", pictures.picture_first, name="picture-first"),
    path("<str:product_code>/pictures/<int:image_id>/deletion/", pictures.picture_delete, name="picture-delete"),
]
