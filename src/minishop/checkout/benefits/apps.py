from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "minishop.checkout.benefits"
    label = "checkout_benefits"
