from django.apps import AppConfig


class ReconcileConfig(AppConfig):
    name = "minishop.checkout.reconcile"
    label = "checkout_reconcile"
