from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "minishop.checkout.api"
    label = "checkout_api"
