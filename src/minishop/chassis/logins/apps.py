from django.apps import AppConfig


class LoginsConfig(AppConfig):
    name = "minishop.chassis.logins"
    label = "logins"
