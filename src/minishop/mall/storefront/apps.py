from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "minishop.mall.storefront"
    label = "mall_storefront"
