from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "minishop.mall.shipping"
    label = "mall_shipping"
