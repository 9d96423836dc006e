"""A storefront's host."""

from __future__ import annotations

from django.urls import include, path

from minishop.chassis.serving.routes import health_check, leaf
from minishop.chassis.web import errors
from minishop.chassis.web.health import health
from minishop.mall.api import feed
from minishop.mall.api.product_information import product_information
from minishop.mall.storefront.browsing import views as browsing
from minishop.mall.storefront.cart import buying
from minishop.mall.storefront.cart import views as cart
from minishop.mall.storefront.frame import media
from minishop.mall.storefront.frame.errors import error_frame  # noqa: F401  # chassis.web.errors asks for it
from minishop.mall.storefront.outside import sitemap
from minishop.mall.storefront.product import views as product

urlpatterns = [
    path("", browsing.main, name="main"),
    path("categories/<int:category_id>/", browsing.category, name="category"),
    path("search/", browsing.search, name="search"),
    path("products/<str:product_code>/", product.product, name="front-product"),
    path("notice/", browsing.notice, name="notice"),
    path("terms/", browsing.terms, name="terms"),
    path("privacy/", browsing.privacy, name="privacy"),
    path("checkout-service/", browsing.about_checkout, name="about-checkout"),
    path("cart/", cart.cart, name="cart"),
    path("cart/lines/", cart.add, name="cart-add"),
    path("cart/lines/<int:line_id>/", cart.change, name="cart-change"),
    path("checkout/", buying.checkout, name="buy"),
    path("checkout/product-info/", leaf(product_information), name="product-information"),
    path("ep/full.tsv", feed.full, name="feed-full"),
    path("ep/summary.tsv", feed.summary, name="feed-summary"),
    path("media/<slug:name>.jpg", media.picture, name="picture"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap/pages.xml", sitemap.pages, name="sitemap-pages"),
    path("sitemap/products.xml", sitemap.products, name="sitemap-products"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/", health_check(health)),
]

handler400, handler403, handler404, handler500 = errors.handlers
