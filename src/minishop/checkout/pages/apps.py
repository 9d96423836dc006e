from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "minishop.checkout.pages"
    label = "checkout_pages"
