from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "minishop.mall.orders"
    label = "mall_orders"
