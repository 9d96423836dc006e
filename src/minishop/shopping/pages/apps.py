from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "minishop.shopping.pages"
    label = "shopping_pages"
