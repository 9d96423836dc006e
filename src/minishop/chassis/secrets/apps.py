from django.apps import AppConfig


class SecretsConfig(AppConfig):
    name = "minishop.chassis.secrets"
    label = "secrets"
