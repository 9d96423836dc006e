from django.apps import AppConfig


class IndexConfig(AppConfig):
    name = "minishop.shopping.index"
    label = "shopping_index"
