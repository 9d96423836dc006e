from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "minishop.checkout.accounts"
    label = "checkout_accounts"
