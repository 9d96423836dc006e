from django.apps import AppConfig


class CenterConfig(AppConfig):
    name = "minishop.checkout.center"
    label = "checkout_center"
