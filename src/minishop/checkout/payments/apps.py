from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "minishop.checkout.payments"
    label = "checkout_payments"

    def ready(self) -> None:
        from minishop.checkout.holds.ports import PAYMENTS
        from minishop.checkout.payments import queries

        PAYMENTS.fill(queries)
