from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "minishop.mall.stock"
    label = "mall_stock"
