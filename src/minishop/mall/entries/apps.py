from django.apps import AppConfig


class EntriesConfig(AppConfig):
    name = "minishop.mall.entries"
    label = "mall_entries"
