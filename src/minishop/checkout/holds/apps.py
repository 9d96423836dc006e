from django.apps import AppConfig


class HoldsConfig(AppConfig):
    name = "minishop.checkout.holds"
    label = "checkout_holds"
