from django.apps import AppConfig


class CartConfig(AppConfig):
    name = "minishop.mall.cart"
    label = "mall_cart"
