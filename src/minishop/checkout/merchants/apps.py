from django.apps import AppConfig


class MerchantsConfig(AppConfig):
    name = "minishop.checkout.merchants"
    label = "checkout_merchants"
