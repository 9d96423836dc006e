from django.apps import AppConfig


class CenterConfig(AppConfig):
    name = "minishop.shopping.center"
    label = "shopping_center"
