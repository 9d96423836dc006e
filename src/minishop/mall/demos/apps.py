from django.apps import AppConfig


class DemosConfig(AppConfig):
    name = "minishop.mall.demos"
    label = "mall_demos"
