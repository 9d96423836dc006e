from django.apps import AppConfig


class ShopsConfig(AppConfig):
    name = "minishop.mall.shops"
    label = "mall_shops"
