from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "minishop.chassis.ui"
    label = "ui"
