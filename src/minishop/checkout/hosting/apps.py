from django.apps import AppConfig


class HostingConfig(AppConfig):
    name = "minishop.checkout.hosting"
    label = "checkout_hosting"
