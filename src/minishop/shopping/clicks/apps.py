from django.apps import AppConfig


class ClicksConfig(AppConfig):
    name = "minishop.shopping.clicks"
    label = "shopping_clicks"
