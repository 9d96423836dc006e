"""A storefront's host."""

from __future__ import annotations

from django.urls import include, path

from minishop.chassis.web.health import health
from minishop.mall.feed import views as feed
from minishop.mall.storefront import browsing, buying, carting, media

urlpatterns = [
    path("", browsing.main, name="main"),
    path("categories/<int:category_id>/", browsing.category, name="category"),
    path("search/", browsing.search, name="search"),
    path("products/<str:product_code>/", browsing.product, name="front-product"),
    path("notice/", browsing.notice, name="notice"),
    path("checkout-service/", browsing.about_checkout, name="about-checkout"),
    path("cart/", carting.cart, name="cart"),
    path("cart/lines/", carting.add, name="cart-add"),
    path("cart/lines/<int:line_id>/", carting.change, name="cart-change"),
    path("checkout/", buying.checkout, name="buy"),
    path("checkout/product-info/", buying.product_information, name="product-information"),
    path("ep/full.tsv", feed.full, name="feed-full"),
    path("ep/summary.tsv", feed.summary, name="feed-summary"),
    path("media/<slug:name>.jpg", media.picture, name="picture"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/", health),
]
