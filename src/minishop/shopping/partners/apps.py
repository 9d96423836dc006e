from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "minishop.shopping.partners"
    label = "shopping_partners"
