from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "minishop.mall.console"
    label = "mall_console"
