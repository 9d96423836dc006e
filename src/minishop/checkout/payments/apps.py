from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "minishop.checkout.payments"
    label = "checkout_payments"
