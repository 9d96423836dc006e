from django.apps import AppConfig


class PostalConfig(AppConfig):
    name = "minishop.chassis.postal"
    label = "postal"
