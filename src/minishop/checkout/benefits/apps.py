from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "minishop.checkout.benefits"
    label = "checkout_benefits"

    def ready(self) -> None:
        from minishop.checkout.benefits.services import choosing
        from minishop.checkout.payments.ports import BENEFITS

        BENEFITS.fill(choosing)
