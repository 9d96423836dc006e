from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "minishop.checkout.claims"
    label = "checkout_claims"

    def ready(self) -> None:
        from minishop.checkout.claims.services import cancelling, settling
        from minishop.checkout.parcels import ports as parcels
        from minishop.checkout.payments import ports as payments

        payments.CLAIMS.fill(settling)
        parcels.CLAIMS.fill(cancelling)
