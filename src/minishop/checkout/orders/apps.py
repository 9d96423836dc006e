from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "minishop.checkout.orders"
    label = "checkout_orders"
