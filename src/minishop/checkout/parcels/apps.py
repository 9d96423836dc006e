from django.apps import AppConfig


class ParcelsConfig(AppConfig):
    name = "minishop.checkout.parcels"
    label = "checkout_parcels"
