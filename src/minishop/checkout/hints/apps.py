from django.apps import AppConfig


class HintsConfig(AppConfig):
    name = "minishop.checkout.hints"
    label = "checkout_hints"
