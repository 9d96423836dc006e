"""The addresses of a shop's back office, below ``/office/<code>/``."""

from __future__ import annotations

from django.urls import path

from minishop.mall.backoffice import attention, categories, checkout, imports, office, orders, product_edit, products, shipping

urlpatterns = [
    path("", office.office, name="office"),
    path("layer/", office.hide_layer, name="hide-layer"),
    path("guide/", office.guide, name="guide"),
    path("info/", office.shop_info, name="shop-info"),
    path("entries/", office.entries, name="entries"),
    path("entries/<slug:kind>/", office.entry_apply, name="entry-apply"),
    path("products/", products.products, name="products"),
    path("products/display/", products.products_display, name="products-display"),
    path("products/categories/", categories.categories, name="categories"),
    path("products/categories/<int:category_id>/", categories.category, name="category"),
    path("products/new/", product_edit.product_new, name="product-new"),
    path("products/import/", imports.product_import, name="product-import"),
    path("products/import/<slug:digest>/", imports.import_plan, name="import-plan"),
    path("products/import/<slug:digest>/cells/", imports.import_cells, name="import-cells"),
    path("products/import/<slug:digest>/run/", imports.import_run, name="import-run"),
    path("pictures/<str:name>", product_edit.picture, name="picture"),
    path("products/<str:product_code>/", product_edit.product, name="product"),
    path("products/<str:product_code>/deletion/", product_edit.product_delete, name="product-delete"),
    path("products/<str:product_code>/pictures/<int:image_id>/first/", product_edit.picture_first, name="picture-first"),
    path("products/<str:product_code>/pictures/<int:image_id>/deletion/", product_edit.picture_delete, name="picture-delete"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<str:number>/", orders.order, name="order"),
    path("orders/<str:number>/dispatch/", orders.dispatch, name="dispatch"),
    path("orders/<str:number>/hold/", orders.hold, name="hold"),
    path("orders/<str:number>/memo/", orders.memo, name="memo"),
    path("attention/", attention.attention, name="attention"),
    path("attention/jobs/<int:job_id>/retry/", attention.retry_job, name="retry-job"),
    path("attention/<int:message_id>/resend/", attention.resend_message, name="resend-message"),
    path("checkout/", checkout.checkout_settings, name="checkout-settings"),
    path("checkout/collection/", checkout.collect_now, name="collect-now"),
    path("shipping/", shipping.shipping, name="shipping"),
]
